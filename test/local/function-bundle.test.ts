/**
 * The store's contract, kept by the adapter as it is bundled into the functions: with the messages that were generated at build
 * time, and without what was left out. What is not ours to call says that it is not there.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import type TableStore from 'tablestore';
import { localCredentials } from '../../local/credentials';
import type { Credentials, Target } from '../../shared/adapters/tablestore/client';
import type { tablestore } from '../../shared/adapters/tablestore/store';
import * as ports from '../../shared/ports';
import { describeStore } from '../contracts/store';
import { openEmbedded, realClock } from '../shared/adapters/tablestore/embedded';

const root = join(__dirname, '../..');

interface Bundled {
  readonly tablestore: typeof tablestore;
  readonly connect: (target: Target, credentials: Credentials) => InstanceType<typeof TableStore.Client>;
}

/** esbuild is no CommonJS: the build's own function runs in a process of its own. */
const bundled = (): Bundled => {
  const adapters = './shared/adapters/tablestore';
  const options = {
    // The classes of what goes wrong are the suite's own.
    external: ['*/ports'],
    stdin: { resolveDir: root, contents: `export * from '${adapters}/store'; export * from '${adapters}/client';` },
    legalComments: 'none',
  };
  const program = `
    import { bundle } from ${JSON.stringify(join(root, 'local/function-bundle.mjs'))};
    const options = { ...${JSON.stringify(options)}, entryPoints: undefined };
    const { outputFiles: [file] } = await bundle(${JSON.stringify(root)}, '', 'dist/proofs/store.js', options);
    process.stdout.write(file.contents);
  `;
  const code = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'latin1' });
  const module: { exports: unknown } = { exports: {} };
  const load = (name: string): unknown => (name.endsWith('/ports') ? ports : require(name));
  runInThisContext(code)(module.exports, load, module, 'store.js', root);
  return module.exports as Bundled;
};

const bundle = bundled();

describeStore('the Tablestore adapter as it is bundled', async () => {
  const { target, close } = await openEmbedded();
  return { store: bundle.tablestore(target, localCredentials, { clock: realClock }), close };
});

// biome-ignore format: one call a line
test.each([
  ['search',      { tableName: 'instances', indexName: 'any', searchQuery: {} }],
  ['createTable', { tableMeta: { tableName: 'any', primaryKey: [] }, reservedThroughput: {}, tableOptions: {} }],
] as const)('%s, which no function calls, is not there', async (operation, params) => {
  const client = bundle.connect({ endpoint: 'http://127.0.0.1:1', instanceName: 'any' }, localCredentials);
  await expect(client[operation](params as never)).rejects.toThrow(/is not a function/);
});
