/**
 * A month of fees, from a seed: workspaces of several accounts at nine sites, in two currencies, are used hour by hour, while
 * settlements change, instances end in the middle of a day, usage comes twice, late, corrected and in no order, the marketplace
 * has its moods, and the store fails, loses answers, and writes late. The timers fire as they do, sometimes two settlers at
 * once; runs die at any row. Then two quiet days, in which whatever was left is done; and the audit.
 *
 * The real handlers over ports in memory; time only passes when it is told to.
 */
import type { Store } from '../../../shared/ports';
import { type Site, sites } from '../../../shared/validation/site';
import {
  crashAfter,
  crashBefore,
  createFaultyWorld,
  delayed,
  type FaultyWorld,
  failOnce,
  type Interfere,
  interleaved,
  loseAnswerOnce,
} from '../../fakes/faults';
import type { Effect } from '../../fakes/store';
import { addWorkspace, alicloud, billingCenterSettlement, buy, change, logInAs, register } from '../../fakes/world';
import { createChance } from '../random/chance';
import { audit } from './audit';
import { createMarket } from './market';
import { createTruth, type Item, priced, type Said } from './truth';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface Size {
  readonly workspaces: number;
  readonly accounts: number;
  readonly days: number;
}

export const MONTH: Size = { workspaces: 200, accounts: 10, days: 31 };
export const DAYS: Size = { workspaces: 14, accounts: 4, days: 4 };

export interface Figures {
  readonly events: number;
  readonly bills: number;
  readonly windows: Readonly<Record<string, number>>;
  readonly died: number;
}

interface Place {
  readonly site: Site;
  readonly workspaceId: string;
  readonly token: string;
  readonly instanceId: string;
  readonly accountId: string;
  /** Pays by its instance all the time, so that a correction has something to be made up for by. */
  readonly isSteady: boolean;
  /** From then on it is not used any more: nothing of it is found by the way. */
  readonly quietMs: number;
}

/** A settler looks into 560 places for what is to be done: its fate is decided by what it does there. */
const spared = ({ operation, table }: Effect): boolean => operation === 'scan' && table === 'usageTodos';

const items = Object.keys(priced) as [Item, ...Item[]];
const nineSites = Object.keys(sites).slice(0, 9) as [Site, ...Site[]];

/** Decimal text, of millionths. */
const textOf = (quantity: bigint): string => {
  const digits = quantity.toString().padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
};

