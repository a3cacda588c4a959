/** One case of each thing that operators do by hand: how it came about, the line that is typed, and what is to be so afterwards. */

import { accountLedgerId } from '../../../shared/domain/fees/ledger';
import type { MeteringWindow } from '../../../shared/domain/fees/metering';
import { changeMailId, closureMailId } from '../../../shared/domain/mail';
import { currentEntry, type Workspace } from '../../../shared/domain/workspace';
import { Unavailable, Undeliverable } from '../../../shared/ports';
import { append } from '../../../shared/protocol/fees/ledger';
import { unusableOf } from '../../../shared/protocol/fees/unusable-usage';
import { timelineEntry } from '../../contracts/sample-rows';
import type { FaultyWorld } from '../../fakes/faults';
import { ACCOUNT_ID, addWorkspace, alicloud, buy, INSTANCE_ID, logInAs } from '../../fakes/world';
import { build, CLOSED_INSTANCE_ID, type House, OTHER_INSTANCE_ID } from '../../functions/check-consistency/house';
import { fallOverdue, release, rowOf, show } from '../../functions/steps';

/** Of the first customer too, and open. */
export const SPARE_INSTANCE_ID = '33884916';

export interface Case {
  readonly name: string;
  spoil(house: House): Promise<unknown> | unknown;
  line(house: House): string;
  readonly would: RegExp;
  readonly because?: RegExp;
  readonly done: RegExp;
  /** What a second time is told, once what it started has run. */
  readonly again: readonly ['nothing' | 'refused', RegExp];
  mended(house: House): Promise<unknown>;
}

const mailOf = async ({ world, switched }: House) =>
  world.store.get('mails', { mailId: closureMailId(CLOSED_INSTANCE_ID, switched.owner) });

/** A second closure, whose notice meets this fault. */
const closeWith = async ({ world }: House, fault: Error): Promise<void> => {
  world.mailer.fault = fault;
  world.mailer.sent.length = 0;
  show(world, 'CLOSED');
  await release(world);
  await world.settle();
  world.mailer.fault = undefined;
};
const theMail = ({ paid }: House) => closureMailId(INSTANCE_ID, paid.owner);
const sentOnce = async ({ world }: House) => expect(world.mailer.sent).toHaveLength(1);

const statusOf = async (world: FaultyWorld, instanceId = INSTANCE_ID) =>
  (await world.store.get('instances', { instanceId }))?.status;

const payerIn = async ({ world }: House, workspace: Workspace) => currentEntry(await rowOf(world, workspace));

/** Written by hand: who pays is another than anybody has chosen. */
const settleBy = async ({ world, paid }: House, instanceId: string): Promise<void> => {
  const entry = timelineEntry('written by hand', currentEntry(paid).fromMs);
  const settlement = { ...entry.settlement, accountId: ACCOUNT_ID, instanceId };
  const timeline = [...paid.timeline, { ...entry, settlement }] as unknown as Workspace['timeline'];
  await world.store.write({ table: 'workspaces', put: { ...paid, version: paid.version + 1, timeline } });
};

