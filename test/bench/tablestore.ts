/**
 * The embedded Tablestore against dynalite, DynamoDB's interface on the same LevelDB: the same rows, on disk, neither with
 * fsync, each in a process of its own; one client and 64. A DynamoDB batch holds 25 rows, so there 200 are eight requests at once.
 */
import TableStore, { type Client } from 'tablestore';
import { startServer } from './in-process';
import { atATime, measure, spreadOf, timed } from './measure';
import { dynamoRequest, type RawRequest, rawRequests, type Send, senderTo } from './raw-requests';
import { bareClient } from './recording';
import { type Bench, measuredRow, type Row } from './row';

const TABLE = 'measured';
const REACH = { atLeast: 2 };
const ROWS_OF_RANGE = 5_000;
const ROWS_OF_BATCH = 200;
const DYNAMO_BATCH = 25;
/** The range's rows, which nothing else writes. */
const RANGE = 'range';

const { IGNORE, EXPECT_EXIST } = TableStore.RowExistenceExpectation;
const { Long } = TableStore;

// --- the same row, in both ---------------------------------------------------------------------------------------------

interface Sample {
  readonly id: string;
  readonly seq: number;
}

const nameOf = ({ seq }: Sample): string => `A workspace like any other, ${seq}`;
const sampleOf = (nth: number): Sample => ({ id: `row ${nth}`, seq: nth });
const upTo = <One>(count: number, make: (nth: number) => One): One[] =>
  Array.from({ length: count }, (_, nth) => make(nth));

const keyOf = ({ id, seq }: Sample) => [{ id }, { seq: Long.fromNumber(seq) }];
const columnsOf = (sample: Sample) => [{ name: nameOf(sample) }, { state: 'open' }, { count: Long.fromNumber(1) }];
const any = new TableStore.Condition(IGNORE, null);
const open = new TableStore.Condition(
  EXPECT_EXIST,
  new TableStore.SingleColumnCondition('state', 'open', TableStore.ComparatorType.EQUAL, false),
);

const dynamoKey = ({ id, seq }: Sample) => ({ id: { S: id }, seq: { N: String(seq) } });
const dynamoItem = (sample: Sample) => ({
  ...dynamoKey(sample),
  name: { S: nameOf(sample) },
  state: { S: 'open' },
  count: { N: '1' },
});

// --- the operations ----------------------------------------------------------------------------------------------------

interface Operation {
  readonly name: string;
  /** How many, with one client and with 64, and rounds of that. */
  readonly sizes: Readonly<Record<1 | 64, { readonly count: number; readonly rounds: number }>>;
  readonly ours: (nth: number) => (client: Client) => Promise<unknown>;
  /** Sent at once. */
  readonly reference: (nth: number) => readonly RawRequest[];
}

const FEW = { 1: { count: 200, rounds: 7 }, 64: { count: 640, rounds: 7 } } as const;
const LARGE = { 1: { count: 4, rounds: 5 }, 64: { count: 64, rounds: 3 } } as const;

const batchOf = (nth: number): Sample[] => upTo(ROWS_OF_BATCH, (at) => sampleOf(1_000_000 + nth * ROWS_OF_BATCH + at));

const operations: readonly Operation[] = [
  {
    name: 'put',
    sizes: FEW,
    ours: (nth) => (client) =>
      client.putRow({
        tableName: TABLE,
        condition: any,
        primaryKey: keyOf(sampleOf(nth)),
        attributeColumns: columnsOf(sampleOf(nth)),
      }),
    reference: (nth) => [dynamoRequest('PutItem', { TableName: TABLE, Item: dynamoItem(sampleOf(nth)) })],
  },
  {
    name: 'get',
    sizes: FEW,
    ours: (nth) => (client) => client.getRow({ tableName: TABLE, primaryKey: keyOf(sampleOf(nth)) }),
    reference: (nth) => [
      dynamoRequest('GetItem', { TableName: TABLE, Key: dynamoKey(sampleOf(nth)), ConsistentRead: true }),
    ],
  },
  {
    name: 'conditional update',
    sizes: FEW,
    ours: (nth) => (client) =>
      client.updateRow({
        tableName: TABLE,
        condition: open,
        primaryKey: keyOf(sampleOf(nth)),
        updateOfAttributeColumns: [{ PUT: [{ count: Long.fromNumber(2) }] }],
      }),
    reference: (nth) => [
      dynamoRequest('UpdateItem', {
        TableName: TABLE,
        Key: dynamoKey(sampleOf(nth)),
        ConditionExpression: '#state = :open',
        UpdateExpression: 'SET #count = :two',
        ExpressionAttributeNames: { '#state': 'state', '#count': 'count' },
        ExpressionAttributeValues: { ':open': { S: 'open' }, ':two': { N: '2' } },
      }),
    ],
  },
  {
    name: `batch of ${ROWS_OF_BATCH}`,
    sizes: LARGE,
    ours: (nth) => (client) =>
      client.batchWriteRow({
        tables: [
          {
            tableName: TABLE,
            rows: batchOf(nth).map((sample) => ({
              type: 'PUT' as const,
              condition: any,
              primaryKey: keyOf(sample),
              attributeColumns: columnsOf(sample),
            })),
          },
        ],
      }),
    reference: (nth) =>
      upTo(ROWS_OF_BATCH / DYNAMO_BATCH, (part) =>
        dynamoRequest('BatchWriteItem', {
          RequestItems: {
            [TABLE]: batchOf(nth)
              .slice(part * DYNAMO_BATCH, (part + 1) * DYNAMO_BATCH)
              .map((sample) => ({ PutRequest: { Item: dynamoItem(sample) } })),
          },
        }),
      ),
  },
  {
    name: `range of ${ROWS_OF_RANGE.toLocaleString('en-US')}`,
    sizes: LARGE,
    ours: () => (client) =>
      client.getRange({
        tableName: TABLE,
        direction: TableStore.Direction.FORWARD,
        inclusiveStartPrimaryKey: [{ id: RANGE }, { seq: TableStore.INF_MIN }],
        exclusiveEndPrimaryKey: [{ id: RANGE }, { seq: TableStore.INF_MAX }],
        limit: ROWS_OF_RANGE,
      }),
    reference: () => [
      dynamoRequest('Query', {
        TableName: TABLE,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': { S: RANGE } },
        ConsistentRead: true,
      }),
    ],
  },
];