export const feesRun = async (
  seed: number,
  { workspaces: count, accounts, days }: Size = DAYS,
): Promise<{ violations: readonly string[]; figures: Figures }> => {
  const chance = createChance(seed);
  const truth = createTruth();
  const world = createFaultyWorld();
  const beginMs = world.clock.nowMs();
  const endMs = beginMs + days * DAY_MS;
  const market = createMarket(chance, world.clock.nowMs, beginMs + (Math.floor(days / 2) * 24 + 3) * HOUR_MS);
  world.marketplace.metering = market.decide;
  const quietMs = () => (chance.is(0.4) ? beginMs + chance.between(1, days) * DAY_MS - 8 * HOUR_MS : Infinity);
  const places = (await settleIn(world, truth, count, accounts)).map((place) => ({
    ...place,
    quietMs: place.isSteady ? Infinity : quietMs(),
  }));
  const closing = new Map<string, number>(
    places
      .filter(({ instanceId }, at) => places.findIndex((one) => one.instanceId === instanceId) === at)
      .slice(0, 3)
      .map(({ instanceId }, nth) => [
        instanceId,
        beginMs + Math.floor(((nth + 1) * days * 24) / 5) * HOUR_MS + chance.between(1, 59) * MINUTE_MS,
      ]),
  );
  /** Not before a correction downwards has had its later windows. */
  const isSafe = (instanceId: string, atMs: number) =>
    atMs < endMs - 2 * DAY_MS && atMs < (closing.get(instanceId) ?? Infinity) - 2 * DAY_MS;

  let events = 0;
  let died = 0;
  const waiting: { readonly dueMs: number; readonly said: Said }[] = [];

  const moveTo = (atMs: number) => world.clock.advance(Math.max(0, atMs - world.clock.nowMs()));

  const elementOf = ({ workspaceId, item, hourMs, quantity, atMs, id }: Said) => ({
    specversion: '1.0',
    id,
    source: 'platform',
    type: 'workspace:Usage:recorded',
    time: new Date(atMs).toISOString(),
    data: {
      site: places.find((one) => one.workspaceId === workspaceId)?.site,
      workspaceId,
      item,
      hour: new Date(hourMs).toISOString(),
      quantity: textOf(quantity),
    },
  });

  const say = (workspaceId: string, item: Item, hourMs: number, quantity: bigint, dueMs: number): Said => {
    const id = `e-${String(++events).padStart(9, '0')}`;
    const said = { workspaceId, item, hourMs, quantity, atMs: world.clock.nowMs(), id };
    truth.said(said);
    waiting.push({ dueMs, said });
    if (chance.is(0.03)) waiting.push({ dueMs: dueMs + chance.between(0, 30) * HOUR_MS, said });
    return said;
  };

  /** What was used in the hour that is over; mostly at once, some late; and now and then an hour of before is corrected. */
  const use = (hourMs: number) => {
    for (const { workspaceId, isSteady, quietMs } of places) {
      if (hourMs >= quietMs) continue;
      for (const item of items) {
        if (!chance.is(isSteady ? 0.7 : 0.25)) continue;
        const most = { logs: 3e12, 'time-series': 9e9, hosts: 9e6, pipeline: 4e6 }[item];
        const quantity = BigInt(chance.between(1, most));
        const late = chance.is(0.04) && world.clock.nowMs() < endMs - 2 * DAY_MS;
        say(workspaceId, item, hourMs, quantity, world.clock.nowMs() + (late ? chance.between(1, 40) * HOUR_MS : 0));
      }
      if (!chance.is(0.02)) continue;
      const earlierMs = hourMs - chance.between(1, 40) * HOUR_MS;
      const item = chance.pick(items);
      const earlier = truth.valueOf(workspaceId, earlierMs, item);
      if (earlier === undefined) continue;
      const { quantity: value } = earlier;
      const who = truth.payerOf(workspaceId, earlierMs);
      const isDown = chance.is(0.5) && isSafe(who, world.clock.nowMs());
      const corrected = isDown ? value - value / 3n : value + value / 2n;
      say(workspaceId, item, earlierMs, corrected, world.clock.nowMs() + chance.between(0, 3) * HOUR_MS);
      // What it corrects comes once more, before it or after.
      waiting.push({ dueMs: world.clock.nowMs() + chance.between(0, 6) * HOUR_MS, said: earlier });
    }
  };

  const due = (): Said[] => {
    const now = waiting.filter(({ dueMs }) => dueMs <= world.clock.nowMs());
    const later = waiting.filter(({ dueMs }) => dueMs > world.clock.nowMs());
    waiting.splice(0, waiting.length, ...later);
    // In no order.
    return now
      .map(({ said }) => ({ said, at: chance.fraction() }))
      .sort((one, other) => one.at - other.at)
      .map(({ said }) => said);
  };

  /** As the platform brings it: again and again, until it was taken. */
  const bring = async (meddle: () => Interfere | undefined) => {
    const elements = due().map(elementOf);
    for (let from = 0; from < elements.length; from += 200) {
      const some = elements.slice(from, from + 200);
      for (let time = 0; ; time++) {
        const faulty = time < 3 ? meddle() : undefined;
        const taking = () => world.invoke('record-usage', some);
        try {
          await (faulty ? world.during(faulty, taking) : taking());
          break;
        } catch {
          died++;
        }
      }
    }
  };

  const faultOf = (): Interfere | undefined => {
    if (!chance.is(0.3)) return undefined;
    const nth = chance.between(1, chance.pick([10, 60, 400]));
    const fault = chance.pick([crashBefore, crashAfter, failOnce, loseAnswerOnce])(nth);
    // Most of what a run does is reading: some die at a write.
    const onlyWrites = chance.is(0.5);
    let died = false;
    return async (effect) => {
      if (spared(effect) || (onlyWrites && !died && !effect.write)) return 'proceed';
      const fate = await fault(effect);
      died ||= fate !== 'proceed';
      return fate;
    };
  };

  /** A timer's run, which may die; what it gave up to write may land later. */
  const fire = async (name: string): Promise<void> => {
    const fault = faultOf();
    if (!fault) {
      await world.timer(name).catch(() => died++);
      return;
    }
    const late = delayed();
    const meddle = chance.is(0.3) ? late.of(fault) : fault;
    await world.during(meddle, () => world.timer(name)).catch(() => died++);
    await late.land(world.store);
  };

  const odds = { fail: 0.004, loseAnswer: 0.004, late: 0.5, spared };
  /** Timers at once, and the usage that comes at that moment. */
  const atOnce = async (names: readonly string[]): Promise<void> => {
    const said = due();
    const acts = names.map((name) => () => world.timer(name));
    const taking = () => world.invoke('record-usage', said.map(elementOf));
    const ends = await interleaved(world, chance.between(1, 1e9), [...acts, taking], odds);
    died += ends.filter((end) => end instanceof Error).length;
    if (ends.at(-1) instanceof Error) waiting.push(...said.map((one) => ({ dueMs: 0, said: one })));
  };

  const switchSome = async () => {
    for (const place of places) {
      if (place.isSteady || !chance.is(0.01)) continue;
      const isOver = world.clock.nowMs() >= (closing.get(place.instanceId) ?? Infinity);
      const now = truth.payerNow(place.workspaceId);
      if (isOver) continue;
      const wish =
        now === 'account' ? alicloud(place.instanceId, place.accountId) : (billingCenterSettlement as object);
      const { status } = await change(world, place.token, place, wish);
      if (status !== 200) continue;
      const who = now === 'account' ? place.instanceId : 'account';
      truth.settledBy(place.workspaceId, isAbroad(place.site), world.clock.nowMs(), who);
    }
  };

  const closeSome = async (untilMs: number) => {
    for (const [instanceId, atMs] of closing) {
      if (atMs > untilMs || atMs <= untilMs - 15 * MINUTE_MS) continue;
      moveTo(atMs);
      truth.ended(instanceId, world.clock.nowMs());
      market.end(instanceId, world.clock.nowMs());
      const shown = world.marketplace.instances.get(instanceId);
      if (shown) world.marketplace.instances.set(instanceId, { ...shown, status: 'CLOSED' });
      await world.spi('releaseInstance', { instanceId, isRefund: 'false' });
      await world.settle();
    }
  };

  for (let hourMs = beginMs; hourMs < endMs; hourMs += HOUR_MS) {
    const isMidnight = (hourMs + HOUR_MS + 8 * HOUR_MS) % DAY_MS === 0;
    for (const minute of [15, 30, 45]) {
      await closeSome(hourMs + minute * MINUTE_MS);
      moveTo(hourMs + minute * MINUTE_MS);
      if (minute === 30) await switchSome();
      else await fire('push-metering');
    }
    moveTo(hourMs + HOUR_MS + 5 * MINUTE_MS);
    use(hourMs);
    if (isMidnight) {
      if (chance.is(0.7)) await atOnce(['settle-fees', 'settle-fees', 'push-metering', 'push-metering']);
      else await fire('settle-fees');
      await bring(faultOf);
      moveTo(hourMs + HOUR_MS + 8 * MINUTE_MS);
      await fire('settle-fees');
    } else {
      await bring(faultOf);
      if (chance.is(0.2)) await fire('settle-fees');
    }
    moveTo(hourMs + HOUR_MS + 11 * MINUTE_MS);
    if (chance.is(0.2)) await atOnce(['push-metering', 'push-metering']);
    else await fire('push-metering');
    // What was started beside the timers: mails, and the rest of long runs.
    world.invoker.invoked.length = 0;
  }

  market.calm();
  for (let minute = 0; minute < 2 * 24 * 60; minute += 30) {
    moveTo(world.clock.nowMs() + 30 * MINUTE_MS);
    await bring(() => undefined);
    await world.timer('settle-fees');
    await world.timer('push-metering');
  }
  await world.timer('deliver-mail');

  const windows: Record<string, number> = {};
  const rows = await rowsOf(world.store);
  for (const { state } of rows.windows) windows[state] = (windows[state] ?? 0) + 1;
  return {
    violations: await audit(world, truth, market),
    figures: { events, bills: rows.bills.length, windows, died },
  };
};

