/**
 * Who may speak, and the proof that we answered. A request is signed with HMAC-SHA1 over its path and its x-ots-*
 * headers; the body is covered by the MD5 among them. The answer is signed the same way in its `authorization` header,
 * which the vendor's Python and Java clients verify. Algorithms and names are those of the vendor's SDKs.
 *
 * Our decision: a date is right when it is near any of the clocks that callers here have: the local one, which functions
 * see, or the machine's, which every other client has and which does not follow when the local one is advanced.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Callers, Identity } from '../ram/identity';
import { parameterInvalid, TablestoreError } from './errors';

/** Header names are in lower case, as Node gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

const CLOCK_SKEW_MS = 15 * 60 * 1000;
const REQUIRED = ['date', 'apiversion', 'accesskeyid', 'contentmd5', 'instancename', 'signature'] as const;
const CONTENT_TYPE = 'protocol buffer';

const authFailed = (message: string) => new TablestoreError('OTSAuthFailed', message);

export const contentMd5 = (body: Buffer): string => createHash('md5').update(body).digest('base64');

const hmac = (secret: string, text: string): string => createHmac('sha1', secret).update(text).digest('base64');

const canonicalHeaders = (headers: Headers): string =>
  Object.keys(headers)
    .filter((name) => name.startsWith('x-ots-') && name !== 'x-ots-signature')
    .sort()
    .map((name) => `${name}:${headers[name]}`)
    .join('\n');

/** The signature that a request to this path with these headers must carry. */
export const requestSignature = (path: string, headers: Headers, secret: string): string =>
  hmac(secret, `${path}\nPOST\n\n${canonicalHeaders(headers)}\n`);

const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

const requireHeaders = (headers: Headers): Record<(typeof REQUIRED)[number], string> => {
  const values: [string, string][] = REQUIRED.map((name) => {
    const value = headers[`x-ots-${name}`];
    if (typeof value !== 'string') throw parameterInvalid(`Missing header: 'x-ots-${name}'.`);
    return [name, value];
  });
  return Object.fromEntries(values) as Record<(typeof REQUIRED)[number], string>;
};

const checkDate = (date: string, clocksMs: readonly number[]): void => {
  const sentMs = Date.parse(date);
  if (Number.isNaN(sentMs)) throw parameterInvalid(`Invalid date format: ${date}.`);
  if (clocksMs.every((nowMs) => Math.abs(nowMs - sentMs) > CLOCK_SKEW_MS)) {
    throw authFailed(`Mismatch between system time and x-ots-date: ${date}.`);
  }
};

export interface SignedRequest {
  path: string;
  headers: Headers;
  body: Buffer;
}

/** Whose request it is. Throws unless it was signed by one of the callers, now, for this body and instance. */
export const checkRequest = (
  { path, headers, body }: SignedRequest,
  callers: Callers,
  clocksMs: readonly number[],
  instanceName: string | undefined,
): Identity => {
  const sent = requireHeaders(headers);
  checkDate(sent.date, clocksMs);
  const caller = callers(sent.accesskeyid);
  if (!caller) throw authFailed('The AccessKeyID does not exist.');
  const { credentials } = caller;
  if (headers['x-ots-ststoken'] !== credentials.securityToken) {
    throw authFailed('The STS token does not belong to the AccessKeyID: send the one that came with it.');
  }
  if (!equal(sent.signature, requestSignature(path, headers, credentials.accessKeySecret))) {
    throw authFailed('Signature mismatch.');
  }
  if (sent.contentmd5 !== contentMd5(body)) {
    throw authFailed('Mismatch between MD5 value of request body and x-ots-contentmd5 in header.');
  }
  if (instanceName !== undefined && sent.instancename !== instanceName) {
    throw authFailed('The instance is not found.');
  }
  return caller;
};

/** The headers of an answer to a request to `path`; signed where the caller is known. */
export const answerHeaders = (
  path: string,
  body: Buffer,
  requestId: string,
  nowMs: number,
  caller: Identity | undefined,
): Record<string, string> => {
  const headers = {
    'x-ots-contentmd5': contentMd5(body),
    'x-ots-contenttype': CONTENT_TYPE,
    'x-ots-date': new Date(nowMs).toISOString(),
    'x-ots-requestid': requestId,
  };
  if (!caller) return headers;
  const { accessKeyId, accessKeySecret } = caller.credentials;
  const signature = hmac(accessKeySecret, `${canonicalHeaders(headers)}\n${path}`);
  return { ...headers, authorization: `OTS ${accessKeyId}:${signature}` };
};
