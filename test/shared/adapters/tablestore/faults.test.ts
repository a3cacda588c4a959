/** What the adapter makes of a network and a service that fail, over the wire. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { localCredentials } from '../../../../local/credentials';
import type { CallFault, Refusal, RowFault } from '../../../../local/tablestore/faults';
import type { Credentials } from '../../../../shared/adapters/tablestore/client';
import { tablestore } from '../../../../shared/adapters/tablestore/store';
import { type Clock, Unavailable, type Write } from '../../../../shared/ports';
import { fresh } from '../../../contracts/sample-rows';
import { type Embedded, openEmbedded } from './embedded';

let embedded: Embedded;
beforeAll(async () => {
  embedded = await openEmbedded();
});
beforeEach(() => embedded.faults.set([]));
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
const openStore = (credentials: Credentials = localCredentials) => tablestore(embedded.target, credentials, options());

const BUSY: Refusal = { refuse: 'OTSServerBusy' };
const TIMEOUT: Refusal = { refuse: 'OTSTimeout' };
const LATE: Refusal = { refuse: 'OTSTimeout', performed: true };
const DENIED: Refusal = { refuse: 'OTSAuthFailed' };

/** What befalls the next calls, or the next rows of batches, one after the other; then all pass. */
const befall = (...calls: CallFault[]) => embedded.faults.set(calls.map((call) => ({ call, times: 1 })));
const befallRows = (...rows: RowFault[]) => embedded.faults.set(rows.map((row) => ({ row, times: 1 })));

const freshRow = () => ({ accountId: fresh(), instanceId: '33884913' });
type Row = ReturnType<typeof freshRow>;
const insert = (row: Row): Write => ({ table: 'instancesByAccount', insert: row });

const operations = () => embedded.faults.seen().map(({ operation }) => operation);
const nameOf = (outcome: Promise<unknown>): Promise<string> =>
  outcome.then(
    () => 'done',
    (error: Error) => error.name,
  );

describe('an insert', () => {
  // biome-ignore format: one case a line
  it.each<[string, CallFault[], string, number, boolean]>([
    // what befalls it                  the faults                is told        sent  it is there
    ['nothing',                         [],                       'done',        1,    true],
    ['the answer is lost',              ['lose-answer'],          'Unavailable', 1,    true],
    ['the call is lost',                ['lose-call'],            'Unavailable', 1,    false],
    ['the server times out',            [TIMEOUT],                'Unavailable', 1,    false],
    ['it times out, though done',       [LATE],                   'Unavailable', 1,    true],
    ['the server is busy, twice',       [BUSY, BUSY],             'done',        3,    true],
    ['busy, then the answer is lost',   [BUSY, 'lose-answer'],    'Unavailable', 2,    true],
    ['it is denied',                    [DENIED],                 'Error',       1,    false],
  ])('when %s', async (_, faults, told, sent, there) => {
    const row = freshRow();
    befall(...faults);
    expect(await nameOf(openStore().write(insert(row)))).toBe(told);
    expect(operations()).toEqual(Array.from({ length: sent }, () => 'PutRow'));
    expect(await openStore().get('instancesByAccount', row)).toEqual(there ? row : undefined);
  });

  it('while nobody listens is Unavailable once the time is up', async () => {
    const nobody = createServer().listen(0, '127.0.0.1');
    await once(nobody, 'listening');
    const endpoint = `http://127.0.0.1:${(nobody.address() as AddressInfo).port}`;
    await once(nobody.close(), 'close');
    const store = tablestore({ ...embedded.target, endpoint }, localCredentials, options());
    await expect(store.write(insert(freshRow()))).rejects.toThrow(
      /^Tablestore, PutRow of instancesByAccount: connect ECONNREFUSED/,
    );
    await expect(store.write(insert(freshRow()))).rejects.toThrow(Unavailable);
  });
});

describe('a read', () => {
  const row = freshRow();
  beforeAll(() => openStore().write(insert(row)));
  const reads: [string, (store: ReturnType<typeof openStore>) => Promise<unknown>, unknown][] = [
    ['GetRow', (store) => store.get('instancesByAccount', row), row],
    ['BatchGetRow', (store) => store.getMany('instancesByAccount', [row]), [row]],
    [
      'GetRange',
      (store) => store.scan('instancesByAccount', { accountId: row.accountId }, { limit: 9 }),
      { rows: [row] },
    ],
  ];

  it.each(reads)('%s is repeated, whatever may pass', async (operation, read, found) => {
    befall(BUSY, TIMEOUT, 'lose-answer', 'lose-call');
    expect(await read(openStore())).toEqual(found);
    expect(operations()).toEqual(Array.from({ length: 5 }, () => operation));
  });

  it.each(reads)('%s gives up where nothing will pass', async (operation, read) => {
    befall(DENIED);
    expect(await nameOf(read(openStore()))).toBe('Error');
    expect(operations()).toEqual([operation]);
  });

  it.each(reads)('%s is Unavailable once the time is up', async (_, read) => {
    embedded.faults.set([{ call: BUSY }]);
    expect(await nameOf(read(openStore()))).toBe('Unavailable');
    expect(operations().length).toBeLessThan(20);
  });
});

describe('a count', () => {
  it('whose answer was lost is Unavailable, and not counted twice', async () => {
    const key = { subject: fresh(), windowStartMs: 0 };
    befall('lose-answer');
    await expect(openStore().count(key, 1)).rejects.toThrow(Unavailable);
    expect(await openStore().get('attempts', key)).toEqual({ ...key, count: 1 });
  });
});

