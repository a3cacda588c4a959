/**
 * An instance that no call has announced yet. The marketplace may call late, while the customer already holds the
 * instance ID; so the marketplace is asked before anybody is refused. What it says is inserted only where nothing was
 * known: a release that arrived meanwhile stands.
 */
import type { Instance } from '../domain/instance';
import { fromMarketplace, opened } from '../domain/subscription';
import { type Marketplace, StaleWrite, type Store, type Write } from '../ports';

interface Ports {
  readonly store: Store;
  readonly marketplace: Marketplace;
}

/** The instance as known; where it is unknown or still opening, as the marketplace shows it now, and known from then on. */
export const announced = async (
  { store, marketplace }: Ports,
  known: Instance | undefined,
  instanceId: string,
  nowMs: number,
): Promise<Instance | undefined> => {
  if (known && known.status !== 'opening') return known;
  const told = await marketplace.instance(instanceId);
  if (!told) return known;
  // Only the news that it is open now concerns an opening instance; an end of it is told by a call of its own.
  if (known && told.status !== 'OPENED') return known;
  const next = known ? opened(known, nowMs) : fromMarketplace(told, nowMs);
  const written = await store.writeMany([
    known ? { table: 'instances', replace: next, of: known.version } : { table: 'instances', insert: next },
    ...soldTo(next),
  ]);
  if (written.some((outcome) => outcome !== 'done')) throw new StaleWrite('The instance has become known meanwhile.');
  return next;
};

/** The entry of the instance in its buyer's list, where the buyer is known. */
export const soldTo = ({ accountId, instanceId }: Instance): Write[] =>
  accountId === undefined ? [] : [{ table: 'instancesByAccount', put: { accountId, instanceId } }];
