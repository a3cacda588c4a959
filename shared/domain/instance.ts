/**
 * A product instance of the marketplace, as we know it: bought by one AliCloud account, open or not. It is the guard that
 * a binding looks at last.
 */

/**
 * - `opening`: the marketplace is still opening it.
 * - `open`: takes bindings.
 * - `overdue`: a bill is unpaid; keeps its bindings, takes no new ones.
 * - `closing`: the customer closed it; its workspaces are being switched.
 * - `closed`: nothing is settled by it, and nothing ever will be.
 */
export type InstanceStatus = 'opening' | 'open' | 'overdue' | 'closing' | 'closed';

export interface Instance {
  readonly instanceId: string;
  readonly version: number;
  readonly status: InstanceStatus;
  /** The AliCloud account it was sold to; unknown where a release or an expiry came before anything else. */
  readonly accountId?: string;
  readonly orderId?: string;
  readonly productCode?: string;
  readonly skuId?: string;
  /** When we first knew it as open. */
  readonly openedAtMs?: number;
  /** When its present overdue spell began. */
  readonly overdueAtMs?: number;
  /** When the customer's closing reached us. */
  readonly releasedAtMs?: number;
  /** When its closure was complete. */
  readonly closedAtMs?: number;
  /** Only of instances sold for a term; a pay-as-you-go instance has none. */
  readonly expiresAtMs?: number;
  /**
   * Since when it rests on a call that the marketplace could not be asked about: an old call's address can be replayed for
   * ever. The timed check asks again.
   */
  readonly unconfirmedAtMs?: number;
}
