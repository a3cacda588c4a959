/** Faults put in on purpose, as the vendor's SDK meets them. */
import { EventEmitter, once } from 'node:events';
import { request as createRequest, type IncomingMessage } from 'node:http';
import type { CallFault, FaultRule, Refusal, RowFault } from '../../../local/tablestore/faults';
import { messageType } from '../../../local/tablestore/messages';
import { contentMd5, requestSignature } from '../../../local/tablestore/signature';
import { credentials, fields, ignore, refusalOf, startTestTablestore, type TestTablestore, tableParams } from './start';

let slept: number[];
let sleep: (ms: number) => Promise<void>;
let tablestore: TestTablestore;
beforeAll(async () => {
  tablestore = await startTestTablestore({ sleep: (ms) => sleep(ms) });
  await tablestore.client.createTable(tableParams('A'));
  await tablestore.client.createTable(tableParams('B'));
});
beforeEach(() => {
  slept = [];
  sleep = async (ms) => {
    slept.push(ms);
  };
  tablestore.faults.clear();
});
afterAll(() => tablestore.stop());

let rows = 0;
const freshId = () => `${++rows}`;

const put = (id: string, tableName = 'A') =>
  tablestore.client.putRow({ tableName, primaryKey: [{ id }], condition: ignore, attributeColumns: [{ v: id }] });
const get = (id: string, tableName = 'A') => tablestore.client.getRow({ tableName, primaryKey: [{ id }] });
const list = () => tablestore.client.listTable({});
const isThere = async (id: string, tableName = 'A') => {
  tablestore.faults.clear();
  return fields((await get(id, tableName)).row) !== undefined;
};

/** How a call ends for the SDK: its answer, the server's code, or that of its own for a connection that broke. */
const endOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    ({ code, message }) => `${code} ${/OTS[A-Za-z]+|ECONNRESET/.exec(message)?.[0] ?? message}`,
  );
const refused = (refuse: Refusal['refuse']): Refusal => ({ refuse });
const performed = (refuse: Refusal['refuse']): Refusal => ({ refuse, performed: true });

// biome-ignore format: a table
test.each<[string, CallFault, string, boolean]>([
  //  what befalls a PutRow                      ends for the SDK as               and the row is there
  ['nothing',                                    'pass',                              'answered',                     true],
  ['the server is busy',                         refused('OTSServerBusy'),            '503 OTSServerBusy',            false],
  ['the server is not available',                refused('OTSServerUnavailable'),     '503 OTSServerUnavailable',     false],
  ['it was not, but only for the answer',        performed('OTSServerUnavailable'),   '503 OTSServerUnavailable',     true],
  ['the partition is being moved',               refused('OTSPartitionUnavailable'),  '503 OTSPartitionUnavailable',  false],
  ['it took too long',                           refused('OTSTimeout'),               '503 OTSTimeout',               false],
  ['it took too long, but was done',             performed('OTSTimeout'),             '503 OTSTimeout',               true],
  ['a bug of the server',                        performed('OTSInternalServerError'), '500 OTSInternalServerError',   true],
  ['another write of the row is under way',      refused('OTSRowOperationConflict'),  '409 OTSRowOperationConflict',  false],
  ['the table is new',                           refused('OTSTableNotReady'),         '404 OTSTableNotReady',         false],
  ['capacity is used up',                        refused('OTSCapacityUnitExhausted'), '403 OTSCapacityUnitExhausted', false],
  ['capacity is short',                          refused('OTSNotEnoughCapacityUnit'), '403 OTSNotEnoughCapacityUnit', false],
  ['the quota is used up',                       refused('OTSQuotaExhausted'),        '403 OTSQuotaExhausted',        false],
  ['the request took too long to arrive',        refused('OTSRequestTimeout'),        '408 OTSRequestTimeout',        false],
  ['it is lost',                                 'lose-call',                         'NetworkingError ECONNRESET',   false],
  ['its answer is lost',                         'lose-answer',                       'NetworkingError ECONNRESET',   true],
])('a write, when %s', async (_, call, end, there) => {
  const id = freshId();
  tablestore.faults.set([{ call }]);
  expect(await endOf(put(id))).toBe(end);
  expect(await isThere(id)).toBe(there);
});

test('the refusal says that it was put in', async () => {
  tablestore.faults.set([{ call: refused('OTSServerBusy') }]);
  expect((await refusalOf(list())).message).toBe('Refused by a fault that was put in on purpose.');
});

test('a write that is performed and refused all the same hides also that it was refused by itself', async () => {
  tablestore.faults.set([{ call: performed('OTSTimeout') }]);
  expect(await endOf(put('x', 'Missing'))).toBe('503 OTSTimeout');
});

