/** Each answer that is not true is told. */
import type { Workspace } from '../../../shared/domain/workspace';
import { alicloud, billingCenterSettlement, INSTANCE_ID, registrationBody } from '../../fakes/world';
import { createAuditor, type Request } from '../auditor';
import { type Begun, begun } from './by-hand';

let begin: Begun;
beforeEach(async () => {
  begin = await begun();
});

const view = ({ site, workspaceId, name, language, createdAtMs }: Workspace, settlement: object) => ({
  site,
  workspaceId,
  name,
  language,
  settlement: { ...settlement, since: new Date(createdAtMs).toISOString() },
  createdAt: new Date(createdAtMs).toISOString(),
});

const registration = (headers: Request['headers'] = {}): Request => ({
  method: 'POST',
  path: '/api/registrations',
  json: registrationBody(),
  headers,
});
const sale: Request = {
  method: 'GET',
  path: '/marketplace/spi',
  query: { action: 'createInstance', orderBizId: '40000000' },
};
const put = (of: Workspace, json: object): Request => ({
  method: 'PUT',
  path: `/api/settlements/${of.site}/${of.workspaceId}`,
  json,
});
const called = (action: string, method = 'GET'): Request => ({
  method,
  path: '/marketplace/spi',
  query: { action, instanceId: INSTANCE_ID, orderBizId: '40000000' },
});

test.each<
  [name: string, request: (begun: Begun) => Request, answer: (begun: Begun) => [number, unknown, string?], told: string]
>([
  [
    'a username refused that nobody has',
    () => ({ ...registration(), json: registrationBody({ username: 'nobody' }) }),
    () => [409, { code: 'username-taken' }],
    '3 ownership',
  ],
  [
    'an AliCloud account refused that nobody is linked to',
    () => ({ ...registration(), json: registrationBody({ settlement: alicloud(INSTANCE_ID, '9999999999999999') }) }),
    () => [409, { code: 'cloud-account-linked-elsewhere' }],
    '3 ownership',
  ],
  [
    'the same of a change',
    ({ settled }) => put(settled, alicloud(INSTANCE_ID, '9999999999999999')),
    () => [409, { code: 'cloud-account-linked-elsewhere' }],
    '3 ownership',
  ],
  ['an internal error', () => registration(), () => [500, {}], '8 history'],
  [
    'a registration that is not there',
    () => registration(),
    ({ settled }) => [201, { workspace: { ...view(settled, alicloud()), workspaceId: 'wksp_1' } }],
    '8 history',
  ],
  [
    'a registration that began otherwise',
    () => registration(),
    ({ settled }) => [201, { workspace: view(settled, billingCenterSettlement) }],
    '8 history',
  ],
  [
    'a registration under the key of another',
    () => registration({ 'Idempotency-Key': 'bob-1' }),
    ({ settled }) => [201, { workspace: view(settled, alicloud()) }],
    '6 once',
  ],
  [
    'a registration of another account',
    () => ({ ...registration(), json: registrationBody({ username: 'bob' }) }),
    ({ settled }) => [201, { workspace: view(settled, alicloud()) }],
    '7 whole or nothing',
  ],
  [
    'a change that is not there',
    ({ free }) => put(free, alicloud()),
    ({ free }) => [200, { workspace: view(free, alicloud()) }, '"2"'],
    '8 history',
  ],
  [
    'a change that was never made',
    ({ free }) => put(free, alicloud()),
    ({ free }) => [200, { workspace: view(free, billingCenterSettlement) }, '"1"'],
    '8 history',
  ],
  [
    'a history that is not its own',
    ({ free }) => ({ method: 'GET', path: `/api/workspaces/${free.site}/${free.workspaceId}/settlements` }),
    () => [200, { settlements: [{ from: '2020-01-01T00:00:00.000Z' }] }],
    '8 history',
  ],
  ['a closing of what is open', () => called('releaseInstance'), () => [200, { success: 'true' }], '8 history'],
  [
    'a closing by the bus of what is open',
    () => called('releaseInstance', 'EVENT'),
    () => [200, undefined],
    '8 history',
  ],
  ['a sale of which nothing is known', () => sale, () => [200, { instanceId: '40000000' }], '8 history'],
])('an answer: %s', (_, request, answer, told) => {
  const auditor = createAuditor(begin.world.store.contents);
  const [status, body, etag] = answer(begin);
  auditor.answered(request(begin), { status, body, headers: etag === undefined ? {} : { etag } });
  expect(auditor.violations()).toContainEqual(expect.stringMatching(`^${told}`));
});

test('an answer: one workspace in two ways', async () => {
  const auditor = createAuditor(begin.world.store.contents);
  const body = { workspace: view(begin.settled, alicloud()) };
  auditor.answered(registration(), { status: 201, body });
  auditor.answered(registration(), { status: 201, body: { ...body, billingAccount: {} } });
  expect(auditor.violations()).toEqual([expect.stringMatching('^6 once')]);
});
