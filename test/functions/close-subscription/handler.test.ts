/** One walk of a closure: whom it switches, what it leaves of it, what it costs, and that it can die anywhere. */
import { freshWorkspaceId } from '../../contracts/sample-rows';
import {
  crashAfter,
  crashBefore,
  delayed,
  effectsOf,
  type FaultyWorld,
  failOnce,
  holdAt,
  loseAnswerOnce,
  SIMULATION_MS,
} from '../../fakes/faults';
import { alicloud, buy, INSTANCE_ID, register } from '../../fakes/world';
import { bindingsOf, bought, fallOverdue, OTHER_INSTANCE_ID, release, rowOf, show } from '../steps';
import { bind, closureOf, complete, fleetOf, mailed, motley, movedOn, noticesOf, ownerOf, settled } from './fleet';

const walk = (world: FaultyWorld) => world.timer('close-subscription');

describe('a walk switches every workspace once, gives each owner one exact notice, and leaves nothing to do', () => {
  test.each([0, 1, 3, 200, 201, 1_000, 1_001])('%d of one owner', async (count) => {
    const fleet = await fleetOf(count);
    await release(fleet.world);
    await walk(fleet.world);
    expect(await closureOf(fleet)).toEqual(complete(fleet));
    expect(await mailed(fleet.world)).toBe(count === 0 ? 0 : 1);
  });

  test.each([
    [1, 2],
    [3, 201],
    [1_001, 3],
  ])('%d of one owner and %d of another', async (one, two) => {
    const world = await bought();
    const [acme, other] = [await ownerOf(world, 'acme'), await ownerOf(world, 'other')];
    const switched = new Map([
      [acme.owner, await bind(world, settled(acme, one))],
      [other.owner, await bind(world, settled(other, two))],
    ]);
    await release(world);
    await walk(world);
    expect(await closureOf({ world, switched })).toEqual(complete({ world, switched }));
    expect(await mailed(world)).toBe(2);
  });

  test('a notice shows the first hundred, and is in the languages of all of them', async () => {
    const world = await bought();
    const acme = await ownerOf(world, 'acme');
    const english = { language: 'en' } as const;
    // Ids of a closure come in their order: the last one is not shown.
    const last = { workspaceId: `wksp_${'f'.repeat(32)}` as ReturnType<typeof freshWorkspaceId> };
    const [one, ...others] = settled(acme, 100);
    if (!one) throw new Error('There is no workspace.');
    await bind(world, [one, ...others, { ...one, ...english, ...last }]);
    await release(world);
    await walk(world);
    const [notice] = (await noticesOf(world, [acme.owner])).values();
    expect(notice).toMatchObject({ count: 101, languages: ['en', 'zh'] });
    expect(notice?.first.map(({ workspaceId }) => workspaceId)).not.toContain(last.workspaceId);
    expect(notice?.first).toHaveLength(100);
  });

  test('one that moved on before, one moved on after, one that is void, one that never came to be', async () => {
    const fleet = await motley();
    await release(fleet.world);
    await walk(fleet.world);
    expect(await closureOf(fleet)).toEqual(complete(fleet));
    expect(await mailed(fleet.world)).toBe(2);
  });
});

