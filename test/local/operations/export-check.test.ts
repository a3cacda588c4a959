/** An export that is not as it was written is refused before anything is done with it, and every fault is named. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportTables } from '../../../local/operations/export';
import { checkExport } from '../../../local/operations/export-check';
import { importExport } from '../../../local/operations/import';
import type { Store } from '../../../shared/ports';
import { workspaceId } from '../../../shared/validation/workspace';
import { createFakeStore } from '../../fakes/store';
import { createClock, exporting } from './embedded-rows';

let directory: string;
const at = (name: string) => join(directory, name);
const read = (name: string): string => readFileSync(at(name), 'utf8');
const write = (name: string, contents: string | Uint8Array): void => writeFileSync(at(name), contents);

const workspace = (digit: string) => workspaceId.parse(`wksp_${digit.repeat(32)}`);

beforeEach(async () => {
  const parent = mkdtempSync(join(tmpdir(), 'check-'));
  directory = join(parent, 'export');
  const store = createFakeStore();
  for (const digit of ['1', '2', '3', '4']) {
    await store.write({ table: 'bindings', put: { instanceId: '33884913', workspaceId: workspace(digit) } });
  }
  await store.write({ table: 'noticeLists', put: { listId: 'a', page: 9, workspaceIds: ['w'] } });
  await store.write({ table: 'noticeLists', put: { listId: 'a', page: 10, workspaceIds: [] } });
  await exportTables(store, exporting(directory));
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true }));

const refusal = () =>
  checkExport(directory).then(
    () => 'taken',
    (fault: Error) => fault.message.replaceAll(`${directory}/`, ''),
  );

it('takes one that is', async () => {
  expect(await refusal()).toBe('taken');
});

const FILE = 'bindings.jsonl';
const lines = () => read(FILE).split('\n').slice(0, -1);
/** The table's file with other lines, by whoever could mend the manifest too: so that the lines themselves are judged. */
const forge = (table: string, text: string | Uint8Array, rows: number) => {
  write(`${table}.jsonl`, text);
  const manifest = JSON.parse(read('manifest.json'));
  manifest.tables[table] = { rows, sha256: createHash('sha256').update(text).digest('hex') };
  write('manifest.json', JSON.stringify(manifest));
};
const forgeLine = (change: (line: string) => string) => {
  const changed = lines().map((line, index) => (index === 1 ? change(line) : line));
  forge('bindings', `${changed.join('\n')}\n`, changed.length);
};
const flip = (offset: number) => {
  const bytes = Buffer.from(read(FILE));
  bytes[offset] = (bytes[offset] ?? 0) ^ 1;
  write(FILE, bytes);
};
const DAMAGED = 'The export was damaged, take another one: ';

