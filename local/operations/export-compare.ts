/**
 * An export beside the tables of a stage. Both are in the same order, so both are read once, side by side, and nothing but
 * a page of rows is held in memory.
 */
import { join } from 'node:path';
import { compareRows } from '../../shared/adapters/tablestore/row';
import type { Table } from '../../shared/ports';
import { pages } from '../../shared/protocol/pages';
import { createTally, fileOf, type Line, lineOf, readFile } from './export-file';
import { describedTables, type Manifest } from './export-manifest';
import type { ExportedTable } from './exported-tables';
import { PAGE, type PatientStore } from './patient';

/** A row of the export, of the target, or of both. */
type Met =
  | { readonly kind: 'missing'; readonly row: object; readonly line: number }
  | { readonly kind: 'equal' | 'different'; readonly line: number }
  /** The target alone has it; `line` is the one before which it would stand. */
  | { readonly kind: 'foreign'; readonly line: number };

async function* rowsOf(store: PatientStore, table: Table): AsyncGenerator<object> {
  for await (const rows of pages(store, table, {}, PAGE)) yield* rows;
}

async function* sideBySide(
  lines: AsyncIterable<Line>,
  rows: AsyncGenerator<object>,
  table: Table,
): AsyncGenerator<Met> {
  let there = await rows.next();
  let number = 1;
  for await (const line of lines) {
    number = line.number;
    if ('fault' in line) throw new Error(`${fileOf(table)} was changed while it was read: run it again.`);
    while (!there.done && compareRows(table, there.value, line.row) < 0) {
      yield { kind: 'foreign', line: number };
      there = await rows.next();
    }
    if (there.done || compareRows(table, there.value, line.row) > 0) {
      yield { kind: 'missing', row: line.row, line: number };
    } else {
      const same = lineOf(table, there.value) === lineOf(table, line.row);
      yield { kind: same ? 'equal' : 'different', line: number };
      there = await rows.next();
    }
  }
  for (; !there.done; there = await rows.next()) yield { kind: 'foreign', line: number + 1 };
}

export const compare = (store: PatientStore, directory: string, table: Table): AsyncGenerator<Met> =>
  sideBySide(readFile(join(directory, fileOf(table)), table, createTally()), rowsOf(store, table), table);

export const describeMet = ({ kind, line }: Met, table: Table): string =>
  kind === 'foreign'
    ? `${table} has a row that the export does not have, before line ${line} of ${fileOf(table)}`
    : `${table} has another row than line ${line} of ${fileOf(table)}`;

export interface Comparison {
  /** Rows that the target does not have yet. */
  readonly missing: number;
  /** Rows that it has already. */
  readonly equal: number;
}

/** Reads only. Throws a sentence where the target holds anything that is not in the export. */
export const compareWith = async (
  store: PatientStore,
  directory: string,
  manifest: Manifest,
): Promise<Partial<Record<ExportedTable, Comparison>>> => {
  const comparisons: Partial<Record<ExportedTable, Comparison>> = {};
  const faults: string[] = [];
  for (const { table } of describedTables(manifest)) {
    let [missing, equal] = [0, 0];
    for await (const met of compare(store, directory, table)) {
      if (met.kind === 'missing') missing++;
      else if (met.kind === 'equal') equal++;
      else {
        faults.push(describeMet(met, table));
        break;
      }
    }
    comparisons[table] = { missing, equal };
  }
  if (faults.length === 0) return comparisons;
  throw new Error(
    `Nothing was written, for the target is in use: ${faults.join('; ')}. Import into tables that are empty, or hold a part of this export.`,
  );
};
