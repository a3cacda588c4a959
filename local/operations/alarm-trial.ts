/**
 * An alarm tried on entries of a log, as Log Service would evaluate its query at one moment: what the query's text says, and
 * the test of that text, come from the same data.
 */
import { functionNames } from './alarm-rules';
import type { Alarm, Test } from './alarms';

export interface Entry {
  /** When it was written, in milliseconds. */
  readonly atMs: number;
  /** The function's full name. */
  readonly functionName: string;
  /** A line of ours, read. */
  readonly message?: Readonly<Record<string, unknown>>;
  /** The platform's metrics of a request. */
  readonly request?: Readonly<Record<string, unknown>>;
}

/** What the alarm says: of whom, where it looks at several apart, and the figure. */
export interface Firing {
  readonly by?: string;
  readonly value: number;
}

type Fields = Readonly<Record<string, unknown>>;

const fits = (value: unknown, test: Test): boolean => {
  if (value === undefined) return false;
  if (typeof test !== 'object') return value === test;
  if ('atLeast' in test) return Number(value) >= test.atLeast;
  return 'not' in test ? !test.not.includes(String(value)) : test.includes(String(value));
};

const numbersOf = (entries: readonly Fields[], name: string): number[] =>
  entries.flatMap((fields) => (typeof fields[name] === 'number' ? [fields[name]] : []));

const figureOf = ({ measure }: Alarm, entries: readonly Fields[]): number => {
  if (measure === 'count') return entries.length;
  if ('sum' in measure) return numbersOf(entries, measure.sum).reduce((sum, number) => sum + number, 0);
  if ('max' in measure) return Math.max(0, ...numbersOf(entries, measure.max));
  const sorted = numbersOf(entries, measure.p99).sort((one, other) => one - other);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? 0;
};

/** Empty: it stays silent. */
export const tryAlarm = (alarm: Alarm, entries: readonly Entry[], stage: string, nowMs: number): Firing[] => {
  const { where, by, among = 0, fires, overMinutes } = alarm;
  const ours = new Set(functionNames(stage));
  const seen = entries
    .filter(({ atMs, functionName }) => atMs > nowMs - overMinutes * 60_000 && atMs <= nowMs && ours.has(functionName))
    .flatMap(({ functionName, message, request }): Fields[] => {
      if (alarm.from === 'lines') return message ? [message] : [];
      return request ? [{ ...request, functionName }] : [];
    })
    .filter((fields) => Object.entries(where).every(([name, test]) => fits(fields[name], test)));
  const groups =
    by === undefined
      ? [seen]
      : [...new Set(seen.map((fields) => fields[by]))].map((value) => seen.filter((fields) => fields[by] === value));
  return groups
    .filter((group) => group.length >= among)
    .map((group) => ({ ...(by !== undefined && { by: String(group[0]?.[by]) }), value: figureOf(alarm, group) }))
    .filter(({ value }) => ('atLeast' in fires ? value >= fires.atLeast : value < fires.below));
};