describe('a walk', () => {
  test('switches from when the closing arrived, not from when the walk comes by', async () => {
    const fleet = await fleetOf(1);
    const releasedAtMs = fleet.world.clock.nowMs();
    await release(fleet.world);
    fleet.world.clock.advance(3_600_000);
    await walk(fleet.world);
    const [workspaceId] = [...fleet.switched.values()].flat();
    const row = await rowOf(fleet.world, { workspaceId: workspaceId as ReturnType<typeof freshWorkspaceId> });
    expect(row.timeline.at(-1)).toEqual({
      settlement: { method: 'billing-center' },
      fromMs: releasedAtMs,
      cause: 'closure',
      by: 'marketplace',
      changeId: `closure/${INSTANCE_ID}`,
      closureOf: INSTANCE_ID,
    });
  });

  test('fences who may be about to bind: the version goes up, the history stays, nobody is told', async () => {
    const world = await bought();
    const acme = await ownerOf(world, 'acme');
    const row = movedOn(acme);
    await bind(world, [row]);
    const workspaceId = freshWorkspaceId();
    await world.store.write({ table: 'bindings', put: { instanceId: INSTANCE_ID, workspaceId } });
    await release(world);
    await walk(world);
    expect(await rowOf(world, row)).toEqual({ ...row, version: row.version + 1 });
    expect(await world.store.get('workspaces', { workspaceId })).toEqual({ kind: 'void', workspaceId, version: 1 });
    expect(await mailed(world)).toBe(0);
  });

  test('switches all before it gives a notice, gives all notices before it removes a binding, and closes last', async () => {
    const { world } = await motley();
    await release(world);
    const effects = await effectsOf(world, () => walk(world));
    const placesOf = (effect: string) => effects.flatMap((one, place) => (one === effect ? [place] : []));
    const order = ['workspaces', 'mails', 'bindings', 'instances'].map((table) => placesOf(`write ${table}`));
    expect(order.map((places) => places.length > 0)).toEqual([true, true, true, true]);
    expect(order.flat()).toEqual([...order.flat()].sort((one, other) => one - other));
  });

  test('starts the mails where there is a notice, and does not depend on it', async () => {
    const fleet = await fleetOf(1);
    await release(fleet.world);
    fleet.world.invoker.invoked.length = 0;
    fleet.world.invoker.down = true;
    await walk(fleet.world);
    expect(await closureOf(fleet)).toEqual(complete(fleet));

    const started = await fleetOf(1);
    await release(started.world);
    await started.world.settle();
    expect(started.world.mailer.sent).toHaveLength(1);

    const empty = await fleetOf(0);
    await release(empty.world);
    empty.world.invoker.invoked.length = 0;
    await walk(empty.world);
    expect(empty.world.invoker.invoked).toEqual([]);
  });

  test('a second one changes nothing and tells nobody', async () => {
    const fleet = await motley();
    await release(fleet.world);
    await walk(fleet.world);
    await release(fleet.world);
    await fleet.world.settle();
    await walk(fleet.world);
    expect(await closureOf(fleet)).toEqual(complete(fleet));
    expect(await mailed(fleet.world)).toBe(2);
  });

  test('removes the bindings of who is refused while it is about to close', async () => {
    const counted = await fleetOf(1);
    await release(counted.world);
    const nth = (await effectsOf(counted.world, () => walk(counted.world))).lastIndexOf('write instances') + 1;
    const { world } = await fleetOf(1);
    await release(world);
    const put = { instanceId: INSTANCE_ID, workspaceId: freshWorkspaceId() };
    await world.during(
      holdAt(nth, () => world.store.write({ table: 'bindings', put })),
      () => walk(world),
    );
    expect(await bindingsOf(world)).toEqual([]);
  });

  test('of a closed instance removes the bindings that were refused since', async () => {
    const { world } = await fleetOf(1);
    await release(world);
    await walk(world);
    await world.store.write({ table: 'bindings', put: { instanceId: INSTANCE_ID, workspaceId: freshWorkspaceId() } });
    await world.invoke('close-subscription', { instanceId: INSTANCE_ID });
    expect(await bindingsOf(world)).toEqual([]);
  });
});

describe('a walk of an instance that is not closing changes nothing', () => {
  test.each<[string, (world: FaultyWorld) => unknown]>([
    ['open', () => undefined],
    ['overdue', fallOverdue],
  ])('%s', async (_, happen) => {
    const fleet = await fleetOf(2);
    await happen(fleet.world);
    const invoke = () => fleet.world.invoke('close-subscription', { instanceId: INSTANCE_ID });
    expect(await effectsOf(fleet.world, invoke)).toEqual(['read instances']);
  });

  test('unknown', async () => {
    const world = await bought();
    const invoke = () => world.invoke('close-subscription', { instanceId: OTHER_INSTANCE_ID });
    expect(await effectsOf(world, invoke)).toEqual(['read instances']);
  });

  test('being opened', async () => {
    const world = await bought();
    show(world, 'OPENING', { instanceId: OTHER_INSTANCE_ID });
    await register(world, {
      settlement: alicloud(OTHER_INSTANCE_ID),
    });
    const invoke = () => world.invoke('close-subscription', { instanceId: OTHER_INSTANCE_ID });
    expect(await effectsOf(world, invoke)).toEqual(['read instances']);
  });

  test.each([undefined, null, {}, { instanceId: 'x' }, 'text'])(
    'an invocation that names none is refused: %j',
    async (payload) => {
      await expect((await bought()).invoke('close-subscription', payload)).rejects.toThrow();
    },
  );
});

describe('the timer', () => {
  test('goes on with the other closures where one fails, says so, and finds that one again', async () => {
    const fleet = await fleetOf(2);
    const { world } = fleet;
    await buy(world, OTHER_INSTANCE_ID);
    await buy(world, '11111111');
    for (const instanceId of [INSTANCE_ID, OTHER_INSTANCE_ID, '11111111']) await release(world, instanceId);
    const outOfReach = world.during(
      ({ table, key }) =>
        table === 'bindings' && 'instanceId' in key && key.instanceId === INSTANCE_ID ? 'fail' : 'proceed',
      () => walk(world),
    );
    await expect(outOfReach).rejects.toThrow();
    for (const instanceId of [OTHER_INSTANCE_ID, '11111111']) {
      expect((await world.store.get('instances', { instanceId }))?.status).toBe('closed');
    }
    expect(world.lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: 'error', instanceId: INSTANCE_ID }),
    );
    expect((await closureOf(fleet)).toDo).toEqual([expect.objectContaining({ subject: INSTANCE_ID })]);
    await walk(world);
    expect(await closureOf(fleet)).toEqual(complete(fleet));
  });

  test('finds every closure, however many there are', async () => {
    const world = await bought();
    const ids = Array.from({ length: 250 }, (_, nth) => String(10_000_000 + nth));
    for (const instanceId of ids) await release(world, instanceId);
    await walk(world);
    const rows = await world.store.getMany(
      'instances',
      ids.map((instanceId) => ({ instanceId })),
    );
    expect(new Set(rows.map((row) => row?.status))).toEqual(new Set(['closed']));
  });
});

