/** Whether an export is whole: each file against the manifest, and each line against what its table takes. */
import { join } from 'node:path';
import { createTally, type Figures, fileOf, readFile } from './export-file';
import { describedTables, type Manifest, readManifest } from './export-manifest';
import type { ExportedTable } from './exported-tables';

/** Our decision: so many faults are told; whoever has more needs another export. */
const TOLD = 10;

/** What is wrong with the file of a table, the first of it at least. */
const faultsOfFile = async (
  directory: string,
  { table, rows, sha256 }: Figures & { readonly table: ExportedTable },
): Promise<string[]> => {
  const name = fileOf(table);
  const tally = createTally();
  const faults: string[] = [];
  try {
    for await (const line of readFile(join(directory, name), table, tally)) {
      if ('fault' in line) faults.push(`${name} line ${line.number} ${line.fault}`);
      if (faults.length === TOLD) return faults;
    }
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== 'ENOENT') throw fault;
    return [`${name} is missing`];
  }
  const found = tally.figures();
  if (found.rows !== rows) faults.push(`${name} has ${found.rows} rows, and ${rows} in the manifest`);
  else if (found.sha256 !== sha256) faults.push(`${name} is not the file that the manifest describes`);
  return faults;
};

/** The manifest of an export whose files are whole. Throws a sentence that names each fault by file and line. */
export const checkExport = async (directory: string): Promise<Manifest> => {
  const manifest = await readManifest(directory);
  const faults: string[] = [];
  for (const described of describedTables(manifest)) faults.push(...(await faultsOfFile(directory, described)));
  if (faults.length === 0) return manifest;
  const more = faults.length > TOLD ? '; and more' : '';
  throw new Error(`The export was damaged, take another one: ${faults.slice(0, TOLD).join('; ')}${more}.`);
};
