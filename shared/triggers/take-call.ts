/**
 * A call of the marketplace, by whichever door it came: signed, as an event of our own bus, or pulled from what could not be
 * delivered. It is read, carried out, and what it makes necessary is started. What makes no sense is one warning, and
 * changes nothing.
 */
import type { Invoker, Marketplace, Store } from '../ports';
import { type Carried, carryOut } from '../protocol/subscription';
import type { Log } from './log';
import { isMarketplaceAction, type MarketplaceAction, marketplaceCalls } from './marketplace-calls';
import type { SpiParameters } from './marketplace-signature';
import { sooner } from './sooner';

interface Ports {
  readonly store: Store;
  readonly marketplace: Marketplace;
  readonly invoker: Invoker;
}

interface Rules {
  /** Undefined: every product of the seller. */
  readonly productCodes: readonly string[] | undefined;
}

export type Taken =
  | Extract<Carried, { kind: 'carried-out' | 'outdated' }>
  | { readonly kind: 'senseless'; readonly why: string };

/** Throws `StaleWrite` where the instance has moved on meanwhile, `Unavailable` where a part outside does not answer. */
export const takeCall = async (
  ports: Ports,
  rules: Rules,
  parameters: SpiParameters,
  nowMs: number,
  log: Log,
): Promise<Taken> => {
  const action = nameOfCall(parameters.action);
  const senseless = (why: string) => {
    log('warn', { warning: 'A marketplace call was not carried out.', action, why });
    return { kind: 'senseless', why } as const;
  };
  if (!isMarketplaceAction(parameters.action)) return senseless('Not as documented: action.');
  const read = marketplaceCalls[parameters.action].safeParse(parameters);
  if (!read.success) {
    return senseless(`Not as documented: ${read.error.issues.map((issue) => issue.path.join('.')).join(', ')}.`);
  }
  const event = read.data;
  if ('productCode' in event && rules.productCodes?.includes(event.productCode) === false) {
    return senseless('The product code is not one of MARKETPLACE_PRODUCT_CODES.');
  }
  const carried = await carryOut(ports, event, nowMs);
  if (carried.kind === 'unknown') return senseless('Neither we nor the marketplace know the instance.');
  if (carried.kind === 'outdated') {
    log('warn', {
      warning: 'A marketplace call was passed over: the marketplace shows it is not so, or not yet.',
      action,
    });
    return carried;
  }
  const { instance } = carried;
  if ('accountId' in event && instance.accountId !== event.accountId) {
    log('warn', {
      warning: 'The instance was sold to another AliCloud account before; the first sale stands.',
      action,
    });
  }
  const { invoker } = ports;
  if (instance.status === 'closing') {
    await sooner(invoker, log, 'close-subscription', { instanceId: instance.instanceId });
  }
  if (event.action === 'expiredInstance') await sooner(invoker, log, 'deliver-mail', {});
  return carried;
};

/** Nothing that a stranger wrote goes into the log. */
export const nameOfCall = (action: string | undefined): MarketplaceAction | 'verify' | 'unknown' =>
  action === 'verify' || isMarketplaceAction(action) ? action : 'unknown';
