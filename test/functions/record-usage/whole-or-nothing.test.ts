/**
 * Usage is recorded as if it came once, whatever befalls the store at whichever row of it, for the platform brings again
 * what failed. And at every instant in between: no usage is there that nobody finds, and no sealed day is changed without
 * its adjustment being due.
 */
import type { Write } from '../../../shared/ports';
import {
  crashAfter,
  crashBefore,
  delayed,
  effectsOf,
  failOnce,
  type Interfere,
  interleaved,
  loseAnswerOnce,
  loseAnswerThenFail,
  SIMULATION_MS,
} from '../../fakes/faults';
import { rowsOf } from '../../fakes/rows';
import type { World, WorldOptions } from '../../fakes/world';
import { findable, hoursOf, metrics, type Site, seal, settled, unusable } from './usage';

const SEALED = '2026-01-01';

/** A row that was written before what must stand before it. */
const broken: string[] = [];

const watched = (): Pick<WorldOptions, 'accepted'> & { watch(world: World): void } => {
  let world: World | undefined;
  return {
    watch: (one) => {
      world = one;
    },
    accepted(write: Write, before: object | undefined) {
      if (!world || write.table !== 'usageDays' || 'remove' in write) return;
      const row = 'put' in write ? write.put : 'insert' in write ? write.insert : write.replace;
      const hoursBefore = before && 'hours' in before ? before.hours : [];
      if (JSON.stringify(row.hours) === JSON.stringify(hoursBefore)) return;
      const { contents } = world.store;
      const { workspaceId, day, version } = row;
      const digit = workspaceId.charAt(5);
      const today = new Date(world.clock.nowMs() + 8 * 3_600_000).toISOString().slice(0, 10);
      const needed = [
        ['usageTodos', `${row.sealedAtMs === undefined ? day : today}/${digit}`, workspaceId],
        ['meteredWorkspaces', `33884913/${day}`, workspaceId],
        ...(row.sealedAtMs === undefined ? [] : [['adjustmentsDue', workspaceId, day, version]]),
      ] as const;
      for (const [table, ...key] of needed) {
        if (!contents.of(table as 'usageTodos').get(key))
          broken.push(`${day} v${version} without ${table} ${key.join(' ')}`);
      }
    },
  };
};

beforeEach(() => broken.splice(0));
afterEach(() => expect(broken).toEqual([]));

/** Two days of the workspace, of which the first is sealed with usage in it. */
const begin = async (): Promise<Site> => {
  const { watch, ...options } = watched();
  const site = await settled(options);
  await site.send(
    site.event({ id: '0', time: '2026-01-01T11:00:00Z', data: { hour: '2026-01-01T10:00:00Z', quantity: '1' } }),
  );
  await seal(site, SEALED);
  for (const table of ['usageTodos', 'meteredWorkspaces'] as const) {
    for (const row of (await site.world.store.scan(table, {}, { limit: 9 })).rows) {
      await site.world.store.write({ table, remove: row } as Write);
    }
  }
  site.world.lines.splice(0);
  watch(site.world);
  return site;
};

const batch = ({ event }: Site): unknown[] => [
  event({ id: '1', data: { hour: '2026-01-01T10:00:00Z', quantity: '5' } }),
  'no event',
  event({ id: '2', data: { quantity: '7' } }),
  event({ id: '3', data: { item: 'coffee' } }),
  event({ id: '4', time: '2026-01-02T13:10:00Z', data: { quantity: '8' } }),
];
const send = (site: Site) => site.send(...batch(site));

/** All but the counters of `seen`, which are for people, and when each row was put. */
const seenOf = async (site: Site) => ({
  sealed: await hoursOf(site, SEALED),
  today: await hoursOf(site),
  findable: findable(site).filter((row) => !row.startsWith('due')),
  due: findable(site)
    .filter((row) => row.startsWith('due'))
    .at(-1),
  unusable: (await unusable(site)).map((line) => line.replace(/ ×.*/, '')),
  versions: (rowsOf(site.world.store).usageDays ?? []).map(({ day, version }) => `${day} v${version}`),
});

const whole = {
  sealed: ['logs/7 10:00 5'],
  today: ['logs/7 12:00 8'],
  findable: ['todo 2026-01-02 in place', 'metered 33884913/2026-01-01', 'metered 33884913/2026-01-02'],
  due: 'due 2026-01-01 v3',
  unusable: ['item-not-known', 'malformed'],
  versions: ['2026-01-01 v3', '2026-01-02 v1'],
};

const lengthOf = async (): Promise<number> => {
  const site = await begin();
  return (await effectsOf(site.world, () => send(site))).length;
};

const atEachRow = async <Seen>(look: (nth: number, site: Site) => Promise<Seen>): Promise<Seen[]> => {
  const seen: Seen[] = [];
  const length = await lengthOf();
  expect(length).toBeGreaterThan(12);
  for (let nth = 1; nth <= length; nth++) seen.push(await look(nth, await begin()));
  return seen;
};

const fails = (sending: Promise<unknown>): Promise<boolean> =>
  sending.then(
    () => false,
    () => true,
  );

test('undisturbed', async () => {
  const site = await begin();
  expect(await send(site)).toEqual({ taken: 2, late: 1, unchanged: 0, unusable: 2 });
  expect(await seenOf(site)).toEqual(whole);
});