const rowsOf = async (store: Store) => ({
  windows: (await store.scan('meteringWindows', {}, { limit: 10_000_000 })).rows,
  bills: (await store.scan('bills', {}, { limit: 10_000_000 })).rows,
});

const isAbroad = (site: Site): boolean => sites[site].region === 'international';

/** Each account has an AliCloud account and an instance; its workspaces are at all sites, and two of three paid by it. */
const settleIn = async (
  world: FaultyWorld,
  truth: ReturnType<typeof createTruth>,
  count: number,
  accounts: number,
): Promise<Omit<Place, 'quietMs'>[]> => {
  const owners: { readonly instanceId: string; readonly accountId: string; readonly token: string }[] = [];
  const places: Omit<Place, 'quietMs'>[] = [];
  for (let at = 0; at < count; at++) {
    const site = nineSites[at % nineSites.length] ?? 'cn1';
    const nth = at % accounts;
    const instanceId = String(33_884_900 + nth);
    const accountId = String(1_234_567_890_123_400 + nth);
    const isSteady = at < accounts;
    const isPaid = isSteady || at % 3 !== 0;
    const settlement = isPaid ? alicloud(instanceId, accountId) : billingCenterSettlement;
    const owner = owners[nth];
    let answer: Awaited<ReturnType<typeof addWorkspace>>;
    if (owner) answer = await addWorkspace(world, owner.token, settlement, `w${at}`, site);
    else {
      await buy(world, instanceId, accountId);
      const sold = { orderId: '222222222222222', productCode: 'cmgj00053362' };
      world.marketplace.instances.set(instanceId, { instanceId, accountId, status: 'OPENED', ...sold });
      answer = await register(world, { username: `owner-${nth}`, site, settlement });
      owners.push({ instanceId, accountId, token: await logInAs(world, `owner-${nth}`) });
    }
    if (answer.status !== 201) throw new Error(`No workspace: ${answer.status} ${JSON.stringify(answer.body)}`);
    const { workspaceId } = answer.body.workspace;
    truth.settledBy(workspaceId, isAbroad(site), world.clock.nowMs(), isPaid ? instanceId : 'account');
    places.push({ site, workspaceId, token: owners[nth]?.token ?? '', instanceId, accountId, isSteady });
  }
  return places;
};
