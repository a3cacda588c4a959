/**
 * The marketplace's SPI: `GET /marketplace/spi?action=…&token=…`. The marketplace calls it when a customer buys, pays, is
 * overdue or closes, and calls again, up to 120 times, until it is answered. The calls carry no time and no number, so
 * they may come late, repeated and in any order; the subscription's table says what each does.
 *
 * A closing is answered once it is durable: the instance is marked and a to-do row waits for the walker, which goes on
 * after the answer and always completes. Refuses calls that are not signed with our seller key, and answers `false` to
 * signed ones that make no sense.
 */
import type { Instance } from '../../shared/domain/instance';
import { decideSubscription, fromMarketplace, type SubscriptionEvent } from '../../shared/domain/subscription';
import { type Invoker, type Marketplace, StaleWrite, type Store, type Write } from '../../shared/ports';
import { soldTo } from '../../shared/protocol/announced';
import { type Reply, type Route, reply } from '../../shared/triggers/http';
import { faultFields, type Log } from '../../shared/triggers/log';
import { readSpiCall } from '../../shared/triggers/marketplace-signature';
import type { HttpRequest } from '../../shared/triggers/request';
import { isSpiAction, type SpiAction, spiActions } from './schema';

export interface Ports {
  readonly store: Store;
  readonly marketplace: Marketplace;
  readonly invoker: Invoker;
}

export interface Rules {
  /** The current one, and the previous one while it is rotated. None at all refuses every call. */
  readonly sellerKeys: readonly string[];
  /** Undefined: every product of the seller. */
  readonly productCodes: readonly string[] | undefined;
  readonly publicUrl: string;
}

export const routes = (ports: Ports, rules: Rules, log: Log): Route[] => [
  { method: 'GET', path: '/marketplace/spi', handle: (request) => answerCall(ports, rules, log, request) },
];

const answerCall = async (ports: Ports, rules: Rules, log: Log, { query, nowMs }: HttpRequest): Promise<Reply> => {
  const action = isSpiAction(query.action) ? query.action : undefined;
  const parameters = readSpiCall(query, rules.sellerKeys);
  if (!parameters) {
    log('warn', { warning: 'A marketplace call without a valid token was refused.', action: action ?? 'unknown' });
    return reply(403, { success: 'false' });
  }
  const read = action && spiActions[action].safeParse(parameters);
  if (!read?.success) {
    const members = read?.error.issues.map((issue) => issue.path.join('.')).join(', ') ?? 'action';
    return senseless(log, action, `Not as documented: ${members}.`);
  }
  const event = read.data;
  if (event.action === 'createInstance' && rules.productCodes?.includes(event.productCode) === false) {
    return senseless(log, action, 'The product code is not one of MARKETPLACE_PRODUCT_CODES.');
  }
  const instance =
    event.action === 'createInstance' ? await open(ports, event, nowMs) : await apply(ports, event, nowMs);
  if (!instance) return senseless(log, action, 'Neither we nor the marketplace know the instance.');

  if (event.action === 'createInstance') {
    if (instance.accountId !== event.accountId) {
      log('warn', {
        warning: 'The instance was sold to another AliCloud account before; the first sale stands.',
        action,
      });
    }
    return reply(200, {
      instanceId: event.instanceId,
      appInfo: { frontEndUrl: `${rules.publicUrl}/register`, authUrl: `${rules.publicUrl}/marketplace/spi` },
    });
  }
  if (instance.status === 'closing') await startWalk(ports, log, instance.instanceId);
  return reply(200, { success: 'true' });
};

/** The first call of an instance's life needs one write; every other finds the instance known. */
const open = async (
  ports: Ports,
  event: Extract<SubscriptionEvent, { action: 'createInstance' }>,
  nowMs: number,
): Promise<Instance | undefined> => {
  const decision = decideSubscription(undefined, event, nowMs);
  if (decision.kind !== 'accepted') throw new Error('An unknown instance could not be opened.');
  const [inserted, listed] = await ports.store.writeMany([
    { table: 'instances', insert: decision.instance },
    ...soldTo(decision.instance),
  ]);
  if (inserted === 'done' && listed === 'done') return decision.instance;
  return apply(ports, event, nowMs);
};

/** Undefined: nobody knows the instance. */
const apply = async ({ store, marketplace }: Ports, event: SubscriptionEvent, nowMs: number) => {
  const { instanceId } = event;
  const known = await store.get('instances', { instanceId });
  let decision = decideSubscription(known, event, nowMs);
  if (decision.kind === 'look-up') {
    const told = await marketplace.instance(instanceId);
    if (!told) return undefined;
    const now = fromMarketplace(told, nowMs);
    decision = decideSubscription(now, event, nowMs);
    if (decision.kind !== 'accepted') decision = { kind: 'accepted', instance: now };
  }
  const { instance } = decision;
  const writes: Write[] = [...soldTo(instance)];
  if (decision.kind === 'accepted') {
    writes.push(
      known ? { table: 'instances', replace: instance, of: known.version } : { table: 'instances', insert: instance },
    );
  }
  if (instance.status === 'closing') {
    writes.push({
      table: 'todos',
      put: { queue: 'closures', subject: instanceId, sinceMs: instance.releasedAtMs ?? nowMs },
    });
  }
  const written = await store.writeMany(writes);
  if (written.some((outcome) => outcome !== 'done')) {
    throw new StaleWrite('The instance has moved on, or it is not known whether the call was written.');
  }
  return instance;
};

/** Only makes it sooner: the to-do row is found by the walker's own timer. */
const startWalk = async ({ invoker }: Ports, log: Log, instanceId: string): Promise<void> => {
  try {
    await invoker.invoke('close-subscription', { instanceId });
  } catch (fault) {
    log('warn', { warning: 'The walk of a closure waits for its timer.', ...faultFields(fault) });
  }
};

/** `instanceId` 0 is the marketplace's word for "not ready, call again". */
const senseless = (log: Log, action: SpiAction | undefined, why: string): Reply => {
  log('warn', { warning: 'A signed marketplace call was not carried out.', action: action ?? 'unknown', why });
  return reply(200, action === 'createInstance' ? { instanceId: '0' } : { success: 'false' });
};
