/**
 * Holds every HTTP answer to the API's document: its status, media type, headers and body must be those of the operation
 * that was asked for, or of the refusal where there is no such operation. Stricter than the document in one thing: a member
 * that it does not name is a fault.
 */
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { createApiDocument } from '../../local/api-document/document';
import { findRoute, PROBLEM_TYPE, type Route } from '../../shared/triggers/http';

type Json = { readonly [member: string]: unknown };

interface Response {
  readonly headers: Json;
  readonly content?: Json;
}

export interface AnswerToJudge {
  readonly status: number;
  /** By lower-case name; null and undefined alike: it is not there. */
  header(name: string): string | null | undefined;
  /** Undefined: none. */
  readonly body: unknown;
}

export const document = createApiDocument();

/** Objects that take any member take only those that they name. */
const closed = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, member]) => [name, closed(member)]));
  const open = 'properties' in schema && 'type' in schema && !('additionalProperties' in schema);
  return open ? { ...members, additionalProperties: false } : members;
};

const validators = new Map<string, ValidateFunction>();
const validatorOf = (pointer: string, strictly: boolean): ValidateFunction => {
  const key = `${strictly ? 'closed' : 'open'}${pointer}`;
  const known = validators.get(key);
  if (known) return known;
  const ajv = strictly ? closedAjv() : openAjv();
  const made = ajv.compile({ $ref: `document#${pointer}` });
  validators.set(key, made);
  return made;
};
const ajvOver = (whole: object): Ajv2020 => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false });
  ajv.addFormat('date-time', (time: string) => !Number.isNaN(Date.parse(time)));
  ajv.addFormat('date', (day: string) => !Number.isNaN(Date.parse(day)));
  ajv.addFormat('uri', (address: string) => URL.canParse(address));
  return ajv.addSchema(whole, 'document');
};
const once = <T>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
const openAjv = once(() => ajvOver(document));
const closedAjv = once(() => ajvOver(closed(document) as object));

const pointerTo = (...segments: readonly (string | number)[]): string =>
  segments
    .map((segment) => `/${encodeURIComponent(String(segment).replaceAll('~', '~0').replaceAll('/', '~1'))}`)
    .join('');

/** What is wrong with a value by the schema at this place of the document; empty where nothing is. */
export const faultsBySchema = (value: unknown, strictly: boolean, ...place: readonly (string | number)[]): string[] => {
  const validate = validatorOf(pointerTo(...place), strictly);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    return `${instancePath || 'the whole'} ${message} ${JSON.stringify(params)}`;
  });
};

const isPageAddress = (path: string): boolean => !/^\/(api|marketplace)\//.test(path);

/** Where the document tells of the response to this request. */
const placeOf = (method: string, path: string, status: number): (string | number)[] => {
  const found = findRoute(routes, method, path);
  if ('kind' in found) {
    const code = status === 405 && isPageAddress(path) ? 'method-not-allowed' : found.code;
    return ['components', 'responses', code];
  }
  return ['paths', found.route.path, method.toLowerCase(), 'responses', status];
};

const routes: readonly Route[] = Object.entries(document.paths).flatMap(([path, operations]) =>
  Object.keys(operations).map((method) => ({
    method: method.toUpperCase() as Route['method'],
    path,
    handle: () => Promise.reject(new Error('The document answers nothing.')),
  })),
);

const at = (place: readonly (string | number)[]): unknown =>
  place.reduce<unknown>((node, segment) => (node as Json | undefined)?.[segment], document);

/** The pages and what they load are no part of the API, nor are their addresses; refusals are its own everywhere. */
const isOfPages = (path: string, status: number, type: string): boolean =>
  (isPageAddress(path) && !type.startsWith(PROBLEM_TYPE)) || (status === 404 && type.startsWith('text/html'));

const faultsOf = (method: string, path: string, { status, header, body }: AnswerToJudge): string[] => {
  // Of HEAD the document does not tell: it is GET, without its body.
  if (method === 'HEAD' || isOfPages(path, status, header('content-type') ?? '')) return [];
  const place = placeOf(method, path, status);
  const response = at(place) as Response | undefined;
  if (!response)
    return [`its status is not among those of the operation: ${Object.keys(at(place.slice(0, -1)) as Json)}`];

  const headers = Object.keys(response.headers).flatMap((name) => {
    const value = header(name);
    const described = document.components.headers[name as keyof typeof document.components.headers];
    if (value === null || value === undefined) return 'required' in described ? [`the header ${name} is missing`] : [];
    return faultsBySchema(value, false, 'components', 'headers', name, 'schema').map((fault) => `${name}: ${fault}`);
  });

  const type = header('content-type')?.split(';')[0];
  if (!response.content) return [...headers, ...(type ? [`it has a body, ${type}, and should have none`] : [])];
  const media = [type ?? '', '*/*'].find((one) => Object.hasOwn(response.content ?? {}, one));
  if (media === undefined) return [...headers, `its media type is ${type}, not ${Object.keys(response.content)}`];
  const { schema } = response.content[media] as { schema?: unknown };
  if (!schema) return headers;
  return [...headers, ...faultsBySchema(body, true, ...place, 'content', media, 'schema')];
};

/** Throws a text that says what of the answer the document does not describe. */
export const mustBeDescribed = (method: string, path: string, answer: AnswerToJudge): void => {
  const faults = faultsOf(method, path, answer);
  if (faults.length === 0) return;
  const shown = `${answer.status} ${JSON.stringify(answer.body)}`;
  throw new Error(
    `${method} ${path} was answered ${shown}, which the API's document does not describe:\n${faults.join('\n')}`,
  );
};
