/**
 * The house’s one rule, over every source file: each layer imports itself and those to its left. What a layer imports is
 * read by esbuild; imports of types count too, for a type is a dependency all the same.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { build } from 'esbuild';

/** Files by their path; only those of TypeScript have a text. */
type Sources = ReadonlyMap<string, string>;

interface Import {
  readonly from: string;
  /** A file’s path, or a package’s name. */
  readonly to: string;
  readonly typeOnly: boolean;
}

// --- reading ---------------------------------------------------------------------------------------------------------

const root = join(__dirname, '..');
const folders = ['shared', 'functions', 'local', 'test'];

const readSources = (): Sources =>
  new Map(
    folders
      .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .map((path) => [path, /\.tsx?$/.test(path) ? readFileSync(join(root, path), 'utf8') : '']),
  );

/** esbuild drops imports of types before anybody sees them: here they are made to look like others. */
const withTypes = (text: string): string =>
  text
    .replace(/^import type (?=[\w{*])/gm, 'import ')
    .replace(/^export type (?=(\{[^}]*\}|\*(?: as \w+)?) from )/gm, 'export ');

/** What each file imports, as `from > to`. */
const readImports = async (sources: Sources, textOf: (text: string) => string): Promise<Set<string>> => {
  const imports = new Set<string>();
  await build({
    entryPoints: [...sources.keys()].filter((path) => /\.tsx?$/.test(path)),
    outdir: 'nowhere',
    write: false,
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    plugins: [
      {
        name: 'sources',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
            // esbuild puts ./ before a path that it finds on the disk.
            if (kind === 'entry-point') return { path: posix.normalize(path), namespace: 'source' };
            const file = posix.join(posix.dirname(importer), path);
            const to = path.startsWith('.')
              ? (['.ts', '.tsx', ''].map((end) => file + end).find((name) => sources.has(name)) ?? file)
              : path;
            imports.add(`${importer} > ${to}`);
            return { path: to, external: true };
          });
          onLoad({ filter: /.*/, namespace: 'source' }, ({ path }) => ({
            contents: textOf(sources.get(path) ?? ''),
            loader: path.endsWith('x') ? 'tsx' : 'ts',
          }));
        },
      },
    ],
  });
  return imports;
};

const importsOf = async (sources: Sources): Promise<Import[]> => {
  const [loaded, all] = await Promise.all([readImports(sources, (text) => text), readImports(sources, withTypes)]);
  return [...all].map((edge) => {
    const [from = '', to = ''] = edge.split(' > ');
    return { from, to, typeOnly: !loaded.has(edge) };
  });
};

// --- the rule --------------------------------------------------------------------------------------------------------

const node = /^node:/;
const everything = /^/;
const sdks = /^(tablestore|@alicloud\/.*)$/;
const browser = [/^(react|react-dom|react-router|antd)(\/|$)/, /^(@ant-design\/icons|@tanstack\/react-query|zod)$/];

interface Layer {
  readonly path: string;
  /** Packages that it may load. */
  readonly loads: readonly RegExp[];
  /** Packages of which it may use types, beside those. */
  readonly types?: readonly RegExp[];
}

// biome-ignore format: the layers, from left to right
const layers: readonly Layer[] = [
  { path: 'shared/validation/', loads: [/^zod$/] },
  { path: 'shared/domain/',     loads: [],                    types: [/^zod$/] },
  { path: 'shared/ports.ts',    loads: [] },
  { path: 'shared/protocol/',   loads: [/^node:crypto$/] },
  { path: 'shared/triggers/',   loads: [/^node:crypto$/, /^zod$/] },
  { path: 'shared/adapters/',   loads: [node, /^zod$/, sdks] },
  { path: 'functions/console/pages/', loads: browser },
  { path: 'functions/',         loads: [/^zod$/, /^node:crypto$/] },
  { path: 'local/pages/',       loads: browser },
  { path: 'local/',             loads: [node, /^(?!tablestore$|@alicloud\/|node:)/] },
  { path: 'test/',              loads: [everything] },
];
const layerOf = (path: string): number => layers.findIndex((layer) => path.startsWith(layer.path));
const functionOf = (path: string): string | undefined => /^functions\/([^/]+)\//.exec(path)?.[1];
const isPage = (path: string): boolean => /^(functions\/console|local)\/pages\//.test(path);
const isFile = (to: string): boolean => folders.some((folder) => to.startsWith(`${folder}/`));

