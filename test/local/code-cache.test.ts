/**
 * A built function starts from its code cache, and answers all the same where that cannot be used. V8 itself would take a
 * spoilt cache at its word and end the process, or run what was compiled from another text.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(60_000);

const dist = join(__dirname, '../../dist');
const NAME = 'billing-center';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'code-cache-'));
  cpSync(join(dist, NAME), directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Loads the function as the platform does, watches how V8 is given its code, and asks it with a method that it does not have. */
const program = `
  process.noDeprecation = true;
  const vm = require('node:vm');
  const seen = {};
  const { Script } = vm;
  vm.Script = class extends Script {
    constructor(text, options) {
      super(text, options);
      Object.assign(seen, { given: options.cachedData !== undefined, rejected: this.cachedDataRejected });
    }
  };
  const { handler } = require(process.argv[1] + '/index.js');
  const http = { method: 'PATCH', path: '/api/account', sourceIp: '192.0.2.1' };
  const event = {
    version: 'v1', rawPath: http.path, headers: {}, queryParameters: {}, body: '', isBase64Encoded: true,
    requestContext: { requestId: 'any', http },
  };
  handler(Buffer.from(JSON.stringify(event)), { requestId: 'any', credentials: {} }).then(({ statusCode }) => {
    require('node:fs').writeSync(2, JSON.stringify({ ...seen, statusCode }));
  });
`;
const environment = {
  TABLESTORE_ENDPOINT: 'http://127.0.0.1:1',
  TABLESTORE_INSTANCE: 'any',
  SESSION_KEY: 'a session key that is long enough for anybody',
};
const start = (...flags: string[]) => {
  const { stderr } = spawnSync(process.execPath, [...flags, '--eval', program, directory], {
    env: environment,
    encoding: 'utf8',
  });
  return stderr.startsWith('{') ? JSON.parse(stderr) : stderr;
};

const change = (file: string, how: (contents: Buffer) => Buffer) => {
  const path = join(directory, file);
  writeFileSync(path, how(readFileSync(path)));
};
const flip = (at: (contents: Buffer) => number) => (contents: Buffer) => {
  const spoilt = Buffer.from(contents);
  const index = at(spoilt);
  spoilt[index] = (spoilt[index] ?? 0) ^ 0x5a;
  return spoilt;
};
/** The text of a refusal, which is as long as before. */
const reworded = (contents: Buffer) =>
  Buffer.from(contents.toString('latin1').replace('wrong on our side', 'wrong on our part'), 'latin1');

const taken = { given: true, rejected: false, statusCode: 405 };
const notTaken = { given: false, statusCode: 405 };

// biome-ignore format: one case a line
test.each<[string, () => void, object]>([
  // the cache is             |                                                                       | and is
  ['as it was built',          () => {},                                                                taken],
  ['spoilt at its beginning',  () => change('code.cache', flip(() => 24)),                              notTaken],
  ['spoilt in the middle',     () => change('code.cache', flip(({ length }) => length >> 1)),           notTaken],
  ['spoilt at its end',        () => change('code.cache', flip(({ length }) => length - 1)),            notTaken],
  ['cut short',                () => change('code.cache', (cache) => cache.subarray(0, 1000)),          notTaken],
  ['empty',                    () => change('code.cache', () => Buffer.alloc(0)),                       notTaken],
  ['not there',                () => rmSync(join(directory, 'code.cache')),                             notTaken],
  ["another function's",       () => change('code.cache', () => readFileSync(join(dist, 'log-in/code.cache'))), notTaken],
  ['of another text',          () => change('code.js', reworded),                                       notTaken],
])('a code cache that is %s', (_, spoil, seen) => {
  spoil();
  expect(start()).toEqual(seen);
});

test('a code cache of a V8 with other flags is refused by V8, and the function answers', () => {
  expect(start('--no-opt')).toEqual({ given: true, rejected: true, statusCode: 405 });
});

test('the text is as long when it is reworded: only the digest tells the two apart', () => {
  const code = readFileSync(join(directory, 'code.js'));
  expect(reworded(code)).toHaveLength(code.length);
  expect(reworded(code).equals(code)).toBe(false);
});
