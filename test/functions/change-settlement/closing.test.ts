/**
 * A change while the instance that pays is being closed, and the walk has not come by: the hours since the release are the
 * Billing Center account's, as if it had, for the marketplace bills an instance nothing after the hour that holds its end.
 */
import { billingCenterSettlement, buy, change, INSTANCE_ID } from '../../fakes/world';
import { pushUntil, told as windows } from '../push-metering/scene';
import { all, at, begin, FIRST_DAY, fire, morningAfter, moveTo, told, use, wrong } from '../settle-fees/books';
import { OTHER_INSTANCE_ID, release, rowOf } from '../steps';
import { X, Y } from './customer';

const day = FIRST_DAY;
const closed = {
  settlement: billingCenterSettlement,
  cause: 'closure',
  closureOf: INSTANCE_ID,
  fromMs: at(day, 10, 59),
};

// biome-ignore format: one case a line
test.each<[to: string, settlement: object, after: readonly object[], bills: readonly string[]]>([
  ['the Billing Center account', billingCenterSettlement, [],                              [`${day} alicloud 20000`, `${day} billing-center 80000`]],
  ['another instance',           Y,                       [{ settlement: Y, cause: 'change' }], [`${day} alicloud 20000`, `${day} alicloud 40000`, `${day} billing-center 40000`]],
])('to %s', async (_, settlement, after, bills) => {
  const { world, paid: workspace, token } = await begin();
  await buy(world, OTHER_INSTANCE_ID);
  moveTo(world, at(day, 10, 59));
  await release(world);
  moveTo(world, at(day, 11, 1));
  expect(await change(world, token, workspace, settlement)).toMatchObject({ status: 200 });
  await world.settle();
  // Walked later, it stands in the closure's notice all the same.
  const { workspaceId } = workspace;
  expect((await all(world, 'mails')).map(({ notice }) => notice)).toContainEqual(
    expect.objectContaining({ kind: 'closure', first: [expect.objectContaining({ workspaceId })] }),
  );
  expect((await rowOf(world, workspace)).timeline).toMatchObject([{ settlement: X }, closed, ...after]);
  for (const [hour, quantity] of [[10, '1'], [11, '3'], [12, '5']] as const) {
    moveTo(world, at(day, hour + 1, 8));
    await use(world, workspace, at(day, hour), quantity, 'hosts');
    await pushUntil(world, at(day, hour + 1, 15));
  }
  moveTo(world, morningAfter(day));
  await fire(world);
  await pushUntil(world, at('2026-01-02', 3));
  expect((await told(world)).toSorted()).toEqual(bills);
  expect(await wrong(world)).toEqual([]);
  expect((await windows(world)).filter((window) => !window.endsWith('accepted'))).toEqual([]);
});
