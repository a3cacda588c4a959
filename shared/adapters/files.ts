/** Files beside the function's code. A name that could lead out of their folder names none of them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from '../ports';

const PLAIN_NAME = /^[a-z0-9][a-z0-9._-]*$/i;

export const filesIn = (directory: string): Files => ({
  async read(name) {
    if (!PLAIN_NAME.test(name)) return undefined;
    try {
      return await readFile(join(directory, name));
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw fault;
    }
  },
});
