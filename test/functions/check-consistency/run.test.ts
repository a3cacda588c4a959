/** A run of the check as a whole: its limits, its end, what it leaves behind, and what becomes of it where it stops. */
import { begun } from '../../../shared/domain/consistency';
import { Unavailable } from '../../../shared/ports';
import {
  crashAfter,
  crashBefore,
  effectsOf,
  type FaultyWorld,
  failOnce,
  holdAt,
  loseAnswerOnce,
  SIMULATION_MS,
} from '../../fakes/faults';
import { OPERATOR_TOKEN } from '../../fakes/world';
import { bindingsOf, rowOf, show } from '../steps';
import {
  ACCOUNT_ID,
  allOf,
  build,
  CLOSED_INSTANCE_ID,
  check,
  contents,
  HOUR_MS,
  INSTANCE_ID,
  leaveIntents,
  left,
  look,
  OTHER_INSTANCE_ID,
  repaired,
  reportIn,
  told,
} from './house';

const fire = (world: FaultyWorld, payload = '') => world.timer('check-consistency', payload);
const lines = (world: FaultyWorld) => world.lines.map((line) => JSON.parse(line));
const metrics = (world: FaultyWorld) => lines(world).filter(({ metric }) => metric === 'consistency');

describe('a marketplace that is down', () => {
  test('is reported, and nothing that only it could tell is changed', async () => {
    const { world } = await build();
    show(world, 'CLOSED');
    const failed = { notificationId: 'f', action: 'releaseInstance', message: `{"instanceId":"${INSTANCE_ID}"}` };
    world.marketplace.failed.push(failed);
    world.marketplace.down = true;
    const before = await contents(world);
    expect((await check(world)).findings).toEqual(left('marketplace-unreachable'));
    expect(await contents(world)).toEqual(before);
    expect((await told(world)).findings).toMatchObject([{ kind: 'marketplace-unreachable', subject: 'marketplace' }]);
  });

  test('is not asked again and again', async () => {
    const { world } = await build();
    world.marketplace.down = true;
    world.marketplace.calls = 0;
    await check(world);
    expect(world.marketplace.calls).toBe(3);
  });

  test('what was found about it before stands, and goes once it answers', async () => {
    const { world } = await build();
    world.marketplace.instances.delete(INSTANCE_ID);
    await check(world);
    const [found] = (await told(world)).findings;
    world.marketplace.down = true;
    await check(world);
    expect((await told(world)).findings).toContainEqual(found);
    world.marketplace.down = false;
    show(world, 'OPENED');
    await check(world);
    expect((await told(world)).findings).toEqual([]);
  });

  test('does not keep the check from the rest', async () => {
    const { world, paid } = await build();
    const binding = { instanceId: INSTANCE_ID, workspaceId: paid.workspaceId };
    await world.store.write({ table: 'bindings', remove: binding });
    world.marketplace.down = true;
    expect((await check(world)).findings).toEqual({
      ...left('marketplace-unreachable'),
      ...repaired('binding-missing'),
    });
  });

  test('one instance that it cannot answer for is listed, and the others are compared', async () => {
    const { world } = await build();
    const { instance } = world.marketplace;
    world.marketplace.instance = async (instanceId) => {
      if (instanceId === OTHER_INSTANCE_ID) throw new Error('A status that is not documented.');
      return instance(instanceId);
    };
    show(world, 'EXPIRED');
    expect((await check(world)).findings).toEqual({
      ...left('instance-not-compared'),
      ...repaired('instance-outdated'),
    });
  });
});

test('asked about many instances, the marketplace is given a pause before each question after the first hundred', async () => {
  const { world } = await build();
  const ids = Array.from({ length: 300 }, (_, at) => String(70_000_000 + at));
  const row = { version: 1, status: 'open', accountId: ACCOUNT_ID, openedAtMs: world.clock.nowMs() } as const;
  await world.store.writeMany(ids.map((instanceId) => ({ table: 'instances', put: { ...row, instanceId } })));
  for (const instanceId of ids) show(world, 'OPENED', { instanceId });
  const beforeMs = world.clock.nowMs();
  world.marketplace.calls = 0;
  await look(world);
  expect(world.marketplace.calls).toBeGreaterThan(300);
  expect(world.clock.nowMs() - beforeMs).toBe((world.marketplace.calls - 100) * 200);
});