// --- the cost --------------------------------------------------------------------------------------------------------

/** The calls in one walk, as Tablestore's limits make them of those of the store's port. */
const callsOf = async (count: number): Promise<number> => {
  const { world } = await fleetOf(count);
  await release(world);
  const { store } = world;
  const before = { ...store.calls };
  let batches = 0;
  const { getMany, writeMany } = store;
  store.getMany = (table, keys) => {
    batches += Math.ceil(keys.length / 100);
    return getMany(table, keys);
  };
  store.writeMany = (writes) => {
    batches += Math.ceil(writes.length / 200);
    return writeMany(writes);
  };
  await walk(world);
  const { get, write, scan } = store.calls;
  return batches + get - before.get + write - before.write + scan - before.scan;
};

test('a closure costs seven calls, and 0.025 more for each workspace', async () => {
  const costs = [await callsOf(1), await callsOf(400), await callsOf(800), await callsOf(1_200)];
  // Of a page: two scans, four batches of reads, two of switches and two of removals. The notice of more than a thousand has
  // a list in rows of its own.
  expect(costs).toEqual([7 + 5, 7 + 10, 7 + 20, 7 + 30 + 1]);
});

// --- crashes ---------------------------------------------------------------------------------------------------------

describe('a walk that dies', () => {
  test.each([
    ['before', crashBefore],
    ['after', crashAfter],
  ])(
    '%s any row at all is completed by the next, whatever of it lands late',
    async (_, crash) => {
      const counted = await motley();
      await release(counted.world);
      const { length } = await effectsOf(counted.world, () => walk(counted.world));
      expect(length).toBeGreaterThan(40);
      for (let nth = 1; nth <= length; nth++) {
        const fleet = await motley();
        const { world } = fleet;
        await release(world);
        const under = delayed();
        await world.during(under.of(crash(nth)), () => walk(world)).catch(() => undefined);
        await walk(world);
        expect({ nth, ...(await closureOf(fleet)) }).toEqual({ nth, ...complete(fleet) });
        await under.land(world.store);
        await walk(world);
        expect({ nth, ...(await closureOf(fleet)) }).toEqual({ nth, ...complete(fleet) });
        expect({ nth, mails: await mailed(world) }).toEqual({ nth, mails: 2 });
      }
    },
    SIMULATION_MS,
  );
});

describe('a notice whose list lies in rows of its own', () => {
  /** Where in a walk the rows of the notice are written, the lists and then the notice. */
  const placesOf = async () => {
    const { world } = await fleetOf(1_001);
    await release(world);
    const effects = await effectsOf(world, () => walk(world));
    const places = effects.flatMap((effect, at) => (/^write (noticeLists|mails)$/.test(effect) ? [at + 1] : []));
    expect(places).toHaveLength(3);
    return places;
  };

  test.each([
    ['dies before', crashBefore],
    ['dies after', crashAfter],
    ['cannot write', failOnce],
    ['is not answered of', loseAnswerOnce],
  ])(
    'is exact where the walk %s any of these rows',
    async (_, befall) => {
      for (const nth of await placesOf()) {
        const fleet = await fleetOf(1_001);
        await release(fleet.world);
        await fleet.world.during(befall(nth), () => walk(fleet.world)).catch(() => undefined);
        await walk(fleet.world);
        expect({ nth, ...(await closureOf(fleet)) }).toEqual({ nth, ...complete(fleet) });
        expect({ nth, mails: await mailed(fleet.world) }).toEqual({ nth, mails: 1 });
      }
    },
    SIMULATION_MS,
  );

  test(
    'is that of the first of two walkers; the list of the second is removed',
    async () => {
      const noticeItself = (await placesOf()).at(-1) ?? 0;
      const { world, switched } = await fleetOf(1_001);
      await release(world);
      const listIds = new Set<string>();
      const other = holdAt(noticeItself, () => world.invoke('close-subscription', { instanceId: INSTANCE_ID }));
      await world.during(
        (effect) => {
          if (effect.table === 'noticeLists' && 'listId' in effect.key) listIds.add(String(effect.key.listId));
          return other(effect);
        },
        () => walk(world),
      );
      expect(await closureOf({ world, switched })).toEqual(complete({ world, switched }));
      const [notice] = (await noticesOf(world, switched.keys())).values();
      const kept: string[] = [];
      for (const listId of listIds) {
        if ((await world.store.get('noticeLists', { listId, page: 0 })) !== undefined) kept.push(listId);
      }
      expect([listIds.size, kept]).toEqual([2, [notice?.listId]]);
    },
    SIMULATION_MS,
  );
});
