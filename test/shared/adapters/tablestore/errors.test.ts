import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { errorOf, type Fault, failureOf, rowFailure } from '../../../../shared/adapters/tablestore/errors';
import { StaleWrite, Unavailable } from '../../../../shared/ports';
import { wireError } from './wire-error';

const REQUEST = '0005f2c1-8c1e-3d4b-8a0b-0b0e2d3f4a5b';

/** As the SDK rejects: the HTTP status for a code, the bytes of the body and the request id for a message. */
const refused = (status: number, code: string, message: string): Error =>
  Object.assign(new Error(`${wireError(code, message)} requestId:${REQUEST}`), {
    code: status,
    headers: { authorization: 'OTS STS.access-key-id:c2lnbmF0dXJl', 'x-ots-requestid': REQUEST },
  });

/** As the SDK rejects where there was no answer: its own code over Node's error. */
const cutOff = (message: string, more: object = {}): Error =>
  Object.assign(new Error(message), {
    code: 'NetworkingError',
    hostname: 'settlement.cn-hangzhou.ots.aliyuncs.com',
    ...more,
  });

it.each([
  // MD5 of error bodies that the real service sent, from its answer's x-ots-contentmd5.
  ['OTSConditionCheckFail', 'Condition check failed.', 'tb1xxFT1i9oAap/9e+zMLA=='],
  ['OTSObjectNotExist', 'Requested table does not exist.', 'e2enEqtXyX/3YTqhbiPDtw=='],
])('the errors of these tests are those of the real service: %s', (code, message, md5) => {
  expect(createHash('md5').update(wireError(code, message)).digest('base64')).toBe(md5);
});

// biome-ignore format: one case a line
it.each<[Fault, string, Error]>([
  ['stale',       'OTSConditionCheckFail',    refused(403, 'OTSConditionCheckFail', 'Condition check failed.')],

  ['not-applied', 'OTSRowOperationConflict',  refused(409, 'OTSRowOperationConflict', 'Data is being modified by the other request.')],
  ['not-applied', 'OTSServerBusy',            refused(503, 'OTSServerBusy', 'Server is busy.')],
  ['not-applied', 'OTSPartitionUnavailable',  refused(503, 'OTSPartitionUnavailable', 'The partition is not available.')],
  ['not-applied', 'OTSTableNotReady',         refused(404, 'OTSTableNotReady', 'The table is not ready.')],
  ['not-applied', 'OTSNotEnoughCapacityUnit', refused(403, 'OTSNotEnoughCapacityUnit', 'Capacity unit is not enough.')],
  ['not-applied', 'OTSCapacityUnitExhausted', refused(403, 'OTSCapacityUnitExhausted', 'Capacity unit is not enough.')],
  ['not-applied', 'OTSQuotaExhausted',        refused(403, 'OTSQuotaExhausted', 'Too frequent table operations.')],
  ['not-applied', 'ECONNREFUSED',             cutOff('connect ECONNREFUSED 10.0.0.1:443', { syscall: 'connect', errno: -111 })],
  ['not-applied', 'ENOTFOUND',                cutOff('getaddrinfo ENOTFOUND x.aliyuncs.com', { syscall: 'getaddrinfo' })],

  ['unknown',     'OTSTimeout',               refused(503, 'OTSTimeout', 'Operation timeout.')],
  ['unknown',     'OTSServerUnavailable',     refused(503, 'OTSServerUnavailable', 'Server is not available.')],
  ['unknown',     'OTSInternalServerError',   refused(500, 'OTSInternalServerError', 'Internal server error.')],
  ['unknown',     'OTSRequestTimeout',        refused(408, 'OTSRequestTimeout', 'Request timeout.')],
  ['unknown',     'ECONNRESET',               cutOff('read ECONNRESET', { syscall: 'read', errno: -104 })],
  ['unknown',     'socket hang up',           cutOff('socket hang up')],
  ['unknown',     'timed out',                cutOff('Connection timed out after 1500ms')],
  ['unknown',     'HTTP 502',                 Object.assign(new Error('<html>Bad Gateway</html> requestId:'), { code: 502 })],

  ['broken',      'OTSAuthFailed',            refused(403, 'OTSAuthFailed', 'Signature mismatch.')],
  ['broken',      'OTSNoPermissionAccess',    refused(403, 'OTSNoPermissionAccess', 'You have no permission to access the requested resource.')],
  ['broken',      'OTSObjectNotExist',        refused(404, 'OTSObjectNotExist', 'Requested table does not exist.')],
  ['broken',      'OTSParameterInvalid',      refused(400, 'OTSParameterInvalid', 'Invalid column name.')],
  ['broken',      'OTSRequestBodyTooLarge',   refused(413, 'OTSRequestBodyTooLarge', 'The size of POST data is too large.')],
  ['broken',      'HTTP Forbidden',           Object.assign(new Error(REQUEST), { code: 'Forbidden' })],
  ['broken',      'index out of range',       new RangeError('index out of range: 3 + 10 > 8')],
])('%s: %s', (fault, named, error) => {
  const failure = failureOf(error);
  expect(failure.fault).toBe(fault);
  expect(failure.text).toContain(named);
});

// biome-ignore format: one case a line
it.each<[Fault, string | null]>([
  ['stale',       'OTSConditionCheckFail'],
  ['not-applied', 'OTSRowOperationConflict'],
  ['unknown',     'OTSTimeout'],
  ['broken',      'OTSParameterInvalid'],
  ['broken',      null],
])('%s: a row of a batch with the code %s', (fault, code) => {
  expect(rowFailure(code).fault).toBe(fault);
});

// biome-ignore format: one case a line
it.each<[string, Error, new (message: string) => Error]>([
  ['StaleWrite',  refused(403, 'OTSConditionCheckFail', 'Condition check failed.'),  StaleWrite],
  ['Unavailable', refused(503, 'OTSServerBusy', 'Server is busy.'),                  Unavailable],
  ['Unavailable', refused(503, 'OTSTimeout', 'Operation timeout.'),                  Unavailable],
  ['Error',       refused(403, 'OTSAuthFailed', 'Signature mismatch.'),              Error],
])('is thrown as %s', (name, error, type) => {
  const thrown = errorOf(failureOf(error), 'writing workspaces');
  expect(thrown).toBeInstanceOf(type);
  expect(thrown.name).toBe(name);
  expect(thrown.message).toMatch(/^Tablestore, writing workspaces: OTS[A-Za-z]+, request 0005f2c1-/);
});

it('says what was wrong with a malformed request, in one line', () => {
  const error = refused(400, 'OTSParameterInvalid', "Invalid column name: '名'.");
  expect(failureOf(error).text).toBe(`OTSParameterInvalid, request ${REQUEST}: Invalid column name: ' '.`);
});

it.each([
  ['what the server says of a key', refused(403, 'OTSAuthFailed', 'The AccessKeyID STS.access-key-id does not exist.')],
  ["the answer's headers", refused(503, 'OTSServerBusy', 'Server is busy.')],
])('lets no credential out: %s', (_, error) => {
  const thrown = inspect(errorOf(failureOf(error), 'reading'), { depth: 9, showHidden: true });
  expect(thrown).not.toContain('access-key-id');
  expect(thrown).not.toContain('c2lnbmF0dXJl');
});
