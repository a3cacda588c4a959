/**
 * The API's client, for the pages and for tests in a browser. All its types come out of the table of the API and the schemas
 * there, of which only types are imported: it adds nothing but `fetch` and the forms of addresses to what is loaded.
 */
import type * as z from 'zod';
import type { Problem } from '../../../shared/validation/answers';
import type { Api, OperationName } from '../../../shared/validation/api';
import { heardAt } from './server-clock';

/** As it is written: a brand is only given by a schema that has read the text. */
type Plain<T> =
  T extends z.core.$brand<string> ? string : T extends object ? { readonly [Member in keyof T]: Plain<T[Member]> } : T;
type Written<Schema> = Schema extends z.ZodType ? Plain<z.output<Schema>> : never;

type SegmentsOf<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | SegmentsOf<Rest> : never;
type HeadersOf<Name extends OperationName> = Api[Name] extends { headers: readonly (infer Header extends string)[] }
  ? Header
  : never;

/** What an operation is given: only the members that it has. */
export type Given<Name extends OperationName> = (Name extends `${string}{${string}`
  ? { readonly path: Readonly<Record<SegmentsOf<Name>, string>> }
  : unknown) &
  (Api[Name] extends { query: infer Schema } ? { readonly query?: Partial<Written<Schema>> } : unknown) &
  (Api[Name] extends { body: infer Schema } ? { readonly body: Written<Schema> } : unknown) & {
    readonly headers?: Readonly<Partial<Record<HeadersOf<Name> | 'Authorization' | 'Accept-Language', string>>>;
    /** Ends the call; what was sent may still take effect. */
    readonly signal?: AbortSignal;
  };

type AnswersOf<Name extends OperationName> = Api[Name]['answers'];
type BodyOf<Answer> = Answer extends { body: infer Schema } ? Written<Schema> : undefined;
type RefusalOf<Name extends OperationName> = Api[Name]['refusals'][number];

/** What it answers: `ok` tells success from refusal, `status` one success from another, `code` one refusal from another. */
export type Answered<Name extends OperationName> =
  | {
      readonly [Status in keyof AnswersOf<Name>]: {
        readonly ok: true;
        readonly status: Status;
        readonly body: BodyOf<AnswersOf<Name>[Status]>;
        /** The state of what is answered, for `If-Match`. */
        readonly etag: string | undefined;
      };
    }[keyof AnswersOf<Name>]
  | {
      readonly ok: false;
      readonly status: number;
      readonly problem: Omit<Problem, 'code'> & { readonly code: RefusalOf<Name> | 'internal-error' };
      /** In milliseconds, where the same can succeed later. */
      readonly retryAfterMs: number | undefined;
    };

/** An answer that is none of the API's: of the platform in front of it, or of a function that fell. */
export class NotOfTheApi extends Error {
  constructor(
    name: OperationName,
    readonly status: number,
  ) {
    super(`${name} was answered by something else, with ${status}: please try again later.`);
  }
}

/** As much of `fetch` as is used. */
export type Send = (
  address: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly signal?: AbortSignal;
  },
) => Promise<Pick<Response, 'status' | 'ok' | 'headers' | 'text'>>;

interface AnyGiven {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const addressOf = (template: string, { path = {}, query = {} }: AnyGiven): string => {
  const address = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  const parameters = Object.entries(query).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return parameters.length === 0 ? address : `${address}?${new URLSearchParams(parameters)}`;
};

/** What is no JSON is read as nothing. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isProblem = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  'code' in body &&
  typeof body.code === 'string' &&
  'detail' in body &&
  typeof body.detail === 'string';

/**
 * Calls the operations by their names. `origin` is empty for the page's own. Rejects where there is no answer of the API: as
 * `send` does, or with `NotOfTheApi` where something else has answered.
 */
export const createApiClient =
  (send: Send, origin = '') =>
  async <Name extends OperationName>(name: Name, given: Given<Name>): Promise<Answered<Name>> => {
    const any = given as AnyGiven;
    const [method = '', template = ''] = name.split(' ');
    const response = await send(`${origin}${addressOf(template, any)}`, {
      method,
      headers: { ...(any.body !== undefined && { 'Content-Type': 'application/json' }), ...any.headers },
      ...(any.body !== undefined && { body: JSON.stringify(any.body) }),
      ...(any.signal && { signal: any.signal }),
    });
    const { ok, status, headers } = response;
    heardAt(headers.get('date'));
    const text = await response.text();
    const body = jsonOf(text);
    if (ok ? text !== '' && body === undefined : !isProblem(body)) throw new NotOfTheApi(name, status);
    const retryAfter = headers.get('retry-after');
    const answered = ok
      ? { ok, status, body, etag: headers.get('etag') ?? undefined }
      : { ok, status, problem: body, retryAfterMs: retryAfter === null ? undefined : Number(retryAfter) * 1_000 };
    // What the document promises, every answer in the tests is held to.
    return answered as Answered<Name>;
  };