describe('the limit of repairs', () => {
  test('holds at once where it is lowered below what a run has made already', async () => {
    const { world } = await build({ checking: { repairLimit: 0 } });
    await leaveIntents(world, 60);
    const run = { ...begun('a run', { dryRun: false }, 0), repairs: 20, heldUntilMs: 0 };
    await world.store.write({ table: 'checks', insert: { checkId: 'consistency', version: 1, run, reports: [] } });
    expect(await check(world)).toMatchObject({
      stopped: 'repair-limit',
      findings: { 'intent-at-closed': { found: 60, repaired: 0, left: 60 } },
    });
  });

  test.each([
    // limit, faults, repaired, stopped
    [0, 1, 0, true],
    [2, 1, 1, false],
    [2, 2, 2, false],
    [2, 3, 2, true],
    [2, 250, 2, true],
    [150, 250, 150, true],
  ])('of %d: of %d faults %d are mended, stopped %p', async (repairLimit, faults, mended, stopped) => {
    const { world } = await build({ checking: { repairLimit } });
    await leaveIntents(world, faults);
    const report = await check(world);
    expect(report.findings).toEqual({ 'intent-at-closed': { found: faults, repaired: mended, left: faults - mended } });
    expect(report.stopped).toBe(stopped ? 'repair-limit' : undefined);
    expect(await bindingsOf(world, CLOSED_INSTANCE_ID)).toHaveLength(faults - mended);
    expect(metrics(world)).toMatchObject([{ level: stopped ? 'error' : 'info', found: faults, stopped }]);
  });

  test('is an operator’s where one says so, also in what the run leaves to its next invocation', async () => {
    const { world } = await build({ checking: { repairLimit: 1, budgetMs: 0 } });
    await leaveIntents(world, 3);
    expect((await check(world, '{"repairLimit":2}')).findings).toEqual({
      'intent-at-closed': { found: 3, repaired: 2, left: 1 },
    });
    expect((await check(world)).findings).toEqual(repaired('intent-at-closed'));
  });

  test('beyond it nothing more is mended, of whatever kind, but all is still looked at', async () => {
    const { world, switched } = await build({ checking: { repairLimit: 1 } });
    await leaveIntents(world, 2);
    const list = { listId: 'a', page: 0, workspaceIds: [switched.workspaceId] };
    await world.store.write({ table: 'noticeLists', put: list });
    expect((await check(world)).findings).toEqual({
      'intent-at-closed': { found: 2, repaired: 1, left: 1 },
      ...left('notice-list-unnamed'),
    });
  });
});

test(
  'a run that dies among its repairs and goes on makes no more of them than one that lives',
  async () => {
    const limited = async () => {
      const house = await build({ checking: { repairLimit: 2 } });
      await leaveIntents(house.world, 4);
      return house.world;
    };
    const counted = await limited();
    const effects = (await effectsOf(counted, () => fire(counted))).length;
    for (let nth = 1; nth <= effects; nth++) {
      const world = await limited();
      await world.during(crashAfter(nth), () => fire(world).catch(() => undefined));
      world.clock.advance(HOUR_MS);
      const ended = (await told(world)).reports.length > 0;
      if (!ended) await check(world);
      expect((await bindingsOf(world, CLOSED_INSTANCE_ID)).length).toBeGreaterThanOrEqual(2);
    }
  },
  SIMULATION_MS,
);

describe('a run leaves behind', () => {
  test('a report, the newest first, of the last 48 runs', async () => {
    const { world } = await build();
    await look(world);
    for (let run = 0; run < 49; run++) {
      world.clock.advance(HOUR_MS);
      await check(world);
    }
    const { reports } = await told(world);
    expect(reports).toHaveLength(48);
    expect(reports[0]).toEqual({
      startedAt: expect.stringMatching(/^2026-01-03T.*Z$/),
      endedAt: expect.stringMatching(/Z$/),
      dryRun: false,
      checked: expect.any(Number),
      findings: {},
    });
    const starts = reports.map((report) => (report as unknown as { startedAt: string }).startedAt);
    expect(starts).toEqual(starts.toSorted().reverse());
  });

  test('one line for an alarm, and one for each repair', async () => {
    const { world } = await build();
    await leaveIntents(world, 2);
    world.marketplace.instances.delete(OTHER_INSTANCE_ID);
    await check(world);
    const sums = { found: 3, repaired: 2, left: 1, stopped: false, dryRun: false, checked: expect.any(Number) };
    expect(metrics(world)).toMatchObject([{ level: 'warn', function: 'check-consistency', ...sums }]);
    expect(lines(world).filter(({ repaired: kind }) => kind === 'intent-at-closed')).toHaveLength(2);
  });
});

