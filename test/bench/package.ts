/** What is uploaded for each function, unzipped: its bundle and whatever lies beside it. Counted, the last build's. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Bench, countedRow } from './row';

const MB = 1_000_000;
const mostOf = (name: string): number => (name === 'console' ? 3 * MB : MB);

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

export const packageSize: Bench = {
  about: 'what is uploaded for each function, unzipped',
  async run() {
    const checkout = process.cwd();
    return readdirSync(join(checkout, 'functions')).map((name) =>
      countedRow(name, 'kB', Math.round(bytesIn(join(checkout, 'dist', name)) / 1_000), mostOf(name) / 1_000),
    );
  },
};
