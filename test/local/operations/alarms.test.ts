/**
 * Every alarm is silent while all is well, and fires where what it is for has happened: tried on the lines that the real
 * handlers wrote, in a house in order and in houses that are not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineFields } from '../../../local/operations/alarm-rules';
import { tryAlarm } from '../../../local/operations/alarm-trial';
import { alarms } from '../../../local/operations/alarms';
import { parse } from '../../../local/operations/commands';
import { Unavailable } from '../../../shared/ports';
import { hourOf } from '../../../shared/validation/day';
import { alicloud, billingCenterSettlement, buy, change, INSTANCE_ID, logInAs } from '../../fakes/world';
import { leaveIntents } from '../../functions/check-consistency/house';
import { use } from '../../functions/settle-fees/books';
import { close, fallOverdue, OTHER_ACCOUNT_ID, release, show } from '../../functions/steps';
import { beginDay, customer, type Day, functionNamed, STAGE } from './day';

/** On a busy machine: hours of a stage. */
const LONGEST_MS = 120_000;

/** What people and the marketplace do in a minute: something of everything, the wrong password now and then. */
const busy = (day: Day) => {
  const { world, token, paid } = day;
  let minute = 0;
  return async () => {
    const nth = minute++;
    await customer(day, nth);
    await world.ask('GET', '/api/workspaces', { token });
    await world.ask('GET', '/no-such-page');
    await logInAs(world);
    if (nth % 7 === 0) await logInAs(world, 'acme', 'another password');
    if (nth % 10 === 0) await change(world, token, paid, nth % 20 === 0 ? billingCenterSettlement : alicloud());
    if (nth % 30 === 5) await fallOverdue(world);
    if (nth % 30 === 6) show(world, 'OPENED');
    if (nth % 30 === 6)
      await world.spi('renewInstance', {
        instanceId: INSTANCE_ID,
        orderId: '222222222222223',
        expiredOn: '2027-01-01 00:00:00',
      });
    const bought = String(50_000_000 + nth);
    await buy(world, bought);
    show(world, 'OPENED', { instanceId: bought });
    if (nth % 20 === 3) {
      show(world, 'CLOSED', { instanceId: bought });
      await close(world, bought);
    }
    if (nth % 50 === 20)
      await world.ask('GET', '/marketplace/spi', { query: { action: 'createInstance', token: 'x' } });
    day.request('log-in', { hasFunctionError: 'false', invocationType: 'Sync', durationMs: 12 });
    day.request('deliver-mail', { hasFunctionError: 'false', invocationType: 'Async', durationMs: 12 });
  };
};

test(
  'three hours of a busy stage that is well: every alarm is silent, and something was there for each to look at',
  async () => {
    const day = await beginDay();
    await day.pass(180, busy(day));
    expect(day.fired()).toEqual([]);
    const metrics = new Set(day.entries().map(({ message }) => message?.metric));
    for (const metric of ['invocation', 'spi', 'closures', 'mails', 'consistency']) expect(metrics).toContain(metric);
  },
  LONGEST_MS,
);

// --- what each is for ------------------------------------------------------------------------------------------------

const repeat = async (times: number, act: (nth: number) => Promise<unknown>) => {
  for (let nth = 0; nth < times; nth++) await act(nth);
};
const storeDown = (day: Day, act: () => Promise<unknown>) => day.world.during(() => 'fail', act);

interface Case {
  /** The alarm, and whom it names. */
  readonly fires: string;
  readonly when: string;
  readonly options?: Parameters<typeof beginDay>[0];
  befall(day: Day): Promise<unknown>;
  /** The same, a little less of it: it is silent. */
  almost?(day: Day): Promise<unknown>;
}

/** The day before was used, and its instance is so. */
const unbilled = async ({ world, paid }: Day, status: 'open' | 'closed') => {
  const instance = await world.store.get('instances', { instanceId: INSTANCE_ID });
  if (!instance) throw new Error('There is no instance.');
  await world.store.write({ table: 'instances', put: { ...instance, status } });
  const { workspaceId } = paid;
  const shard = `2025-12-31/${workspaceId.charAt(5)}`;
  await world.store.write({ table: 'usageTodos', put: { shard, workspaceId, sinceMs: 1 } });
};

