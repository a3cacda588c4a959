/**
 * A pass of the timed check: it looks at one table, or at the marketplace, a page at a time, and tells what it finds. What it
 * finds it has read again: rows are read one after the other while others write, so what contradicts itself at first sight
 * may only have moved. It changes nothing; the repair that goes with a finding is made by the check, or not.
 */
import type { Cursor } from '../../domain/consistency';
import type { Differences } from '../../domain/fees/differences';
import type { FindingKind } from '../../domain/findings';
import { type Invoker, type Key, type Random, type Rows, type Store, type Table, tables } from '../../ports';
import type { GentleMarketplace } from '../gentle';

export interface Tools {
  readonly store: Store;
  readonly marketplace: GentleMarketplace;
  readonly random: Random;
  readonly nowMs: number;
  /** Starts a function that a timer would start anyway. */
  sooner(...invocation: Parameters<Invoker['invoke']>): Promise<void>;
  /** Writes down what could not be done, and why. */
  warn(what: string, fault: unknown): void;
  /** Writes down what was repaired. */
  note(repaired: FindingKind, subject: string): void;
}

/** Answers `repaired`, or as what the finding is left. */
export type Repair = () => Promise<'repaired' | FindingKind>;

export interface Finding {
  readonly kind: FindingKind;
  /** What it is about: the id of a row, nothing about a person. */
  readonly subject: string;
  /** The money that it is about. */
  readonly differences?: Differences;
  /** Absent: nothing proves what would be right. Throws `StaleWrite` where it is no longer so. */
  readonly repair?: Repair;
}

export interface Looked {
  readonly checked: number;
  readonly findings: readonly Finding[];
  /** Where to go on; absent: that was all. */
  readonly next?: Cursor;
}

export type Pass = (tools: Tools, cursor: Cursor | undefined) => Promise<Looked>;

/** What one batch of reads can hold (Tablestore), and no more than this in memory. */
export const PAGE = 100;

/** The pass over every row of a table. */
export const passOver =
  <T extends Table>(
    table: T,
    look: (tools: Tools, rows: readonly Rows[T][]) => Promise<readonly Finding[]>,
    limit = PAGE,
  ): Pass =>
  async (tools, cursor) => {
    // A cursor is a key of the table that an earlier page of this pass ended with.
    const after = cursor as Key<T> | undefined;
    const page = await tools.store.scan(table, {}, { limit, ...(after && { after }) });
    const findings = await look(tools, page.rows);
    return {
      checked: page.rows.length,
      findings,
      ...(page.next && { next: Object.fromEntries(Object.entries(page.next)) as Cursor }),
    };
  };

/**
 * The same where rows are small, and those that they are compared with. Our decision: five batches of reads, which go out
 * together, for writing down how far the check is costs a call a page.
 */
export const widePassOver = <T extends Table>(
  table: T,
  look: (tools: Tools, rows: readonly Rows[T][]) => Promise<readonly Finding[]>,
): Pass => passOver(table, look, 5 * PAGE);

/** Rows by one member of their key, each read once however often it is asked for. */
export const rowsBy = async <T extends Table, Name extends keyof Key<T>>(
  store: Store,
  table: T,
  name: Name,
  values: readonly Key<T>[Name][],
): Promise<ReadonlyMap<Key<T>[Name], Rows[T]>> => {
  const distinct = [...new Set(values)];
  const rows = await store.getMany(
    table,
    distinct.map((value) => ({ [name]: value }) as unknown as Key<T>),
  );
  return new Map(
    distinct.flatMap((value, at) => {
      const row = rows[at];
      return row === undefined ? [] : [[value, row] as const];
    }),
  );
};

/** Whether each of the rows is there, by a text that stands for its key. */
export const present = async <T extends Table>(
  store: Store,
  table: T,
  keys: readonly Key<T>[],
): Promise<(key: Key<T>) => boolean> => {
  const textOf = (key: Key<T>): string =>
    JSON.stringify(tables[table].key.map((name) => (key as Readonly<Record<string, unknown>>)[name]));
  const distinct = [...new Map(keys.map((key) => [textOf(key), key])).values()];
  const rows = await store.getMany(table, distinct);
  const there = new Set(distinct.filter((_, at) => rows[at] !== undefined).map(textOf));
  return (key) => there.has(textOf(key));
};
