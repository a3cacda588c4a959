/**
 * What the lock file brings: under which licences, nothing that its authors gave up, whole on every platform, and with the
 * overrides that the README explains.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Locked {
  readonly version?: string;
  /** Of what stands in another's place. */
  readonly name?: string;
  readonly license?: string;
  readonly deprecated?: string;
  /** Of what only builds or tests, and ships nowhere. */
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
type Packages = Readonly<Record<string, Locked>>;

const { packages } = JSON.parse(readFileSync(join(__dirname, '..', 'package-lock.json'), 'utf8')) as {
  packages: Packages;
};

/** Permissive all: they ask for no more than that their notice is kept, or for nothing. */
const allowed = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'PSF-2.0',
  'CC0-1.0',
  'CC-BY-4.0',
]);
/** These ask that changes of their own be shared, which we do not make; they build and test, and none of them ships. */
const allowedOfTools = new Set(['MPL-2.0', 'OFL-1.1']);
/** Not as SPDX writes it; read by a person. */
const asTheyWriteIt = new Map([
  ['@serverless-devs/s', { written: 'Apache 2.0', license: 'Apache-2.0' }],
  ['flatbuffers', { written: 'SEE LICENSE IN LICENSE.txt', license: 'Apache-2.0' }],
]);

const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');
const locked = (all: Packages): [string, Locked][] =>
  Object.entries(all).flatMap(([path, entry]) => (path === '' ? [] : [[nameOf(path), entry]]));

const faultOfLicense = (name: string, { license = 'none', dev = false }: Locked): string[] => {
  const known = asTheyWriteIt.get(name);
  const expression = known?.written === license ? known.license : license;
  const choices = expression.replace(/[()]/g, '').split(' OR ');
  const may = (each: string) => allowed.has(each) || (dev && allowedOfTools.has(each));
  const fine = choices.some((choice) => choice.split(' AND ').every(may));
  return fine ? [] : [`${name} is licensed under ${license}`];
};

/** The trap: of a release whose binary for some platform is not published, npm leaves that out of the lock file. */
const faultsOf = (all: Packages): string[] => {
  const names = new Set(locked(all).map(([name]) => name));
  return locked(all).flatMap(([name, entry]) => [
    ...faultOfLicense(name, entry),
    ...(entry.deprecated === undefined ? [] : [`${name} is deprecated: ${entry.deprecated}`]),
    ...Object.keys(entry.optionalDependencies ?? {}).flatMap((optional) =>
      names.has(optional) ? [] : [`${optional} of ${name} is missing: npm ci would refuse the lock file`],
    ),
  ]);
};

test('all that is installed may be used, is kept up, and is there for every platform', () => {
  expect(locked(packages).length).toBeGreaterThan(100);
  expect(faultsOf(packages)).toEqual([]);
});

test('there is one protobufjs, the one without the advisory, and nothing that reports an installation', () => {
  const of = (name: string) => locked(packages).filter(([each]) => each === name);
  expect(of('protobufjs').map(([, { version }]) => version)).toEqual(['8.8.1']);
  expect(of('@scarf/scarf').map(([, { name }]) => name)).toEqual(['@favware/skip-dependency']);
});

// biome-ignore format: one package a line
test.each([
  // a package                                                          fault
  [{ license: 'MIT' },                                                  []],
  [{ license: '(MIT OR GPL-3.0)' },                                     []],
  [{ license: 'MIT AND GPL-3.0' },                                      ['it is licensed under MIT AND GPL-3.0']],
  [{ license: 'MPL-2.0', dev: true },                                   []],
  [{ license: 'MPL-2.0' },                                              ['it is licensed under MPL-2.0']],
  [{ license: 'AGPL-3.0', dev: true },                                  ['it is licensed under AGPL-3.0']],
  [{ license: 'AGPL-3.0' },                                             ['it is licensed under AGPL-3.0']],
  [{},                                                                  ['it is licensed under none']],
  [{ license: 'MIT', deprecated: 'use that' },                          ['it is deprecated: use that']],
  [{ license: 'MIT', optionalDependencies: { 'it-darwin': '1' } },      ['it-darwin of it is missing: npm ci would refuse the lock file']],
] as const)('%j', (entry, faults) => {
  expect(faultsOf({ '': {}, 'node_modules/it': entry })).toEqual(faults);
});
