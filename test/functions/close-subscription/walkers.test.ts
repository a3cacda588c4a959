/** Several at once: walkers of one closure, and customers who bind and unbind their workspaces while it is walked. */
import { payingInstance } from '../../../shared/domain/workspace';
import { effectsOf, type FaultyWorld, holdAt, interleaved, type Odds, SIMULATION_MS } from '../../fakes/faults';
import {
  type Answered,
  addWorkspace,
  alicloud,
  billingCenterSettlement,
  buy,
  change,
  INSTANCE_ID,
} from '../../fakes/world';
import { bindingsOf, listed, OTHER_INSTANCE_ID, persist, release, rowOf, signedIn } from '../steps';
import { closureOf, complete, mailed, motley, noticesOf } from './fleet';

const walk = (world: FaultyWorld) => world.timer('close-subscription');
const invoke = (world: FaultyWorld) => world.invoke('close-subscription', { instanceId: INSTANCE_ID });

/** By as many timers as it takes. */
const walkToTheEnd = async (world: FaultyWorld): Promise<void> => {
  for (let minute = 0; minute < 3; minute++) await walk(world);
};

const odds: readonly [string, Odds][] = [
  ['', {}],
  [', though the store fails them', { fail: 0.02, loseAnswer: 0.02, late: 0.5 }],
];

describe('two walkers of one closure', () => {
  test.each(odds)(
    'in any order of their rows%s switch each workspace once and give each owner one exact notice',
    async (_, faults) => {
      for (let seed = 1; seed <= 200; seed++) {
        const fleet = await motley();
        await release(fleet.world);
        await interleaved<unknown>(fleet.world, seed, [() => walk(fleet.world), () => invoke(fleet.world)], faults);
        await walkToTheEnd(fleet.world);
        expect({ seed, ...(await closureOf(fleet)) }).toEqual({ seed, ...complete(fleet) });
        expect({ seed, mails: await mailed(fleet.world) }).toEqual({ seed, mails: 2 });
      }
    },
    SIMULATION_MS,
  );

  test(
    'of which the one waits at any row while the other walks to the end leave the same',
    async () => {
      const counted = await motley();
      await release(counted.world);
      const { length } = await effectsOf(counted.world, () => walk(counted.world));
      for (let nth = 1; nth <= length; nth++) {
        const fleet = await motley();
        await release(fleet.world);
        await fleet.world.during(
          holdAt(nth, () => invoke(fleet.world)),
          () => walk(fleet.world),
        );
        expect({ nth, ...(await closureOf(fleet)) }).toEqual({ nth, ...complete(fleet) });
        expect({ nth, mails: await mailed(fleet.world) }).toEqual({ nth, mails: 2 });
      }
    },
    SIMULATION_MS,
  );
});

describe('customers who bind and unbind while a closure is walked', () => {
  const X = alicloud();
  const Y = alicloud(OTHER_INSTANCE_ID);

  /** Five workspaces of one customer: what pays for each, and what its owner wishes while the instance is closed. */
  const wishes: readonly [object, object][] = [
    [billingCenterSettlement, X],
    [X, billingCenterSettlement],
    [X, Y],
    [Y, X],
    [X, X],
  ];

  test.each(odds)(
    'in any order of their rows%s leave nothing that the instance pays, and an exact notice',
    async (_, faults) => {
      const switchedOf = new Set<number>();
      for (let seed = 1; seed <= 200; seed++) {
        const { world, token, workspace: first } = await signedIn();
        await buy(world, OTHER_INSTANCE_ID);
        const workspaces: { site: string; workspaceId: typeof first.workspaceId }[] = [];
        for (const [before] of wishes) {
          world.clock.advance(1);
          workspaces.push((await addWorkspace(world, token, before)).body.workspace);
        }
        const closing = async () => {
          await release(world);
          await walk(world);
        };
        const changing = workspaces.map((workspace, at) => () => change(world, token, workspace, wishes[at]?.[1]));
        const answers = await interleaved<unknown>(
          world,
          seed,
          [closing, () => addWorkspace(world, token, X, 'Late'), ...changing, () => invoke(world)],
          faults,
        );
        await persist(world, () => release(world));
        await walkToTheEnd(world);

        const rows = await Promise.all(
          (await listed(world, token)).map((one: typeof first) => rowOf(world, one)) as ReturnType<typeof rowOf>[],
        );
        const closures = rows.map(({ timeline }) => timeline.filter(({ closureOf: of }) => of === INSTANCE_ID).length);
        const switched = rows.filter((_row, at) => closures[at] === 1).map(({ workspaceId }) => workspaceId);
        switchedOf.add(switched.length);
        const notices = await noticesOf(world, new Set(rows.map(({ owner }) => owner)));
        expect({
          seed,
          status: (await world.store.get('instances', { instanceId: INSTANCE_ID }))?.status,
          paidByIt: rows.filter((row) => payingInstance(row) === INSTANCE_ID),
          most: Math.max(...closures),
          named: [...notices.values()].flatMap(({ workspaceIds }) => workspaceIds).sort(),
          notices: notices.size,
        }).toEqual({
          seed,
          status: 'closed',
          paidByIt: [],
          most: switched.length > 0 ? 1 : 0,
          named: [...switched].sort(),
          notices: switched.length > 0 ? 1 : 0,
        });
        expect({ seed, mails: await mailed(world) }).toEqual({ seed, mails: notices.size });
        // What was acknowledged is in the history.
        for (const [at, workspace] of workspaces.entries()) {
          const answer = answers[at + 2] as Answered;
          const history = (await rowOf(world, workspace)).timeline.map(({ settlement }) => settlement);
          if (answer.status === 200)
            expect({ seed, history }).toEqual({ seed, history: expect.arrayContaining([wishes[at]?.[1]]) });
        }
      }
      // The seeds reach closures that find few and many.
      expect(switchedOf.size).toBeGreaterThan(2);
    },
    SIMULATION_MS,
  );

  test('a binding that is put after the walk had passed has no effect, and goes with the next walk', async () => {
    const { world, token, workspace } = await signedIn();
    await release(world);
    await world.settle();
    expect((await change(world, token, workspace, X)).body.code).toBe('instance-closed');
    await invoke(world);
    expect(await bindingsOf(world)).toEqual([]);
  });
});
