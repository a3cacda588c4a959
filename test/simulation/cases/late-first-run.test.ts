/**
 * Found by seed 421 of the random runs: a handler's first run could not commit, its second one could not hear whether it
 * had; meanwhile the write of the first one landed. The caller was told the time of the second, the history holds the first.
 */
import type { Write } from '../../../shared/ports';
import { createFaultyWorld } from '../../fakes/faults';
import { type Answered, alicloud, billingCenterSettlement, buy, change, logInAs, register } from '../../fakes/world';

const begun = async () => {
  const world = createFaultyWorld();
  await buy(world);
  const { workspace } = (await register(world, { settlement: billingCenterSettlement })).body;
  world.clock.advance(60_000);
  const token = await logInAs(world);
  return { world, workspace, token };
};

type Begun = Awaited<ReturnType<typeof begun>>;

/** The first write of a workspace's row fails, and lands when the second comes; nobody hears of the second. */
const lateFirstRun = async ({ world }: Begun, act: () => Promise<Answered>): Promise<Answered> => {
  let late: Write | undefined;
  return world.during(async ({ table, write }) => {
    if (table !== 'workspaces' || !write || write === late) return 'proceed';
    if (!late) {
      late = write;
      return 'fail';
    }
    await world.store.write(late);
    return 'lose-answer';
  }, act);
};

test.each<[string, (begun: Begun) => Promise<Answered>]>([
  ['a change', ({ world, token, workspace }) => change(world, token, workspace, alicloud())],
  ['a registration', ({ world }) => register(world, { username: 'bob', settlement: billingCenterSettlement })],
])('%s is answered as it stands in the history', async (_, act) => {
  const begin = await begun();
  const { workspace } = (await lateFirstRun(begin, () => act(begin))).body;
  const row = await begin.world.store.get('workspaces', { workspaceId: workspace.workspaceId });
  const entry = row?.kind === 'workspace' ? row.timeline.at(-1) : undefined;
  expect(workspace.settlement.since).toBe(new Date(entry?.fromMs ?? 0).toISOString());
});
