/** What is left undone, untrue or in the way once everything had its time, is told. */
import { sent } from '../../../shared/domain/mail';
import type { Workspace } from '../../../shared/domain/workspace';
import type { Write } from '../../../shared/ports';
import { billingCenterSettlement, INSTANCE_ID } from '../../fakes/world';
import { OTHER_ACCOUNT_ID } from '../../functions/steps';
import type { Resting } from '../auditor';
import { type Begun, begun, called, hear, lawfulClosure, NOW_MS, notice, replace, settle, todo } from './by-hand';

let begin: Begun;
beforeEach(async () => {
  begin = await begun();
});

const mailOfClosure = { to: 'ops@acme.example', subject: 'a subject', html: '', text: 'a text' };

test.each<[name: string, writes: (begun: Begun) => readonly Write[], told: string]>([
  ['a closure that never ends', (begun) => lawfulClosure(begun).slice(0, 1), '5 notices: the closure of'],
  ['a mail that was never sent', lawfulClosure, '5 notices: closure/.* was never sent'],
  [
    'a mail that is said to be sent and was not',
    (begun) => [
      ...lawfulClosure(begun),
      { table: 'mails', put: sent(notice(begun.settled, [begun.settled.workspaceId]), NOW_MS) },
    ],
    '5 notices: a mail is said to be sent and was not',
  ],
  ['work that stays to be done', ({ free }) => [todo(free)], '5 notices: change/.* stays among the changes'],
  [
    'a change that nobody was told of',
    ({ settled }) => [todo(settled), replace(settle(settled, billingCenterSettlement))],
    '5 notices: nobody was told of the change',
  ],
])('at rest: %s', async (_, writes, told) => {
  const { auditor, world } = await hear(begin, writes(begin));
  await auditor.atRest(world);
  expect(auditor.violations()).toContainEqual(expect.stringMatching(`^${told}`));
});

test('at rest: nobody was told of an overdue bill', async () => {
  const { instance } = begin;
  const overdueAtMs = NOW_MS;
  const { auditor, world } = await hear(begin, [
    { table: 'instances', put: { ...instance, status: 'overdue', overdueAtMs, version: instance.version + 1 } },
  ]);
  auditor.answered(called('expiredInstance'), { status: 200, body: { success: 'true' } });
  await auditor.atRest(world);
  expect(auditor.violations()).toContainEqual(expect.stringMatching('^5 notices: nobody was told that'));
});

test.each([
  ['once unheard: lawful', 1, []],
  ['twice heard', 0, [expect.stringMatching('^5 notices: a mail was sent too often')]],
])('at rest: a mail that nothing owes, sent %s', async (_, unheard, told) => {
  const { auditor, world } = await hear(begin, []);
  world.mailer.sent.push(mailOfClosure);
  for (let nth = 0; nth < unheard; nth++) auditor.unheard(mailOfClosure);
  await auditor.atRest(world);
  expect(auditor.violations()).toEqual(told);
});

test('at rest: a store that holds something else', async () => {
  const { auditor } = await hear(begin, []);
  const { free } = begin;
  const other = await hear(begin, [{ table: 'workspaces', put: { ...free, version: 7 } }]);
  await auditor.atRest(other.world);
  expect(auditor.violations()).toContainEqual(expect.stringMatching('^8 history: a row of workspaces is not'));
});

/** A world whose doors answer so, whatever is asked. */
const answering = (world: Resting, status: number, body: object): Resting => ({
  ...world,
  ask: async () => ({ status, headers: {}, body }),
});

test('at rest: a repeat that is answered otherwise', async () => {
  const { auditor, world } = await hear(begin, []);
  auditor.answered(called('createInstance'), { status: 200, body: { instanceId: '0' } });
  auditor.answered(
    { ...called('createInstance'), query: { action: 'createInstance', orderBizId: INSTANCE_ID } },
    { status: 200, body: { instanceId: INSTANCE_ID } },
  );
  await auditor.atRest(answering(world, 200, { instanceId: '0' }));
  expect(auditor.violations()).toEqual([expect.stringMatching('^6 once: .* is answered')]);
});

test('at rest: a repeat that changes something', async () => {
  const { auditor, world } = await hear(begin, lawfulClosure(begin).slice(0, 1));
  auditor.answered(called('releaseInstance'), { status: 200, body: { success: 'true' } });
  await auditor.atRest({
    ...world,
    async ask() {
      await world.store.write(lawfulClosure(begin)[1] as Write);
      return { status: 200, headers: {}, body: { success: 'true' } };
    },
  });
  expect(auditor.violations()).toContainEqual(expect.stringMatching('^6 once: .* has changed something'));
});

const idle = { workspaceId: 'wksp_00000000000000000000000000000009' as Workspace['workspaceId'], owner: 'acct_9' };

test.each<[string, (begun: Begun) => Write]>([
  [
    'a username',
    ({ username }) => ({ table: 'usernames', insert: { ...username, ...idle, username: 'carl' as never } }),
  ],
  [
    'an AliCloud account',
    ({ link }) => ({ table: 'links', insert: { ...link, ...idle, accountId: OTHER_ACCOUNT_ID as never } }),
  ],
  ['a key', ({ key }) => ({ table: 'idempotencyKeys', insert: { ...key, ...idle, key: 'carl-1' } })],
])('at rest: %s whose claim led to nothing', async (_, write) => {
  const lawful = await hear(begin, [write(begin)]);
  await lawful.auditor.atRest(lawful.world);
  expect(lawful.auditor.violations()).toEqual([]);

  const { auditor, world } = await hear(begin, [write(begin)]);
  await auditor.atRest(answering(world, 409, { code: 'username-taken' }));
  expect(auditor.violations()).toContainEqual(expect.stringMatching('^3 ownership: .* locks out'));
});

test('at rest: a username whose claim led to nothing logs in', async () => {
  const { auditor, world } = await hear(begin, [
    { table: 'usernames', insert: { ...begin.username, ...idle, username: 'carl' as never } },
  ]);
  await auditor.atRest(answering(world, 201, {}));
  expect(auditor.violations()).toContainEqual(expect.stringMatching('^7 whole or nothing: carl logs in'));
});