// biome-ignore format: what happens, in as few lines as it takes
const cases: readonly Case[] = [
  { fires: 'spi-failing upgradeInstance', when: 'the marketplace sends what is not as documented',
    befall: (day) => day.pass(3, () => day.world.spi('upgradeInstance', { instanceId: INSTANCE_ID })),
    almost: (day) => day.pass(2, () => day.world.spi('upgradeInstance', { instanceId: INSTANCE_ID })) },
  { fires: 'spi-failing expiredInstance', when: 'it sends what it does not show',
    befall: (day) => day.pass(3, () => day.world.spi('expiredInstance', { instanceId: INSTANCE_ID })) },
  { fires: 'spi-unavailable', when: 'the marketplace calls while the store is down',
    befall: (day) => day.pass(3, () => storeDown(day, () => buy(day.world, '77777777'))),
    almost: (day) => day.pass(2, () => storeDown(day, () => buy(day.world, '77777777'))) },
  { fires: 'spi-unsigned', when: 'calls come that are signed with another key',
    befall: (day) => day.pass(1, () => repeat(20, () => day.world.ask('GET', '/marketplace/spi', { query: { action: 'releaseInstance', token: 'x' } }))),
    almost: (day) => day.pass(1, () => repeat(19, () => day.world.ask('GET', '/marketplace/spi', { query: { action: 'releaseInstance', token: 'x' } }))) },
  { fires: 'closures-old', when: 'a closure cannot be walked for ten minutes',
    befall: (day) => stuck(day, 11),
    almost: (day) => stuck(day, 9) },
  { fires: 'mails-old', when: 'mails are not taken for half an hour',
    befall: (day) => unsent(day, 31),
    almost: (day) => unsent(day, 29) },
  { fires: 'fees-old', when: 'a day waits for an instance that is closed and pays all the same',
    befall: async (day) => { await unbilled(day, 'closed'); await day.pass(10); },
    almost: async (day) => { await unbilled(day, 'open'); await day.pass(10); } },
  { fires: 'usage-unusable', when: 'the platform says of usage what nobody knows',
    befall: (day) => day.pass(1, () => day.world.invoke('record-usage', ['nonsense'])),
    almost: (day) => day.pass(1, () => day.world.invoke('record-usage', [])) },
  { fires: 'metering-endangered', when: 'the marketplace throttles until twenty minutes before the deadline',
    befall: (day) => throttled(day, 41),
    almost: (day) => throttled(day, 38) },
  { fires: 'metering-lost', when: 'it throttles until the deadline',
    befall: (day) => throttled(day, 65),
    almost: (day) => throttled(day, 58) },
  { fires: 'metering-unknown', when: 'it does not answer',
    befall: async (day) => { await used(day); day.world.marketplace.down = true; await day.pass(5); },
    almost: async (day) => { await used(day); await day.pass(5); } },
  { fires: 'findings-left', when: 'the marketplace shows another buyer than we know',
    befall: async (day) => { show(day.world, 'OPENED', { accountId: OTHER_ACCOUNT_ID }); await day.pass(61); } },
  { fires: 'check-stopped', when: 'there is more to repair than a run may', options: { checking: { repairLimit: 2 } },
    befall: async (day) => { await leaveIntents(day.world, 3); await day.pass(61); },
    almost: async (day) => { await leaveIntents(day.world, 2); await day.pass(61); } },
  { fires: 'closures-silent', when: 'the timer of close-subscription fires no more',
    befall: (day) => { day.stop('close-subscription'); return day.pass(5); },
    almost: (day) => { day.stop('close-subscription'); return day.pass(4); } },
  { fires: 'mails-silent', when: 'the timer of deliver-mail fires no more',
    befall: (day) => { day.stop('deliver-mail'); return day.pass(15); },
    almost: (day) => { day.stop('deliver-mail'); return day.pass(14); } },
  { fires: 'fees-silent', when: 'the timer of settle-fees fires no more',
    befall: (day) => { day.stop('settle-fees'); return day.pass(30); },
    almost: (day) => { day.stop('settle-fees'); return day.pass(29); } },
  { fires: 'metering-silent', when: 'the timer of push-metering fires no more',
    befall: (day) => { day.stop('push-metering'); return day.pass(15); },
    almost: (day) => { day.stop('push-metering'); return day.pass(14); } },
  { fires: 'check-silent', when: 'the timer of check-consistency fires no more',
    befall: (day) => { day.stop('check-consistency'); return day.pass(120); },
    almost: (day) => { day.stop('check-consistency'); return day.pass(119); } },
  { fires: 'internal-error billing-center', when: 'a row is not what it should be, and whatever reads it is a bug',
    befall: async (day) => {
      await day.world.store.write({ table: 'workspaces', put: { ...day.paid, timeline: null } as never });
      await day.pass(1, () => day.world.ask('GET', `/api/workspaces/cn1/${day.paid.workspaceId}`, { token: day.token }));
    } },
  { fires: 'invocations-failing deliver-mail', when: 'a timer finds the store down for three minutes',
    befall: (day) => day.world.during(() => 'fail', () => day.pass(3)),
    almost: (day) => day.world.during(() => 'fail', () => day.pass(2)) },
  { fires: 'asynchronous-given-up account-settlement-dev-close-subscription', when: 'one try and three retries failed',
    befall: (day) => day.pass(4, async () => day.request('close-subscription', { hasFunctionError: 'true', errorType: 'HandledError', invocationType: 'Async' })),
    almost: (day) => day.pass(3, async () => day.request('close-subscription', { hasFunctionError: 'true', errorType: 'HandledError', invocationType: 'Async' })) },
  ...['FunctionTimeoutError', 'FunctionOOMError', 'FunctionUnhandledError'].map((errorType): Case => (
    { fires: 'ended-by-platform account-settlement-dev-console', when: `the platform tells of a ${errorType}`,
      befall: (day) => day.pass(1, async () => day.request('console', { hasFunctionError: 'true', errorType, invocationType: 'Sync' })) })),
  { fires: 'try-again log-in', when: 'ten people log in while the store is down',
    befall: (day) => day.pass(1, () => storeDown(day, () => repeat(10, () => logInAs(day.world)))),
    almost: (day) => day.pass(1, () => storeDown(day, () => repeat(9, () => logInAs(day.world)))) },
  { fires: 'refusals-unusual wrong-credentials', when: 'passwords are guessed',
    befall: (day) => day.pass(10, () => repeat(20, (nth) => guess(day, nth))),
    almost: (day) => day.pass(9, () => repeat(22, (nth) => guess(day, nth))) },
  { fires: 'slow billing-center', when: 'one of twenty requests takes three seconds',
    befall: (day) => day.pass(1, () => looks(day, 20, 3_000)),
    almost: (day) => day.pass(1, () => looks(day, 20, 2_999)) },
];

