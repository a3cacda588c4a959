/**
 * Checks the signature of a call to Alibaba Cloud's OpenAPI, ACS3-HMAC-SHA256, whatever its style: RPC (everything at
 * `/`) or ROA (the path names the resource, as Function Compute's API does).
 *
 * Facts: Alibaba Cloud, "V3 request body and signature mechanism", and its table of common error codes. The canonical
 * request is rebuilt from what arrived, body included, so nothing of it can be changed on the way.
 *
 * Our decision: a date is fresh when it is near the local clock or near the machine's. The functions live by the local
 * clock; a client that runs beside them (a test, a script) dates its calls with the machine's, which does not follow when
 * the local one is advanced.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { LocalClock } from '../clock';
import type { Callers, Identity } from '../ram/identity';
import type { OpenApiFault } from './fault';

/** A request as it arrived: `path` and `query` (without its question mark) still encoded. */
export interface SignedRequest {
  method: string;
  path: string;
  query: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export const readSignedRequest = async (request: IncomingMessage): Promise<SignedRequest> => {
  const { method = 'GET', url = '/', headers } = request;
  const [path = '/', ...query] = url.split('?');
  return { method, path, query: query.join('?'), headers, body: await buffer(request) };
};

/** Whose request it is, or what is wrong with its signature. */
export type CheckSignature = (request: SignedRequest) => { caller: Identity } | { fault: OpenApiFault };

const FRESH_MS = 15 * 60_000;
const AUTHORIZATION = /^ACS3-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** One check per service: it remembers the nonces that it has seen, for as long as their dates are fresh. */
export const createSignatureCheck = (callers: Callers, clock: LocalClock): CheckSignature => {
  const datesByNonce = new Map<string, number>();

  const isFresh = (dateMs: number) => {
    const localMs = clock.nowMs();
    const machineMs = localMs - Number(Atomics.load(clock.offset, 0));
    return Math.abs(localMs - dateMs) <= FRESH_MS || Math.abs(machineMs - dateMs) <= FRESH_MS;
  };

  const isReplay = (nonce: string, dateMs: number) => {
    for (const [known, knownDateMs] of datesByNonce) if (!isFresh(knownDateMs)) datesByNonce.delete(known);
    if (datesByNonce.has(nonce)) return true;
    datesByNonce.set(nonce, dateMs);
    return false;
  };

  const check = (request: SignedRequest): Identity | OpenApiFault => {
    const header = (name: string) => headerText(request.headers, name);
    const [, accessKeyId, names, signature] = AUTHORIZATION.exec(header('authorization')) ?? [];
    if (accessKeyId === undefined || names === undefined || signature === undefined) return faults.incomplete;
    const signedNames = names.split(';');
    const unsigned = Object.keys(request.headers).filter((name) => name === 'host' || name.startsWith('x-acs-'));
    if (unsigned.some((name) => !signedNames.includes(name))) return faults.incomplete;

    const dateMs = DATE.test(header('x-acs-date')) ? Date.parse(header('x-acs-date')) : Number.NaN;
    if (Number.isNaN(dateMs)) return faults.dateMalformed;
    if (!isFresh(dateMs)) return faults.dateExpired;
    const caller = callers(accessKeyId);
    if (!caller) return faults.accessKeyUnknown;
    const { accessKeySecret, securityToken = '' } = caller.credentials;
    const token = header('x-acs-security-token');
    if (token !== securityToken) return token === '' ? faults.securityTokenMissing : faults.securityTokenWrong;
    if (header('x-acs-signature-nonce') === '') return faults.nonceMissing;

    const expected = sign(canonicalRequest(request, signedNames), accessKeySecret);
    if (!isSameText(signature, expected)) return faults.signatureWrong;
    // Only an authentic call uses its nonce up.
    return isReplay(header('x-acs-signature-nonce'), dateMs) ? faults.nonceUsed : caller;
  };

  return (request) => {
    const found = check(request);
    return 'decide' in found ? { caller: found } : { fault: found };
  };
};

const faults = {
  incomplete: {
    status: 400,
    code: 'IncompleteSignature',
    message: 'The Authorization header does not follow ACS3-HMAC-SHA256, or leaves out host or an x-acs- header.',
  },
  dateMalformed: {
    status: 400,
    code: 'InvalidTimeStamp.Format',
    message: 'Specified time stamp or date value is not well formatted.',
  },
  dateExpired: {
    status: 400,
    code: 'InvalidTimeStamp.Expired',
    message: 'Specified time stamp or date value is expired.',
  },
  accessKeyUnknown: {
    status: 404,
    code: 'InvalidAccessKeyId.NotFound',
    message: 'Specified access key is not found.',
  },
  securityTokenMissing: {
    status: 400,
    code: 'MissingSecurityToken',
    message: 'SecurityToken is mandatory for this action.',
  },
  securityTokenWrong: {
    status: 400,
    code: 'InvalidSecurityToken.MismatchWithAccessKey',
    message: 'Specified SecurityToken mismatch with the AccessKey.',
  },
  nonceMissing: {
    status: 400,
    code: 'MissingSignatureNonce',
    message: 'SignatureNonce is mandatory for this action.',
  },
  nonceUsed: {
    status: 400,
    code: 'SignatureNonceUsed',
    message: 'Specified signature nonce was used already.',
  },
  signatureWrong: {
    status: 400,
    code: 'SignatureDoesNotMatch',
    message: 'Specified signature does not match our calculation.',
  },
} as const satisfies Record<string, OpenApiFault>;

const headerText = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name] ?? '';
  return (Array.isArray(value) ? value.join(',') : value).trim();
};

const canonicalRequest = ({ method, path, query, headers, body }: SignedRequest, signedNames: string[]): string =>
  [
    method.toUpperCase(),
    path,
    canonicalQuery(query),
    ...signedNames.map((name) => `${name}:${headerText(headers, name)}`),
    '',
    signedNames.join(';'),
    sha256(body),
  ].join('\n');

/** Sorted by name, each name and value encoded strictly (RFC 3986), however it was encoded on its way. */
const canonicalQuery = (query: string): string =>
  [...new URLSearchParams(query)]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`)
    .join('&');

const encodeStrictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (content: Buffer | string): string => createHash('sha256').update(content).digest('hex');

const sign = (canonical: string, secret: string): string =>
  createHmac('sha256', secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');

const isSameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