describe('the timer’s payload', () => {
  test.each(['{', '[]', '{"dryRun":"yes"}'])('%s is refused, before anything is done', async (payload) => {
    const { world } = await build();
    await expect(fire(world, payload)).rejects.toThrow();
    expect(await allOf(world, 'checks')).toEqual([]);
  });

  test('none, or one that says nothing, is a check', async () => {
    const { world } = await build();
    for (const payload of ['', '{}', '{"dryRun":false}'])
      expect(await check(world, payload)).toMatchObject({ dryRun: false });
  });
});

describe('a run that does not come to its end in one invocation', () => {
  /** Each invocation has time for one page. */
  const hurried = () => build({ checking: { budgetMs: 0 } });

  test('goes on by itself, where it was', async () => {
    const { world } = await hurried();
    await leaveIntents(world, 250);
    const turns: unknown[] = [await fire(world)];
    for (let next = world.invoker.invoked.shift(); next; next = world.invoker.invoked.shift()) {
      turns.push(await world.invoke(next.functionName, next.payload));
    }
    expect(turns.slice(0, -1).every((turn) => (turn as { outcome: string }).outcome === 'continued')).toBe(true);
    expect(turns.at(-1)).toMatchObject({ outcome: 'done' });
    expect(turns.length).toBeGreaterThan(7);
    expect((await reportIn(world)).findings).toEqual({ 'intent-at-closed': { found: 250, repaired: 100, left: 150 } });
    expect((await told(world)).reports).toHaveLength(1);
  });

  test('is gone on with by the next timer, where it could not start itself', async () => {
    const { world } = await hurried();
    world.invoker.down = true;
    for (let turn = 0; (await told(world)).reports.length === 0; turn++) {
      if (turn > 50) throw new Error('It does not come to an end.');
      await fire(world);
      world.clock.advance(HOUR_MS);
    }
    expect((await told(world)).reports).toHaveLength(1);
  });

  test('a continuation of a run that is over, or never was, does nothing', async () => {
    const { world } = await build();
    await check(world);
    expect(await world.invoke('check-consistency', { runId: 'of yesterday' })).toEqual({ outcome: 'nothing' });
    await expect(world.invoke('check-consistency', {})).rejects.toThrow();
  });

  test('is left for one of the other kind: looking never goes on with repairs', async () => {
    const { world } = await hurried();
    await leaveIntents(world, 1);
    world.invoker.down = true;
    await fire(world);
    world.invoker.down = false;
    const before = await contents(world);
    await look(world);
    expect(await contents(world)).toEqual(before);
    expect(await reportIn(world)).toMatchObject({ dryRun: true, findings: left('intent-at-closed') });
  });
});

describe('a check that dies anywhere', () => {
  const spoilt = async () => {
    const house = await build();
    const { world, paid, switched } = house;
    await leaveIntents(world, 1);
    await world.store.write({ table: 'bindings', remove: { instanceId: INSTANCE_ID, workspaceId: paid.workspaceId } });
    await world.store.write({
      table: 'mails',
      remove: { mailId: `closure/${CLOSED_INSTANCE_ID}/${switched.owner}` },
    });
    show(world, 'EXPIRED');
    world.mailer.sent.length = 0;
    return house;
  };
  const mended = async ({ world, paid, switched }: Awaited<ReturnType<typeof spoilt>>) => {
    expect(await bindingsOf(world)).toEqual([paid.workspaceId]);
    expect(await bindingsOf(world, CLOSED_INSTANCE_ID)).toEqual([]);
    expect(await world.store.get('instances', { instanceId: INSTANCE_ID })).toMatchObject({ status: 'overdue' });
    const mailId = `closure/${CLOSED_INSTANCE_ID}/${switched.owner}`;
    expect(await world.store.get('mails', { mailId })).toMatchObject({ sentAtMs: expect.any(Number) });
    expect(world.mailer.sent.filter(({ subject }) => /关闭|closed/.test(subject))).toHaveLength(1);
    expect(world.mailer.sent.filter(({ subject }) => subject.includes('欠费'))).toHaveLength(1);
    expect((await told(world)).findings).toEqual([]);
  };

  test.each([
    ['before a write or read', crashBefore],
    ['after it, unheard', crashAfter],
  ])(
    '%s, is gone on with by the next timer, and comes to the same end',
    async (_, crash) => {
      const counted = await spoilt();
      const effects = (await effectsOf(counted.world, () => fire(counted.world))).length;
      expect(effects).toBeGreaterThan(60);
      for (let nth = 1; nth <= effects; nth++) {
        const house = await spoilt();
        const { world } = house;
        await world.during(crash(nth), () => fire(world).catch(() => undefined));
        world.clock.advance(HOUR_MS);
        await check(world);
        await world.timer('deliver-mail');
        await mended(house);
        world.clock.advance(HOUR_MS);
        expect((await check(world)).findings).toEqual({});
      }
    },
    SIMULATION_MS,
  );

  test('is tried again by the platform at once, where only the store was away for a moment', async () => {
    const house = await spoilt();
    const { world } = house;
    let away = false;
    const fault = world.during(
      ({ table }) => {
        if (away || table !== 'noticeLists') return 'proceed';
        away = true;
        return 'fail';
      },
      () => fire(world),
    );
    await expect(fault).rejects.toThrow(Unavailable);
    await check(world);
    await mended(house);
  });
});

