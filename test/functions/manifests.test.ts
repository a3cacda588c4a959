/**
 * Each manifest names what its function uses, and no more. What it does not name no handler can do in any test: it is held to
 * it there as it is in the cloud. What it names in vain is found here, after everything was done that needs a permission.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FunctionName, manifests } from '../../local/deployment/manifests';
import type { Use } from '../../shared/adapters/within';
import { accountLedgerId } from '../../shared/domain/fees/ledger';
import type { Touches } from '../../shared/ports';
import { append } from '../../shared/protocol/fees/ledger';
import { addDays } from '../../shared/validation/day';
import { createFaultyWorld, type Interfere } from '../fakes/faults';
import {
  addWorkspace,
  billingCenterSettlement,
  buy,
  createWorld,
  INSTANCE_ID,
  logInAs,
  OPERATOR_TOKEN,
  register,
} from '../fakes/world';
import { randomRun } from '../simulation/random/run';
import { credit, putLedger } from './billing-center/fees';
import { allOf, build, check, HOUR_MS } from './check-consistency/house';
import { spoilt } from './check-consistency/spoilt';
import { fleetOf } from './close-subscription/fleet';
import { seal, settled as settledSite } from './record-usage/usage';
import { at, begin, FIRST_DAY, morningAfter, moveTo, fire as settleFees, use } from './settle-fees/books';
import { close, OTHER_INSTANCE_ID, rowOf, show } from './steps';

const names = Object.keys(manifests) as FunctionName[];

const used = new Map<FunctionName, Set<string>>(names.map((name) => [name, new Set()]));
const textOf = (use: Use): string => (use.port === 'store' ? `${use.table} ${use.use}` : `${use.port} ${use.use}`);
const heard = (name: FunctionName, use: Use) => used.get(name)?.add(textOf(use));

const namedBy = ({ store = {}, ...ports }: Touches): string[] =>
  [store, ports].flatMap((named: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(named).flatMap(([where, uses]) => uses.map((use) => `${where} ${use}`)),
  );

/** So many days in the life of the system: most of what customers and the marketplace do, and what goes wrong with it. */
const SEEDS = 80;

const live = async () => {
  for (let seed = 1; seed <= SEEDS; seed++) await randomRun(seed, false, heard);
};

const mendEverything = async () => {
  for (const { spoil } of spoilt) {
    const house = await build({ heard });
    await spoil(house);
    await check(house.world);
  }
  // The time of one invocation is over after the first page.
  await check((await build({ heard, checking: { budgetMs: 0 } })).world);
};

/** A notice of so many workspaces that it needs rows beside its own; it gets lost, and is made again. */
const giveLongNotice = async () => {
  const { world } = await fleetOf(1_001, { heard, checking: { repairLimit: 2_000 } });
  await close(world);
  const notice = (await allOf(world, 'mails')).find((mail) => mail.notice.kind === 'closure');
  await world.store.write({ table: 'mails', remove: { mailId: notice?.mailId ?? '' } });
  world.clock.advance(HOUR_MS);
  await check(world);
};

const lookAtEverything = async () => {
  const world = createWorld({ heard });
  await buy(world);
  const { workspace } = (await register(world)).body;
  const token = await logInAs(world);
  const [, owner = ''] = token.split('.');
  // The last entry of a ledger is read with its head, those before it one by one.
  await putLedger(
    world,
    accountLedgerId(owner, 'CNY'),
    [1, 2].map((at) => credit(1, 'cash', `credit-${at}`, at)),
  );
  const mine = `/api/workspaces/${workspace.site}/${workspace.workspaceId}`;
  const reads = [
    '/api/account',
    '/api/workspaces',
    '/api/cloud-accounts',
    '/api/bills',
    '/api/bills.csv',
    '/api/ledger',
  ];
  for (const path of [...reads, `${mine}/usage`]) await world.ask('GET', path, { token });
  // A closure that goes on, and a mail that is owed.
  await world.spi('releaseInstance', { instanceId: INSTANCE_ID, isRefund: 'false' });
  await world.invoke('close-subscription', { instanceId: INSTANCE_ID });
  const operations = ['consistency', 'closures', 'mails'].map((what) => `/api/operations/${what}`);
  for (const path of operations) await world.ask('GET', path, { token: OPERATOR_TOKEN });
  await world.ask('DELETE', '/api/sessions', { token });
};

/** Of a day, of one that was settled already, and what is none. */
const sendUsage = async () => {
  const site = await settledSite({ heard });
  await seal(site, '2026-01-01');
  await site.send(site.event(), site.event({ id: '2', data: { hour: '2026-01-01T10:00:00Z' } }), 'no event');
  await site.world.ask('GET', '/api/operations/usage', { token: OPERATOR_TOKEN });
};

/** Two days with arrears, an adjustment, and a settlement that dies once its bill is entered, and another's is after it. */
const settleDays = async () => {
  const { world, paid, own, token } = await begin({ heard, settling: { budgetMs: 0, pageSize: 1 } });
  const { body } = await addWorkspace(world, token, billingCenterSettlement, 'Third', 'cn1');
  for (const workspace of [paid, own, await rowOf(world, body.workspace)]) {
    await use(world, workspace, at(FIRST_DAY, 8), '1000000');
  }
  moveTo(world, morningAfter(FIRST_DAY));
  let failed = false;
  const failFirst: Interfere = ({ write }) => {
    if (failed || write?.table !== 'bills' || !('insert' in write)) return 'proceed';
    failed = write.insert.payer.method === 'billing-center';
    return failed ? 'fail' : 'proceed';
  };
  await world.during(failFirst, () => settleFees(world)).catch(() => undefined);
  await settleFees(world);
  await use(world, own, at(FIRST_DAY, 8), '2000000');
  moveTo(world, morningAfter(addDays(FIRST_DAY, 1)));
  await settleFees(world);
  // The month's statement.
  moveTo(world, at('2026-02-04', 0));
  await settleFees(world);
};

