/** What the adapter makes of a network and a service that fail, over the wire. */
import { localCredentials } from '../../../../local/credentials';
import { messageType } from '../../../../local/tablestore/messages';
import type { Credentials } from '../../../../shared/adapters/tablestore/client';
import { tablestore } from '../../../../shared/adapters/tablestore/store';
import { type Clock, Unavailable, type Write } from '../../../../shared/ports';
import { fresh } from '../../../contracts/sample-rows';
import { type Embedded, openEmbedded } from './embedded';
import { type Fault, type FaultyServer, startFaultyServer } from './faulty-server';
import { wireError } from './wire-error';

let embedded: Embedded;
let server: FaultyServer;
beforeAll(async () => {
  embedded = await openEmbedded();
});
beforeEach(async () => {
  server = await startFaultyServer(embedded.target.endpoint);
});
afterEach(() => server.close());
afterAll(() => embedded.close());

/** Time passes only while the adapter waits, and then at once. */
const createClock = (): Clock => {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    async sleep(ms) {
      nowMs += ms;
    },
  };
};

const options = () => ({ clock: createClock(), random: { fraction: () => 0.5 } });
const faultyStore = (credentials: Credentials = localCredentials) =>
  tablestore({ ...embedded.target, endpoint: server.endpoint }, credentials, options());
/** Sees what is there, past all faults. */
const soundStore = () => tablestore(embedded.target, localCredentials, options());

const refuse = (status: number, code: string): Fault => ({ status, body: wireError(code, 'No.') });
const BUSY = refuse(503, 'OTSServerBusy');
const TIMEOUT = refuse(503, 'OTSTimeout');
const DENIED = refuse(403, 'OTSAuthFailed');

const freshRow = () => ({ accountId: fresh(), instanceId: '33884913' });
type Row = ReturnType<typeof freshRow>;
const insert = (row: Row): Write => ({ table: 'instancesByAccount', insert: row });

const operations = () => server.calls.map(({ operation }) => operation);
const nameOf = (outcome: Promise<unknown>): Promise<string> =>
  outcome.then(
    () => 'done',
    (error: Error) => error.name,
  );

describe('an insert', () => {
  // biome-ignore format: one case a line
  it.each<[string, Fault[], string, number, boolean]>([
    // what befalls it                  the faults                is told        sent  it is there
    ['nothing',                         [],                       'done',        1,    true],
    ['the answer is lost',              ['lose-answer'],          'Unavailable', 1,    true],
    ['the call is lost',                ['lose-call'],            'Unavailable', 1,    false],
    ['the server times out',            [TIMEOUT],                'Unavailable', 1,    false],
    ['the server is busy, twice',       [BUSY, BUSY],             'done',        3,    true],
    ['busy, then the answer is lost',   [BUSY, 'lose-answer'],    'Unavailable', 2,    true],
    ['it is denied',                    [DENIED],                 'Error',       1,    false],
  ])('when %s', async (_, faults, told, sent, there) => {
    const row = freshRow();
    server.faults.push(...faults);
    expect(await nameOf(faultyStore().write(insert(row)))).toBe(told);
    expect(operations()).toEqual(Array.from({ length: sent }, () => 'PutRow'));
    expect(await soundStore().get('instancesByAccount', row)).toEqual(there ? row : undefined);
  });

  it('while nobody listens is Unavailable once the time is up', async () => {
    const nobody = await startFaultyServer(embedded.target.endpoint);
    await nobody.close();
    const store = tablestore({ ...embedded.target, endpoint: nobody.endpoint }, localCredentials, options());
    await expect(store.write(insert(freshRow()))).rejects.toThrow(
      /^Tablestore, writing instancesByAccount: connect ECONNREFUSED/,
    );
    await expect(store.write(insert(freshRow()))).rejects.toThrow(Unavailable);
  });
});

