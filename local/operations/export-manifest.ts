/**
 * What an export says of itself: `manifest.json`, which is written last. Without it the other files are what is left of an
 * export that was broken off.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Figures, fileOf } from './export-file';
import { type ExportedTable, exportedTables } from './exported-tables';

export const MANIFEST = 'manifest.json';

/** Counts up when what is written means something else. A table more does not: who does not know it refuses it by name. */
export const FORMAT = 1;

const figures = z.strictObject({ rows: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) });
const time = z.iso.datetime({ precision: 3 });

const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  stage: z.string().regex(/^[a-z0-9-]{1,16}$/),
  beganAt: time,
  endedAt: time,
  /** A table that is not named had not been thought of yet, and so has no rows. */
  tables: z.partialRecord(z.enum(exportedTables), figures),
});

export type Manifest = z.output<typeof manifestSchema>;

const parse = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is no JSON: the export was damaged. Take another one.`);
  }
};

/** Throws a sentence that says what is wrong and what to do. */
export const readManifest = async (directory: string): Promise<Manifest> => {
  const file = join(directory, MANIFEST);
  const text = await readFile(file, 'utf8').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code !== 'ENOENT') throw fault;
    throw new Error(`There is no ${file}: this is no export, or one that was broken off. Take another one.`);
  });
  const given = parse(text, file);
  const { format } = z.looseObject({ format: z.unknown() }).catch({ format: undefined }).parse(given);
  if (format !== FORMAT) {
    throw new Error(
      `${file} is of format ${JSON.stringify(format)}, and this release reads format ${FORMAT}: import with the release that wrote it.`,
    );
  }
  const manifest = manifestSchema.safeParse(given);
  if (!manifest.success) {
    const faults = manifest.error.issues.map(({ path, message }) => `${path.join('.') || 'it'}: ${message}`);
    throw new Error(`${file} is not as an export writes it: ${faults.join('; ')}.`);
  }
  const named = new Set(describedTables(manifest.data).map(({ table }) => fileOf(table)));
  const stray = (await readdir(directory)).filter((name) => name.endsWith('.jsonl') && !named.has(name));
  if (stray.length > 0) {
    throw new Error(
      `${file} does not name ${stray.join(', ')}: the export was put together by hand. Take another one.`,
    );
  }
  return manifest.data;
};

/** The tables that it names, in the order of an export. */
export const describedTables = ({ tables }: Manifest): readonly (Figures & { readonly table: ExportedTable })[] =>
  exportedTables.flatMap((table) => {
    const figures = tables[table];
    return figures ? [{ table, ...figures }] : [];
  });
