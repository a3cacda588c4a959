/**
 * What the marketplace's log-in without a password brings along, in the fragment of the page's address: the two IDs and a proof
 * that they belong together. It is taken out of the address, where it could be copied by mistake, and kept as long as the tab.
 */
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import * as z from 'zod';
import { accountId } from '../../../../shared/validation/account-id';
import { instanceId } from '../../../../shared/validation/instance-id';
import { proof } from '../../../../shared/validation/settlement';
import { keptInTab } from '../kept-in-tab';

const schema = z.object({ accountId, instanceId, proof });

export interface Arrival {
  readonly accountId: string;
  readonly instanceId: string;
  readonly proof: string;
}

/** From what was written elsewhere: the state of a place in the history, the tab's storage. */
export const arrivalOf = (written: unknown): Arrival | undefined => schema.safeParse(written).data;

const arrivalIn = (fragment: string): Arrival | undefined =>
  arrivalOf(Object.fromEntries(new URLSearchParams(fragment.slice(1))));

const kept = keptInTab('arrival');

/** The one of this tab, for other pages that can use it: until it is used, or other IDs are wanted. */
export const keptArrival = { read: () => arrivalOf(kept.read()), forget: kept.forget };

/** The proof holds for the two IDs with which it came. */
export const proofFor = (
  { accountId, instanceId }: { readonly accountId?: string | undefined; readonly instanceId?: string | undefined },
  arrival: Arrival | undefined,
): { readonly proof?: string } =>
  arrival?.accountId === accountId && arrival?.instanceId === instanceId && arrival ? { proof: arrival.proof } : {};

/** With the fragment of a page that was just arrived at. */
export const arrivalAt = (fragment: string): Arrival | undefined => arrivalIn(fragment) ?? keptArrival.read();

export const useArrival = () => {
  const { hash, pathname, search, state } = useLocation();
  const navigate = useNavigate();
  const [arrival, setArrival] = useState(() => arrivalAt(hash));
  useEffect(() => {
    const arrived = arrivalIn(hash);
    if (!arrived) return;
    kept.write(arrived);
    setArrival(arrived);
    navigate({ pathname, search }, { replace: true, state });
  }, [hash, pathname, search, state, navigate]);
  return {
    arrival,
    /** The marketplace's link was followed too late, or twice. */
    isTooLate: new URLSearchParams(hash.slice(1)).get('notice') === 'link-expired',
    forget: () => {
      kept.forget();
      setArrival(undefined);
    },
  };
};