describe('a read', () => {
  const row = freshRow();
  beforeAll(() => soundStore().write(insert(row)));
  const reads: [string, (store: ReturnType<typeof tablestore>) => Promise<unknown>, unknown][] = [
    ['GetRow', (store) => store.get('instancesByAccount', row), row],
    ['BatchGetRow', (store) => store.getMany('instancesByAccount', [row]), [row]],
    [
      'GetRange',
      (store) => store.scan('instancesByAccount', { accountId: row.accountId }, { limit: 9 }),
      { rows: [row] },
    ],
  ];

  it.each(reads)('%s is repeated, whatever may pass', async (operation, read, found) => {
    server.faults.push(BUSY, TIMEOUT, 'lose-answer', 'lose-call');
    expect(await read(faultyStore())).toEqual(found);
    expect(operations()).toEqual(Array.from({ length: 5 }, () => operation));
  });

  it.each(reads)('%s gives up where nothing will pass', async (operation, read) => {
    server.faults.push(DENIED);
    expect(await nameOf(read(faultyStore()))).toBe('Error');
    expect(operations()).toEqual([operation]);
  });

  it.each(reads)('%s is Unavailable once the time is up', async (_, read) => {
    server.faults.push(...Array.from({ length: 100 }, () => BUSY));
    expect(await nameOf(read(faultyStore()))).toBe('Unavailable');
    expect(server.faults.length).toBeGreaterThan(80);
  });
});

describe('a count', () => {
  it('whose answer was lost is Unavailable, and not counted twice', async () => {
    const key = { subject: fresh(), windowStartMs: 0 };
    server.faults.push('lose-answer');
    await expect(faultyStore().count(key, 1)).rejects.toThrow(Unavailable);
    expect(await soundStore().get('attempts', key)).toEqual({ ...key, count: 1 });
  });
});

interface RowAnswer {
  isOk: boolean;
  error?: { code: string };
}
const OK: RowAnswer = { isOk: true };
const failed = (code: string): RowAnswer => ({ isOk: false, error: { code } });
const writeAnswer = messageType<{ tables: { tableName: string; rows: RowAnswer[] }[] }>(
  'main.proto.BatchWriteRowResponse',
);
const readAnswer = messageType<{ tables: { tableName: string; rows: RowAnswer[] }[] }>(
  'main.proto.BatchGetRowResponse',
);
const inOneTable = (rows: RowAnswer[]) => ({ tables: [{ tableName: 'instances_by_account', rows }] });

