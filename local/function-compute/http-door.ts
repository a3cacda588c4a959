/**
 * The custom domain: an HTTP request goes to the function that its path belongs to, and the function's answer back.
 *
 * What fails is 502 `Internal Server Error`, without a word of what it was, as on the platform. Our decision: so is a
 * timeout, for which the documents name no status of its own.
 */
import type { ServerResponse } from 'node:http';
import type { LocalClock } from '../clock';
import { type HttpHandler, readBody, sendJson } from '../http-server';
import { type FunctionHost, LOCAL_ACCOUNT_ID } from './host';
import { decodedPath, httpEvent } from './http-event';
import { type HttpReply, httpReply } from './http-reply';
import type { FunctionLog } from './log';
import { matchRoute, type Route } from './routes';

/** Limit of the documents for synchronous invocations. */
const LARGEST_BODY_BYTES = 32 * 2 ** 20;

export const createHttpDoor =
  (host: FunctionHost, routes: readonly Route[], clock: LocalClock, log: FunctionLog): HttpHandler =>
  async (request, response) => {
    const requestId = host.newRequestId();
    response.setHeader('x-fc-request-id', requestId);
    const target = request.url ?? '/';
    const route = matchRoute(routes, decodedPath(target.split('?')[0] ?? '/'));
    const called = route && host.functions.get(route.name);
    if (!called)
      return refuse(response, 404, 'DomainRouteNotFound', 'no route of the domain takes this path', requestId);
    const body = await readBody(request, LARGEST_BODY_BYTES);
    if (!body) return refuse(response, 413, 'EntityTooLarge', 'the body is larger than 32 MB', requestId);

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
    const outcome = await called.invoke(event, requestId);
    if (outcome.kind === 'failed') return fail(response);
    let reply: HttpReply;
    try {
      reply = httpReply(outcome.payload);
    } catch (error) {
      log.failure(called.settings.name, `request ${requestId}: ${error instanceof Error ? error.message : error}`);
      return fail(response);
    }
    response.statusCode = reply.status;
    for (const [name, value] of Object.entries(reply.headers)) response.setHeader(name, value);
    response.end(reply.body);
  };

const refuse = (response: ServerResponse, status: number, code: string, message: string, requestId: string) =>
  sendJson(response, status, { Code: code, Message: message, RequestId: requestId });

const fail = (response: ServerResponse) => {
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
  response.end('Internal Server Error');
};
