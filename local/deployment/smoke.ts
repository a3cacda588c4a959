/**
 * Whether the doors of a stage answer, from outside and as anybody may knock: each route gets the request that a stranger
 * would send and must refuse it in its own words, which shows that the domain leads to the right function, that it starts,
 * finds its configuration and reaches its store. Nothing is changed by it; operators' doors are opened with the token to
 * look. It works the same on `npm start`.
 */
import type { Item } from './preflight';

export interface Door {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** With the operator token. */
  readonly operator?: true;
  readonly body?: unknown;
  readonly expected: {
    readonly status: number;
    /** Of the problem that it answers. */
    readonly code?: string;
    /** What the body holds, read as JSON. */
    readonly holds?: Readonly<Record<string, unknown>>;
    readonly contentType?: string;
    /** The pages for people: with a policy that allows only what is their own, and a script to load. */
    readonly page?: true;
  };
}

const NOBODYS = '/api/workspaces/cn1/wksp_00000000000000000000000000000000';
const signedIn = { status: 401, code: 'not-signed-in' } as const;

/** `version` is the one that must be there, undefined for any; `operators` whether the stage has a token for them. */
export const doorsOf = (version: string | undefined, operators: boolean): Door[] => {
  const operations = ['consistency', 'closures', 'mails', 'usage', 'metering'] as const;
  const holds = {
    consistency: 'reports',
    closures: 'closures',
    mails: 'mails',
    usage: 'unusable',
    metering: 'windows',
  } as const;
  // biome-ignore format: one door a line
  return [
    { method: 'POST',   path: '/api/registrations', body: {},            expected: { status: 400, code: 'invalid-request' } },
    { method: 'POST',   path: '/api/registrations/workspaces', body: {}, expected: signedIn },
    { method: 'PUT',    path: NOBODYS.replace('workspaces', 'settlements'), body: {}, expected: signedIn },
    { method: 'POST',   path: '/api/sessions', body: {},                 expected: { status: 400, code: 'invalid-request' } },
    { method: 'DELETE', path: '/api/sessions',                           expected: signedIn },
    { method: 'GET',    path: '/api/account',                            expected: signedIn },
    { method: 'GET',    path: '/api/workspaces',                         expected: signedIn },
    { method: 'GET',    path: NOBODYS,                                   expected: signedIn },
    { method: 'GET',    path: '/api/cloud-accounts',                     expected: signedIn },
    { method: 'GET',    path: `${NOBODYS}/usage`,                        expected: signedIn },
    { method: 'GET',    path: '/api/bills',                              expected: signedIn },
    { method: 'GET',    path: '/api/bills.csv',                          expected: signedIn },
    { method: 'GET',    path: '/api/ledger',                             expected: signedIn },
    { method: 'GET',    path: '/marketplace/spi',                        expected: { status: 403, holds: { success: 'false' } } },
    ...operations.map((name): Door =>
      ({ method: 'GET', path: `/api/operations/${name}`,                 expected: signedIn })),
    ...(operators ? operations : []).map((name): Door =>
      ({ method: 'GET', path: `/api/operations/${name}`, operator: true, expected: { status: 200, holds: { [holds[name]]: anything } } })),
    { method: 'GET',    path: '/api/openapi.json',                       expected: { status: 200, holds: { openapi: anything, info: { version: version ?? anything } } } },
    { method: 'GET',    path: '/api/docs',                               expected: { status: 200, contentType: 'text/html' } },
    { method: 'GET',    path: '/',                                       expected: { status: 200, contentType: 'text/html', page: true } },
    { method: 'GET',    path: '/api/nowhere',                            expected: { status: 404, code: 'not-found' } },
  ];
};

/** Stands for any value. */
const anything = Symbol('anything');

/** A cold start and a first call of the store together; a person would have left. */
const PATIENCE_MS = 15_000;

const headersOfAll = { 'x-content-type-options': 'nosniff' };

/** What is wrong with the answer; nothing where it is the one that is expected. */
const differenceOf = async ({ expected }: Door, response: Response): Promise<string | undefined> => {
  const header = (name: string) => response.headers.get(name) ?? '';
  const body = await response.text();
  if (response.status !== expected.status) return `answered ${response.status}, not ${expected.status}`;
  if (!header('x-request-id')) return 'has no X-Request-Id';
  for (const [name, value] of Object.entries(headersOfAll)) {
    if (header(name) !== value) return `has no ${name}: ${value}`;
  }
  if (header('content-disposition')) return 'is offered for download: the domain does not lead here';
  if (expected.contentType !== undefined && !header('content-type').startsWith(expected.contentType)) {
    return `is ${header('content-type')}, not ${expected.contentType}`;
  }
  if (expected.page && !/^default-src 'none';.*'nonce-/.test(header('content-security-policy'))) {
    return 'has not our Content-Security-Policy';
  }
  if (expected.page && !/<script [^>]*src="\/assets\//.test(body)) return 'loads no script of ours';
  const wanted = { ...expected.holds, ...(expected.code !== undefined && { code: expected.code }) };
  const json = parse(body);
  const missing = Object.entries(wanted).find(([name, value]) => !holds(json?.[name], value));
  return missing && `says ${JSON.stringify(json?.[missing[0]])?.slice(0, 80) ?? 'nothing'} for ${missing[0]}`;
};

const parse = (text: string): Record<string, unknown> | undefined => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const holds = (given: unknown, wanted: unknown): boolean => {
  if (wanted === anything) return given !== undefined;
  if (typeof wanted !== 'object' || wanted === null) return given === wanted;
  return Object.entries(wanted).every(([name, value]) => holds((given as Record<string, unknown>)?.[name], value));
};

/** Knocks at each door, one after the other, once. `publicUrl` is where the stage is found. */
export const smoke = async (
  publicUrl: string,
  operatorToken: string | undefined,
  version: string | undefined,
): Promise<Item[]> => {
  const items: Item[] = [];
  for (const door of doorsOf(version, Boolean(operatorToken))) {
    const { method, path, operator, body, expected } = door;
    const what = `${method} ${path}${operator ? ' as operator' : ''}`;
    let difference: string | undefined;
    try {
      const response = await fetch(new URL(path, publicUrl), {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(operator && { authorization: `Bearer ${operatorToken}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      difference = await differenceOf(door, response);
    } catch (fault) {
      difference = `was not answered: ${reasonOf(fault)}`;
    }
    const right = [expected.status, expected.code].filter((part) => part !== undefined).join(' ');
    items.push({ what, state: difference ? 'wrong' : 'ok', sentence: difference ?? right });
  }
  return items;
};

/** Under the fault of `fetch` lies what happened: a name that leads nowhere, a certificate for another name, a wait in vain. */
const reasonOf = (fault: unknown): string => {
  const { cause, message } = fault as { readonly cause?: NodeJS.ErrnoException; readonly message: string };
  return [cause?.code, cause?.message].filter(Boolean).join(' ') || message;
};