// --- the tables --------------------------------------------------------------------------------------------------------

const makeTables = async (client: Client, dynalite: Send): Promise<void> => {
  await client.createTable({
    tableMeta: {
      tableName: TABLE,
      primaryKey: [
        { name: 'id', type: 'STRING' },
        { name: 'seq', type: 'INTEGER' },
      ],
    },
    reservedThroughput: { capacityUnit: { read: 0, write: 0 } },
    tableOptions: { timeToLive: -1, maxVersions: 1 },
  });
  await dynalite(
    dynamoRequest('CreateTable', {
      TableName: TABLE,
      AttributeDefinitions: [
        { AttributeName: 'id', AttributeType: 'S' },
        { AttributeName: 'seq', AttributeType: 'N' },
      ],
      KeySchema: [
        { AttributeName: 'id', KeyType: 'HASH' },
        { AttributeName: 'seq', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
};

const fillRange = async (client: Client, dynalite: Send): Promise<void> => {
  const samples = upTo(ROWS_OF_RANGE, (seq) => ({ id: RANGE, seq }));
  for (let at = 0; at < samples.length; at += ROWS_OF_BATCH) {
    const rows = samples.slice(at, at + ROWS_OF_BATCH).map((sample) => ({
      type: 'PUT' as const,
      condition: any,
      primaryKey: keyOf(sample),
      attributeColumns: columnsOf(sample),
    }));
    await client.batchWriteRow({ tables: [{ tableName: TABLE, rows }] });
  }
  for (let at = 0; at < samples.length; at += DYNAMO_BATCH) {
    const items = samples.slice(at, at + DYNAMO_BATCH).map((sample) => ({ PutRequest: { Item: dynamoItem(sample) } }));
    await dynalite(dynamoRequest('BatchWriteItem', { RequestItems: { [TABLE]: items } }));
  }
};

/** Beside what is measured, what a server would reach that does nothing but HTTP: no server in Node can do better. */
const rowOf = async (
  { name, sizes, ...make }: Operation,
  clients: 1 | 64,
  ours: Send,
  dynalite: Send,
  nothing: Send,
): Promise<Row> => {
  const { count, rounds } = sizes[clients];
  const requests = await rawRequests(upTo(count, make.ours));
  const others = upTo(count, make.reference);
  const rateOf = async (act: () => Promise<unknown>) => count / ((await timed(act)) / 1_000);
  const bounds: number[] = [];
  const measured = await measure({
    rounds,
    // A server that is new to an operation is slow at it, and this is not what is asked.
    warmUpRounds: clients === 1 ? 10 : 1,
    ours: () => rateOf(() => atATime(requests, clients, ours)),
    async reference() {
      bounds.push(await rateOf(() => atATime(requests, clients, nothing)));
      return rateOf(() => atATime(others, clients, (together) => Promise.all(together.map(dynalite))));
    },
  });
  const bound = spreadOf(bounds).median / measured.reference.median;
  const note = `HTTP alone in Node: ${bound.toFixed(1)}`;
  return measuredRow(`${name}, ${clients} ${clients === 1 ? 'client' : 'clients'}`, '/s', measured, REACH, note);
};

export const tablestore: Bench = {
  about: 'the embedded Tablestore against dynalite, one client and 64',
  async run() {
    const [server, other] = [await startServer('tablestore'), await startServer('dynalite')];
    const empty = await startServer('nothing');
    try {
      const [ours, dynalite] = [senderTo(server.endpoint), senderTo(other.endpoint)];
      const nothing = senderTo(empty.endpoint);
      const client = bareClient(server.endpoint);
      await makeTables(client, dynalite);
      await fillRange(client, dynalite);
      const rows: Row[] = [];
      for (const operation of operations) {
        for (const clients of [1, 64] as const) rows.push(await rowOf(operation, clients, ours, dynalite, nothing));
      }
      return rows;
    } finally {
      await server.close();
      await other.close();
      await empty.close();
    }
  },
};
