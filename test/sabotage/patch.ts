/** Applies a sabotage: to a text, and to what esbuild bundles. The sources on the disk stay as they are. */
import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import type { Edit } from './sabotages';

/** Throws where the edit does not fit: the source has moved on, and the sabotage must follow it. */
export const applied = (text: string, { file, find, replace }: Edit): string => {
  const parts = text.split(find);
  if (parts.length !== 2) throw new Error(`Stands ${parts.length - 1} times in ${file}, not once: ${find}`);
  return parts.join(replace);
};

export const sabotaging = (root: string, edits: readonly Edit[]): Plugin => ({
  name: 'sabotage',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const file = relative(root, path).split(sep).join('/');
      const here = edits.filter((edit) => edit.file === file);
      if (here.length === 0) return undefined;
      return { contents: here.reduce(applied, await readFile(path, 'utf8')), loader: 'ts' };
    });
  },
});
