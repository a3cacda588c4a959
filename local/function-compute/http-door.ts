/**
 * The custom domain: an HTTP request goes to the function that its path belongs to, and the function's answer back.
 *
 * What fails is 502 `Internal Server Error`, whose header `x-fc-error-type` says who failed but not how, as on the platform.
 * Our decision: so is a timeout, for which the documents name no status of its own. A request beyond a limit is 400
 * `InvalidArgument` (Function Compute documents, "Limits on HTTP requests").
 */
import type { ServerResponse } from 'node:http';
import type { LocalClock } from '../clock';
import { type HttpHandler, readBody, sendJson } from '../http-server';
import type { OpenApiFault } from '../openapi/fault';
import { LOCAL_ACCOUNT_ID } from '../ram/roles';
import type { AsynchronousInvocations } from './asynchronous';
import type { FunctionHost } from './host';
import { decodedPath, httpEvent } from './http-event';
import { type HttpReply, httpReply } from './http-reply';
import type { ErrorType } from './instance';
import { acceptInvocation, invalid, LARGEST_PAYLOAD_BYTES, payloadTooLarge, readInvocation } from './invocation';
import type { FunctionLog } from './log';
import { matchRoute, type Route } from './routes';

/** Names and values of all headers together. */
const LARGEST_HEADERS_BYTES = 8 * 1024;
/** Path and query together. */
const LARGEST_TARGET_BYTES = 4 * 1024;

export const createHttpDoor =
  (
    host: FunctionHost,
    invocations: AsynchronousInvocations,
    routes: readonly Route[],
    clock: LocalClock,
    log: FunctionLog,
  ): HttpHandler =>
  async (request, response) => {
    const requestId = host.newRequestId();
    response.setHeader('x-fc-request-id', requestId);
    // Of the clock that may have been moved, as all times in the answer are.
    response.setHeader('date', new Date(clock.nowMs()).toUTCString());
    const target = request.url ?? '/';
    const route = matchRoute(routes, decodedPath(target.split('?')[0] ?? '/'));
    const called = route && host.functions.get(route.name);
    if (!called) return refuse(response, faults.noRoute, requestId);
    if (sizeOf(request.rawHeaders) > LARGEST_HEADERS_BYTES) return refuse(response, faults.headersTooLarge, requestId);
    if (Buffer.byteLength(target) > LARGEST_TARGET_BYTES) return refuse(response, faults.targetTooLarge, requestId);
    const wanted = readInvocation(request.headers);
    if ('code' in wanted) return refuse(response, wanted, requestId);
    const body = await readBody(request, LARGEST_PAYLOAD_BYTES[wanted.type]);
    if (!body) return refuse(response, payloadTooLarge(wanted.type), requestId);

    const event = httpEvent(
      {
        method: request.method ?? 'GET',
        target,
        httpVersion: request.httpVersion,
        rawHeaders: request.rawHeaders,
        body,
        sourceIp: request.socket.remoteAddress ?? '',
      },
      { accountId: LOCAL_ACCOUNT_ID, requestId, atMs: clock.nowMs() },
    );
    if (wanted.type === 'Async') {
      const refused = acceptInvocation(invocations, called, event, requestId, wanted);
      if (refused) return refuse(response, refused, requestId);
      response.writeHead(202).end();
      return;
    }
    const outcome = await called.invoke(event, requestId);
    if (outcome.kind === 'failed') return fail(response, outcome.errorType);
    let reply: HttpReply;
    try {
      reply = httpReply(outcome.payload);
    } catch (error) {
      log.failure(called.settings.name, `request ${requestId}: ${error instanceof Error ? error.message : error}`);
      return fail(response, 'UnhandledInvocationError');
    }
    response.statusCode = reply.status;
    for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
    response.end(reply.body);
  };

const sizeOf = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);

const refuse = (response: ServerResponse, { status, code, message }: OpenApiFault, requestId: string) =>
  sendJson(response, status, { Code: code, Message: message, RequestId: requestId });

const fail = (response: ServerResponse, errorType: ErrorType) => {
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8', 'x-fc-error-type': errorType });
  response.end('Internal Server Error');
};

const faults = {
  noRoute: { status: 404, code: 'DomainRouteNotFound', message: 'no route of the domain takes this path' },
  headersTooLarge: invalid('the headers are larger than 8 KB'),
  targetTooLarge: invalid('path and query are longer than 4 KB'),
} as const satisfies Record<string, OpenApiFault>;
