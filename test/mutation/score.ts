/**
 * The figures of a run, from Stryker's report: https://github.com/stryker-mutator/mutation-testing-elements. A mutant that
 * runs into the time limit is found, for the mutation made it endless; one that cannot even be loaded proves nothing, so
 * it counts for neither side.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';

const report = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          status: z.enum(['Killed', 'Timeout', 'Survived', 'NoCoverage', 'RuntimeError', 'CompileError', 'Ignored']),
        }),
      ),
    }),
  ),
});

export type Report = z.output<typeof report>;
type Status = Report['files'][string]['mutants'][number]['status'];

export interface Figures {
  /** In percent, rounded down to two places. */
  readonly score: number;
  readonly mutants: number;
  readonly killed: number;
  readonly timeouts: number;
  readonly survived: number;
  readonly noCoverage: number;
  readonly errors: number;
}

export const readReport = async (path: string): Promise<Report> =>
  report.parse(JSON.parse(await readFile(path, 'utf8')));

export const scoreOf = ({ files }: Report): { overall: Figures; perFolder: Record<string, Figures> } => {
  const statuses = Object.entries(files).flatMap(([path, { mutants }]) =>
    mutants.map(({ status }) => ({ folder: dirname(path), status })),
  );
  const of = (folder: string) => statuses.filter((mutant) => mutant.folder === folder);
  const folders = [...new Set(statuses.map(({ folder }) => folder))].sort();
  return {
    overall: figuresOf(statuses),
    perFolder: Object.fromEntries(folders.map((folder) => [folder, figuresOf(of(folder))])),
  };
};

const figuresOf = (mutants: readonly { readonly status: Status }[]): Figures => {
  const count = (...wanted: Status[]) => mutants.filter(({ status }) => wanted.includes(status)).length;
  const [killed, timeouts] = [count('Killed'), count('Timeout')];
  const [survived, noCoverage] = [count('Survived'), count('NoCoverage')];
  const valid = killed + timeouts + survived + noCoverage;
  return {
    score: valid === 0 ? 0 : Math.floor((10_000 * (killed + timeouts)) / valid) / 100,
    mutants: mutants.length,
    killed,
    timeouts,
    survived,
    noCoverage,
    errors: count('RuntimeError', 'CompileError'),
  };
};