const stuck = async (day: Day, minutes: number) => {
  await release(day.world);
  await day.world.during(
    ({ table }) => (table === 'bindings' ? 'fail' : 'proceed'),
    () => day.pass(minutes),
  );
};
const unsent = async (day: Day, minutes: number) => {
  day.world.mailer.fault = new Unavailable('SingleSendMail was not answered.');
  await fallOverdue(day.world);
  await day.pass(minutes);
};
/** An hour of usage is over since ten minutes, at the next run of the timer. */
const used = async (day: Day) => {
  const { world, paid } = day;
  const hourMs = hourOf(world.clock.nowMs());
  await day.pass(65 - Math.floor((world.clock.nowMs() - hourMs) / 60_000));
  await use(world, paid, hourMs, '1', 'hosts');
};
const throttled = async (day: Day, minutes: number) => {
  day.world.marketplace.metering = () => ({ outcome: { kind: 'throttled', code: 'Service.Flow.Control' } });
  await used(day);
  await day.pass(minutes - 5);
};
/** Of another name and from another address each time: the throttle would turn them into another refusal. */
const guess = (day: Day, nth: number) =>
  day.world.ask('POST', '/api/sessions', {
    json: { username: `guessed-${nth}`, password: 'a password that is none' },
    address: `203.0.113.${(day.entries().length + nth) % 250}`,
  });
