/**
 * The contract of the `Store` port: one suite for every implementation. Its keys are new in each run, so that it may run
 * on a store that holds other rows, a real instance included.
 */
import {
  type Key,
  type Page,
  type Rows,
  StaleWrite,
  type Store,
  type Table,
  type Write,
  type Written,
} from '../../shared/ports';
import {
  fresh,
  freshWorkspaceId,
  linkRow,
  sampleRows,
  sessionRow,
  timelineEntry,
  voidRow,
  workspaceRow,
} from './sample-rows';

export interface OpenedStore {
  readonly store: Store;
  close(): Promise<void>;
}

const outcomeOf = (write: Promise<void>): Promise<Written> =>
  write.then<Written, Written>(
    () => 'done',
    (error) => {
      if (error instanceof StaleWrite) return 'stale';
      throw error;
    },
  );

const repeat = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

type Row = Rows['instances'];
const present: Row = { instanceId: 'any', version: 7, status: 'open' };
const written: Row = { instanceId: 'any', version: 8, status: 'closed' };

const insert = (instanceId: string): Write => ({ table: 'instances', insert: { ...written, instanceId } });
const put = (instanceId: string): Write => ({ table: 'instances', put: { ...written, instanceId } });
const remove = (instanceId: string): Write => ({ table: 'instances', remove: { instanceId } });
const replaceOf =
  (of: number) =>
  (instanceId: string): Write => ({ table: 'instances', replace: { ...written, instanceId }, of });

// biome-ignore format: one case a line
const singleWrites: readonly [string, (instanceId: string) => Write, Row | undefined, Written, Row | undefined][] = [
  // the write           |             on         |is        |and leaves
  ['insert',              insert,       undefined, 'done',    written],
  ['insert',              insert,       present,   'stale',   present],
  ['put',                 put,          undefined, 'done',    written],
  ['put',                 put,          present,   'done',    written],
  ['replace of version 7', replaceOf(7), present,  'done',    written],
  ['replace of version 6', replaceOf(6), present,  'stale',   present],
  ['replace of version 8', replaceOf(8), present,  'stale',   present],
  ['replace of version 7', replaceOf(7), undefined, 'stale',  undefined],
  ['remove',              remove,       present,   'done',    undefined],
  ['remove',              remove,       undefined, 'done',    undefined],
];

const nameOf = (row: Row | undefined) => (row ? `a row of version ${row.version}` : 'no row');