describe('a batch', () => {
  it('of writes whose answer was lost is unknown row by row, sent once, and done all the same', async () => {
    const rows = [freshRow(), freshRow()];
    server.faults.push('lose-answer');
    expect(await faultyStore().writeMany(rows.map(insert))).toEqual(['unknown', 'unknown']);
    expect(operations()).toEqual(['BatchWriteRow']);
    expect(await soundStore().getMany('instancesByAccount', rows)).toEqual(rows);
  });

  it('loses only the chunk whose answer was lost', async () => {
    const rows = Array.from({ length: 201 }, freshRow);
    server.faults.push('lose-answer', 'pass');
    const answers = await faultyStore().writeMany(rows.map(insert));
    expect(new Set(answers.slice(0, 200)).size).toBe(1);
    expect(answers.toSorted().at(-1)).toBe('unknown');
    expect(answers).toContain('done');
  });

  it('of writes repeats the rows that were not applied, and no other', async () => {
    const rows = [freshRow(), freshRow(), freshRow(), freshRow()] as const;
    const answer = inOneTable([
      OK,
      failed('OTSRowOperationConflict'),
      failed('OTSTimeout'),
      failed('OTSConditionCheckFail'),
    ]);
    server.faults.push({ status: 200, body: writeAnswer.encode(answer) });
    expect(await faultyStore().writeMany(rows.map(insert))).toEqual(['done', 'done', 'unknown', 'stale']);
    expect(operations()).toEqual(['BatchWriteRow', 'BatchWriteRow']);
    // The first request never reached the server behind; of the second there is what was in it.
    expect(await soundStore().getMany('instancesByAccount', rows)).toEqual([undefined, rows[1], undefined, undefined]);
  });

  it('of writes that never gets through is unknown', async () => {
    server.faults.push(...Array.from({ length: 100 }, () => BUSY));
    expect(await faultyStore().writeMany([insert(freshRow())])).toEqual(['unknown']);
  });

  it('of writes with a row that is refused as wrong is our bug', async () => {
    server.faults.push({ status: 200, body: writeAnswer.encode(inOneTable([OK, failed('OTSParameterInvalid')])) });
    await expect(faultyStore().writeMany([insert(freshRow()), insert(freshRow())])).rejects.toThrow(
      'Tablestore, writing 2 rows: OTSParameterInvalid',
    );
  });

  it('of reads asks for no row twice, which the service may refuse', async () => {
    const row = freshRow();
    const keys = Array.from({ length: 101 }, () => row);
    expect(await faultyStore().getMany('instancesByAccount', keys)).toEqual(keys.map(() => undefined));
    expect(operations()).toEqual(['BatchGetRow']);
  });

  it('of reads repeats the rows that failed, and no other', async () => {
    const rows = [freshRow(), freshRow()] as const;
    await soundStore().writeMany(rows.map(insert));
    // The first row is answered as missing, though the server behind has it.
    server.faults.push({ status: 200, body: readAnswer.encode(inOneTable([OK, failed('OTSServerBusy')])) });
    expect(await faultyStore().getMany('instancesByAccount', rows)).toEqual([undefined, rows[1]]);
    expect(operations()).toEqual(['BatchGetRow', 'BatchGetRow']);
  });
});

describe('an answer that breaks off in the middle', () => {
  beforeEach(() =>
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'] }),
  );
  afterEach(() => jest.useRealTimers());

  it('leaves the SDK waiting for ever, but not us: the outcome is unknown', async () => {
    const row = freshRow();
    server.faults.push('break-answer');
    const outcome = nameOf(faultyStore().write(insert(row)));
    await server.broken();
    await jest.advanceTimersByTimeAsync(1_500);
    expect(await outcome).toBe('Unavailable');
    expect(await soundStore().get('instancesByAccount', row)).toEqual(row);
  });
});

describe('credentials', () => {
  it('that are new sign the next invocation, over the connection there is', async () => {
    const rotated = { accessKeyId: 'STS.next', accessKeySecret: 'next-secret', securityToken: 'next-token' };
    const row = freshRow();
    await faultyStore().get('instancesByAccount', row);
    await nameOf(faultyStore(rotated).get('instancesByAccount', row));
    expect(server.calls.map(({ headers }) => [headers['x-ots-accesskeyid'], headers['x-ots-ststoken']])).toEqual([
      [localCredentials.accessKeyId, localCredentials.securityToken],
      ['STS.next', 'next-token'],
    ]);
    expect(server.connections()).toBe(1);
  });

  it('that are wrong are told without being shown', async () => {
    const wrong = { ...localCredentials, accessKeySecret: 'wrong-secret' };
    const store = tablestore(embedded.target, wrong, options());
    await expect(store.get('sessions', { sessionId: 'x' })).rejects.toThrow(
      /^Tablestore, reading sessions: OTSAuthFailed, request [^ ]+$/,
    );
  });

  it('need no token', async () => {
    const { accessKeyId, accessKeySecret } = localCredentials;
    await nameOf(faultyStore({ accessKeyId, accessKeySecret }).get('sessions', { sessionId: 'x' }));
    expect(server.calls[0]?.headers).not.toHaveProperty('x-ots-ststoken');
  });
});

it('an endpoint without a scheme is refused before anything is sent', () => {
  expect(() => tablestore({ ...embedded.target, endpoint: 'ftp://127.0.0.1' }, localCredentials, options())).toThrow(
    'must begin with https:// or http://, not ftp://',
  );
});