/** A signed request without the SDK, which waits for ever for the rest of an answer. */
const send = async (operation: string, body: Buffer): Promise<IncomingMessage> => {
  const path = `/${operation}`;
  const headers = {
    'x-ots-accesskeyid': credentials.accessKeyId,
    'x-ots-apiversion': '2015-12-31',
    'x-ots-contentmd5': contentMd5(body),
    'x-ots-date': new Date().toISOString(),
    'x-ots-instancename': 'test',
    'x-ots-ststoken': credentials.securityToken,
  };
  const signature = requestSignature(path, headers, credentials.accessKeySecret);
  const request = createRequest(new URL(path, tablestore.endpoint), {
    method: 'POST',
    headers: { ...headers, 'x-ots-signature': signature },
  });
  request.end(body);
  const [response] = await once(request, 'response');
  return response;
};

test.each([
  ['has a body', 'ListTable', Buffer.alloc(0)],
  [
    'has none',
    'DeleteTable',
    messageType<{ tableName: string }>('main.proto.DeleteTableRequest').encode({ tableName: 'Gone' }),
  ],
])('an answer that breaks off, where it %s', async (_, operation, body) => {
  await tablestore.client.createTable(tableParams('Gone'));
  tablestore.faults.set([{ call: 'break-answer' }]);
  const response = await send(operation, body);
  expect(response.statusCode).toBe(200);
  await expect(once(response.resume(), 'end')).rejects.toThrow('aborted');
  expect(response.complete).toBe(false);

  tablestore.faults.clear();
  const { tableNames } = await list();
  expect(tableNames.includes('Gone')).toBe(operation !== 'DeleteTable');
  if (operation !== 'DeleteTable') await tablestore.client.deleteTable({ tableName: 'Gone' });
});

const busy = refused('OTSServerBusy');
const BUSY = '503 OTSServerBusy';

describe('where it strikes', () => {
  const calls: { [name: string]: () => Promise<unknown> } = {
    'GetRow A': () => get('1', 'A'),
    'GetRow B': () => get('1', 'B'),
    'PutRow A': () => put('1', 'A'),
    'BatchGetRow B+A': () =>
      tablestore.client.batchGetRow({
        tables: ['B', 'A'].map((tableName) => ({ tableName, primaryKey: [[{ id: '1' }]] })),
      }),
    'CreateTable A': () => tablestore.client.createTable(tableParams('A')),
    ListTable: list,
  };

  // biome-ignore format: a table
  test.each<[string, Pick<FaultRule, 'operation' | 'table'>, string[]]>([
    ['everywhere',            {},                                      ['GetRow A', 'GetRow B', 'PutRow A', 'BatchGetRow B+A', 'CreateTable A', 'ListTable']],
    ['an operation',          { operation: 'GetRow' },                 ['GetRow A', 'GetRow B']],
    ['one without a table',   { operation: 'ListTable' },              ['ListTable']],
    ['a table',               { table: 'A' },                          ['GetRow A', 'PutRow A', 'BatchGetRow B+A', 'CreateTable A']],
    ['one of several tables', { table: 'B' },                          ['GetRow B', 'BatchGetRow B+A']],
    ['both',                  { operation: 'GetRow', table: 'A' },     ['GetRow A']],
    ['nowhere',               { operation: 'ListTable', table: 'A' },  []],
  ])('%s', async (_, scope, expected) => {
    const struck = [];
    for (const [name, call] of Object.entries(calls)) {
      tablestore.faults.set([{ ...scope, call: busy }]);
      if ((await endOf(call())) === BUSY) struck.push(name);
    }
    expect(struck).toEqual(expected);
  });
});

