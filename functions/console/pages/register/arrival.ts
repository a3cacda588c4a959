/**
 * What the marketplace's log-in without a password brings along, in the fragment of the page's address: the two IDs and a proof
 * that they belong together. It is taken out of the address, where it could be copied by mistake, and kept as long as the tab.
 */
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import * as z from 'zod';
import { accountId } from '../../../../shared/validation/account-id';
import { instanceId } from '../../../../shared/validation/instance-id';
import { proof, type Settlement } from '../../../../shared/validation/settlement';
import { keptInTab } from '../kept-in-tab';

const schema = z.object({ accountId, instanceId, proof });

export interface Arrival {
  readonly accountId: string;
  readonly instanceId: string;
  readonly proof: string;
}

/** From what was written elsewhere. */
const arrivalOf = (written: unknown): Arrival | undefined => schema.safeParse(written).data;

const arrivalIn = (fragment: string): Arrival | undefined =>
  arrivalOf(Object.fromEntries(new URLSearchParams(fragment.slice(1))));

const kept = keptInTab('arrival');

/** The one of this tab, for other pages that can use it: until it is used, or other IDs are wanted. */
export const keptArrival = { read: () => arrivalOf(kept.read()), forget: kept.forget };

/** Whatever may have the two IDs. */
interface Ids {
  readonly accountId?: string | undefined;
  readonly instanceId?: string | undefined;
}

/** The proof holds for the two IDs with which it came. */
export const proofFor = ({ accountId, instanceId }: Ids, arrival: Arrival | undefined): { readonly proof?: string } =>
  arrival?.accountId === accountId && arrival?.instanceId === instanceId && arrival ? { proof: arrival.proof } : {};

/** With the marketplace's proof, where it came with these IDs. */
export const proven = (wished: Settlement, arrival: Arrival | undefined): Settlement =>
  wished.method === 'alicloud' ? { ...wished, ...proofFor(wished, arrival) } : wished;

/** What was made with it has used it up. */
export const forgetUsed = (made: { readonly method: string } & Ids, arrival: Arrival | undefined): void => {
  if (proofFor(made, arrival).proof) kept.forget();
};

/** With the fragment of a page that was just arrived at. */
export const arrivalAt = (fragment: string): Arrival | undefined => arrivalIn(fragment) ?? keptArrival.read();

export const useArrival = () => {
  const { hash, pathname, search, state } = useLocation();
  const navigate = useNavigate();
  const [{ arrival, isNew }, setArrived] = useState(() => ({ arrival: arrivalAt(hash), isNew: !!arrivalIn(hash) }));
  useEffect(() => {
    const arrived = arrivalIn(hash);
    if (!arrived) return;
    kept.write(arrived);
    setArrived({ arrival: arrived, isNew: true });
    navigate({ pathname, search }, { replace: true, state });
  }, [hash, pathname, search, state, navigate]);
  return {
    arrival,
    /** It came with this page; else it was kept, and whatever was chosen since stands. */
    isNew,
    /** The marketplace's link was followed too late, or twice. */
    isTooLate: new URLSearchParams(hash.slice(1)).get('notice') === 'link-expired',
    forget: () => {
      kept.forget();
      setArrived({ arrival: undefined, isNew: false });
    },
  };
};
