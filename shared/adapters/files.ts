/**
 * Files beside the function's code. One that is kept only compressed, as `<name>.gz`, is unpacked for whoever asks for it by
 * its own name. A name that could lead out of their folder, or is longer than a file's may be (255 bytes on Linux), names none
 * of them.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Files } from '../ports';

const PLAIN_NAME = /^[a-z0-9][a-z0-9._-]{0,127}$/i;

export const filesIn = (directory: string): Files => {
  const find = async (name: string): Promise<Uint8Array | undefined> => {
    try {
      return await readFile(join(directory, name));
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw fault;
    }
  };
  return {
    async read(name) {
      if (!PLAIN_NAME.test(name)) return undefined;
      const found = await find(name);
      if (found) return found;
      const packed = await find(`${name}.gz`);
      return packed && promisify(gunzip)(packed);
    },
  };
};
