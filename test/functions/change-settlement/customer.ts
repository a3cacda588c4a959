/** A customer whose workspace's settlement is changed. */
import { alicloud, buy, change } from '../../fakes/world';
import { OTHER_INSTANCE_ID, rowOf, signedIn } from '../steps';

export const X = alicloud();
export const Y = alicloud(OTHER_INSTANCE_ID);

/** A customer with two open instances, and a workspace that has been paid in these ways so far. */
export const customerOf = async (...settlements: readonly object[]) => {
  const customer = await signedIn();
  const { world, token, workspace } = customer;
  await buy(world, OTHER_INSTANCE_ID);
  for (const settlement of settlements) await change(world, token, workspace, settlement);
  world.clock.advance(60_000);
  return customer;
};

export type Customer = Awaited<ReturnType<typeof customerOf>>;

export const wish = ({ world, token, workspace }: Customer, settlement: object) =>
  change(world, token, workspace, settlement);

export const settlementsOf = async ({ world, workspace }: Customer) =>
  (await rowOf(world, workspace)).timeline.map(({ settlement }) => settlement);