describe('how often it strikes', () => {
  const ends = async (rules: FaultRule[], count: number, seed?: number) => {
    tablestore.faults.set(rules, seed);
    const seen: string[] = [];
    for (let i = 0; i < count; i++) seen.push((await endOf(list())).replace(/^.* OTS/, ''));
    return seen.join(' ');
  };

  // biome-ignore format: a table
  test.each<[string, FaultRule[], string]>([
    ['always',                 [{ call: busy }],                                                     'ServerBusy ServerBusy ServerBusy ServerBusy'],
    ['twice',                  [{ call: busy, times: 2 }],                                           'ServerBusy ServerBusy answered answered'],
    ['the first rule decides', [{ call: busy, times: 1 }, { call: refused('OTSTimeout'), times: 2 }], 'ServerBusy Timeout Timeout answered'],
    ['a script',               [{ call: 'pass', times: 1 }, { call: busy, times: 1 }, { call: 'pass', times: 1 }, { call: busy }], 'answered ServerBusy answered ServerBusy'],
    ['never, by chance',       [{ call: busy, probability: 0 }],                                     'answered answered answered answered'],
    ['always, by chance',      [{ call: busy, probability: 1 }],                                     'ServerBusy ServerBusy ServerBusy ServerBusy'],
    ['chance, then the next',  [{ call: busy, probability: 0 }, { call: refused('OTSTimeout') }],    'Timeout Timeout Timeout Timeout'],
  ])('%s', async (_, rules, expected) => {
    expect(await ends(rules, 4)).toBe(expected);
  });

  test('the same rule twice is two rules', async () => {
    const once: FaultRule = { call: busy, times: 1 };
    expect(await ends([once, once], 3)).toBe('ServerBusy ServerBusy answered');
  });

  test('by chance: the same for the same seed, about as often as it says, at most its number of times', async () => {
    const rules: FaultRule[] = [{ call: busy, probability: 0.3 }];
    const one = await ends(rules, 100, 1);
    expect(await ends(rules, 100, 1)).toBe(one);
    expect(await ends(rules, 100)).toBe(one);
    expect(await ends(rules, 100, 2)).not.toBe(one);
    expect(Math.abs(one.split('ServerBusy').length - 31)).toBeLessThan(12);
    expect((await ends([{ call: busy, probability: 0.3, times: 3 }], 100)).split('ServerBusy')).toHaveLength(4);
  });

  test('chance is drawn only for what fits', async () => {
    const rules: FaultRule[] = [{ operation: 'ListTable', call: busy, probability: 0.5 }];
    const alone = await ends(rules, 20);
    tablestore.faults.set(rules);
    const among: string[] = [];
    for (let i = 0; i < 20; i++) {
      await get('1');
      among.push((await endOf(list())).replace(/^.* OTS/, ''));
    }
    expect(among.join(' ')).toBe(alone);
  });
});

describe('a delay', () => {
  test('is slept before the call is performed, and nothing else waits for it', async () => {
    const id = freshId();
    const bed = new EventEmitter();
    sleep = async (ms) => {
      slept.push(ms);
      bed.emit('asleep');
      await once(bed, 'wake');
    };
    tablestore.faults.set([{ operation: 'PutRow', delayMs: 250 }]);
    const asleep = once(bed, 'asleep');
    const written = put(id);
    await asleep;
    expect(fields((await get(id)).row)).toBeUndefined();

    bed.emit('wake');
    await written;
    expect(slept).toEqual([250]);
    expect(await isThere(id)).toBe(true);
  });

  test('adds to what follows it', async () => {
    const id = freshId();
    tablestore.faults.set([{ delayMs: 20 }, { delayMs: 5, times: 1 }, { call: 'lose-answer' }, { delayMs: 99 }]);
    expect([await endOf(put(id)), await endOf(list())]).toEqual(Array(2).fill('NetworkingError ECONNRESET'));
    expect(slept).toEqual([25, 20]);
    expect(await isThere(id)).toBe(true);
  });

  test('passes in real time, unless something else is passed in', async () => {
    const real = await startTestTablestore();
    real.faults.set([{ delayMs: 1 }]);
    expect((await real.client.listTable({})).tableNames).toEqual([]);
    await real.stop();
  });
});

