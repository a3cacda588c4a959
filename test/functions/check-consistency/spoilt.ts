/** Everything that the check repairs: how a house in order comes to be so spoilt, and how it is when it was mended. */
import type { FindingKind } from '../../../shared/domain/findings';
import { changeMailId, closureMailId, overdueMailId } from '../../../shared/domain/mail';
import { currentEntry, type Workspace } from '../../../shared/domain/workspace';
import type { Rows } from '../../../shared/ports';
import { freshWorkspaceId, timelineEntry } from '../../contracts/sample-rows';
import { bindingsOf, fallOverdue, release, rowOf, show } from '../steps';
import { ACCOUNT_ID, allOf, CLOSED_INSTANCE_ID, HOUR_MS, type House, INSTANCE_ID } from './house';
import { spoiltMoney } from './spoilt-money';

export interface Spoilt {
  readonly name: string;
  spoil(house: House): Promise<unknown> | unknown;
  readonly kind: FindingKind;
  subject(house: House): string;
  mended(house: House): Promise<unknown>;
  /** The money that it is about, as a report tells it. */
  readonly money?: { readonly differences: Readonly<Record<string, string>> };
}

const instanceOf = async ({ world }: House, instanceId = INSTANCE_ID): Promise<Rows['instances']> => {
  const row = await world.store.get('instances', { instanceId });
  if (!row) throw new Error(`There is no instance ${instanceId}.`);
  return row;
};
const putInstance = async (house: House, change: Partial<Rows['instances']>, instanceId = INSTANCE_ID) =>
  house.world.store.write({ table: 'instances', put: { ...(await instanceOf(house, instanceId)), ...change } });
const remaining = async ({ world }: House, { workspaceId }: Workspace) => rowOf(world, { workspaceId });
const theNotice = ({ switched }: House) => closureMailId(CLOSED_INSTANCE_ID, switched.owner);
const subjectsSent = ({ world }: House) => world.mailer.sent.map(({ subject }) => subject);

/** A workspace that stands in the store as settled by an instance that is closed. */
const settleByClosed = async ({ world, paid }: House) => {
  const entry = timelineEntry('written by hand', currentEntry(paid).fromMs);
  const settlement = { ...entry.settlement, accountId: ACCOUNT_ID, instanceId: CLOSED_INSTANCE_ID };
  const timeline = [...paid.timeline, { ...entry, settlement }] as unknown as Workspace['timeline'];
  await world.store.write({ table: 'workspaces', put: { ...paid, version: paid.version + 1, timeline } });
};

const becomeOverdue = async ({ world }: House) => {
  await fallOverdue(world);
  await world.settle();
};

/** A call that the marketplace gave up to deliver. */
const failCall = ({ world }: House, action: string, parameters: object) =>
  world.marketplace.failed.push({ notificationId: 'f'.repeat(32), action, message: JSON.stringify(parameters) });