const faultOfImport = ({ from, to, typeOnly }: Import): string | undefined => {
  const layer = layers[layerOf(from)];
  if (!isFile(to)) {
    const may = [...(layer?.loads ?? []), ...(typeOnly ? (layer?.types ?? []) : [])];
    return may.some((allowed) => allowed.test(to)) ? undefined : 'its layer does not use this package';
  }
  // The simulator’s pages may name what the local cloud answers them.
  if (from.startsWith('local/pages/') && to.startsWith('local/') && typeOnly) return undefined;
  if (layerOf(to) > layerOf(from)) return 'it is a layer to its right';
  if (isPage(from) && !isPage(to) && !to.startsWith('shared/validation/')) return 'a page runs in a browser';
  if (isPage(to) && !isPage(from) && !from.startsWith('test/')) return 'pages are served, not loaded';
  if (functionOf(from) !== undefined && functionOf(to) !== undefined && functionOf(from) !== functionOf(to)) {
    return 'no function imports another';
  }
  const isWiring = /^functions\/[^/]+\/index\.ts$/;
  if (isWiring.test(to)) return 'an index.ts is loaded by Function Compute alone';
  if (functionOf(from) !== undefined && to.startsWith('shared/adapters/') && !isWiring.test(from)) {
    return 'only an index.ts imports adapters';
  }
  return undefined;
};

const functionFiles = ['index.ts', 'handler.ts', 'schema.ts', 'example.json'];
/** Names that say nothing of what is inside. */
const emptyNames = /^(utils?|helpers?|common|managers?|impl|types|misc|shared|lib)\.[a-z]+$/;

