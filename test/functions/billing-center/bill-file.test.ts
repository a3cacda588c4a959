/** `GET /api/bills.csv`: what a spreadsheet finds in it, in whose language, and how large it may become. */
import { billFile, type FileLimits } from '../../../shared/protocol/fees/bill-file';
import { addDays } from '../../../shared/validation/day';
import type { Site } from '../../../shared/validation/site';
import type { WorkspaceName } from '../../../shared/validation/workspace';
import type { FaultyWorld } from '../../fakes/faults';
import { ACCOUNT_ID, INSTANCE_ID } from '../../fakes/world';
import { readCsv } from '../../shared/domain/fees/csv-reader';
import { refusal } from '../steps';
import { billOf, byAccount, customer, idOf, putBills, type Query } from './fees';

const download = (world: FaultyWorld, token: string, query: Query = {}, language?: string) =>
  world.ask('GET', '/api/bills.csv', { token, query, ...(language && { headers: { 'Accept-Language': language } }) });

const lines = async (world: FaultyWorld, token: string, query: Query = {}, language?: string): Promise<string[][]> =>
  readCsv((await download(world, token, query, language)).body);

const rows = [
  { item: 'time-series', retention: 3, quantity: '6000', unit: 1_000, unitPrice: 6_000, amount: 36_000 },
  { item: 'hosts', quantity: '-1', unit: 1, unitPrice: 20_000, amount: -20_000, adjusts: '2025-12-31' },
] as const;

/** Two bills of a workspace whose name is a formula, one of another site and payer. */
const billed = async (name = '=HYPERLINK("https://evil.example","a, b")') => {
  const one = await customer();
  const { world, row, owner } = one;
  await world.store.writeMany([
    { table: 'workspaces', put: { ...row, workspaceId: idOf(1), name: name as WorkspaceName } },
  ]);
  await putBills(world, [
    billOf(owner, { workspace: 1, changes: { rows, amount: 16_000 } }),
    billOf(owner, { workspace: 1, day: '2026-01-02', site: 'eu1', payer: byAccount, currency: 'USD' }),
  ]);
  return one;
};