export const spoilt: readonly Spoilt[] = [
  ...spoiltMoney,
  {
    name: 'a missing binding is put: the workspace is the proof',
    spoil: ({ world, paid: { workspaceId } }) =>
      world.store.write({ table: 'bindings', remove: { instanceId: INSTANCE_ID, workspaceId } }),
    kind: 'binding-missing',
    subject: ({ paid }) => paid.workspaceId,
    mended: async ({ world, paid }) => expect(await bindingsOf(world)).toEqual([paid.workspaceId]),
  },
  {
    name: 'a workspace that points at a closed instance is switched, and its owner told',
    spoil: settleByClosed,
    kind: 'settled-by-closed',
    subject: ({ paid }) => paid.workspaceId,
    async mended(house) {
      const row = await remaining(house, house.paid);
      const { releasedAtMs } = await instanceOf(house, CLOSED_INSTANCE_ID);
      const changeId = `repair/${CLOSED_INSTANCE_ID}/2`;
      expect(currentEntry(row)).toEqual({
        settlement: { method: 'billing-center' },
        fromMs: releasedAtMs,
        cause: 'repair',
        by: 'operator',
        changeId,
      });
      const mail = await house.world.store.get('mails', { mailId: changeMailId(row.workspaceId, changeId) });
      expect(mail).toMatchObject({ notice: { kind: 'change', by: 'operator' }, sentAtMs: expect.any(Number) });
      expect(subjectsSent(house)).toContain('工作空间的结算方式已更改为费用中心账号结算');
    },
  },
  {
    name: 'a workspace that is not in its owner’s list is put there',
    spoil: ({ world, paid: { owner, workspaceId } }) =>
      world.store.write({ table: 'workspacesByOwner', remove: { owner, workspaceId } }),
    kind: 'owner-entry-missing',
    subject: ({ paid }) => paid.workspaceId,
    async mended({ world, token, paid }) {
      const { workspaces } = (await world.ask('GET', '/api/workspaces', { token })).body;
      expect(workspaces.map((row: Workspace) => row.workspaceId)).toContain(paid.workspaceId);
    },
  },
  {
    name: 'the link of an AliCloud account that settles a workspace is put',
    spoil: ({ world, paid }) => world.store.write({ table: 'links', remove: { accountId: accountOf(paid) } }),
    kind: 'link-missing',
    subject: ({ paid }) => paid.workspaceId,
    async mended({ world, paid: { owner, workspaceId, ...paid } }) {
      const link = await world.store.get('links', { accountId: accountOf(paid) });
      expect(link).toMatchObject({ owner, workspaceId });
    },
  },
  {
    name: 'an instance that is not in its buyer’s list is put there',
    spoil: ({ world }) =>
      world.store.write({
        table: 'instancesByAccount',
        remove: { accountId: ACCOUNT_ID, instanceId: INSTANCE_ID },
      }),
    kind: 'buyer-entry-missing',
    subject: () => INSTANCE_ID,
    async mended({ world, token }) {
      const { cloudAccounts } = (await world.ask('GET', '/api/cloud-accounts', { token })).body;
      expect(cloudAccounts).toMatchObject([{ instances: [{ instanceId: INSTANCE_ID }, {}] }]);
    },
  },
  {
    name: 'an instance that settles a workspace and was lost is as the marketplace shows it',
    spoil: ({ world }) => world.store.write({ table: 'instances', remove: { instanceId: INSTANCE_ID } }),
    kind: 'instance-missing',
    subject: () => INSTANCE_ID,
    mended: async (house) => expect(await instanceOf(house)).toMatchObject({ status: 'open', accountId: ACCOUNT_ID }),
  },
  {
    name: 'a closure without its to-do row is walked to its end',
    async spoil(house) {
      show(house.world, 'CLOSED');
      await release(house.world);
      house.world.invoker.invoked.length = 0;
      await house.world.store.write({ table: 'todos', remove: { queue: 'closures', subject: INSTANCE_ID } });
      house.world.clock.advance(HOUR_MS);
    },
    kind: 'closure-unfinished',
    subject: () => INSTANCE_ID,
    async mended(house) {
      expect(await instanceOf(house)).toMatchObject({ status: 'closed' });
      expect(currentEntry(await remaining(house, house.paid)).closureOf).toBe(INSTANCE_ID);
    },
  },
  {
    name: 'an intent at a closed instance is removed',
    spoil: ({ world }) =>
      world.store.write({ table: 'bindings', put: { instanceId: CLOSED_INSTANCE_ID, workspaceId: INTENDED } }),
    kind: 'intent-at-closed',
    subject: () => `${CLOSED_INSTANCE_ID}/${INTENDED}`,
    mended: async ({ world }) => expect(await bindingsOf(world, CLOSED_INSTANCE_ID)).toEqual([]),
  },
  {
    name: 'a notice that a complete closure owes and that is not there is made and sent',
    async spoil(house) {
      await house.world.store.write({ table: 'mails', remove: { mailId: theNotice(house) } });
      house.world.mailer.sent.length = 0;
    },
    kind: 'notice-missing',
    subject: theNotice,
    async mended(house) {
      const mail = await house.world.store.get('mails', { mailId: theNotice(house) });
      const workspaceIds = [house.switched.workspaceId];
      expect(mail).toMatchObject({ notice: { kind: 'closure', count: 1, workspaceIds }, sentAtMs: expect.any(Number) });
      expect(house.world.mailer.sent).toHaveLength(1);
    },
  },
  {
    name: 'a notice whose mail was never sent and of which no to-do row knows is sent',
    async spoil(house) {
      const mail = await house.world.store.get('mails', { mailId: theNotice(house) });
      if (!mail) throw new Error('There is no notice.');
      const { sentAtMs: _, ...unsent } = mail;
      await house.world.store.write({ table: 'mails', put: unsent });
      house.world.mailer.sent.length = 0;
    },
    kind: 'mail-forgotten',
    subject: theNotice,
    mended: async ({ world }) => expect(world.mailer.sent).toHaveLength(1),
  },
  {
    name: 'a list of workspaces that no notice names is removed',
    spoil: ({ world, switched: { workspaceId } }) =>
      world.store.write({ table: 'noticeLists', put: { listId: 'a', page: 0, workspaceIds: [workspaceId] } }),
    kind: 'notice-list-unnamed',
    subject: () => 'a/0',
    mended: async ({ world }) => expect(await allOf(world, 'noticeLists')).toEqual([]),
  },
  {
    name: 'a release that the marketplace could not deliver is carried out and confirmed',
    spoil(house) {
      show(house.world, 'OPENED');
      failCall(house, 'releaseInstance', { instanceId: INSTANCE_ID, orderId: '222222222222222', isRefund: 'false' });
    },
    kind: 'call-undelivered',
    subject: () => 'f'.repeat(32),
    async mended(house) {
      expect(house.world.marketplace.failed).toEqual([]);
      expect(await instanceOf(house)).toMatchObject({ status: 'closed' });
      expect(currentEntry(await remaining(house, house.paid)).closureOf).toBe(INSTANCE_ID);
    },
  },
  {
    name: 'a payment that could not be delivered opens an instance that nobody knew',
    spoil(house) {
      show(house.world, 'OPENING', { instanceId: '77777777' });
      const sold = { orderId: '222222222222222', productCode: 'cmgj00053362', skuId: 'basic' };
      failCall(house, 'orderPay', { aliUid: ACCOUNT_ID, orderBizId: '77777777', ...sold });
    },
    kind: 'call-undelivered',
    subject: () => 'f'.repeat(32),
    mended: async (house) => expect(await instanceOf(house, '77777777')).toMatchObject({ accountId: ACCOUNT_ID }),
  },
  {
    name: 'an instance that the marketplace shows as closed is closed, by the same path as a release',
    spoil: ({ world }) => show(world, 'CLOSED'),
    kind: 'release-missed',
    subject: () => INSTANCE_ID,
    async mended(house) {
      expect(await instanceOf(house)).toMatchObject({ status: 'closed' });
      expect(currentEntry(await remaining(house, house.paid))).toMatchObject({ cause: 'closure', by: 'marketplace' });
      expect(house.world.mailer.sent.filter(({ subject }) => subject.includes(INSTANCE_ID))).toHaveLength(1);
    },
  },
  {
    name: 'an instance that the marketplace shows as overdue is frozen, and its owner told',
    spoil: ({ world }) => show(world, 'EXPIRED'),
    kind: 'instance-outdated',
    subject: () => INSTANCE_ID,
    async mended(house) {
      expect(await instanceOf(house)).toMatchObject({ status: 'overdue' });
      expect(subjectsSent(house).filter((subject) => subject.includes('欠费'))).toHaveLength(1);
    },
  },
  {
    name: 'an overdue spell of which nobody was told is told of',
    async spoil(house) {
      await becomeOverdue(house);
      const { overdueAtMs = 0 } = await instanceOf(house);
      await house.world.store.write({ table: 'mails', remove: { mailId: overdueMailId(INSTANCE_ID, overdueAtMs) } });
      house.world.mailer.sent.length = 0;
      house.world.clock.advance(HOUR_MS);
    },
    kind: 'overdue-mail-missing',
    subject: () => INSTANCE_ID,
    mended: async (house) => expect(subjectsSent(house)).toEqual([expect.stringContaining('欠费')]),
  },
  {
    name: 'an overdue instance that the marketplace shows as paid is open',
    async spoil(house) {
      await becomeOverdue(house);
      show(house.world, 'OPENED');
    },
    kind: 'instance-outdated',
    subject: () => INSTANCE_ID,
    mended: async (house) => expect(await instanceOf(house)).toMatchObject({ status: 'open' }),
  },
  {
    name: 'an expiry that could not be confirmed, and is so, is confirmed',
    async spoil(house) {
      await becomeOverdue(house);
      await putInstance(house, { unconfirmedAtMs: 1 });
    },
    kind: 'call-unconfirmed',
    subject: () => INSTANCE_ID,
    async mended(house) {
      const instance = await instanceOf(house);
      expect(instance).toMatchObject({ status: 'overdue', overdueAtMs: expect.any(Number) });
      expect(instance).not.toHaveProperty('unconfirmedAtMs');
    },
  },
  {
    name: 'an expiry that could not be confirmed, and is not so, is taken back',
    async spoil(house) {
      await becomeOverdue(house);
      show(house.world, 'OPENED');
      await putInstance(house, { unconfirmedAtMs: 1 });
    },
    kind: 'call-unconfirmed',
    subject: () => INSTANCE_ID,
    async mended(house) {
      const instance = await instanceOf(house);
      expect(instance).toMatchObject({ status: 'open' });
      expect(instance).not.toHaveProperty('unconfirmedAtMs');
    },
  },
  {
    name: 'a payment that could not be confirmed, and is not so, is taken back',
    async spoil(house) {
      show(house.world, 'EXPIRED');
      await putInstance(house, { unconfirmedAtMs: 1 });
    },
    kind: 'call-unconfirmed',
    subject: () => INSTANCE_ID,
    async mended(house) {
      const instance = await instanceOf(house);
      expect(instance).toMatchObject({ status: 'overdue' });
      expect(instance).not.toHaveProperty('unconfirmedAtMs');
    },
  },
];

const INTENDED = freshWorkspaceId();

const accountOf = ({ timeline: [{ settlement }] }: Pick<Workspace, 'timeline'>) => {
  if (settlement.method !== 'alicloud') throw new Error('It is not settled by an AliCloud account.');
  return settlement.accountId;
};
