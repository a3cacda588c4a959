/**
 * An export into the tables of a stage. Before it the files were checked whole (`export-check.ts`) and compared with what
 * the target holds (`export-compare.ts`), which may be nothing, or a part of the very same rows: what an import that was
 * broken off has left. Here the rows that are missing are inserted, each only where there is none, and then the target is
 * read once more: it has to give the very bytes of the export. Nothing that is there is ever overwritten.
 */
import { toKey } from '../../shared/adapters/tablestore/row';
import type { Tables } from '../../shared/adapters/tablestore/tables';
import type { Clock, Key, Rows, Table, Write } from '../../shared/ports';
import { chunksOf } from './export';
import { checkExport } from './export-check';
import { compare, compareWith, describeMet } from './export-compare';
import { createTally, type Figures, lineOf } from './export-file';
import { describedTables } from './export-manifest';
import { type ExportedTable, exportedTables } from './exported-tables';
import type { PatientStore } from './patient';

/** Rows that one call writes (Tablestore, "General limits"). */
const BATCH = 200;
/** Our decision: so often rows are sent again whose fate was not known, or which were throttled. */
const ROUNDS = 10;
const PAUSE_MS = 1_000;

/** Resolves once the target holds all of these rows. */
const insertAll = async <T extends Table>(
  store: PatientStore,
  clock: Clock,
  table: T,
  rows: readonly Rows[T][],
): Promise<void> => {
  let open = rows;
  for (let round = 0; open.length > 0; round++) {
    if (round === ROUNDS) throw new Error(`${table} takes no more rows just now: run the same again, it goes on.`);
    if (round > 0) await clock.sleep(PAUSE_MS);
    const answers = await store.writeMany(open.map((row) => ({ table, insert: row }) as Write));
    const doubtful = open.filter((_, index) => answers[index] !== 'done');
    const keys: Key<T>[] = doubtful.map((row) => toKey(table, row));
    const found = keys.length > 0 ? await store.getMany(table, keys) : [];
    open = doubtful.filter((row, index) => {
      const there = found[index];
      if (there && lineOf(table, there) !== lineOf(table, row)) {
        throw new Error(`Somebody else wrote to ${table} meanwhile: keep everybody out, and run the same again.`);
      }
      return there === undefined;
    });
  }
};

const importTable = async (
  store: PatientStore,
  clock: Clock,
  directory: string,
  table: ExportedTable,
): Promise<number> => {
  let written = 0;
  let batch: object[] = [];
  const flush = async () => {
    await insertAll(store, clock, table, batch as Rows[ExportedTable][]); // checked line by line as they were read
    written += batch.length;
    batch = [];
  };
  for await (const met of compare(store, directory, table)) {
    if (met.kind === 'missing') batch.push(met.row);
    else if (met.kind !== 'equal') throw new Error(`Somebody else writes to the target: ${describeMet(met, table)}.`);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return written;
};

/** Throws a sentence where the table does not give the very bytes of the export. */
const verify = async (
  store: PatientStore,
  { table, rows, sha256 }: Figures & { readonly table: ExportedTable },
): Promise<void> => {
  const tally = createTally();
  for await (const _ of chunksOf(store, table, tally)) {
    // Counted and hashed as it passes by.
  }
  const found = tally.figures();
  if (found.rows === rows && found.sha256 === sha256) return;
  throw new Error(
    `${table} has ${found.rows} rows, which are not the ${rows} of the export: somebody else wrote to it meanwhile. Keep everybody out, and run the same again.`,
  );
};

export interface Importing {
  /** Where the export lies. */
  readonly directory: string;
  readonly stage: string;
  /** The stage of which the export is said to be. */
  readonly of: string;
  /** False: everything is checked and compared, and nothing written. */
  readonly write: boolean;
  readonly clock: Clock;
  readonly tell: (line: string) => void;
}

export interface Imported {
  readonly stage: string;
  readonly of: string;
  /** What the export has, of which so many were there already, and so many were written. */
  readonly rows: number;
  readonly present: number;
  readonly written: number;
  /** The target was read once more, and gives the very bytes of the export. */
  readonly verified: boolean;
}

/** A time to live that is too short would take rows away again, and a missing table would break off in the middle. */
const mustBeProvisioned = async (tables: Pick<Tables, 'plan'>, stage: string): Promise<void> => {
  const open = (await tables.plan()).steps.filter(({ action }) => action !== 'none');
  if (open.length === 0) return;
  const names = open.map(({ definition }) => definition.tableName).join(', ');
  throw new Error(
    `Nothing was written, for not all tables are as they should be (${names}): npm run provision -- --stage ${stage} first.`,
  );
};

/**
 * Throws a sentence, before anything is written, where the export is not whole, not of the stage that was said, or the
 * target not ready for it. What an export reads first is written last: a workspace counts only once everything that it
 * rests on is there, however often an import breaks off.
 */
export const importExport = async (
  store: PatientStore,
  tables: Pick<Tables, 'plan'>,
  { directory, stage, of, write, clock, tell }: Importing,
): Promise<Imported> => {
  const manifest = await checkExport(directory);
  if (manifest.stage !== of) {
    throw new Error(
      `The export is of ${manifest.stage}, and its to-dos and mails would become those of ${stage}: where that is meant, say so with --of ${manifest.stage}.`,
    );
  }
  await mustBeProvisioned(tables, stage);
  const comparisons = await compareWith(store, directory, manifest);
  let [rows, present, written] = [0, 0, 0];
  for (const table of exportedTables) {
    const { missing, equal } = comparisons[table] ?? { missing: 0, equal: 0 };
    tell(
      comparisons[table] ? `${table}: ${missing} rows to write, ${equal} there already` : `${table}: not in the export`,
    );
    rows += missing + equal;
    present += equal;
  }
  if (write) {
    const described = describedTables(manifest).toReversed();
    for (const { table } of described) written += await importTable(store, clock, directory, table);
    for (const each of described) await verify(store, each);
  }
  tell(write ? 'All rows are there, and verified.' : 'Nothing was written: --yes writes.');
  return { stage, of, rows, present, written, verified: write };
};