export const describeStore = (name: string, open: () => Promise<OpenedStore>): void => {
  let opened: OpenedStore;
  let store: Store;
  beforeAll(async () => {
    opened = await open();
    store = opened.store;
  });
  afterAll(() => opened.close());

  const putAll = <T extends Table>(table: T, rows: readonly Rows[T][]) =>
    store.writeMany(rows.map((row) => ({ table, put: row }) as unknown as Write));

  /** The pages of a scan from its beginning to its end. */
  const pagesOf = async <T extends Table>(table: T, under: Partial<Key<T>>, limit: number) => {
    const pages: (readonly Rows[T][])[] = [];
    let page: Page<T> | undefined;
    do {
      page = await store.scan(table, under, page?.next ? { limit, after: page.next } : { limit });
      pages.push(page.rows);
    } while (page.next);
    return pages;
  };

  describe(`${name}: a row`, () => {
    it.each(Object.keys(sampleRows) as Table[])('of %s reads back as it was written', async (table) => {
      // The compiler cannot pair a table with its rows once it is one of many.
      for (const row of sampleRows[table]() as readonly Rows['sessions'][]) {
        await store.write({ table: table as 'sessions', insert: row });
        expect(await store.get(table as 'sessions', row)).toStrictEqual(row);
        expect(await store.getMany(table as 'sessions', [row])).toStrictEqual([row]);
      }
    });

    it.each(['', ' ', '中文', '🙂 e\u0301 \u0000 \uffff', '"\\\n\t', 'x'.repeat(100_000)])(
      'keeps a text like %j',
      async (text) => {
        const [session, workspace] = [sessionRow({ owner: text }), workspaceRow({ timeline: [timelineEntry(text)] })];
        await store.write({ table: 'sessions', put: session });
        await store.write({ table: 'workspaces', put: workspace });
        expect(await store.get('sessions', session)).toStrictEqual(session);
        expect(await store.get('workspaces', workspace)).toStrictEqual(workspace);
      },
    );

    it.each([0, 1, -1, 2 ** 31, 2 ** 32 + 1, -(2 ** 40), Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
      'keeps the integer %d, as a key and as content',
      async (integer) => {
        const row = { subject: fresh(), windowStartMs: integer, count: integer };
        await store.write({ table: 'attempts', put: row });
        expect(await store.get('attempts', row)).toStrictEqual(row);
      },
    );

    it('keeps a timeline of 1,000 entries', async () => {
      const timeline = repeat(1_000, (index) => timelineEntry(fresh(), index));
      const workspace = workspaceRow({ timeline: [timelineEntry('first', -1), ...timeline] });
      await store.write({ table: 'workspaces', insert: workspace });
      expect(await store.get('workspaces', workspace)).toStrictEqual(workspace);
    });

    it('is written whole: what a later write leaves out is gone', async () => {
      const before: Row = { ...present, instanceId: fresh(), accountId: '1234567890123456' };
      const after: Row = { ...written, instanceId: before.instanceId };
      await store.write({ table: 'instances', put: before });
      await store.write({ table: 'instances', replace: after, of: before.version });
      expect(await store.get('instances', before)).toStrictEqual(after);
    });

    it('shares no memory with those who wrote or read it', async () => {
      const row = { listId: fresh(), page: 0, workspaceIds: ['w1'] };
      await store.write({ table: 'noticeLists', put: row });
      row.workspaceIds.push('w2');
      for (const read of await store.getMany('noticeLists', [row]))
        (read?.workspaceIds as string[] | undefined)?.push('w3');
      expect(await store.get('noticeLists', row)).toStrictEqual({ ...row, workspaceIds: ['w1'] });
    });

    it('that is missing is undefined', async () => {
      expect(await store.get('workspaces', workspaceRow())).toBeUndefined();
      expect(await store.get('bindings', { instanceId: fresh(), workspaceId: freshWorkspaceId() })).toBeUndefined();
    });
  });

  describe(`${name}: a write`, () => {
    it.each(
      singleWrites.map(([what, write, before, is, after]) => ({ what, write, before, is, after, on: nameOf(before) })),
    )('$what on $on is $is', async ({ write, before, is, after }) => {
      const instanceId = fresh();
      if (before) await store.write({ table: 'instances', put: { ...before, instanceId } });
      expect(await outcomeOf(store.write(write(instanceId)))).toBe(is);
      expect(await store.get('instances', { instanceId })).toStrictEqual(after && { ...after, instanceId });
    });

    it('is guarded by the claim id where the table has one', async () => {
      const link = linkRow({ claimId: 'claim-1' });
      const replace = { ...link, claimId: 'claim-2' };
      await store.write({ table: 'links', insert: link });
      expect(await outcomeOf(store.write({ table: 'links', replace, of: 'claim-2' }))).toBe('stale');
      expect(await outcomeOf(store.write({ table: 'links', replace, of: 'claim-1' }))).toBe('done');
      expect(await store.get('links', link)).toStrictEqual(replace);
    });

    it('that fences a workspace before it is there keeps it from ever being there', async () => {
      const workspace = workspaceRow();
      const fence = voidRow({ workspaceId: workspace.workspaceId });
      expect(await outcomeOf(store.write({ table: 'workspaces', insert: fence }))).toBe('done');
      expect(await outcomeOf(store.write({ table: 'workspaces', insert: workspace }))).toBe('stale');
      expect(await store.get('workspaces', workspace)).toStrictEqual(fence);
    });

    it.each(['insert', 'replace'] as const)('to %s wins once among 50 at the same time', async (kind) => {
      const workspace = workspaceRow();
      if (kind === 'replace') await store.write({ table: 'workspaces', insert: workspace });
      const rivals = repeat(50, (index) => ({ ...workspace, version: 2, owner: `owner-${index}` }));
      const outcomes = await Promise.all(
        rivals.map((row) =>
          outcomeOf(
            store.write({ table: 'workspaces', ...(kind === 'insert' ? { insert: row } : { replace: row, of: 1 }) }),
          ),
        ),
      );
      expect(outcomes.toSorted()).toEqual(['done', ...repeat(49, () => 'stale')]);
      expect(await store.get('workspaces', workspace)).toStrictEqual(rivals[outcomes.indexOf('done')]);
    });
  });

  describe(`${name}: many`, () => {
    it('of nothing are nothing', async () => {
      expect(await store.getMany('workspaces', [])).toEqual([]);
      expect(await store.writeMany([])).toEqual([]);
    });

    it('reads answer in the order of their keys, with holes and repetitions', async () => {
      const [one, ...others] = repeat(251, () => sessionRow());
      const rows = others.toReversed();
      await putAll('sessions', [...others, ...(one ? [one] : [])]);
      const asked = [...rows.slice(0, 3), sessionRow(), ...rows, ...rows.slice(0, 3), sessionRow()];
      expect(await store.getMany('sessions', asked)).toStrictEqual([
        ...rows.slice(0, 3),
        undefined,
        ...rows,
        ...rows.slice(0, 3),
        undefined,
      ]);
    });

    it('writes are judged each for itself, and answered in their order', async () => {
      const cases = singleWrites.map(([, write, before, is, after]) => ({
        write,
        before,
        is,
        after,
        instanceId: fresh(),
      }));
      await putAll(
        'instances',
        cases.flatMap(({ before, instanceId }) => (before ? [{ ...before, instanceId }] : [])),
      );
      expect(await store.writeMany(cases.map(({ write, instanceId }) => write(instanceId)))).toEqual(
        cases.map(({ is }) => is),
      );
      expect(await store.getMany('instances', cases)).toStrictEqual(
        cases.map(({ after, instanceId }) => after && { ...after, instanceId }),
      );
    });

    it('writes may be more than one request takes, of several tables, some of them stale', async () => {
      const instanceId = fresh();
      const rows = repeat(450, (index) => ({ fence: voidRow(), taken: index % 7 === 0 }));
      await putAll(
        'workspaces',
        rows.flatMap(({ fence, taken }) => (taken ? [workspaceRow({ workspaceId: fence.workspaceId })] : [])),
      );
      const answers = await store.writeMany(
        rows.flatMap(({ fence }): Write[] => [
          { table: 'workspaces', insert: fence },
          { table: 'bindings', put: { instanceId, workspaceId: fence.workspaceId } },
        ]),
      );
      expect(answers).toEqual(rows.flatMap(({ taken }) => [taken ? 'stale' : 'done', 'done']));
      const found = await store.getMany(
        'workspaces',
        rows.map(({ fence }) => fence),
      );
      expect(found.map((row) => row?.kind)).toEqual(rows.map(({ taken }) => (taken ? 'workspace' : 'void')));
      expect((await pagesOf('bindings', { instanceId }, 200)).map((page) => page.length)).toEqual([200, 200, 50]);
    });

    it('rows may be larger than one request or one answer takes', async () => {
      const listId = fresh();
      const lists = repeat(6, (page) => ({ listId, page, workspaceIds: ['w'.repeat(900_000)] }));
      expect(await putAll('noticeLists', lists)).toEqual(lists.map(() => 'done'));
      expect((await store.scan('noticeLists', { listId }, { limit: 10 })).rows).toStrictEqual(lists);
    });

    it('writes may name equal keys in different tables', async () => {
      const workspaceId = freshWorkspaceId();
      const writes: Write[] = [
        { table: 'bindings', put: { instanceId: workspaceId, workspaceId } },
        { table: 'workspacesByOwner', put: { owner: workspaceId, workspaceId } },
      ];
      expect(await store.writeMany(writes)).toEqual(['done', 'done']);
    });

    it('writes that name a row twice are a mistake, and nothing is written', async () => {
      const session = sessionRow();
      const writes: Write[] = [
        { table: 'sessions', put: session },
        { table: 'sessions', remove: session },
      ];
      await expect(store.writeMany(writes)).rejects.toThrow('no row twice');
      expect(await store.get('sessions', session)).toBeUndefined();
    });
  });

  describe(`${name}: a scan`, () => {
    const bought = (accountId: string, instanceIds: readonly string[]) =>
      instanceIds.map((instanceId) => ({ accountId, instanceId }));

    it('reads texts in the order of their UTF-8 bytes', async () => {
      const accountId = fresh();
      const rows = bought(accountId, ['', 'A', 'B', 'a', 'a\u0000', 'a0', 'aa', 'b', 'é', '中', 'Ａ', '🙂']);
      await putAll('instancesByAccount', rows.toReversed());
      expect((await store.scan('instancesByAccount', { accountId }, { limit: 100 })).rows).toStrictEqual(rows);
      expect((await pagesOf('instancesByAccount', { accountId }, 1)).flat()).toStrictEqual(rows);
    });

    it('reads integers in theirs', async () => {
      const listId = fresh();
      const rows = [-3, 0, 2, 10, 2 ** 33].map((page) => ({ listId, page, workspaceIds: [] }));
      await putAll('noticeLists', rows.toReversed());
      expect((await pagesOf('noticeLists', { listId }, 2)).flat()).toStrictEqual(rows);
    });

    it('reads nothing under another key, though that begins alike', async () => {
      const id = fresh();
      const keys = [id, `${id}c`, `${id}cd`, id.slice(0, -1), `${id}\u0000`];
      await putAll(
        'instancesByAccount',
        keys.flatMap((key) => bought(key, [`of ${key}`])),
      );
      for (const accountId of keys) {
        const { rows } = await store.scan('instancesByAccount', { accountId }, { limit: 10 });
        expect(rows).toStrictEqual(bought(accountId, [`of ${accountId}`]));
      }
    });

    // biome-ignore format: one case a line
    it.each([
      // rows, a page, rows of each page
      [0,      3,      [0]],
      [2,      3,      [2]],
      [3,      3,      [3]],
      [4,      3,      [3, 1]],
      [6,      3,      [3, 3]],
      [4,      1,      [1, 1, 1, 1]],
    ])('of %d rows, %d a page, has pages of %j', async (count, limit, sizes) => {
      const accountId = fresh();
      const rows = bought(accountId, repeat(count, (index) => `${index}`));
      await putAll('instancesByAccount', rows);
      const pages = await pagesOf('instancesByAccount', { accountId }, limit);
      expect(pages.map((page) => page.length)).toEqual(sizes);
      expect(pages.flat()).toStrictEqual(rows);
    });

    it('goes on behind a row that was removed meanwhile', async () => {
      const accountId = fresh();
      const row = (instanceId: string) => ({ accountId, instanceId });
      const scan = (options: { after?: ReturnType<typeof row>; limit: number }) =>
        store.scan('instancesByAccount', { accountId }, options);
      await putAll('instancesByAccount', ['1', '2', '3', '4', '5'].map(row));
      expect(await scan({ limit: 2 })).toStrictEqual({ rows: [row('1'), row('2')], next: row('2') });
      await store.write({ table: 'instancesByAccount', remove: row('2') });
      expect(await scan({ limit: 2, after: row('2') })).toStrictEqual({ rows: [row('3'), row('4')], next: row('4') });
    });

    it('under a whole key is a mistake', async () => {
      const under = { accountId: '1', instanceId: '2' };
      await expect(store.scan('instancesByAccount', under, { limit: 1 })).rejects.toThrow('part of the key');
    });

    it('under nothing reads the whole table, page by page, in the same order each time', async () => {
      const accountIds = repeat(4, fresh);
      const rows = accountIds.flatMap((accountId) => bought(accountId, ['1', '2', '3']));
      const entries = await putAll('instancesByAccount', rows.toReversed()).then(() =>
        pagesOf('instancesByAccount', {}, 5),
      );
      expect(entries.slice(0, -1).every((page) => page.length === 5)).toBe(true);
      const ours = entries.flat().filter(({ accountId }) => accountIds.includes(accountId));
      expect(ours).toHaveLength(rows.length);
      expect(ours).toEqual(expect.arrayContaining(rows));
      expect((await pagesOf('instancesByAccount', {}, 1_000)).flat()).toStrictEqual(entries.flat());
    });

    it('under nothing reads a table with a key of one member too, and goes on where it was', async () => {
      const rows = repeat(3, () => sessionRow());
      await putAll('sessions', rows);
      const all = (await pagesOf('sessions', {}, 1_000)).flat();
      expect(all).toEqual(expect.arrayContaining(rows));
      const { next } = await store.scan('sessions', {}, { limit: 1 });
      await store.write({ table: 'sessions', remove: { sessionId: next?.sessionId ?? '' } });
      const rest = await store.scan('sessions', {}, { limit: 1_000, ...(next && { after: next }) });
      expect(rest.rows).toStrictEqual(all.slice(1));
    });
  });

  describe(`${name}: a count`, () => {
    it('begins at nothing, goes up and down', async () => {
      const key = { subject: fresh(), windowStartMs: 0 };
      expect([await store.count(key, 1), await store.count(key, 1), await store.count(key, -1)]).toEqual([1, 2, 1]);
      expect(await store.get('attempts', key)).toStrictEqual({ ...key, count: 1 });
    });

    it('gives each of 50 at the same time a number of its own', async () => {
      const key = { subject: fresh(), windowStartMs: 0 };
      const counts = await Promise.all(repeat(50, () => store.count(key, 1)));
      expect(counts.toSorted((one, other) => one - other)).toEqual(repeat(50, (index) => index + 1));
    });
  });
};
