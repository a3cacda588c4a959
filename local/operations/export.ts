/**
 * Every table to a file, as it is read: nothing but a page of rows is held in memory. The files lie under other names
 * until all of them are whole, and the manifest is written last, so what a broken-off export leaves is never taken for one.
 * It is full of personal data: nobody but who made it may read it.
 */
import { chmod, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Table } from '../../shared/ports';
import { pages } from '../../shared/protocol/pages';
import { createTally, type Figures, fileOf, lineOf, type Tally } from './export-file';
import { FORMAT, MANIFEST, type Manifest } from './export-manifest';
import { exportedTables } from './exported-tables';
import { PAGE, type PatientStore } from './patient';

/** The bytes of a table's file, a page at a time, counted and hashed into the tally. */
export async function* chunksOf(store: PatientStore, table: Table, tally: Tally): AsyncGenerator<string> {
  for await (const rows of pages(store, table, {}, PAGE)) {
    const chunk = rows.map((row) => lineOf(table, row)).join('');
    tally.addRows(rows.length);
    tally.addBytes(chunk);
    yield chunk;
  }
}

/** Makes the directory, or takes an empty one. */
const claim = async (directory: string): Promise<void> => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if ((await readdir(directory)).length > 0) {
    throw new Error(`${directory} is not empty: name a directory that is, or that is not there yet.`);
  }
  await chmod(directory, 0o700);
};

/** The whole file is on disk when it resolves. */
const write = async (path: string, chunks: AsyncIterable<string> | Iterable<string>): Promise<void> => {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of chunks) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
};

export interface Exporting {
  /** Where to: a directory that is empty, or not there. */
  readonly directory: string;
  readonly stage: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly tell: (line: string) => void;
}

/** Resolves once everything is on disk. Where it fails, it leaves nothing behind. */
export const exportTables = async (
  store: PatientStore,
  { directory, stage, clock, tell }: Exporting,
): Promise<Manifest> => {
  await claim(directory);
  const now = () => new Date(clock.nowMs()).toISOString();
  const beganAt = now();
  const tables: Partial<Record<Table, Figures>> = {};
  const partOf = (name: string) => join(directory, `${name}.part`);
  const settle = (name: string) => rename(partOf(name), join(directory, name));
  try {
    for (const table of exportedTables) {
      const tally = createTally();
      await write(partOf(fileOf(table)), chunksOf(store, table, tally));
      const figures = tally.figures();
      tables[table] = figures;
      tell(`${table}: ${figures.rows} rows`);
    }
    const manifest: Manifest = { format: FORMAT, stage, beganAt, endedAt: now(), tables };
    await write(partOf(MANIFEST), [`${JSON.stringify(manifest, null, 2)}\n`]);
    for (const table of exportedTables) await settle(fileOf(table));
    await settle(MANIFEST);
    return manifest;
  } catch (fault) {
    for (const name of [...exportedTables.map(fileOf), MANIFEST]) {
      for (const path of [partOf(name), join(directory, name)]) await rm(path, { force: true });
    }
    throw fault;
  }
};