test(
  'two checks at once: one works, the other sees it and stops, at every point',
  async () => {
    const counted = await build();
    await leaveIntents(counted.world, 3);
    const effects = (await effectsOf(counted.world, () => fire(counted.world))).length;
    for (let nth = 1; nth <= effects; nth++) {
      const { world } = await build();
      await leaveIntents(world, 3);
      const outcomes: unknown[] = [];
      outcomes.push(
        await world.during(
          holdAt(nth, async () => outcomes.push(await fire(world))),
          () => fire(world),
        ),
      );
      const names = outcomes.map((one) => (one as { outcome: string }).outcome);
      // Where the first has not taken the run yet, the second takes it; where it has ended, the second begins another.
      expect([
        ['under-way', 'done'],
        ['done', 'under-way'],
        ['done', 'done'],
      ]).toContainEqual(names);
      expect(await bindingsOf(world, CLOSED_INSTANCE_ID)).toEqual([]);
      const { reports } = await told(world);
      const sums = reports.map(({ findings }) => findings['intent-at-closed']?.repaired ?? 0);
      expect(sums.reduce((one, other) => one + other, 0)).toBe(3);
    }
  },
  SIMULATION_MS,
);

test('a dead check’s run is taken over once it counts as dead, and whoever was only slow stops', async () => {
  const { world } = await build();
  await leaveIntents(world, 1);
  const effects = await effectsOf(world, () => fire(world));
  const middle = Math.floor(effects.length / 2);
  const other = await build();
  const outcome = await other.world.during(
    holdAt(middle, async () => {
      other.world.clock.advance(HOUR_MS);
      await fire(other.world);
    }),
    () => fire(other.world),
  );
  expect(outcome).toMatchObject({ outcome: 'under-way' });
  expect((await told(other.world)).reports).toHaveLength(1);
});

describe('operators only', () => {
  const paths = ['/api/operations/consistency', '/api/operations/closures', '/api/operations/mails'];
  test.each(paths)('%s', async (path) => {
    const { world, token } = await build();
    expect((await world.ask('GET', path, { token: OPERATOR_TOKEN })).status).toBe(200);
    for (const wrong of [undefined, 'wrong', `${OPERATOR_TOKEN}x`, OPERATOR_TOKEN.slice(1), token]) {
      const headers = { 'Accept-Language': 'zh' };
      expect(await world.ask('GET', path, { token: wrong, headers })).toMatchObject({
        status: 401,
        headers: { 'content-type': 'application/problem+json; charset=utf-8' },
        body: { code: 'not-signed-in', detail: expect.stringContaining('运营令牌') },
      });
    }
    expect((await world.ask('POST', path, { token: OPERATOR_TOKEN, json: {} })).status).toBe(405);
  });
});

test('the workspaces are as they were: a check of a house in order writes nothing but its books', async () => {
  const { world, paid } = await build();
  const before = await rowOf(world, paid);
  const effects = await effectsOf(world, () => fire(world));
  expect(new Set(effects.filter((effect) => effect.startsWith('write')))).toEqual(new Set(['write checks']));
  expect(await rowOf(world, paid)).toEqual(before);
});

test('what is listed is counted, and told to the alarm, wherever the store was away for a moment', async () => {
  for (const how of [failOnce, loseAnswerOnce, crashAfter]) {
    for (let nth = 1; nth <= 60; nth++) {
      const { world } = await build();
      world.marketplace.instances.delete(INSTANCE_ID);
      await world.during(how(nth), () => fire(world).catch(() => undefined));
      world.clock.advance(HOUR_MS);
      if ((await told(world)).reports.length === 0) await fire(world);
      expect(await reportIn(world)).toMatchObject({ findings: left('unknown-to-marketplace') });
      expect(metrics(world).at(-1)).toMatchObject({ level: 'warn', left: 1 });
    }
  }
});
