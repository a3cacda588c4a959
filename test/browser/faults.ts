/**
 * What a page did that nobody sees and that no page should do: an error in its console, which is where the browser says too
 * what the Content-Security-Policy forbade; an error that no code caught; a request to a third party; a request that failed or
 * was refused.
 */
import type { BrowserContext, Request } from 'playwright-core';

/** `401 POST /api/sessions`, or `net::ERR_INTERNET_DISCONNECTED GET /api/account`: a request that the test means to fail. */
export type Expected = string | RegExp;

export interface Watch {
  /** From now on these are no faults; a string is the whole of it. */
  expect(...failures: readonly Expected[]): void;
  /** All that was wrong, and which expected failures did not come about. */
  faults(): string[];
}

/** Each page asks who is signed in, and that nobody is, is no fault. */
const ALWAYS_EXPECTED = '401 GET /api/account';

export const watch = (context: BrowserContext, origin: string): Watch => {
  const faults: string[] = [];
  const failures: string[] = [];
  const expected: Expected[] = [];
  const failed = (how: string, request: Request) => {
    const url = new URL(request.url());
    failures.push(`${how} ${request.method()} ${url.origin === origin ? url.pathname : url.href}`);
  };

  context.on('console', (message) => {
    // That a request failed is said again by the request itself, with more about it.
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource:')) return;
    // Playwright's own scripts, which a mail's frame runs as little as any.
    if (/^Blocked script execution in '\S+\/local\/simulator\/mails\/\d+'/.test(message.text())) return;
    faults.push(`error in the console: ${message.text()}`);
  });
  context.on('weberror', (fault) => faults.push(`uncaught: ${fault.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && url.origin !== origin) faults.push(`request to a third party: ${url.href}`);
  });
  context.on('requestfailed', (request) => {
    const how = request.failure()?.errorText ?? 'failed';
    // The page itself, or its end, called it off.
    if (how !== 'net::ERR_ABORTED') failed(how, request);
  });
  context.on('response', (response) => {
    if (response.status() < 400) return;
    failed(String(response.status()), response.request());
  });

  const meets = (failure: string, expectation: Expected): boolean =>
    typeof expectation === 'string' ? expectation === failure : expectation.test(failure);
  return {
    expect: (...more) => expected.push(...more),
    faults: () => [
      ...faults,
      ...failures
        .filter((failure) => ![ALWAYS_EXPECTED, ...expected].some((expectation) => meets(failure, expectation)))
        .map((failure) => `request failed: ${failure}`),
      ...expected
        .filter((expectation) => !failures.some((failure) => meets(failure, expectation)))
        .map((expectation) => `request did not fail, though it was expected: ${expectation}`),
    ],
  };
};
