/**
 * A function's `index.js`: a few lines that load its code, `code.js`, with what V8 made of it when it was built, `code.cache`.
 * Compiling is most of what is left of a start once the SDK is lean: with the cache V8 compiles nothing that the story of
 * `warm-up.ts` has run.
 *
 * A cache is taken only where it is known to be the very one: V8 refuses what another version, or one with other flags, has
 * made, but takes a spoilt one at its word, and one of another text of the same length. So `index.js` knows the digest of
 * both files. Where anything is otherwise the code is compiled as ever.
 *
 * No two caches of one code are alike, so that what the same code and the same story made before is kept.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';

/** Our decision: SHA-256, which takes a quarter of a millisecond, and which the functions load anyway. */
export const digestOf = (code, cache) => createHash('sha256').update(code).update(cache).digest('hex');

/** `origin` says what the cache was made by. */
export const loaderOf = (digest, origin) => `'use strict';
// The code cache is of ${origin}.
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');
const filename = __dirname + '/code.js';
const code = readFileSync(filename);
const cacheOf = () => {
  try {
    const cache = readFileSync(__dirname + '/code.cache');
    return createHash('sha256').update(code).update(cache).digest('hex') === '${digest}' ? cache : undefined;
  } catch {
    return undefined;
  }
};
const script = new Script(code.latin1Slice(), { filename, cachedData: cacheOf() });
script.runInThisContext()(exports, require, module, filename, __dirname);
`;

/**
 * What V8 makes of the code in each of these files, by the functions' names, after it has run the warm-up's story. In a process
 * without options of its own, for V8 takes a cache only with the flags with which it was made.
 */
export const codeCaches = async (root, files) => {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  const child = spawn(process.execPath, [join(root, 'dist/local/warm-up.js')], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
  child.send(files);
  const caches = new Promise((resolve) => child.once('message', resolve));
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error('The code cache could not be made: the story of local/warm-up.ts failed.');
  return caches;
};