// biome-ignore format: one case a line
test.each<[what: string, befall: (nth: number) => Interfere]>([
  ['before',  crashBefore],
  ['after',   crashAfter],
])('crashed %s any row, it fails, and once it comes again all is as if it came once', async (_, crash) => {
  const seen = await atEachRow(async (nth, site) => {
    const failed = await fails(site.world.during(crash(nth), () => send(site)));
    await send(site);
    return { nth, failed, ...(await seenOf(site)) };
  });
  expect(seen).toEqual(seen.map(({ nth }) => ({ nth, failed: true, ...whole })));
});

// biome-ignore format: one case a line
test.each<[what: string, befall: (nth: number) => Interfere]>([
  ['fails once',                          failOnce],
  ['loses its answer once',               loseAnswerOnce],
  ['loses its answer, and the next fails', loseAnswerThenFail],
])('of which any row %s, it takes all but what it cannot know, and the repeat the rest', async (_, befall) => {
  const seen = await atEachRow(async (nth, site) => {
    const failed = await fails(site.world.during(befall(nth), () => send(site)));
    // What is taken was taken at once; only what is kept aside is not tried a second time.
    const { sealed, today } = await seenOf(site);
    if (failed) await send(site);
    return { nth, atOnce: { sealed, today }, ...(await seenOf(site)) };
  });
  const { sealed, today } = whole;
  expect(seen).toEqual(seen.map(({ nth }) => ({ nth, atOnce: { sealed, today }, ...whole })));
});

test('of which any write lands late, after the repeat, it is the same as ever', async () => {
  const seen = await atEachRow(async (nth, site) => {
    const under = delayed();
    await fails(site.world.during(under.of(crashBefore(nth)), () => send(site)));
    await send(site);
    await under.land(site.world.store);
    return { nth, ...(await seenOf(site)) };
  });
  expect(seen).toEqual(seen.map(({ nth }) => ({ nth, ...whole })));
});

test('a write that nobody tells of is found to have happened, and is counted once', async () => {
  const site = await begin();
  await fails(
    site.world.during(
      ({ table, write }) => (write && table === 'usageDays' ? 'lose-answer' : 'proceed'),
      () => send(site),
    ),
  );
  expect(metrics(site.world)).toEqual([{ taken: 2, late: 1, unchanged: 0, unusable: 2, left: 0 }]);
});

test('one workspace out of reach holds up no other, and fails the invocation in the end', async () => {
  const site = await begin();
  const other = site.event({ id: '9', data: { workspaceId: `wksp_${'f'.repeat(32)}` } });
  const down: Interfere = ({ table, key }) =>
    table === 'usageDays' && 'day' in key && key.day === SEALED ? 'fail' : 'proceed';
  // The reads of a round are one call; so it is by writes that a row can be out of reach alone.
  const writing: Interfere = (effect) => (effect.write ? down(effect) : 'proceed');
  await expect(site.world.during(writing, () => site.send(...batch(site), other))).rejects.toThrow();
  expect(await hoursOf(site)).toEqual(whole.today);
  expect(await hoursOf(site, SEALED)).toEqual(['logs/7 10:00 1']);
  expect(metrics(site.world)).toEqual([{ taken: 2, late: 0, unchanged: 0, unusable: 3, left: 1 }]);
  await site.send(...batch(site), other);
  expect({ ...(await seenOf(site)), unusable: [] }).toEqual({ ...whole, unusable: [] });
});

test('a bug that one day meets holds up no other', async () => {
  const site = await begin();
  const bug: Interfere = ({ write }) => {
    if (write && write.table === 'usageDays' && 'replace' in write) throw new TypeError('a bug');
    return 'proceed';
  };
  await expect(site.world.during(bug, () => send(site))).rejects.toThrow('a bug');
  expect(await hoursOf(site)).toEqual(whole.today);
  expect(await hoursOf(site, SEALED)).toEqual(['logs/7 10:00 1']);
});

test(
  'several at once, in any order and though the store fails them, keep the newest of every hour',
  async () => {
    for (let seed = 1; seed <= 100; seed++) {
      const site = await begin();
      const values = [3, 1, 4, 2, 5].map((nth) => [
        site.event({ id: `a${nth}`, time: `2026-01-02T13:0${nth}:00Z`, data: { quantity: String(nth) } }),
        site.event({
          id: `b${nth}`,
          time: `2026-01-02T13:0${nth}:00Z`,
          data: { hour: '2026-01-01T10:00:00Z', quantity: String(nth) },
        }),
        site.event({ id: `c${nth}`, data: { hour: `2026-01-02T0${nth}:00:00Z`, quantity: String(nth) } }),
      ]);
      const sealing = () => seal(site).catch(() => undefined);
      const sending = values.map((events) => () => site.send(...events));
      const faults = { fail: 0.05, loseAnswer: 0.05, late: 0.5 };
      const answers = await interleaved<unknown>(site.world, seed, [...sending, sealing], faults);
      for (const [at, events] of values.entries()) if (answers[at] instanceof Error) await site.send(...events);
      expect({ seed, today: await hoursOf(site), sealed: await hoursOf(site, SEALED) }).toEqual({
        seed,
        today: [...[1, 2, 3, 4, 5].map((nth) => `logs/7 0${nth}:00 ${nth}`), 'logs/7 12:00 5'],
        sealed: ['logs/7 10:00 5'],
      });
      expect({ seed, broken }).toEqual({ seed, broken: [] });
    }
  },
  SIMULATION_MS,
);
