/**
 * A function as one CommonJS file, minified, without what no function of ours can reach: of Tablestore's SDK the messages of
 * operations that we do not call, of the OpenAPI's client what reads XML, for we ask it for text, and where else credentials
 * may come from than the invocation, of zod what describes schemas to others.
 *
 * What each way paid of a start with its first request, in milliseconds of processor time, of log-in and of change-settlement
 * (an empty handler takes 23; before, 108 and 163):
 *
 * | the SDK's messages generated for our operations, search and SQL left out | 27 and 35 |
 * | the OpenAPI's client loaded by whoever calls a service, and its XML, credentials and debugging left out | 3 and 8 |
 * | a code cache (`code-cache.mjs`) | 16 and 37 |
 * | zod's run-time compiler off | up to 5 |
 * | minified, in the same cache | 2; and the package stays within 1 MB |
 * | the formats of a mail's times made when a mail is written (deliver-mail) | 15 |
 *
 * Tried and dropped, for they paid nothing: no WebAssembly for 64-bit multiplication, `node:https` loaded late, no calls of
 * `new Buffer()` in the SDK. What is left: of the 62 that log-in takes now, and change-settlement's 77, Node itself
 * takes 23, and its own modules with one request by them 9; reading the cache, making zod's schemas, and the SDK's first calls,
 * which run before V8 knows them, share the rest.
 *
 * The text is ASCII and stands in the brackets in which Node loads a module, so that whoever loads it reads it as it is.
 */
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { wireMessages } from './wire-messages.mjs';

/** Function Compute's newest managed runtime for Node; `npm start` needs no newer one. */
export const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  write: false,
};

/** In the words of whoever finds it in a log. */
const LEFT_OUT = 'This part of the package was left out of the bundle: see local/function-bundle.mjs.';

/** Every name that an ES module exports, as a function that makes functions: whoever calls one of those has reached too far. */
const hollow = (path) => {
  const names = [...readFileSync(path, 'utf8').matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
  return `const make = () => () => { throw new Error('${LEFT_OUT}'); };
${names.map((name) => `export const ${name} = make;`).join('\n')}`;
};

const nothing = () => '';

/** The SDK's coders are one object each, a method for every operation: only those of `kept` stay. */
const methods = (kept) => (path) =>
  readFileSync(path, 'utf8').replace(
    /^ {4}(\w+)(?:: function ?)? ?\([^)]*\) ?\{\r?\n[\s\S]*?^ {4}\},?\r?\n/gm,
    (method, name) => (kept.test(name) ? method : ''),
  );

/** zod writes a parser of its own for each object and has it compiled, which no code cache can hold: not worth it for a few requests. */
const withoutCompiler = (path) => `${readFileSync(path, 'utf8')}\nglobalConfig.jitless = true;`;

/** What stands for a package's file, by the end of its path. */
const instead = [
  [/\/tablestore\/lib\/protocol\/tablestore_compiled_proto\.js$/, wireMessages],
  [
    /\/tablestore\/lib\/protocol\/encoder\.js$/,
    methods(/^encode$|^encode(Batch|\w+Row$|GetRange)|^_make\w*(Condition|PaginationFilter)$/),
  ],
  [
    /\/tablestore\/lib\/protocol\/decoder\.js$/,
    methods(/^decode$|^decode(Batch|\w+Row$|GetRange)|^_decodeRow|^_parse\w*(Row|RowItem)$/),
  ],
  // Search and SQL: constants, and the readers of their answers.
  [/\/tablestore\/lib\/(search|sql|protocol\/sql_generated)\.js$/, nothing],
  [/\/node_modules\/flatbuffers\/.*\.js$/, nothing],
  // What it tells developers: of every request its headers, if DEBUG says so.
  [
    /\/node_modules\/debug\/src\/index\.js$/,
    () => 'module.exports = () => Object.assign(() => {}, { enabled: false });',
  ],
  // Answers as XML.
  [/\/node_modules\/xml2js\/.*\.js$/, nothing],
  // Credentials from elsewhere than the invocation: from files, other services, other roles.
  [/\/@alicloud\/credentials\/dist\/src\/rsa_key_pair_credential\.js$/, nothing],
  [
    /\/@alicloud\/credentials\/dist\/src\/providers\/(cli_profile|default|ecs_ram_role|env|oidc_role_arn|profile|ram_role_arn|uri)\.js$/,
    nothing,
  ],
  [/\/zod\/v4\/core\/core\.js$/, withoutCompiler],
  // Schemas as JSON Schema: the API's document is made at build time.
  [/\/zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/, hollow],
];

const lean = {
  name: 'lean',
  setup({ onLoad }) {
    for (const [filter, contents] of instead)
      onLoad({ filter }, ({ path }) => ({ contents: contents(path), loader: 'js' }));
  },
};

/** `outfile` is where it will lie, seen from `root`; `more` are options of esbuild. */
export const bundle = (root, entryPoint, outfile, more = {}) =>
  build({
    ...common,
    absWorkingDir: root,
    entryPoints: [entryPoint],
    outfile,
    minify: true,
    charset: 'ascii',
    banner: { js: '(function(exports,require,module,__filename,__dirname){' },
    footer: { js: '})' },
    plugins: [lean],
    // The Tablestore SDK assigns to variables that it never declares, which strict mode forbids: the file as a whole must not
    // be strict. What is TypeScript in it was checked as strict before.
    tsconfigRaw: { compilerOptions: { strict: false } },
    metafile: true,
    legalComments: 'linked',
    ...more,
  });
