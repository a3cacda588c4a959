/** One function behind its real trigger, for tests that give it doors or rules of their own. Its log is kept as objects. */
import type { Random } from '../../shared/ports';
import type { HttpResult } from '../../shared/triggers/http';
import type { Log } from '../../shared/triggers/log';
import { createMeter } from '../../shared/triggers/meter';
import { type Doors, serve } from '../../shared/triggers/serve';
import type { InvocationContext } from '../../shared/validation/function-compute';
import { fakeClock, fakeRandom } from './ports';

/** What differs from an HTTP event without anything in it. */
export interface Sent {
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
  readonly address?: string;
}

export const REQUEST_ID = '1-64f6cd87-1';

/** As Function Compute makes it; the members that we do not use are there too. */
export const httpEventOf = (method: string, path: string, sent: Sent = {}) => ({
  version: 'v1',
  rawPath: path,
  body: sent.body ?? '',
  isBase64Encoded: sent.isBase64Encoded ?? false,
  headers: sent.headers ?? {},
  queryParameters: sent.query ?? {},
  requestContext: {
    accountId: '123456',
    domainName: 'billing.example',
    domainPrefix: 'billing',
    http: { method, path, protocol: 'HTTP/1.1', sourceIp: sent.address ?? '11.11.11.11', userAgent: 'curl' },
    requestId: REQUEST_ID,
    time: '2023-09-05T06:41:11Z',
    timeEpoch: '1693896071895',
  },
});

export const createDoor = (open: (log: Log) => Doors, random: Random = fakeRandom()) => {
  const clock = fakeClock();
  const lines: Record<string, unknown>[] = [];
  const print = (line: string) => lines.push(JSON.parse(line));
  const meter = createMeter();
  const handler = serve('a-function', { clock, random, print, meter }, (_context, log) => open(log));
  const credentials = { accessKeyId: 'id', accessKeySecret: 'secret', securityToken: 'token' };
  const context = { requestId: REQUEST_ID, credentials, region: 'cn-hangzhou', accountId: '123456' };

  /** The event as bytes, exactly; and what differs in the context. */
  const deliver = (bytes: string, differs: Partial<InvocationContext> = {}) =>
    handler(Buffer.from(bytes), { ...context, ...differs });
  const invoke = (event: unknown) => deliver(JSON.stringify(event));
  return {
    clock,
    lines,
    meter,
    deliver,
    invoke,
    async send(method: string, path: string, sent: Sent = {}) {
      const { statusCode, headers, body } = (await invoke(httpEventOf(method, path, sent))) as HttpResult;
      return { status: statusCode, headers, body: body === '' ? undefined : JSON.parse(body) };
    },
  };
};
