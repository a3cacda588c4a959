/**
 * An instance that no call has announced yet. The marketplace may call late, while the customer already holds the
 * instance ID; so the marketplace is asked before anybody is refused. What it says is inserted only where nothing was
 * known: a release that arrived meanwhile stands.
 */
import type { Instance } from '../domain/instance';
import { fromMarketplace, withNews } from '../domain/subscription';
import { type Marketplace, type MarketplaceInstance, type Store, Unavailable, type Write } from '../ports';

interface Ports {
  readonly store: Store;
  readonly marketplace: Marketplace;
}

/**
 * The instance as known. The marketplace is asked where it is unknown, still opening, overdue (the payment may be under
 * way to us), or known only by a release or an expiry, which do not say who bought it; what it says is known from then on.
 * Where it does not answer, an overdue instance stays what it is.
 */
export const announced = async (
  { store, marketplace }: Ports,
  known: Instance | undefined,
  instanceId: string,
  nowMs: number,
): Promise<Instance | undefined> => {
  const overdue = known?.status === 'overdue';
  if (known && known.status !== 'opening' && !overdue && known.accountId !== undefined) return known;
  let shown: MarketplaceInstance | undefined;
  try {
    shown = await marketplace.instance(instanceId);
  } catch (fault) {
    if (!overdue || !(fault instanceof Unavailable)) throw fault;
  }
  if (!shown) return known;
  const next = known ? withNews(known, shown, nowMs) : fromMarketplace(shown, nowMs);
  if (next === known) return known;
  // The buyer's list first: an entry too many counts for nothing, but one that is missing would never be written again.
  for (const write of soldTo(next)) await store.write(write);
  await store.write(
    known ? { table: 'instances', replace: next, of: known.version } : { table: 'instances', insert: next },
  );
  return next;
};

/** The entry of the instance in its buyer's list, where the buyer is known. */
export const soldTo = ({ accountId, instanceId }: Instance): Write[] =>
  accountId === undefined ? [] : [{ table: 'instancesByAccount', put: { accountId, instanceId } }];