/**
 * Two days of an instance, the second of which it ends in; a settlement that dies half-way and is completed on the way, and a
 * day that is adjusted long after; a window whose row, and one whose outcome, is not written at the first try.
 */
const meterDays = async () => {
  const { world, paid } = await begin({ heard });
  const nextDay = addDays(FIRST_DAY, 1);
  const failOnce = (fits: (effect: Parameters<Interfere>[0]) => boolean): Interfere => {
    let failed = false;
    return (effect) => {
      if (failed || !fits(effect)) return 'proceed';
      failed = true;
      return 'fail';
    };
  };
  const pushOver = (interfere: Interfere) =>
    world.during(interfere, () => world.timer('push-metering')).catch(() => undefined);
  const settleOnce = async () => {
    // It dies when it has entered the Billing Center account's bill.
    const dies: Interfere = ({ write }) =>
      write?.table === 'bills' && 'insert' in write && write.insert.payer.method === 'billing-center'
        ? 'fail'
        : 'proceed';
    await world.during(dies, () => settleFees(world)).catch(() => undefined);
    const cause = { kind: 'credit', credit: 'cash', by: 'Ada', why: 'it comes after that bill' } as const;
    const ledgerId = accountLedgerId(paid.owner, 'CNY');
    await append(world.store, { ledgerId, entryId: 'credit', atMs: world.clock.nowMs(), cause, amount: -1 });
    await world.timer('push-metering');
  };
  moveTo(world, at(FIRST_DAY, 9, 10));
  await use(world, paid, at(FIRST_DAY, 8), '1', 'hosts');
  await pushOver(failOnce(({ write }) => write?.table === 'meteringWindows'));
  await pushOver(
    failOnce(
      ({ write }) => write?.table === 'meteringWindows' && 'replace' in write && write.replace.state === 'accepted',
    ),
  );
  moveTo(world, morningAfter(FIRST_DAY) + 5 * 60_000);
  // It dies before it has entered anything.
  const atOnce: Interfere = ({ write }) => (write?.table === 'ledgerHeads' ? 'fail' : 'proceed');
  await world.during(atOnce, () => settleFees(world)).catch(() => undefined);
  await world.timer('push-metering');
  moveTo(world, at(nextDay, 12, 30));
  await use(world, paid, at(nextDay, 9), '1', 'hosts');
  await close(world);
  moveTo(world, at(nextDay, 15));
  await use(world, paid, at(nextDay, 14), '5', 'hosts');
  await use(world, paid, at(FIRST_DAY, 8), '3', 'hosts');
  moveTo(world, morningAfter(nextDay));
  await settleOnce();
  moveTo(world, at(addDays(nextDay, 1), 12));
  await use(world, paid, at(FIRST_DAY, 8), '4', 'hosts');
  moveTo(world, morningAfter(addDays(nextDay, 1)));
  await settleFees(world);
  await world.timer('push-metering');
  await world.ask('GET', '/api/operations/metering', { token: OPERATOR_TOKEN });
  // What was lost is forgotten after five weeks.
  world.clock.advance(36 * 24 * HOUR_MS);
  await world.timer('push-metering');
};

/** Of an instance that the marketplace has announced, and of one that it only shows. */
const followLogInLinks = async () => {
  const world = createFaultyWorld({ heard });
  await buy(world);
  show(world, 'OPENED', { instanceId: OTHER_INSTANCE_ID });
  const timeStamp = '2026-01-01 08:00:00';
  for (const instanceId of [INSTANCE_ID, OTHER_INSTANCE_ID]) await world.spi('verify', { instanceId, timeStamp });
};

beforeAll(async () => {
  for (const act of [
    live,
    mendEverything,
    giveLongNotice,
    lookAtEverything,
    followLogInLinks,
    settleDays,
    sendUsage,
    meterDays,
  ])
    await act();
}, 300_000);

const functions = join(__dirname, '../../functions');

test('every function has one', () => {
  expect([...names].sort()).toEqual(readdirSync(functions).sort());
});

/** What makes each port that reaches the cloud. */
const adapters = {
  store: 'tablestore',
  marketplace: 'marketplaceOf',
  mailer: 'directMail',
  invoker: 'functionCompute',
};

test.each(names)('%s is wired to what it names, and to nothing around its manifest', (name) => {
  const [around, within = ''] = readFileSync(join(functions, name, 'index.ts'), 'utf8').split('within(touches, ');
  for (const [port, adapter] of Object.entries(adapters)) {
    const isNamed = port in manifests[name];
    expect([port, within.includes(`${adapter}(`), around?.includes(`${adapter}(`)]).toEqual([port, isNamed, false]);
  }
});

test.each(names)('%s names what it uses', (name) => {
  const named = namedBy(manifests[name]);
  const uses = used.get(name) ?? new Set();
  expect(named.filter((use, at) => !uses.has(use) || named.indexOf(use) < at)).toEqual([]);
  expect([...uses].sort()).toEqual([...named].sort());
});