const faultsOfFiles = (paths: readonly string[]): string[] => {
  const faults = paths.flatMap((path) => {
    const name = basename(path);
    if (emptyNames.test(name)) return [`${path}: the name says nothing`];
    if (/^index\.tsx?$/.test(name) && !/^functions\/[^/]+\/index\.ts$/.test(path)) return [`${path}: no barrel files`];
    if (layerOf(path) === -1) return [`${path}: belongs to no layer`];
    const [, inFunction] = /^functions\/[^/]+\/([^/]+)$/.exec(path) ?? [];
    if (inFunction && !functionFiles.includes(inFunction)) return [`${path}: not one of a function’s four files`];
    // The console’s pages lie below it.
    if (/^functions\/(?!console\/)[^/]+\/[^/]+\//.test(path)) return [`${path}: a function has no folders`];
    return [];
  });
  for (const name of new Set(paths.flatMap((path) => functionOf(path) ?? []))) {
    for (const file of functionFiles) {
      if (!paths.includes(`functions/${name}/${file}`)) faults.push(`functions/${name}: has no ${file}`);
    }
  }
  return faults;
};

const faultsOfImports = (imports: readonly Import[]): string[] =>
  imports.flatMap((edge) => {
    const fault = faultOfImport(edge);
    return fault ? [`${edge.from} imports ${edge.to}: ${fault}`] : [];
  });

const faultsOf = async (sources: Sources): Promise<string[]> => [
  ...faultsOfFiles([...sources.keys()]),
  ...faultsOfImports(await importsOf(sources)),
];

// --- the house, and houses that break it -----------------------------------------------------------------------------

const house = readSources();
let imports: readonly Import[];
beforeAll(async () => {
  imports = await importsOf(house);
}, 60_000);

it('every file of the house keeps to it', () => {
  expect([...faultsOfFiles([...house.keys()]), ...faultsOfImports(imports)]).toEqual([]);
});

it('every file is read, and types are imports too', () => {
  const from = new Set(imports.map((edge) => edge.from));
  for (const { path } of layers) expect([...from].some((file) => file.startsWith(path))).toBe(true);
  // biome-ignore format: one import a line
  expect(imports).toEqual(expect.arrayContaining([
    { from: 'functions/log-in/handler.ts', to: 'shared/ports.ts',                   typeOnly: true },
    { from: 'functions/log-in/handler.ts', to: 'shared/triggers/http.ts',           typeOnly: false },
    { from: 'functions/log-in/schema.ts',  to: 'shared/validation/session.ts',      typeOnly: false },
    { from: 'functions/log-in/index.ts',   to: 'shared/adapters/scrypt.ts',         typeOnly: false },
    { from: 'shared/domain/refusals.ts',   to: 'zod',                               typeOnly: true },
    { from: 'test/architecture.test.ts',   to: 'esbuild',                           typeOnly: false },
  ]));
});

/** A house with one file in each place, each of them right. */
const small = (): Map<string, string> =>
  new Map([
    ['shared/validation/site.ts', "import * as z from 'zod'; export const site = z.string();"],
    ['shared/domain/mail.ts', "import type { Site } from '../validation/site'; export interface Mail { site: Site }"],
    [
      'shared/ports.ts',
      "import type { Mail } from './domain/mail'; export interface Mailer { send(mail: Mail): void }",
    ],
    ['shared/protocol/fence.ts', "import type { Mailer } from '../ports';\nexport const fence = 1;"],
    ['shared/triggers/http.ts', "import { fence } from '../protocol/fence'; export const http = fence;"],
    ['shared/adapters/store.ts', "import TableStore from 'tablestore'; export const store = TableStore;"],
    ...['log-in', 'console'].flatMap((name): [string, string][] => [
      [
        `functions/${name}/index.ts`,
        "import { store } from '../../shared/adapters/store'; export const handler = store;",
      ],
      [
        `functions/${name}/handler.ts`,
        "import { http } from '../../shared/triggers/http'; export const routes = http;",
      ],
      [`functions/${name}/schema.ts`, 'export {};'],
      [`functions/${name}/example.json`, ''],
    ]),
    [
      'functions/console/pages/list.tsx',
      "import { App } from 'antd'; import { site } from '../../../shared/validation/site'; export const page = site && <App />;",
    ],
    [
      'local/pages/clock.tsx',
      "import type { main } from '../main'; import { page } from '../../functions/console/pages/list'; export const clock = page as typeof main;",
    ],
    ['local/main.ts', "import { createServer } from 'node:http'; export const main = createServer;"],
    ['test/story.test.ts', "import { routes } from '../functions/log-in/handler'; export const test = routes;"],
  ]);

it('a small house that keeps to it has no fault', async () => {
  expect(await faultsOf(small())).toEqual([]);
});

// biome-ignore format: one case a line
it.each([
  // a file                                 with                                                         fault
  ['shared/validation/a.ts',                "import '../domain/mail'",                                   'imports shared/domain/mail.ts: it is a layer to its right'],
  ['shared/domain/a.ts',                    "import { type Mailer } from '../ports'",                    'imports shared/ports.ts: it is a layer to its right'],
  ['shared/domain/a.ts',                    "import type { Mailer } from '../ports'",                    'imports shared/ports.ts: it is a layer to its right'],
  ['shared/domain/a.ts',                    "export type { Mailer } from '../ports'",                    'imports shared/ports.ts: it is a layer to its right'],
  ['shared/domain/a.ts',                    "export type * from '../ports'",                             'imports shared/ports.ts: it is a layer to its right'],
  ['shared/domain/a.ts',                    "export * from '../ports'",                                  'imports shared/ports.ts: it is a layer to its right'],
  ['shared/domain/a.ts',                    "export const a = () => import('../ports')",                 'imports shared/ports.ts: it is a layer to its right'],
  ['shared/domain/a.ts',                    "export const a = require('../ports')",                      'imports shared/ports.ts: it is a layer to its right'],
  ['shared/ports.ts',                       "import type { A } from './protocol/fence'",                 'imports shared/protocol/fence.ts: it is a layer to its right'],
  ['shared/protocol/a.ts',                  "import type { A } from '../triggers/http'",                 'imports shared/triggers/http.ts: it is a layer to its right'],
  ['shared/triggers/a.ts',                  "import type { A } from '../adapters/store'",                'imports shared/adapters/store.ts: it is a layer to its right'],
  ['shared/adapters/a.ts',                  "import '../../functions/log-in/handler'",                   'imports functions/log-in/handler.ts: it is a layer to its right'],
  ['functions/log-in/handler.ts',           "import '../../local/main'",                                 'imports local/main.ts: it is a layer to its right'],
  ['local/a.ts',                            "import '../test/story.test'",                               'imports test/story.test.ts: it is a layer to its right'],
  ['shared/domain/a.ts',                    "import * as z from 'zod'",                                  'imports zod: its layer does not use this package'],
  ['shared/domain/a.ts',                    "import { type ZodType } from 'zod'",                        'imports zod: its layer does not use this package'],
  ['shared/domain/a.ts',                    "import 'node:crypto'",                                      'imports node:crypto: its layer does not use this package'],
  ['shared/domain/a.ts',                    "import type { A } from 'tablestore'",                       'imports tablestore: its layer does not use this package'],
  ['shared/ports.ts',                       "import type * as z from 'zod'",                             'imports zod: its layer does not use this package'],
  ['shared/validation/a.ts',                "import 'node:fs'",                                          'imports node:fs: its layer does not use this package'],
  ['shared/protocol/a.ts',                  "import 'tablestore'",                                       'imports tablestore: its layer does not use this package'],
  ['shared/triggers/a.ts',                  "import '@alicloud/openapi-client'",                         'imports @alicloud/openapi-client: its layer does not use this package'],
  ['functions/log-in/handler.ts',           "import 'tablestore'",                                       'imports tablestore: its layer does not use this package'],
  ['functions/log-in/index.ts',             "import '@alicloud/openapi-client'",                         'imports @alicloud/openapi-client: its layer does not use this package'],
  ['local/a.ts',                            "import 'tablestore'",                                       'imports tablestore: its layer does not use this package'],
  ['functions/log-in/handler.ts',           "import '../console/handler'",                               'imports functions/console/handler.ts: no function imports another'],
  ['functions/log-in/schema.ts',            "export type { A } from '../console/schema'",                'imports functions/console/schema.ts: no function imports another'],
  ['functions/log-in/handler.ts',           "import '../../shared/adapters/store'",                      'imports shared/adapters/store.ts: only an index.ts imports adapters'],
  ['functions/log-in/schema.ts',            "import type { A } from '../../shared/adapters/store'",      'imports shared/adapters/store.ts: only an index.ts imports adapters'],
  ['functions/console/pages/a.ts',          "import type { A } from '../../../shared/ports'",            'imports shared/ports.ts: a page runs in a browser'],
  ['functions/console/pages/a.tsx',         "import '../handler'",                                       'imports functions/console/handler.ts: it is a layer to its right'],
  ['functions/console/pages/a.tsx',         "import 'node:crypto'",                                      'imports node:crypto: its layer does not use this package'],
  ['functions/console/pages/a.tsx',         "import 'lodash'",                                           'imports lodash: its layer does not use this package'],
  ['functions/console/pages/a.tsx',         "import '../../../local/pages/clock'",                       'imports local/pages/clock.tsx: it is a layer to its right'],
  ['local/pages/a.tsx',                     "import '../main'",                                          'imports local/main.ts: it is a layer to its right'],
  ['local/pages/a.tsx',                     "import type { A } from '../../shared/ports'",               'imports shared/ports.ts: a page runs in a browser'],
  ['local/pages/a.tsx',                     "import 'node:crypto'",                                      'imports node:crypto: its layer does not use this package'],
  ['local/a.ts',                            "import './pages/clock'",                                    'imports local/pages/clock.tsx: pages are served, not loaded'],
  ['local/a.ts',                            "import '../functions/console/pages/list'",                  'imports functions/console/pages/list.tsx: pages are served, not loaded'],
  ['functions/console/handler.ts',          "import './pages/list'",                                     'imports functions/console/pages/list.tsx: pages are served, not loaded'],
  ['test/a.test.ts',                        "import '../functions/log-in/index'",                        'imports functions/log-in/index.ts: an index.ts is loaded by Function Compute alone'],
  ['local/a.ts',                            "import '../functions/log-in/index'",                        'imports functions/log-in/index.ts: an index.ts is loaded by Function Compute alone'],
])('%s with %s', async (path, text, fault) => {
  expect(await faultsOf(small().set(path, `${text};\n`))).toEqual([`${path} ${fault}`]);
});

// biome-ignore format: one case a line
it.each([
  // a file more                            fault
  ['shared/domain/utils.ts',                ['shared/domain/utils.ts: the name says nothing']],
  ['shared/adapters/types.ts',              ['shared/adapters/types.ts: the name says nothing']],
  ['functions/console/pages/helpers.tsx',   ['functions/console/pages/helpers.tsx: the name says nothing']],
  ['test/fakes/common.ts',                  ['test/fakes/common.ts: the name says nothing']],
  ['shared/validation/common-passwords.ts', []],
  ['shared/domain/index.ts',                ['shared/domain/index.ts: no barrel files']],
  ['functions/console/pages/index.tsx',     ['functions/console/pages/index.tsx: no barrel files']],
  ['shared/money.ts',                       ['shared/money.ts: belongs to no layer']],
  ['shared/service/a.ts',                   ['shared/service/a.ts: belongs to no layer']],
  ['functions/log-in/cookie.ts',            ['functions/log-in/cookie.ts: not one of a function’s four files']],
  ['functions/log-in/README.md',            ['functions/log-in/README.md: not one of a function’s four files']],
  ['functions/log-in/pages/a.ts',           ['functions/log-in/pages/a.ts: a function has no folders']],
  ['functions/new/handler.ts',              ['index.ts', 'schema.ts', 'example.json'].map((file) => `functions/new: has no ${file}`)],
])('a file %s', async (path, faults) => {
  expect(await faultsOf(small().set(path, ''))).toEqual(faults);
});
