/** What the dialog asks for, and the settlement that it comes to. */
import type { WorkspaceView } from '../../../../shared/validation/answers';
import { type Settlement, type SettlementMethod, settlement } from '../../../../shared/validation/settlement';

/** What every view of a settlement says, whatever else it does. */
type Shown = WorkspaceView['settlement'] | Settlement;

/** The form's values. Whoever looks at another choice and comes back finds what was entered. */
export interface Wanted {
  readonly method: SettlementMethod;
  /** One of the registered instances, or `NEW_IDS`. */
  readonly payer?: string;
  /** As entered, for `NEW_IDS`. */
  readonly accountId?: string;
  readonly instanceId?: string;
}

export const NEW_IDS = 'new';

export interface Payer {
  readonly accountId: string;
  readonly instanceId: string;
}

export const payerKey = ({ accountId, instanceId }: Payer): string => `${accountId}/${instanceId}`;

const payerOf = ({ payer = NEW_IDS, accountId, instanceId }: Wanted): Partial<Payer> => {
  if (payer === NEW_IDS) return { ...(accountId && { accountId }), ...(instanceId && { instanceId }) };
  const [registeredAccount = '', registeredInstance = ''] = payer.split('/');
  return { accountId: registeredAccount, instanceId: registeredInstance };
};

/** Undefined while something is missing or wrong. */
export const settlementOf = (wanted: Wanted): Settlement | undefined =>
  settlement.safeParse({ method: wanted.method, ...payerOf(wanted) }).data;

/** The dialog begins with what is: nothing is chosen in anybody's place. */
export const present = (now: Shown): Wanted =>
  now.method === 'alicloud' ? { method: now.method, payer: payerKey(now) } : { method: now.method };

export const isSame = (a: Shown, b: Shown): boolean =>
  a.method === b.method && (a.method !== 'alicloud' || (b.method === 'alicloud' && payerKey(a) === payerKey(b)));