/** Customers look at their workspaces; the store takes its time for the first. */
const looks = async ({ world, token }: Day, times: number, firstMs: number) => {
  let first = true;
  await repeat(times, () =>
    world.during(
      () => {
        if (first) world.clock.advance(firstMs);
        first = false;
        return 'proceed';
      },
      () => world.ask('GET', '/api/account', { token }),
    ),
  );
};

test.each(cases.map((one) => [one.fires, one.when, one] as const))(
  '%s fires where %s',
  async (fires, _, { befall, options }) => {
    const day = await beginDay(options);
    expect(day.fired()).toEqual([]);
    await befall(day);
    expect(day.fired()).toContain(fires);
  },
  LONGEST_MS,
);

test.each(cases.flatMap((one) => (one.almost ? [[one.fires, one.when, one.almost, one.options] as const] : [])))(
  '%s is silent where %s, a little less',
  async (fires, _, almost, options) => {
    const day = await beginDay(options);
    await almost(day);
    expect(day.fired()).not.toContain(fires);
  },
  LONGEST_MS,
);

test('every alarm has a case in which it fires', () => {
  // Throttling comes from the real adapter: alarm-rules.test.ts tries it over the wire.
  const tried = [...cases.map(({ fires }) => fires.split(' ')[0]), 'store-throttled'];
  expect(alarms.map(({ name }) => name).filter((name) => !tried.includes(name))).toEqual([]);
  expect(new Set(alarms.map(({ name }) => name)).size).toBe(alarms.length);
});

test('what another stage writes to the same log store is none of this one’s', () => {
  const nowMs = 0;
  const runs = (stage: string) => [
    { atMs: nowMs, functionName: functionNamed('close-subscription', stage), message: { metric: 'closures' } },
  ];
  const silent = alarms.filter(({ name }) => name === 'closures-silent');
  const tried = (stage: string) => silent.map((alarm) => tryAlarm(alarm, runs(stage), STAGE, nowMs));
  expect([tried(STAGE), tried(`${STAGE}-2`)]).toEqual([[[]], [[{ value: 0 }]]]);
});

describe('the runbook', () => {
  const runbook = readFileSync(join(__dirname, '../../../local/operations/RUNBOOK.md'), 'utf8');
  const [, sections = ''] = /^# Alarms$(.*?)^# Findings$/ms.exec(runbook) ?? [];

  test('has a section for each alarm, which says the same four things of each', () => {
    const names = [...sections.matchAll(/^## Alarm: (.+)$/gm)].map(([, name]) => name);
    expect(names.toSorted()).toEqual(alarms.map(({ name }) => name).toSorted());
    for (const section of sections.split(/^## /m).slice(1)) {
      expect([...section.matchAll(/^(Means|Look at|Do|Do not): /gm)].map(([, word]) => word)).toEqual([
        'Means',
        'Look at',
        'Do',
        'Do not',
      ]);
    }
  });

  test('asks the log for nothing that is not indexed', () => {
    const asked = [...sections.matchAll(/message\.(\w+)/g)].map(([, name = '']) => name);
    expect(asked.length).toBeGreaterThan(30);
    expect(asked.filter((name) => !(name in lineFields))).toEqual([]);
  });

  test('names no command that there is not, and no section', () => {
    const lines = [...sections.matchAll(/npm run ops -- ([^`]+)`/g)].map(([, line = '']) => line);
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) {
      const words = line.replace('<mailId>', 'closure/33884913/acct_1').replace('<username>', 'acme');
      expect(() =>
        parse([...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word = '']) => quoted ?? word)),
      ).not.toThrow();
    }
    const headings = new Set([...runbook.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading));
    const named = [
      ...sections.matchAll(
        /"((?:Alarm: [a-z-]+)|Roll back|Rotate a key|Resume a closure|Resend a mail|Replay a marketplace call)"/g,
      ),
    ];
    expect(named.length).toBeGreaterThan(10);
    expect(named.map(([, name = '']) => name).filter((name) => !headings.has(name))).toEqual([]);
  });
});
