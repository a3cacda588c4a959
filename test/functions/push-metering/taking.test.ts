/** A store that answers half while windows are taken: those that are known to be taken are sent, and none of them is unknown. */
import { at, begin, FIRST_DAY, moveTo } from '../settle-fees/books';
import { push, told } from './scene';

const instanceIds = ['33884914', '33884915', '33884916'] as const;

test('one whose taking nobody tells of holds up none that is taken', async () => {
  const { world } = await begin();
  moveTo(world, at(FIRST_DAY, 10, 12));
  for (const instanceId of instanceIds) {
    const window = {
      instanceId,
      windowStartMs: at(FIRST_DAY, 9),
      windowEndMs: at(FIRST_DAY, 10),
      deadlineMs: at(FIRST_DAY, 10, 59),
      version: 1,
      productCode: 'cmgj00053362',
      units: 1,
      amount: 100,
      state: 'pending',
      attempts: 0,
    } as const;
    const meter = { instanceId, version: 1, plannedToMs: at(FIRST_DAY, 10), units: 1, last: window };
    await world.store.write({ table: 'meters', put: meter });
    await world.store.write({ table: 'meteringWindows', put: window });
    const subject = `${instanceId}/${window.windowStartMs}`;
    await world.store.write({ table: 'todos', put: { queue: 'metering', subject, sinceMs: 0 } });
  }
  let unheard = false;
  await world.during(
    ({ table, write }) => {
      if (table !== 'meteringWindows') return 'proceed';
      // The first goes alone; of the request of the two others one row is written unheard, and the look for it fails.
      if (!write) return unheard ? 'fail' : 'proceed';
      if (!('replace' in write) || !JSON.stringify(write).includes('33884916')) return 'proceed';
      unheard = true;
      return 'lose-answer';
    },
    () => push(world).catch(() => undefined),
  );
  expect(unheard).toBe(true);
  moveTo(world, at(FIRST_DAY, 10, 20));
  await push(world);
  expect(await told(world)).toEqual(['09:00-10:00 1 accepted', '09:00-10:00 1 accepted', '09:00-10:00 1 unknown']);
  expect(world.marketplace.billed).toHaveLength(2);
});