describe('the rows of a batch', () => {
  const ids = () => Array.from({ length: 5 }, freshId);
  const batchPut = async (names: string[], ...tableNames: string[]) => {
    const rows = names.map((id) => ({
      type: 'PUT' as const,
      primaryKey: [{ id }],
      condition: ignore,
      attributeColumns: [{ v: id }],
    }));
    const { tables } = await tablestore.client.batchWriteRow({
      tables: tableNames.map((tableName) => ({ tableName, rows })),
    });
    return tables.map(({ isOk, errorCode }) => (isOk ? 'ok' : errorCode));
  };
  const batchGet = async (names: string[]) => {
    const { tables } = await tablestore.client.batchGetRow({
      tables: [{ tableName: 'A', primaryKey: names.map((id) => [{ id }]) }],
    });
    return tables.flat().map((row) => (row.isOk ? fields(row)?.v : row.errorCode));
  };
  const found = (names: string[]) => {
    tablestore.faults.clear();
    return batchGet(names);
  };
  const next = (row: RowFault): FaultRule => ({ row, times: 1 });

  test('that are written fail one by one, the others not', async () => {
    const names = ids();
    const [first, , third, , last] = names;
    tablestore.faults.set([
      next('pass'),
      next(refused('OTSRowOperationConflict')),
      next(performed('OTSTimeout')),
      next(refused('OTSServerBusy')),
    ]);
    const results = ['ok', 'OTSRowOperationConflict', 'OTSTimeout', 'OTSServerBusy', 'ok'];
    expect(await batchPut(names, 'A')).toEqual(results);
    expect(await found(names)).toEqual([first, undefined, third, undefined, last]);
  });

  test('that are read fail one by one', async () => {
    const names = ids();
    const [first, , ...others] = names;
    await batchPut(names, 'A');
    tablestore.faults.set([next('pass'), next(refused('OTSServerBusy'))]);
    expect(await batchGet(names)).toEqual([first, 'OTSServerBusy', ...others]);
  });

  test('fail by table and operation, however often', async () => {
    const names = ids().slice(0, 2);
    tablestore.faults.set([{ operation: 'BatchWriteRow', table: 'B', row: busy }]);
    expect(await batchPut(names, 'A', 'B')).toEqual(['ok', 'ok', 'OTSServerBusy', 'OTSServerBusy']);
    expect(await batchPut(names, 'B')).toEqual(['OTSServerBusy', 'OTSServerBusy']);
    expect(await batchGet(names)).toEqual(names);
  });

  test('fail by chance, each with its own', async () => {
    const names = Array.from({ length: 100 }, freshId);
    const once = async (seed: number) => {
      tablestore.faults.set([{ row: busy, probability: 0.2 }], seed);
      return batchPut(names, 'A');
    };
    const results = await once(1);
    expect(await once(1)).toEqual(results);
    expect(await once(2)).not.toEqual(results);
    expect(Math.abs(results.filter((result) => result === 'OTSServerBusy').length - 20)).toBeLessThan(12);
  });

  test('are told as refused, whatever came of them', async () => {
    tablestore.faults.set([{ row: performed('OTSTimeout') }]);
    expect(await batchPut(['x'], 'Missing')).toEqual(['OTSTimeout']);
  });

  test('are all that a rule for rows strikes', async () => {
    tablestore.faults.set([{ row: busy }]);
    expect([await endOf(put(freshId())), await endOf(list())]).toEqual(['answered', 'answered']);
  });

  test('have no faults once the call has one', async () => {
    const names = ids();
    tablestore.faults.set([
      { row: busy, times: 5 },
      { call: busy, times: 1 },
    ]);
    expect(await endOf(batchPut(names, 'A'))).toBe(BUSY);
    expect(await batchPut(names, 'A')).toEqual(names.map(() => 'OTSServerBusy'));
  });
});

describe('what was seen', () => {
  test('every call in the order of its arrival, with its tables and what befell it', async () => {
    tablestore.faults.set([
      { delayMs: 3, times: 1 },
      { operation: 'GetRow', call: busy },
      { operation: 'BatchGetRow', row: busy, times: 1 },
    ]);
    await list();
    await endOf(get('1'));
    await tablestore.client.batchGetRow({
      tables: ['B', 'A'].map((tableName) => ({ tableName, primaryKey: [[{ id: '1' }]] })),
    });
    expect(tablestore.faults.seen()).toEqual([
      { operation: 'ListTable', tables: [], delayMs: 3, fault: 'pass', rows: [] },
      { operation: 'GetRow', tables: ['A'], delayMs: 0, fault: busy, rows: [] },
      { operation: 'BatchGetRow', tables: ['B', 'A'], delayMs: 0, fault: 'pass', rows: [busy, 'pass'] },
    ]);
  });

  test('nothing before rules are set, nor after they are cleared; anew when they are set anew', async () => {
    const count = () => tablestore.faults.seen().length;
    await list();
    expect(count()).toBe(0);
    tablestore.faults.set([]);
    await list();
    await list();
    expect(count()).toBe(2);
    tablestore.faults.set([]);
    expect(count()).toBe(0);
    await list();
    tablestore.faults.clear();
    expect(count()).toBe(0);
  });
});

// biome-ignore format: a table
test.each<[FaultRule, string]>([
  [{ call: busy, times: 0 },          'times is 0: give a whole number from 1 up, or leave it out for every time.'],
  [{ call: busy, times: 1.5 },        'times is 1.5: give a whole number from 1 up, or leave it out for every time.'],
  [{ call: busy, probability: 1.1 },  'probability is 1.1: give a number from 0 (never) to 1 (always).'],
  [{ row: busy, probability: -0.1 },  'probability is -0.1: give a number from 0 (never) to 1 (always).'],
  [{ delayMs: -1 },                   'delayMs is -1: give a number of milliseconds from 0 up.'],
  [{ delayMs: Number.NaN },           'delayMs is NaN: give a number of milliseconds from 0 up.'],
])('%j is no rule, and those before it stay', async (rule, message) => {
  tablestore.faults.set([{ call: busy }]);
  expect(() => tablestore.faults.set([rule])).toThrow(new RangeError(message));
  expect(await endOf(list())).toBe(BUSY);
});