describe('the file', () => {
  it('has one line for each row of each bill, under a header', async () => {
    const { world, token } = await billed();
    const name = `'=HYPERLINK("https://evil.example","a, b")`;
    // biome-ignore format: one line a line
    expect(await lines(world, token, {}, 'en')).toEqual([
      ['Day', 'Site', 'Workspace', 'Workspace ID', 'Settlement', 'AliCloud account ID / instance ID', 'Item', 'Retention in days', 'Quantity', 'Unit', 'Unit price', 'Amount', 'Currency', 'Corrects the day', 'State of the bill', 'Bill'],
      ['2026-01-01', 'cn1 Hangzhou', name, idOf(1), 'AliCloud account settlement', `${ACCOUNT_ID} / ${INSTANCE_ID}`, 'Time series', '3', '6000', '1000', '0.6', '3.6', 'CNY', '', 'collected by AliCloud', `2026-01-01-${idOf(1).slice(5)}-1`],
      ['2026-01-01', 'cn1 Hangzhou', name, idOf(1), 'AliCloud account settlement', `${ACCOUNT_ID} / ${INSTANCE_ID}`, 'Hosts', '', '-1', '1', '2', '-2', 'CNY', '2025-12-31', 'collected by AliCloud', `2026-01-01-${idOf(1).slice(5)}-1`],
      ['2026-01-02', 'eu1 Frankfurt', name, idOf(1), 'Billing Center account settlement', '', 'Hosts', '', '2', '1', '2', '4', 'USD', '', 'paid', `2026-01-02-${idOf(1).slice(5)}-1`],
    ]);
  });

  it('speaks Chinese to who prefers it', async () => {
    const { world, token } = await billed();
    const [header, , , last] = await lines(world, token, {}, 'zh-CN,zh;q=0.9,en;q=0.8');
    expect(header?.slice(0, 3)).toEqual(['日期', '站点', '工作空间']);
    expect(last).toEqual(expect.arrayContaining(['eu1 法兰克福', '费用中心账号结算', '主机', '已付']));
    expect((await download(world, token, {}, 'zh')).headers['content-language']).toBe('zh');
  });

  it('is told apart from text, is not kept, and has a name where the platform lets it have one', async () => {
    const { world, token } = await billed();
    expect((await download(world, token, { from: '2026-01-01', to: '2026-01-02' })).headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="bills-2026-01-01-2026-01-02.csv"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });

  it('holds no formula, whatever a workspace is called', async () => {
    for (const name of ['=1', '+1', '-1+1', '@A1', '\t=1', '＝1', '"=1"', "'=1"]) {
      const { world, token } = await billed(name);
      const cells = (await lines(world, token)).flat();
      expect(cells).toContain(/^['"]/.test(name) ? name : `'${name}`);
      expect(cells.filter((cell) => /^[=+\-@＝\t\r\n]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell))).toEqual([]);
    }
  });

  // biome-ignore format: one case a line
  it.each<[Query, string[]]>([
    // query                                          days
    [{},                                              ['2026-01-01', '2026-01-01', '2026-01-02']],
    [{ from: '2026-01-02' },                          ['2026-01-02']],
    [{ to: '2026-01-01' },                            ['2026-01-01', '2026-01-01']],
    [{ site: 'eu1' },                                 ['2026-01-02']],
    [{ workspaceId: idOf(1) },                        ['2026-01-01', '2026-01-01', '2026-01-02']],
    [{ workspaceId: idOf(1), site: 'cn1' },           ['2026-01-01', '2026-01-01']],
    [{ workspaceId: idOf(2) },                        []],
    [{ from: '2026-03-01' },                          []],
    [{ limit: '1', cursor: 'x' },                     ['2026-01-01', '2026-01-01', '2026-01-02']],
  ])('%j: %j', async (query, days) => {
    const { world, token } = await billed();
    expect((await lines(world, token, query)).slice(1).map(([day]) => day)).toEqual(days);
  });

  it('holds all that there is, on however many pages it is read', async () => {
    const { world, owner, token } = await customer();
    const bills = Array.from({ length: 2_500 }, (_, at) =>
      billOf(owner, { workspace: at % 100, day: addDays('2026-01-01', Math.floor(at / 100)) }),
    );
    await putBills(world, bills);
    const read = (await lines(world, token)).slice(1).map((cells) => cells.at(-1));
    expect(read).toEqual(bills.map(({ billId }) => billId).sort());
    expect(world.store.calls.scan).toBe(3);
  });
});

describe('a file that would be too large', () => {
  it('is refused: it would end early, and be taken for all that there is', async () => {
    const { world, owner, token } = await customer();
    // Of about 200 bytes each.
    const many = Array.from({ length: 1_000 }, () => rows[0]);
    const days = Array.from({ length: 60 }, (_, at) => addDays('2026-01-01', at));
    await putBills(
      world,
      days.map((day, at) => billOf(owner, { day, workspace: at % 2, changes: { rows: many } })),
    );
    const answer = await download(world, token, { from: '2026-01-01', to: '2026-03-01' });
    expect(answer).toMatchObject(refusal('invalid-request'));
    expect(answer.body.errors).toEqual([
      {
        path: '/to',
        code: 'range-too-full',
        message: 'Please choose fewer days, one site or one workspace: these bills are more than one file holds.',
      },
    ]);
    for (const [query, bills] of [
      [{ from: '2026-01-01', to: '2026-02-09' }, 40],
      [{ from: '2026-01-01', to: '2026-03-01', workspaceId: idOf(1) }, 30],
    ] as const) {
      expect((await download(world, token, query)).body.split('\r\n').length).toBe(bills * 1_000 + 2);
    }
  });

  /** Of two bills on two days. */
  const made = async (limits: (size: number) => FileLimits, site?: Site): Promise<boolean> => {
    const { world, owner } = await customer();
    await putBills(
      world,
      ['2026-01-01', '2026-01-02', '2026-02-01'].map((day) => billOf(owner, { day })),
    );
    const wanted = { from: '2026-01-01', to: '2026-01-31' };
    const file = (given: typeof wanted & { site?: Site }, within: FileLimits) =>
      billFile(world.store, owner, given, () => 'paid', 'en', within);
    const { length: size = 0 } = (await file(wanted, { largest: 10_000, lookedAt: 10 })) ?? {};
    return (await file({ ...wanted, ...(site && { site }) }, limits(size))) !== undefined;
  };

  // biome-ignore format: one case a line
  it.each<[string, (size: number) => FileLimits, Site | undefined, boolean]>([
    ['as large as it may be',                   (size) => ({ largest: size, lookedAt: 2 }),     undefined, true],
    ['a byte too large',                        (size) => ({ largest: size - 1, lookedAt: 2 }), undefined, false],
    ['a bill too many',                         (size) => ({ largest: size, lookedAt: 1 }),     undefined, false],
    ['too many to look through, though none fits', (size) => ({ largest: size, lookedAt: 1 }),  'za1',     false],
    ['none fits, and few are looked through',   (size) => ({ largest: size, lookedAt: 2 }),     'za1',     true],
  ])('%s', async (_, limits, site, isMade) => {
    expect(await made(limits, site)).toBe(isMade);
  });
});

it('is for who is signed in, and what is wrong with the query is told to them alone', async () => {
  const { world, token } = await customer();
  const query = { from: '2026-01-02', to: '2026-01-01' };
  expect(await download(world, token, query)).toMatchObject(refusal('invalid-request'));
  await world.ask('DELETE', '/api/sessions', { token });
  for (const one of [query, {}]) expect(await download(world, token, one)).toMatchObject(refusal('not-signed-in'));
});
