/**
 * A pair of an AliCloud account ID and an instance ID, as somebody says it. Both are digits that can be guessed, and an
 * instance that we have not heard of costs a look-up at the marketplace, so wrong pairs are throttled.
 *
 * Our decision: a pair that comes with the marketplace's proof (免登) is no guess, and whoever's link to the AliCloud
 * account stands is not held up by what strangers tried of it. So nobody can keep the customer out who bought the instance.
 */
import type { Instance } from '../domain/instance';
import { type Limit, pairLimits } from '../domain/limits';
import type { Refused } from '../domain/refusals';
import type { Marketplace, Store } from '../ports';
import type { Settlement } from '../validation/settlement';
import { announced } from './announced';
import { placeOf } from './place';
import { holds, type Proven } from './proof';
import type { SessionKeys } from './session';
import { countAttempt, forgiveAttempt } from './throttle';

interface Ports {
  readonly store: Store;
  readonly marketplace: Marketplace;
}

export interface From {
  readonly sourceAddress: string;
  readonly nowMs: number;
  /** The account that is signed in. */
  readonly owner?: string;
}

/** The limits of the guess that the settlement may be; none where it is no guess. */
export const guessLimits = (
  settlement: Settlement,
  keys: SessionKeys,
  { sourceAddress, nowMs, owner }: From,
): readonly Limit[] =>
  settlement.method === 'billing-center' || holds(settlement.proof, settlement, keys, nowMs)
    ? []
    : pairLimits(settlement.accountId, placeOf(sourceAddress), owner);

/**
 * The instance, as `announced` finds it, for who says whose it is. Where what we know does not bear that out, it counts as a
 * guess before the marketplace is asked, and is taken back where the marketplace does.
 */
export const instanceSaid = async (
  ports: Ports,
  { accountId, instanceId }: Proven,
  known: Instance | undefined,
  limits: readonly Limit[],
  linked: boolean,
  nowMs: number,
): Promise<{ readonly kind: 'found'; readonly instance: Instance | undefined } | Refused> => {
  const { store } = ports;
  if (known?.accountId === accountId) {
    return { kind: 'found', instance: await announced(ports, known, instanceId, nowMs) };
  }
  const refusal = await countAttempt(store, limits, nowMs, linked);
  if (refusal) return refusal;
  // An instance is sold once: nothing that the marketplace could say would make another's ours.
  if (known?.accountId !== undefined) return { kind: 'found', instance: known };
  let wrong = false;
  try {
    const instance = await announced(ports, known, instanceId, nowMs);
    wrong = instance?.accountId !== accountId;
    return { kind: 'found', instance };
  } finally {
    if (!wrong) await forgiveAttempt(store, limits, nowMs);
  }
};