// biome-ignore format: a table
it.each<[string, () => void, string]>([
  // what befell a file
  ['a bit flipped in a value',       () => flip(lines()[0]?.indexOf('33884913') ?? 0),                 `${DAMAGED}bindings.jsonl line 2 is out of order; bindings.jsonl is not the file that the manifest describes.`],
  ['a bit flipped in the last id',   () => flip(Buffer.from(read(FILE)).length - 4),                   `${DAMAGED}bindings.jsonl is not the file that the manifest describes.`],
  ['a bit flipped in a name',        () => flip(lines()[0]?.indexOf('instanceId') ?? 0),               `${DAMAGED}bindings.jsonl line 1 has no instanceId`],
  ['a bit flipped in the grammar',   () => flip(0),                                                    `${DAMAGED}bindings.jsonl line 1 is no JSON`],
  ['a bit flipped in a line break',  () => flip((lines()[0]?.length ?? 0)),                            `${DAMAGED}bindings.jsonl line 1 is no JSON; bindings.jsonl has 3 rows, and 4 in the manifest.`],
  ['a line is missing',              () => write(FILE, `${lines().slice(1).join('\n')}\n`),            `${DAMAGED}bindings.jsonl has 3 rows, and 4 in the manifest.`],
  ['the last line is cut off',       () => write(FILE, read(FILE).slice(0, -20)),                      `${DAMAGED}bindings.jsonl line 4 has no end`],
  ['the last line break is missing', () => write(FILE, read(FILE).slice(0, -1)),                       `${DAMAGED}bindings.jsonl line 4 has no end`],
  ['the file is empty',              () => write(FILE, ''),                                            `${DAMAGED}bindings.jsonl has 0 rows, and 4 in the manifest.`],
  ['the file is missing',            () => rmSync(at(FILE)),                                           `${DAMAGED}bindings.jsonl is missing.`],
  ['two files are exchanged',        () => { const other = read('links.jsonl'); write('links.jsonl', read(FILE)); write(FILE, other); },
                                                                                                       `${DAMAGED}bindings.jsonl has 0 rows, and 4 in the manifest; links.jsonl line 1 has no accountId`],

  // a line that was made by hand, manifest and all
  ['a member is unknown',            () => forgeLine((line) => line.replace('}', ',"nickname":"x"}')), `${DAMAGED}bindings.jsonl line 2 has a member "nickname", which no bindings have.`],
  ['a member is of another kind',    () => forgeLine((line) => line.replace('"33884913"', '33884913')), `${DAMAGED}bindings.jsonl line 2 is not right: bindings.instanceId takes text, not number.`],
  ['a member is null',               () => forgeLine((line) => line.replace('"33884913"', 'null')),    `${DAMAGED}bindings.jsonl line 2 is not right: bindings.instanceId takes text, not object.`],
  ['a key is missing',               () => forgeLine(() => '{"instanceId":"33884913"}'),               `${DAMAGED}bindings.jsonl line 2 has no workspaceId.`],
  ['a member is said twice',         () => forgeLine((line) => line.replace('{', '{"instanceId":"1",')), `${DAMAGED}bindings.jsonl line 2 is not written as an export writes it.`],
  ['the members are turned round',   () => forgeLine((line) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(line)).toReversed()))),
                                                                                                       `${DAMAGED}bindings.jsonl line 2 is not written as an export writes it.`],
  ['there are blanks',               () => forgeLine((line) => line.replace(':', ': ')),               `${DAMAGED}bindings.jsonl line 2 is not written as an export writes it.`],
  ['a line is a list',               () => forgeLine(() => '[]'),                                      `${DAMAGED}bindings.jsonl line 2 is no JSON object.`],
  ['a line is empty',                () => forgeLine(() => ''),                                        `${DAMAGED}bindings.jsonl line 2 is no JSON.`],
  ['a line is there twice',          () => forgeLine(() => lines()[0] ?? ''),                          `${DAMAGED}bindings.jsonl line 2 is the same row as the line before.`],
  ['a line is in another place',     () => forgeLine(() => lines()[3] ?? ''),                          `${DAMAGED}bindings.jsonl line 3 is out of order.`],
  ['numbers are sorted as text',     () => forge('noticeLists', `${read('noticeLists.jsonl').split('\n').slice(0, -1).toReversed().join('\n')}\n`, 2),
                                                                                                       `${DAMAGED}noticeLists.jsonl line 2 is out of order.`],
  ['a guard is missing',             () => forge('workspaces', `{"kind":"void","workspaceId":"${workspace('1')}"}\n`, 1), `${DAMAGED}workspaces.jsonl line 1 has no version.`],
  ['the bytes are no UTF-8',         () => forge('links', Buffer.from([0x22, 0xff, 0x22, 0x0a]), 1),   `${DAMAGED}links.jsonl line 1 is no UTF-8.`],
  ['more is wrong than can be told', () => forge('links', '{}\n'.repeat(12), 12),                      'links.jsonl line 9 has no accountId; links.jsonl line 10 has no accountId.'],

  // the manifest
  ['there is none',                  () => rmSync(at('manifest.json')),                                'There is no manifest.json: this is no export, or one that was broken off. Take another one.'],
  ['it is cut off',                  () => write('manifest.json', read('manifest.json').slice(0, -9)), 'manifest.json is no JSON: the export was damaged.'],
  ['it is of a later format',        () => write('manifest.json', '{"format":2}'),                     'manifest.json is of format 2, and this release reads format 1: import with the release that wrote it.'],
  ['it is of no format',             () => write('manifest.json', '[]'),                               'manifest.json is of format undefined, and this release reads format 1'],
  ['it names an unknown table',      () => write('manifest.json', read('manifest.json').replace('"links"', '"orders"')), 'manifest.json is not as an export writes it: tables'],
  ['it has an unknown member',       () => write('manifest.json', read('manifest.json').replace('{', '{"note":"",')), 'manifest.json is not as an export writes it: it: Unrecognized key: "note".'],
  ['it leaves out a file',           () => { const { tables, ...rest } = JSON.parse(read('manifest.json')); const { links: _, ...others } = tables; write('manifest.json', JSON.stringify({ ...rest, tables: others })); },
                                                                                                       'manifest.json does not name links.jsonl: the export was put together by hand.'],
])('%s', async (_, befall, told) => {
  befall();
  expect(await refusal()).toContain(told);
  expect(await refusal()).not.toContain(workspace('2'));

  // Nothing is even read of the target, and so nothing written.
  const touched = new Proxy({} as Store, { get: () => { throw new Error('the target was touched'); } });
  const clock = createClock();
  const given = { directory, stage: 'prod', of: 'prod', write: true, clock, tell: () => {} };
  const imported = importExport(touched, { plan: async () => { throw new Error('the target was touched'); } }, given);
  expect(await imported.then(() => 'imported', (fault: Error) => fault.message)).not.toMatch(/touched|imported/);
});

it('a table that an earlier release did not have is no fault', async () => {
  const { tables, ...rest } = JSON.parse(read('manifest.json'));
  const { operations: _, ...earlier } = tables;
  write('manifest.json', JSON.stringify({ ...rest, tables: earlier }));
  rmSync(at('operations.jsonl'));
  expect(await refusal()).toBe('taken');
});
