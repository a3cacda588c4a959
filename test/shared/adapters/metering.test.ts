/** What the marketplace is told of usage, and which of its answers means what: no lost answer is ever a refusal. */
import { localCredentials } from '../../../local/credentials';
import { marketplaceOf } from '../../../shared/adapters/marketplace';
import type { MeteringEntry } from '../../../shared/ports';
import { type HttpService, startHttpService } from './http-service';

const entry: MeteringEntry = {
  instanceId: '33884913',
  startMs: 1_723_771_200_000,
  endMs: 1_723_771_800_000,
  key: 'Unit',
  units: 96,
};

let service: HttpService;
beforeEach(async () => {
  service = await startHttpService(() => ({ body: { Success: true, RequestId: 'r' } }));
});
afterEach(() => service.close());

const push = (entries: readonly MeteringEntry[] = [entry]) =>
  marketplaceOf(service.endpoint, localCredentials, undefined).pushMetering(entries);

it('is told as the documents show it, in the body', async () => {
  const second = { ...entry, instanceId: '1000001', units: 0, meteringAssit: 'cmapi00060317-Unit-1' };
  expect(await push([entry, second])).toEqual({ kind: 'accepted' });
  const [received] = service.received;
  expect([received?.headers['x-acs-action'], received?.headers['x-acs-version'], received?.query]).toEqual([
    'PushMeteringData',
    '2015-11-01',
    {},
  ]);
  const time = '"StartTime":"1723771200","EndTime":"1723771800"';
  expect(new URLSearchParams(received?.body).get('Metering')).toBe(
    `[{"InstanceId":"33884913",${time},"Entities":[{"Key":"Unit","Value":"96"}]},` +
      `{"InstanceId":"1000001",${time},"Entities":[{"Key":"Unit","Value":"0","meteringAssit":"cmapi00060317-Unit-1"}]}]`,
  );
});

it('a hundred entries fit', async () => {
  expect(await push(Array.from({ length: 100 }, () => entry))).toEqual({ kind: 'accepted' });
});

// biome-ignore format: one case a line
it.each([
  // status, code                                 outcome
  [500, 'Service.Flow.Control',                   { kind: 'throttled', code: 'Service.Flow.Control' }],
  [400, 'Throttling.User',                        { kind: 'throttled', code: 'Throttling.User' }],
  [429, 'TooMany',                                { kind: 'throttled', code: 'TooMany' }],
  [500, 'Invalid.Parameter.EndTime',              { kind: 'refused', code: 'Invalid.Parameter.EndTime' }],
  [500, 'Invalid.Parameter',                      { kind: 'refused', code: 'Invalid.Parameter' }],
  [500, 'Metering.Data.Exceeded',                 { kind: 'refused', code: 'Metering.Data.Exceeded' }],
  [500, 'Permission.Denied',                      { kind: 'refused', code: 'Permission.Denied' }],
  [403, 'Forbidden.RAM',                          { kind: 'refused', code: 'Forbidden.RAM' }],
  [400, 'SignatureDoesNotMatch',                  { kind: 'refused', code: 'SignatureDoesNotMatch' }],
  [500, 'InternalError',                          { kind: 'unknown', why: '500 InternalError' }],
  [503, 'ServiceUnavailable',                     { kind: 'unknown', why: '503 ServiceUnavailable' }],
  [500, 'Something.New',                          { kind: 'unknown', why: '500 Something.New' }],
  [500, 'Invalid.ParameterX',                     { kind: 'unknown', why: '500 Invalid.ParameterX' }],
  [504, 'GatewayTimeout',                         { kind: 'unknown', why: '504 GatewayTimeout' }],
  [408, 'RequestTimeout',                         { kind: 'unknown', why: '408 RequestTimeout' }],
])('%i %s: %j; it is not sent again', async (status, Code, outcome) => {
  service.answer = () => ({ status, body: { Code, Message: 'm', RequestId: 'r' } });
  expect(await push()).toEqual(outcome);
  expect(service.received).toHaveLength(1);
});

// biome-ignore format: one case a line
it.each([
  // what comes back                                       outcome
  ['a gateway’s page',     { status: 502, body: '<html>' },         { kind: 'unknown' }],
  ['a gateway’s 500',      { status: 500, body: {} },               { kind: 'unknown' }],
  ['nothing said',         { body: {} },                            { kind: 'unknown', why: 'an answer that is not as documented' }],
  ['no success',           { body: { Success: false } },            { kind: 'unknown', why: 'an answer that is not as documented' }],
  ['success as text',      { body: { Success: 'true' } },           { kind: 'unknown', why: 'an answer that is not as documented' }],
  ['half an answer',       { body: '{"Success":tr' },               { kind: 'unknown', why: 'an answer that is not as documented' }],
  ['a broken connection',  'break' as const,                        { kind: 'unknown', why: 'ECONNRESET' }],
])('%s: %j', async (_, answer, outcome) => {
  service.answer = () => answer;
  expect(await push()).toMatchObject(outcome);
  expect(service.received).toHaveLength(1);
});

it('nobody listens: nothing was sent', async () => {
  const { endpoint } = service;
  await service.close();
  const outcome = await marketplaceOf(endpoint, localCredentials, undefined).pushMetering([entry]);
  expect(outcome).toEqual({ kind: 'throttled', code: 'unreached' });
  service = await startHttpService(() => ({ body: {} }));
});