describe('a batch', () => {
  it('of writes whose answer was lost is unknown row by row, sent once, and done all the same', async () => {
    const rows = [freshRow(), freshRow()];
    befall('lose-answer');
    expect(await openStore().writeMany(rows.map(insert))).toEqual(['unknown', 'unknown']);
    expect(operations()).toEqual(['BatchWriteRow']);
    expect(await openStore().getMany('instancesByAccount', rows)).toEqual(rows);
  });

  it('loses only the chunk whose answer was lost', async () => {
    const rows = Array.from({ length: 201 }, freshRow);
    befall('lose-answer');
    const answers = await openStore().writeMany(rows.map(insert));
    expect(new Set(answers.slice(0, 200)).size).toBe(1);
    expect(answers.toSorted().at(-1)).toBe('unknown');
    expect(answers).toContain('done');
  });

  it('of writes repeats the rows that were not applied, and no other', async () => {
    const rows = [freshRow(), freshRow(), freshRow(), freshRow()] as const;
    befallRows('pass', { refuse: 'OTSRowOperationConflict' }, LATE, { refuse: 'OTSConditionCheckFail' });
    expect(await openStore().writeMany(rows.map(insert))).toEqual(['done', 'done', 'unknown', 'stale']);
    expect(embedded.faults.seen().map(({ rows }) => rows.length)).toEqual([4, 1]);
    expect(await openStore().getMany('instancesByAccount', rows)).toEqual([rows[0], rows[1], rows[2], undefined]);
  });

  it('of writes that never gets through is unknown', async () => {
    embedded.faults.set([{ call: BUSY }]);
    expect(await openStore().writeMany([insert(freshRow())])).toEqual(['unknown']);
  });

  it('of writes with a row that is refused as wrong is our bug', async () => {
    befallRows('pass', { refuse: 'OTSParameterInvalid' });
    await expect(openStore().writeMany([insert(freshRow()), insert(freshRow())])).rejects.toThrow(
      'Tablestore, BatchWriteRow of 2 rows of instances_by_account: OTSParameterInvalid',
    );
  });

  it('of reads asks for no row twice, which the service may refuse', async () => {
    const row = freshRow();
    const keys = Array.from({ length: 101 }, () => row);
    expect(await openStore().getMany('instancesByAccount', keys)).toEqual(keys.map(() => undefined));
    expect(operations()).toEqual(['BatchGetRow']);
  });

  it('of reads repeats the rows that failed, and no other', async () => {
    const rows = [freshRow(), freshRow()] as const;
    await openStore().writeMany(rows.map(insert));
    befallRows('pass', BUSY);
    expect(await openStore().getMany('instancesByAccount', rows)).toEqual(rows);
    expect(embedded.faults.seen().map(({ rows }) => rows.length)).toEqual([2, 1]);
  });
});

describe('an answer that breaks off in the middle', () => {
  beforeEach(() =>
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'Date', 'performance'] }),
  );
  afterEach(() => jest.useRealTimers());

  it('leaves the SDK waiting for ever, but not us: the outcome is unknown', async () => {
    const row = freshRow();
    const head = new Promise((resolve) => subscribe('http.client.response.finish', resolve));
    befall('break-answer');
    const outcome = nameOf(openStore().write(insert(row)));
    await head;
    await jest.advanceTimersByTimeAsync(1_500);
    expect(await outcome).toBe('Unavailable');
    expect(await openStore().get('instancesByAccount', row)).toEqual(row);
  });
});

describe('credentials', () => {
  const requests: IncomingMessage[] = [];
  const note = (message: unknown) => requests.push((message as { request: IncomingMessage }).request);
  beforeAll(() => subscribe('http.server.request.start', note));
  beforeEach(() => requests.splice(0));
  afterAll(() => unsubscribe('http.server.request.start', note));

  it('that are new sign the next invocation, over the connection there is', async () => {
    const rotated = { accessKeyId: 'STS.next', accessKeySecret: 'next-secret', securityToken: 'next-token' };
    const row = freshRow();
    await openStore().get('instancesByAccount', row);
    await nameOf(openStore(rotated).get('instancesByAccount', row));
    expect(requests.map(({ headers }) => [headers['x-ots-accesskeyid'], headers['x-ots-ststoken']])).toEqual([
      [localCredentials.accessKeyId, localCredentials.securityToken],
      ['STS.next', 'next-token'],
    ]);
    expect(new Set(requests.map(({ socket }) => socket)).size).toBe(1);
  });

  it('that are wrong are told without being shown', async () => {
    const wrong = { ...localCredentials, accessKeySecret: 'wrong-secret' };
    const store = tablestore(embedded.target, wrong, options());
    await expect(store.get('sessions', { sessionId: 'x' })).rejects.toThrow(
      /^Tablestore, GetRow of sessions: OTSAuthFailed, request [^ ]+$/,
    );
  });

  it('need no token', async () => {
    const { accessKeyId, accessKeySecret } = localCredentials;
    await nameOf(openStore({ accessKeyId, accessKeySecret }).get('sessions', { sessionId: 'x' }));
    expect(requests[0]?.headers).not.toHaveProperty('x-ots-ststoken');
  });
});

it('an endpoint without a scheme is refused before anything is sent', () => {
  expect(() => tablestore({ ...embedded.target, endpoint: 'ftp://127.0.0.1' }, localCredentials, options())).toThrow(
    'must begin with https:// or http://, not ftp://',
  );
});

it('an attempt takes as long as it may, for single rows and for batches', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const target = { ...embedded.target, endpoint };
  const hurried = tablestore(target, localCredentials, { ...options(), attemptMs: 1 });
  const row = freshRow();
  await expect(hurried.write(insert(row))).rejects.toThrow('no answer within 1 ms');
  expect(await hurried.writeMany([insert(row)])).toEqual(['unknown']);
  await expect(hurried.getMany('instancesByAccount', [row])).rejects.toThrow('no answer within 1 ms');
  silent.closeAllConnections();
  silent.close();
});
