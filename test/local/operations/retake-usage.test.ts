/** Much usage that still cannot be taken is not in the way of what can be. */
import { build } from '../../functions/check-consistency/house';
import { outcome } from './operator';

test('of more than one command takes, what can be taken is', async () => {
  const { world, paid } = await build();
  const nowMs = world.clock.nowMs();
  const element = (id: number, timeMs: number) => ({
    specversion: '1.0',
    id: String(id),
    source: 'platform.cn1',
    type: 'workspace:Usage:recorded',
    time: new Date(timeMs).toISOString(),
    data: {
      site: paid.site,
      workspaceId: paid.workspaceId,
      item: 'hosts',
      hour: new Date(nowMs - (nowMs % 3_600_000)).toISOString(),
      quantity: String(id),
    },
  });
  const [SOON_MS, YEARS_MS] = [10 * 60_000, 1e12];
  const early = Array.from({ length: 1_130 }, (_, at) => element(at, nowMs + (at < 30 ? SOON_MS : YEARS_MS)));
  await world.invoke('record-usage', early);
  world.clock.advance(SOON_MS);
  const [kind, detail] = await outcome(world, 'retake-usage --reason time-in-future');
  expect(kind).toBe('done');
  // Of the same hour: some were newer when their turn came, the others are older than what stands.
  const [taken, unchanged] = /^(\d+) taken.*; (\d+) were there/.exec(detail)?.slice(1).map(Number) ?? [];
  expect((taken ?? 0) + (unchanged ?? 0)).toBe(30);
});