/** Of two hours before the world of an operator begins: its begin, as one types it. */
export const WINDOW = '2025-12-31T22:00:00.000Z';
export const window = ({ clock }: Pick<FaultyWorld, 'clock'>): MeteringWindow => ({
  instanceId: INSTANCE_ID,
  windowStartMs: Date.parse(WINDOW),
  windowEndMs: Date.parse(WINDOW) + 3_600_000,
  deadlineMs: clock.nowMs() + 3_600_000,
  version: 3,
  productCode: 'cmgj00053362',
  units: 200,
  amount: 20_000,
  state: 'unknown',
  code: '500 InternalError',
  attempts: 1,
  sentAtMs: clock.nowMs() - 60_000,
});
const leaveUnknown = async ({ world }: House, changed: Partial<MeteringWindow> = {}): Promise<void> => {
  const { instanceId, windowStartMs, windowEndMs } = window(world);
  const last = { ...window(world), ...changed };
  const meter = { instanceId, version: 1, plannedToMs: windowEndMs, units: 200, last };
  await world.store.write({ table: 'meters', put: meter });
  await world.store.write({ table: 'meteringWindows', put: last });
  const subject = `${instanceId}/${windowStartMs}`;
  await world.store.write({ table: 'todos', put: { queue: 'metering', subject, sinceMs: 0 } });
};
/** Told and done with, but for the shown loss. */
const leaveRefused = async (house: House, changed: Partial<MeteringWindow> = {}): Promise<void> => {
  const { store, clock } = house.world;
  const endedAtMs = clock.nowMs() - 60_000;
  await leaveUnknown(house, { state: 'refused', code: 'Invalid.Parameter.Key', endedAtMs, ...changed });
  const { instanceId, windowStartMs } = window(house.world);
  const subject = `${instanceId}/${windowStartMs}`;
  await store.write({ table: 'todos', remove: { queue: 'metering', subject } });
  await store.write({ table: 'todos', put: { queue: 'metering-losses', subject, sinceMs: endedAtMs } });
};
/** After the next run: how it stands, and how often it was told. */
const pushed = async ({ world }: House, state: MeteringWindow['state'], times: number): Promise<void> => {
  await world.timer('push-metering');
  const { instanceId, windowStartMs } = window(world);
  expect(await world.store.get('meteringWindows', { instanceId, windowStartMs })).toMatchObject({ state });
  expect(world.marketplace.pushed).toHaveLength(times);
  const subject = `${instanceId}/${windowStartMs}`;
  expect(await world.store.get('todos', { queue: 'metering', subject })).toBeUndefined();
};

const failCall = ({ world }: House, action: string, message: string) =>
  world.marketplace.failed.push({ notificationId: 'f'.repeat(32), action, message });
const confirmed = ({ world }: House) => expect(world.marketplace.failed).toEqual([]);

/** Said ten minutes ahead of time, and so not taken. */
const early = ({ paid }: House, id = '1') => ({
  specversion: '1.0',
  id,
  source: 'platform.cn1',
  type: 'workspace:Usage:recorded',
  time: new Date(paid.createdAtMs + 30 * 60_000).toISOString(),
  data: {
    site: paid.site,
    workspaceId: paid.workspaceId,
    item: 'hosts',
    hour: new Date(paid.createdAtMs - (paid.createdAtMs % 3_600_000)).toISOString(),
    quantity: id,
  },
});
const subjectOf = (element: object) => unusableOf(element, 'time-in-future', 0).subject;
const sayEarly = async (house: House, ...more: unknown[]): Promise<void> => {
  const { world, paid } = house;
  // A clock that goes wrong for a moment.
  const leadMs = world.clock.nowMs() - (paid.createdAtMs + 20 * 60_000);
  world.clock.advance(-leadMs);
  await world.invoke('record-usage', [early(house), ...more]);
  world.clock.advance(leadMs);
};
const hostsOf = async ({ world, paid }: House): Promise<string[]> => {
  const days = await world.store.scan('usageDays', { workspaceId: paid.workspaceId }, { limit: 10 });
  return days.rows.flatMap(({ hours }) => hours.map(({ quantity }) => quantity));
};
const keptOf = async ({ world }: House): Promise<string[]> =>
  (await world.store.scan('unusableUsage', {}, { limit: 10 })).rows.map(({ reason }) => reason);

