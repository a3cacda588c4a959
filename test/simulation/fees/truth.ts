/**
 * What a simulated month should come to, kept and added up by itself: the events as they were said, whoever settled each
 * workspace since when, and the prices, written down here once more from the product's list. Nothing of the product's own
 * arithmetic is used, so that what both agree on is not one mistake made twice.
 *
 * Amounts are BigInts of 1/10,000 of the currency's unit.
 */
const HOUR_MS = 3_600_000;
const BEIJING_MS = 8 * HOUR_MS;

export const beijingDay = (atMs: number): string => new Date(atMs + BEIJING_MS).toISOString().slice(0, 10);

/** What is used in the simulation: of each item how many make a unit, how a day is counted, and what it costs. */
// biome-ignore format: a table
export const priced = {
  'logs':        { line: 'logs/3',        unit: 1_000_000n, isSum: true,  mainland: 10_000n, abroad: 20_000n, dollars: 3_000n },
  'time-series': { line: 'time-series/3', unit: 1_000n,     isSum: false, mainland:  6_000n, abroad: 16_000n, dollars: 2_300n },
  'hosts':       { line: 'hosts/',        unit: 1n,         isSum: false, mainland: 20_000n, abroad: 40_000n, dollars: 6_000n },
  'pipeline':    { line: 'pipeline/',     unit: 1n,         isSum: true,  mainland:  1_000n, abroad:  2_000n, dollars:   280n },
} as const;
export type Item = keyof typeof priced;

/** `account`, or an instance's ID. */
export type Who = string;

export interface Said {
  readonly workspaceId: string;
  readonly item: Item;
  readonly hourMs: number;
  /** In millionths. */
  readonly quantity: bigint;
  readonly atMs: number;
  readonly id: string;
}

/** By workspace, day of the usage, payer and line. */
export interface Owed {
  readonly workspaceId: string;
  readonly day: string;
  readonly who: Who;
  readonly line: string;
  quantity: bigint;
  amount: bigint;
}

interface Known {
  readonly isAbroad: boolean;
  readonly settled: { readonly fromMs: number; readonly who: Who }[];
}

export const createTruth = () => {
  const workspaces = new Map<string, Known>();
  const values = new Map<string, Said>();

  const whoPays = ({ settled }: Known, hourMs: number): Who => {
    let who = settled[0]?.who ?? 'nobody';
    for (const one of settled) if (one.fromMs <= hourMs) who = one.who;
    return who;
  };

  const priceOf = (item: Item, who: Who, isAbroad: boolean): bigint => {
    const { mainland, abroad, dollars } = priced[item];
    if (!isAbroad) return mainland;
    return who === 'account' ? dollars : abroad;
  };

  /** Units cut to two decimals, their price cut to 1/10,000. */
  const cost = (quantity: bigint, item: Item, price: bigint): bigint =>
    (((quantity * 100n) / (priced[item].unit * 1_000_000n)) * price) / 100n;

  return {
    settledBy(workspaceId: string, isAbroad: boolean, fromMs: number, who: Who): void {
      const known = workspaces.get(workspaceId) ?? { isAbroad, settled: [] };
      known.settled.push({ fromMs, who });
      workspaces.set(workspaceId, known);
    },

    /** The instance is over: whatever it pays for is the account's from then on. */
    ended(instanceId: string, atMs: number): void {
      for (const { settled } of workspaces.values()) {
        if (settled.at(-1)?.who === instanceId) settled.push({ fromMs: atMs, who: 'account' });
      }
    },

    payerNow: (workspaceId: string): Who => workspaces.get(workspaceId)?.settled.at(-1)?.who ?? 'nobody',

    payerOf(workspaceId: string, hourMs: number): Who {
      const known = workspaces.get(workspaceId);
      return known ? whoPays(known, hourMs) : 'nobody';
    },

    said(one: Said): void {
      const place = `${one.workspaceId} ${one.hourMs} ${one.item}`;
      const there = values.get(place);
      const isNewer = !there || one.atMs > there.atMs || (one.atMs === there.atMs && one.id > there.id);
      if (isNewer) values.set(place, one);
    },

    valueOf: (workspaceId: string, hourMs: number, item: Item): Said | undefined =>
      values.get(`${workspaceId} ${hourMs} ${item}`),

    /** Of all hours that begin before the instant. */
    owed(beforeMs = Infinity): Owed[] {
      const days = new Map<string, Said[]>();
      for (const one of values.values()) {
        if (one.hourMs >= beforeMs) continue;
        const name = `${one.workspaceId} ${beijingDay(one.hourMs)} ${one.item}`;
        days.set(name, [...(days.get(name) ?? []), one]);
      }
      const owed = new Map<string, Owed>();
      for (const hours of days.values()) {
        let reached = 0n;
        for (const { workspaceId, item, hourMs, quantity } of hours.sort((a, b) => a.hourMs - b.hourMs)) {
          const known = workspaces.get(workspaceId);
          if (!known) continue;
          const who = whoPays(known, hourMs);
          const after = priced[item].isSum ? reached + quantity : quantity > reached ? quantity : reached;
          const price = priceOf(item, who, known.isAbroad);
          const [day, line] = [beijingDay(hourMs), priced[item].line];
          const name = `${workspaceId} ${day} ${who} ${line}`;
          const one = owed.get(name) ?? { workspaceId, day, who, line, quantity: 0n, amount: 0n };
          one.quantity += after - reached;
          one.amount += cost(after, item, price) - cost(reached, item, price);
          owed.set(name, one);
          reached = after;
        }
      }
      return [...owed.values()];
    },
  };
};

export type Truth = ReturnType<typeof createTruth>;
