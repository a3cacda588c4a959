/** A ledger takes each entry once, in a row without gaps, whatever befalls the store and whoever else is at it. */
import { entryAfter, type Posting } from '../../../../shared/domain/fees/posting';
import { append } from '../../../../shared/protocol/fees/ledger';
import {
  befalls,
  crashAfter,
  crashBefore,
  createFaultyWorld,
  delayed,
  effectsOf,
  type FaultyWorld,
  failOnce,
  holdAt,
  interleaved,
  type Odds,
  SIMULATION_MS,
} from '../../../fakes/faults';

const ledgerId = 'account/acct_1/CNY';
const bill = (entryId: string, amount = 10): Posting => ({
  ledgerId,
  entryId,
  atMs: 1,
  cause: { kind: 'bill', billId: entryId, day: '2026-01-01', workspaceId: 'w' },
  amount,
});

const put = ({ store }: FaultyWorld, entryId: string, amount?: number) => append(store, bill(entryId, amount));

/** With two entries, the last of which has no rows of its own yet. */
const begun = async (): Promise<FaultyWorld> => {
  const world = createFaultyWorld();
  await put(world, 'one');
  const counted = await effectsOf(world, () => put(world, 'two'));
  const fresh = createFaultyWorld();
  await put(fresh, 'one');
  await fresh.during(crashAfter(counted.indexOf('write ledgerHeads') + 1), () => put(fresh, 'two')).catch(() => {});
  expect((await read(fresh)).ids).toEqual(['one']);
  return fresh;
};

const read = async ({ store }: FaultyWorld) => {
  const [entries, ids, head] = await Promise.all([
    store.scan('ledgerEntries', { ledgerId }, { limit: 1_000 }),
    store.scan('ledgerEntryIds', { ledgerId }, { limit: 1_000 }),
    store.get('ledgerHeads', { ledgerId }),
  ]);
  return { entries: entries.rows, ids: ids.rows.map(({ entryId }) => entryId), head };
};

/** Each once, each following from the one before it, each found by its id; once whoever asked has asked again. */
const expectWhole = async (world: FaultyWorld, entryIds: readonly string[], about: object = {}): Promise<void> => {
  for (const entryId of entryIds) await put(world, entryId);
  const { entries, ids, head } = await read(world);
  expect({ ...about, ids: entries.map(({ entryId }) => entryId).sort() }).toEqual({
    ...about,
    ids: [...entryIds].sort(),
  });
  expect({ ...about, ids }).toEqual({ ...about, ids: [...entryIds].sort() });
  for (const [nth, entry] of entries.entries()) {
    expect({ ...about, entry }).toEqual({ ...about, entry: entryAfter(entries[nth - 1], bill(entry.entryId)) });
  }
  expect({ ...about, last: head?.last, sequence: head?.sequence }).toEqual({
    ...about,
    last: entries.at(-1),
    sequence: entries.length,
  });
};

test('an entry is what it made of the ledger, the second time too, whatever it is asked with then', async () => {
  const world = createFaultyWorld();
  const first = await put(world, 'one', 10);
  expect(first).toEqual(entryAfter(undefined, bill('one', 10)));
  const second = await put(world, 'two', 5);
  expect(second).toEqual(entryAfter(first, bill('two', 5)));
  expect(await put(world, 'one', 99)).toEqual(first);
  expect(await put(world, 'two', 99)).toEqual(second);
});

test('ledgers know nothing of each other', async () => {
  const world = createFaultyWorld();
  await put(world, 'one');
  const other = await append(world.store, { ...bill('one'), ledgerId: 'account/acct_1/USD' });
  expect(other.sequence).toBe(1);
});

test('an entry whose row is lost is not entered anew', async () => {
  const world = createFaultyWorld();
  await put(world, 'one');
  await put(world, 'two');
  await world.store.write({ table: 'ledgerEntries', remove: { ledgerId, sequence: 1 } });
  await expect(put(world, 'one')).rejects.toThrow('The ledger account/acct_1/CNY has lost its entry 1.');
});

describe('whatever befalls a row', () => {
  const length = begun()
    .then((world) => effectsOf(world, () => put(world, 'three')))
    .then((effects) => effects.length);
  const whole = ['one', 'two', 'three'];

  test.each(befalls)('%s: asked again, it is entered once', async (_, befall) => {
    expect(await length).toBeGreaterThan(8);
    for (let nth = 1; nth <= (await length); nth++) {
      const world = await begun();
      await world.during(befall(nth), () => put(world, 'three')).catch(() => {});
      await expectWhole(world, whole, { nth });
    }
  });

  test('a write that lands late changes nothing of that', async () => {
    for (let nth = 1; nth <= (await length); nth++) {
      for (const befall of [failOnce, crashBefore]) {
        const world = await begun();
        const under = delayed();
        await world.during(under.of(befall(nth)), () => put(world, 'three')).catch(() => {});
        await put(world, 'four');
        await under.land(world.store);
        await expectWhole(world, [...whole, 'four'], { nth });
      }
    }
  });

  test.each(['three', 'four'])('whoever enters %s while it waits there does so once', async (entryId) => {
    for (let nth = 1; nth <= (await length); nth++) {
      const world = await begun();
      await world.during(
        holdAt(nth, () => put(world, entryId)),
        () => put(world, 'three'),
      );
      await expectWhole(world, [...new Set([...whole, entryId])], { nth });
    }
  });
});

test.each<[string, Odds]>([
  ['', {}],
  [', though the store fails them', { fail: 0.04, loseAnswer: 0.04, late: 0.5 }],
])(
  'many at once are entered once each, in any order of their rows%s',
  async (_, odds) => {
    for (let seed = 1; seed <= 200; seed++) {
      const world = await begun();
      const asked = ['three', 'four', 'three', 'five', 'two'];
      await interleaved<unknown>(
        world,
        seed,
        asked.map((entryId) => () => put(world, entryId)),
        odds,
      );
      await expectWhole(world, ['one', 'two', 'three', 'four', 'five'], { seed });
    }
  },
  SIMULATION_MS,
);
