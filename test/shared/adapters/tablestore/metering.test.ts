/** What the meter hears of the adapter's calls, over the wire. */
import { localCredentials } from '../../../../local/credentials';
import type { FaultRule } from '../../../../local/tablestore/faults';
import { tablestore } from '../../../../shared/adapters/tablestore/store';
import type { Store } from '../../../../shared/ports';
import { type Counts, createMeter } from '../../../../shared/triggers/meter';
import { fresh } from '../../../contracts/sample-rows';
import { fakeClock } from '../../../fakes/ports';
import { type Embedded, openEmbedded } from './embedded';

let embedded: Embedded;
beforeAll(async () => {
  embedded = await openEmbedded();
});
beforeEach(() => embedded.faults.set([]));
afterAll(() => embedded.close());

const meter = createMeter();
const open = () =>
  tablestore(embedded.target, localCredentials, { clock: fakeClock(), random: { fraction: () => 0.5 }, meter });

/** What one use of the store added; how long it took is told apart, for it is never the same. */
const metered = async (use: (store: Store) => Promise<unknown>): Promise<Omit<Counts, 'storeMs'>> => {
  meter.take();
  await use(open()).catch(() => undefined);
  const { storeMs = 0, ...counts } = meter.take();
  expect(storeMs).toBeGreaterThanOrEqual(0);
  return counts;
};

const freshRow = () => ({ accountId: fresh(), instanceId: '33884913' });
const row = freshRow();
const many = (count: number) => {
  const accountId = fresh();
  return Array.from({ length: count }, (_, at) => ({ accountId, instanceId: String(100_000 + at) }));
};
const present = many(3);
beforeAll(() => open().writeMany([row, ...present].map((put) => ({ table: 'instancesByAccount', put }))));

const busy: FaultRule = { call: { refuse: 'OTSServerBusy' }, times: 1 };
const lost: FaultRule = { call: 'lose-call', times: 1 };
const rowWithoutUnits: FaultRule = { row: { refuse: 'OTSNotEnoughCapacityUnit' }, times: 1 };
const rowInConflict: FaultRule = { row: { refuse: 'OTSRowOperationConflict' }, times: 1 };

// biome-ignore format: one case a line
it.each<[string, readonly FaultRule[], (store: Store) => Promise<unknown>, Counts]>([
  // what is done                            faults             by                                                                                     adds
  ['a row is read',                          [],                (store) => store.get('instancesByAccount', row),                                       { storeCalls: 1, readUnits: 1 }],
  ['a row that is not there is read',        [],                (store) => store.get('instancesByAccount', freshRow()),                                { storeCalls: 1, readUnits: 1 }],
  ['rows are read together',                 [],                (store) => store.getMany('instancesByAccount', present),                               { storeCalls: 1, readUnits: 3 }],
  ['more are read than a batch holds',       [],                (store) => store.getMany('instancesByAccount', many(101)),                             { storeCalls: 2, readUnits: 101 }],
  ['rows are listed',                        [],                (store) => store.scan('instancesByAccount', present[0] ? { accountId: present[0].accountId } : {}, { limit: 9 }), { storeCalls: 1, readUnits: 1 }],
  ['a row is put',                           [],                (store) => store.write({ table: 'instancesByAccount', put: row }),                     { storeCalls: 1, writeUnits: 1 }],
  ['a row is put where there is none',       [],                (store) => store.write({ table: 'instancesByAccount', insert: freshRow() }),           { storeCalls: 1, readUnits: 1, writeUnits: 1 }],
  ['a row is removed',                       [],                (store) => store.write({ table: 'instancesByAccount', remove: freshRow() }),           { storeCalls: 1, writeUnits: 1 }],
  ['rows are put together',                  [],                (store) => store.writeMany(many(3).map((put) => ({ table: 'instancesByAccount', put }))), { storeCalls: 1, writeUnits: 3 }],
  ['something is counted',                   [],                (store) => store.count({ subject: fresh(), windowStartMs: 0 }, 1),                     { storeCalls: 1, writeUnits: 1 }],
  ['a condition does not hold',              [],                (store) => store.write({ table: 'instancesByAccount', insert: row }),                  { storeCalls: 1 }],
  ['a read is throttled, twice',             [busy, busy],      (store) => store.get('instancesByAccount', row),                                       { storeCalls: 3, storeRetries: 2, storeThrottled: 2, readUnits: 1 }],
  ['a read is lost',                         [lost],            (store) => store.get('instancesByAccount', row),                                       { storeCalls: 2, storeRetries: 1, readUnits: 1 }],
  ['a write is lost, and not repeated',      [lost],            (store) => store.write({ table: 'instancesByAccount', put: row }),                     { storeCalls: 1 }],
  ['a row of a batch is throttled',          [rowWithoutUnits], (store) => store.writeMany(many(3).map((put) => ({ table: 'instancesByAccount', put }))), { storeCalls: 2, storeRetries: 1, storeThrottled: 1, writeUnits: 3 }],
  ['a row that is read is throttled',        [rowWithoutUnits], (store) => store.getMany('instancesByAccount', present),                               { storeCalls: 2, storeRetries: 1, storeThrottled: 1, readUnits: 3 }],
  ['a row of a batch is in another’s way',   [rowInConflict],   (store) => store.writeMany(many(3).map((put) => ({ table: 'instancesByAccount', put }))), { storeCalls: 2, storeRetries: 1, writeUnits: 3 }],
])('%s', async (_, faults, use, added) => {
  embedded.faults.set(faults);
  expect(await metered(use)).toEqual(added);
});

it('a store without a meter works as well', async () => {
  const { target } = embedded;
  expect(await tablestore(target, localCredentials, { clock: fakeClock() }).get('instancesByAccount', row)).toEqual(
    row,
  );
});
