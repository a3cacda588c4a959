/**
 * Files as the console keeps them, to be sent without work: a small one as it is, a larger one only compressed, by brotli and
 * by gzip, each as small as it gets. Who takes neither gets what `shared/adapters/files.ts` unpacks.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from 'node:zlib';

/** What fits into one packet arrives no sooner for being smaller. */
const LARGEST_LEFT_BYTES = 1400;

const forms = {
  '.br': {
    pack: (contents) =>
      promisify(brotliCompress)(contents, {
        params: { [constants.BROTLI_PARAM_SIZE_HINT]: contents.length },
      }),
    unpack: promisify(brotliDecompress),
  },
  '.gz': {
    pack: (contents) => promisify(gzip)(contents, { level: constants.Z_BEST_COMPRESSION }),
    unpack: promisify(gunzip),
  },
};

/**
 * `files`, as `{ name, contents }`, in the forms that are kept. `folder` holds what an earlier build kept: the best
 * compression takes seconds, so what still unpacks to the same is taken from there.
 */
export const compressed = async (files, folder) => {
  const kept = async ({ name, contents }) => {
    if (contents.length <= LARGEST_LEFT_BYTES) return [{ name, contents }];
    const each = Object.entries(forms).map(async ([ending, { pack, unpack }]) => {
      const path = join(folder, `${name}${ending}`);
      return { name: `${name}${ending}`, contents: (await earlier(path, unpack, contents)) ?? (await pack(contents)) };
    });
    return Promise.all(each);
  };
  return (await Promise.all(files.map(kept))).flat();
};

/** What the file holds if it unpacks to the contents; nothing where it is not there, or not whole. */
const earlier = async (path, unpack, contents) => {
  try {
    const packed = await readFile(path);
    return (await unpack(packed)).equals(contents) ? packed : undefined;
  } catch {
    return undefined;
  }
};
