/** The registrations that a page sends, and answers to them that take their time to come about by themselves. */
import type { Page, Route } from 'playwright-core';
import type { RefusalCode } from '../../shared/validation/refusal-code';

export const ADDRESS = '/api/registrations';

export interface Sent {
  readonly key: string | undefined;
  readonly body: { readonly settlement: object };
}

/** The registrations that the page sends, as they leave it. */
export const watchRegistrations = (page: Page): Sent[] => {
  const sent: Sent[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'POST' || new URL(request.url()).pathname !== ADDRESS) return;
    sent.push({ key: request.headers()['idempotency-key'], body: request.postDataJSON() });
  });
  return sent;
};

export const refuse = (route: Route, status: number, code: RefusalCode, detail: string, headers = {}) =>
  route.fulfill({
    status,
    contentType: 'application/problem+json',
    headers,
    body: JSON.stringify({ type: 'about:blank', title: code, status, detail, code, requestId: '1-2-3' }),
  });
