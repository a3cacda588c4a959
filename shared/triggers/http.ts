/**
 * HTTP in and out: Function Compute's envelope to a request, the handler's answer to a reply. Everything that all of our
 * doors refuse alike is refused here: a path or method that is not theirs, a body of the wrong kind or size.
 */
import type * as z from 'zod';
import { type Refused, refused } from '../domain/refusals';
import { revision, type Workspace } from '../domain/workspace';
import type { HttpEvent } from '../validation/function-compute';
import type { Language } from '../validation/language';
import { problem } from './problem';
import { type HttpRequest, lowerCaseNames, preferredLanguage } from './request';

export interface Reply {
  readonly kind: 'reply';
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** In place of it: sent as they are, the headers say what they are. */
  readonly bytes?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Answer = Reply | Refused;

export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  /** `{name}` stands for one segment. */
  readonly path: string;
  handle(request: HttpRequest): Promise<Answer>;
}

/** What Function Compute takes as an answer. */
export interface HttpResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly isBase64Encoded: boolean;
  readonly body: string;
}

/** In bytes. */
export const LARGEST_BODY = 64 * 1024;

const JSON_TYPE = 'application/json; charset=utf-8';
export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

export const reply = (status: number, body?: unknown, headers?: Readonly<Record<string, string>>): Reply => ({
  kind: 'reply',
  status,
  ...(body !== undefined && { body }),
  ...(headers && { headers }),
});

/** The body, read by its schema. JSON that cannot be read is no object, which is a fault of the whole body. */
export const readBody = <Schema extends z.ZodType>(
  request: HttpRequest,
  schema: Schema,
): { readonly kind: 'read'; readonly value: z.output<Schema> } | Refused => {
  const result = schema.safeParse(parseJson(request.body));
  return result.success ? { kind: 'read', value: result.data } : refused('invalid-request', { error: result.error });
};

/** The state of a workspace as the customer sees it: a fence changes the row, not this. */
export const etag = (workspace: Workspace): string => `"${revision(workspace)}"`;

/** The route that a request is for, or the refusal where it is for none. */
export const findRoute = (
  routes: readonly Route[],
  method: string,
  path: string,
): { readonly route: Route; readonly params: Readonly<Record<string, string>> } | Refused => {
  const here = routes.flatMap((route) => {
    const params = matchPath(route.path, path);
    return params ? [{ route, params }] : [];
  });
  const found = here.find(({ route }) => route.method === method);
  if (found) return found;
  if (here.length === 0) return refused('not-found');
  return refused('method-not-allowed', { allow: here.map(({ route }) => route.method).join(', ') });
};

/** The refusal of a body that a handler should not even look at. */
export const refusalOfBody = ({ method, headers, body }: HttpRequest): Refused | undefined => {
  if (method !== 'POST' && method !== 'PUT') return undefined;
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) return refused('unsupported-media-type');
  return body.length > LARGEST_BODY ? refused('body-too-large') : undefined;
};

export const requestOf = (
  event: HttpEvent,
  call: Pick<HttpRequest, 'changeId' | 'run' | 'nowMs'>,
  params: Readonly<Record<string, string>>,
): HttpRequest => {
  const headers = lowerCaseNames(event.headers);
  return {
    ...call,
    method: event.requestContext.http.method,
    params,
    query: event.queryParameters,
    headers,
    body: Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8'),
    language: preferredLanguage(headers['accept-language']),
    sourceAddress: event.requestContext.http.sourceIp,
    requestId: event.requestContext.requestId,
  };
};

export const resultOf = (answer: Answer, language: Language, requestId: string): HttpResult => {
  const { status, body, bytes, headers }: Omit<Reply, 'kind'> =
    answer.kind === 'reply' ? answer : problem(answer, language, requestId);
  return {
    statusCode: status,
    headers: {
      ...(body !== undefined && { 'Content-Type': answer.kind === 'reply' ? JSON_TYPE : PROBLEM_TYPE }),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'X-Request-Id': requestId,
      ...headers,
    },
    isBase64Encoded: bytes !== undefined,
    body: bytes ? Buffer.from(bytes).toString('base64') : body === undefined ? '' : JSON.stringify(body),
  };
};

const matchPath = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, segment] of wanted.entries()) {
    const value = decoded(given[at] ?? '');
    if (value === undefined) return undefined;
    if (segment.startsWith('{') && value !== '') params[segment.slice(1, -1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
};

const decoded = (segment: string): string | undefined => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};

/** Undefined for no body, null for what is no JSON in UTF-8: no schema of a body accepts either. */
const parseJson = (body: Uint8Array): unknown => {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
};