export const cases: readonly Case[] = [
  {
    name: 'usage that came too early is taken now',
    spoil: (house) => sayEarly(house),
    line: (house) => `retake-usage --subject ${subjectOf(early(house))}`,
    would: /^Take one element of usage/,
    because: /^1 of hosts, of wksp_\w+ on cn1 in the hour from 20.*It came at 20.*, 1 times\.$/,
    done: /^1 taken, 0 of them for days that were billed already; 0 were there/,
    again: ['nothing', /^Nothing is kept under this subject/],
    async mended(house) {
      expect([await hostsOf(house), await keptOf(house)]).toEqual([['1'], []]);
    },
  },
  {
    name: 'of all usage kept for a reason what can be taken is, and the rest stays',
    async spoil(house) {
      await sayEarly(house, early(house, '2'), { ...early(house, '3'), time: '2099-01-01T00:00:00Z' }, 'nonsense');
    },
    line: () => 'retake-usage --reason time-in-future',
    would: /^Take 2 elements of usage/,
    because: /1 still cannot be taken, and stay: time-in-future\.$/,
    done: /^2 taken/,
    again: ['refused', /^It still cannot be taken \(time-in-future\)\. The time of the event/],
    async mended(house) {
      expect([await hostsOf(house), (await keptOf(house)).sort()]).toEqual([['2'], ['malformed', 'time-in-future']]);
    },
  },
  {
    name: 'an account that was topped up is credited, and owes less',
    async spoil({ world, paid }) {
      await append(world.store, {
        ledgerId: accountLedgerId(paid.owner, 'CNY'),
        entryId: 'bill-1',
        atMs: world.clock.nowMs(),
        cause: { kind: 'bill', billId: 'bill-1', day: '2026-01-01', workspaceId: paid.workspaceId },
        amount: 400_000,
      });
    },
    line: () => 'credit --account acme --currency CNY --kind prepaid --amount 100.00',
    would: /^Credit acme with CNY 100\.00 \(prepaid\)\.$/,
    because: /owed 40\.00\..*Afterwards: vouchers 0\.00, prepaid 60\.00, cash 0\.00, owed 0\.00/,
    done: /^acme was credited: entry 2 of account\/acct_\w+\/CNY, 100\.00|^It is so after all\. It was credited/,
    again: ['nothing', /^It was credited at 2026.*give a reason of its own/],
    async mended({ world, paid }) {
      const ledgerId = accountLedgerId(paid.owner, 'CNY');
      const { rows } = await world.store.scan('ledgerEntries', { ledgerId }, { limit: 10 });
      const cause = { kind: 'credit', credit: 'prepaid', by: 'Ada', why: 'ticket 7: asked for' };
      expect(rows.slice(1)).toMatchObject([{ cause, amount: -1_000_000, balances: { prepaid: 600_000, arrears: 0 } }]);
    },
  },
  {
    name: 'a window whose answer was lost is on the marketplace’s bill',
    spoil: (house) => leaveUnknown(house),
    line: () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --accepted`,
    would: /^Note that the window is on the marketplace’s bill \(200 units, 2 CNY\)\.$/,
    because: /It was sent at 2026-01-01T.*: 500 InternalError\..*takes it until 2026/,
    done: /^The window is accepted: 200 units, 2 CNY\.$|^It is so after all/,
    again: ['nothing', /^It is accepted since 2026/],
    mended: (house) => pushed(house, 'accepted', 0),
  },
  {
    name: 'a window whose answer was lost is not on the marketplace’s bill, and is told again in time',
    spoil: (house) => leaveUnknown(house),
    line: () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --not-accepted`,
    would: /^Have the window sent again/,
    done: /^The window is pending|^It is so after all/,
    again: ['refused', /^It is accepted since 2026.*Only a window whose outcome is unknown/],
    mended: (house) => pushed(house, 'accepted', 1),
  },
  {
    name: 'a window whose answer was lost is not on the marketplace’s bill, and it is too late',
    spoil: (house) => leaveUnknown(house, { deadlineMs: 0 }),
    line: () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --not-accepted`,
    would: /^Note that the window is lost/,
    done: /^The window is missed|^It is so after all/,
    again: ['nothing', /^It is missed since 2026/],
    async mended(house) {
      await pushed(house, 'missed', 0);
      expect(house.world.lines.filter((line) => line.includes('"metric":"loss"'))).toHaveLength(1);
    },
  },
  {
    name: 'a window that was refused is told again in time',
    spoil: (house) => leaveRefused(house),
    line: () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --not-accepted`,
    would: /^Have the window sent again: .* \(200 units, 2 CNY\)\.$/,
    because: /^It is refused since 2026.*The marketplace answered: Invalid\.Parameter\.Key\. .*takes it until 2026/,
    done: /^The window is pending: 200 units, 2 CNY\.$|^It is so after all/,
    again: ['refused', /^It is accepted since 2026.*Only a window whose outcome is unknown, or that was refused/],
    mended: (house) => pushed(house, 'accepted', 1),
  },
  {
    name: 'a window that was refused, and it is too late',
    spoil: (house) => leaveRefused(house, { deadlineMs: 0 }),
    line: () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --not-accepted`,
    would: /^Note that the window is lost/,
    because: /The marketplace answered: Invalid\.Parameter\.Key/,
    done: /^The window is missed|^It is so after all/,
    again: ['nothing', /^It is missed since 2026/],
    async mended(house) {
      await pushed(house, 'missed', 0);
      const losses = await house.world.store.scan('todos', { queue: 'metering-losses' }, { limit: 10 });
      expect(losses.rows).toHaveLength(1);
    },
  },
  {
    name: 'a window that waits, and that no run would find',
    async spoil(house) {
      await leaveUnknown(house, { state: 'pending' });
      const { instanceId, windowStartMs } = window(house.world);
      const subject = `${instanceId}/${windowStartMs}`;
      await house.world.store.write({ table: 'todos', remove: { queue: 'metering', subject } });
    },
    line: () => `resolve-window ${INSTANCE_ID} --window ${WINDOW} --not-accepted`,
    would: /^Have the window sent again/,
    because: /^It is pending\. Its to-do row is missing\./,
    done: /^The window is pending|^It is so after all/,
    again: ['refused', /^It is accepted since 2026/],
    mended: (house) => pushed(house, 'accepted', 1),
  },
  {
    name: 'a mail that was refused for good is tried again',
    spoil: (house) => closeWith(house, new Undeliverable('no such address')),
    line: (house) => `resend-mail ${theMail(house)}`,
    would: /^Make closure\/33884913\/acct_\w+ due now/,
    because: /refused it for good at 2026/,
    done: /is due\. Before: The mail service refused it for good/,
    again: ['refused', /^It was sent at 2026.*--again/],
    mended: sentOnce,
  },
  {
    name: 'a mail that waits hours for its next attempt is tried now',
    async spoil(house) {
      await closeWith(house, new Unavailable('down'));
      house.world.mailer.fault = new Unavailable('down');
      for (let round = 0; round < 6; round++) {
        house.world.clock.advance(60 * 60_000);
        await house.world.timer('deliver-mail');
      }
      house.world.mailer.fault = undefined;
      house.world.mailer.sent.length = 0;
    },
    line: (house) => `resend-mail ${theMail(house)}`,
    would: /due now/,
    because: /Its next attempt is at 2026.*It was tried \d times; the last time: down/,
    done: /is due\. Before: Its next attempt is at/,
    again: ['refused', /^It was sent at 2026/],
    mended: sentOnce,
  },
  {
    name: 'a mail whose to-do row was lost is found again',
    async spoil(house) {
      await closeWith(house, new Unavailable('down'));
      house.world.clock.advance(60 * 60_000);
      await house.world.store.write({ table: 'todos', remove: { queue: 'mails', subject: theMail(house) } });
    },
    line: (house) => `resend-mail ${theMail(house)}`,
    would: /due now/,
    because: /Its to-do row is missing/,
    done: /is due/,
    again: ['refused', /^It was sent at 2026/],
    mended: sentOnce,
  },
  {
    name: 'a closure that nobody walks is walked to its end',
    async spoil({ world }) {
      show(world, 'CLOSED');
      await release(world);
      world.invoker.invoked.length = 0;
      await world.store.write({ table: 'todos', remove: { queue: 'closures', subject: INSTANCE_ID } });
    },
    line: () => `resume-closure ${INSTANCE_ID}`,
    would: /^Walk the closure of 33884913/,
    because: /It is closing since 2026.*Its to-do row is missing.*Bindings are left/,
    done: /^The closure of 33884913 is complete\.$/,
    again: ['nothing', /^The closure of 33884913 was complete at 2026/],
    async mended(house) {
      expect(await statusOf(house.world)).toBe('closed');
      expect(await payerIn(house, house.paid)).toMatchObject({ cause: 'closure', closureOf: INSTANCE_ID });
      expect(await house.world.store.get('todos', { queue: 'closures', subject: INSTANCE_ID })).toBeUndefined();
      expect((await house.world.store.get('mails', { mailId: theMail(house) }))?.notice).toMatchObject({ count: 1 });
    },
  },
  {
    name: 'a release that the marketplace shows and never told is carried out',
    spoil: ({ world }) => show(world, 'CLOSED'),
    line: () => `replay-call --action releaseInstance --instance ${INSTANCE_ID}`,
    would: /^Carry releaseInstance out on the instance 33884913\.$/,
    because: /To us it is open, and becomes closing\. The marketplace shows it as CLOSED/,
    done: /^The instance 33884913 is closing\.$/,
    again: ['nothing', /^It would change nothing: the instance 33884913 is closed/],
    mended: async ({ world }) => expect(await statusOf(world)).toBe('closed'),
  },
  {
    name: 'a release that the marketplace does not show is carried out where the operator insists',
    spoil: () => undefined,
    line: () => `replay-call --action releaseInstance --instance ${INSTANCE_ID} --anyway`,
    would: /^Carry releaseInstance out/,
    because: /The marketplace shows it as OPENED/,
    done: /is closing/,
    again: ['nothing', /^It would change nothing/],
    mended: async ({ world }) => expect(await statusOf(world)).toBe('closed'),
  },
  {
    name: 'a payment that never arrived',
    async spoil({ world }) {
      await fallOverdue(world);
      await world.settle();
      show(world, 'OPENED');
    },
    line: () =>
      `replay-call --action renewInstance --instance ${INSTANCE_ID} --parameter orderId=222222222222223 --parameter "expiredOn=2027-01-01 00:00:00"`,
    would: /^Carry renewInstance out/,
    because: /To us it is overdue, and becomes open/,
    done: /^The instance 33884913 is open\.$/,
    again: ['nothing', /^It would change nothing: the instance 33884913 is open/],
    mended: async ({ world }) => expect(await statusOf(world)).toBe('open'),
  },
  {
    name: 'a sale that never arrived',
    spoil: ({ world }) => show(world, 'OPENED', { instanceId: '70000001' }),
    line: () =>
      `replay-call --action createInstance --instance 70000001 --parameter aliUid=${ACCOUNT_ID} --parameter orderId=222222222222222 --parameter productCode=cmgj00053362 --parameter skuId=yuncode1 --parameter trial=false`,
    would: /^Carry createInstance out on the instance 70000001/,
    because: /To us it is unknown, and becomes open/,
    done: /^The instance 70000001 is open/,
    again: ['nothing', /^It would change nothing/],
    async mended({ world }) {
      expect(await statusOf(world, '70000001')).toBe('open');
      const entry = { accountId: ACCOUNT_ID, instanceId: '70000001' };
      expect(await world.store.get('instancesByAccount', entry)).toEqual(entry);
    },
  },
  {
    name: 'a call that the marketplace could not deliver',
    spoil(house) {
      show(house.world, 'CLOSED');
      failCall(house, 'releaseInstance', JSON.stringify({ instanceId: INSTANCE_ID, isRefund: 'false' }));
    },
    line: () => `replay-call --notification ${'f'.repeat(32)}`,
    would: /^Carry releaseInstance out on the instance 33884913 and confirm it at the marketplace\.$/,
    done: /is closing\. It is confirmed at the marketplace\.$/,
    again: ['nothing', /^The marketplace lists no call f+ that it could not deliver/],
    async mended(house) {
      expect(await statusOf(house.world)).toBe('closed');
      confirmed(house);
    },
  },
  {
    name: 'a call that nobody could read, given by what it meant',
    spoil(house) {
      show(house.world, 'CLOSED');
      failCall(house, 'closeInstance', '<instance>33884913</instance>');
    },
    line: () => `replay-call --action releaseInstance --instance ${INSTANCE_ID} --notification ${'f'.repeat(32)}`,
    would: /and confirm it at the marketplace/,
    done: /is confirmed/,
    again: ['nothing', /^The marketplace lists no call/],
    async mended(house) {
      expect(await statusOf(house.world)).toBe('closed');
      confirmed(house);
    },
  },
  {
    name: 'a call that was taken long ago is confirmed',
    spoil: (house) =>
      failCall(
        house,
        'upgradeInstance',
        JSON.stringify({ instanceId: CLOSED_INSTANCE_ID, orderId: '222222222222222', skuId: 'yuncode1' }),
      ),
    line: () => `replay-call --notification ${'f'.repeat(32)}`,
    would: /and confirm it at the marketplace/,
    because: /^It would change nothing: the instance 33884915 is closed/,
    done: /^The instance 33884915 is closed\. It is confirmed/,
    again: ['nothing', /^The marketplace lists no call/],
    mended: async (house) => confirmed(house),
  },
  {
    name: 'a workspace that a closed instance settles goes to the Billing Center account, from the release on',
    spoil: (house) => settleBy(house, CLOSED_INSTANCE_ID),
    line: ({ paid }) => `mend-binding ${paid.site}/${paid.workspaceId} --to billing-center`,
    would: /^Switch the workspace wksp_\w+ from the instance 33884915 to the Billing Center account, from 2026/,
    because: /It is settled by the instance 33884915, which is closed: nothing pays/,
    done: /went from the instance 33884915 to the Billing Center account\.$/,
    again: ['nothing', /^It is settled so already/],
    async mended(house) {
      const closed = await house.world.store.get('instances', { instanceId: CLOSED_INSTANCE_ID });
      expect(await payerIn(house, house.paid)).toMatchObject({
        settlement: { method: 'billing-center' },
        cause: 'repair',
        by: 'operator',
        fromMs: closed?.releasedAtMs,
      });
    },
  },
  {
    name: 'a workspace that a stranger’s instance settles goes to the owner’s own',
    spoil: (house) => settleBy(house, OTHER_INSTANCE_ID),
    line: ({ paid }) => `mend-binding ${paid.workspaceId} --to ${INSTANCE_ID}`,
    would: /from the instance 33884914 to the instance 33884913/,
    because: /for the AliCloud account 1234567890123456, and that was sold to 6543210987654321/,
    done: /went from the instance 33884914 to the instance 33884913\.$/,
    again: ['nothing', /^It is settled so already/],
    async mended(house) {
      const entry = await payerIn(house, house.paid);
      expect(entry).toMatchObject({ settlement: alicloud(), cause: 'repair', by: 'operator' });
      const mailId = changeMailId(house.paid.workspaceId, entry.changeId);
      expect((await house.world.store.get('mails', { mailId }))?.notice).toMatchObject({ by: 'operator' });
    },
  },
  {
    name: 'a binding of which no row says that it is wrong, where the owner asked for it',
    async spoil({ world }) {
      await buy(world, SPARE_INSTANCE_ID);
      show(world, 'OPENED', { instanceId: SPARE_INSTANCE_ID });
    },
    line: ({ paid }) => `mend-binding ${paid.workspaceId} --to ${SPARE_INSTANCE_ID} --anyway`,
    would: /from the instance 33884913 to the instance 33884916/,
    because: /No row says that it is wrong/,
    done: /to the instance 33884916/,
    again: ['nothing', /^It is settled so already/],
    async mended(house) {
      expect(await payerIn(house, house.paid)).toMatchObject({
        settlement: alicloud(SPARE_INSTANCE_ID),
        cause: 'repair',
      });
      const binding = { instanceId: SPARE_INSTANCE_ID, workspaceId: house.paid.workspaceId };
      expect(await house.world.store.get('bindings', binding)).toEqual(binding);
    },
  },
  {
    name: 'all sessions of an account',
    spoil: ({ world }) => logInAs(world, 'acme'),
    line: () => 'revoke-sessions acme',
    would: /^End 2 sessions of acme\.$/,
    done: /^2 sessions of acme were ended\.$/,
    again: ['nothing', /^Nobody is logged in as acme/],
    async mended({ world, token }) {
      expect((await world.ask('GET', '/api/account', { token })).status).toBe(401);
      const other = await logInAs(world, 'other');
      expect((await world.ask('GET', '/api/account', { token: other })).status).toBe(200);
    },
  },
  {
    name: 'wrong passwords from one address',
    async spoil({ world }) {
      for (let nth = 0; nth < 11; nth++) await logInAs(world, 'acme', 'a password that is wrong');
    },
    line: () => 'unlock acme --place 203.0.113.1',
    would: /^Forget the wrong passwords/,
    because: /log-in\/pair\/acme\/203\.0\.113\.1: 10 of 10\..*log-in\/username\/acme: 10 of 100/,
    done: /^Forgotten: log-in\/pair\/acme/,
    again: ['nothing', /^No wrong passwords are counted now\.$/],
    mended: async ({ world }) => expect(await logInAs(world)).toMatch(/\./),
  },
];

export { addWorkspace, build, mailOf };
