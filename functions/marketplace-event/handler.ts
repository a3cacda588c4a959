/**
 * The marketplace's SPI: `GET /marketplace/spi?action=…&token=…`. The marketplace calls it when a customer buys, pays, is
 * overdue or closes, and calls again, up to 120 times, until it is answered. The calls carry no time and no number, so
 * they may come late, repeated and in any order; the subscription's table says what each does.
 *
 * A closing is answered once it is durable: the instance is marked and a to-do row waits for the walker, which goes on
 * after the answer and always completes. `verify` brings a customer's browser from the marketplace (免登): it is sent on to
 * the registration with a proof that it came from there. The same calls may also come as events of a bus of our own.
 *
 * Refuses calls that are not signed with our seller key, and answers `false` to signed ones that make no sense.
 */
import type { Invoker, Marketplace, Store, Touches } from '../../shared/ports';
import { announced } from '../../shared/protocol/announced';
import { signProof } from '../../shared/protocol/proof';
import type { SessionKeys } from '../../shared/protocol/session';
import { type Reply, reply } from '../../shared/triggers/http';
import type { Log } from '../../shared/triggers/log';
import { readSpiCall, type SpiParameters } from '../../shared/triggers/marketplace-signature';
import type { HttpRequest } from '../../shared/triggers/request';
import type { Call, Doors } from '../../shared/triggers/serve';
import { nameOfCall, type Taken, takeCall } from '../../shared/triggers/take-call';
import type { CloudEvent } from '../../shared/validation/function-compute';
import { marketplaceEvent, verify } from './schema';

export const touches = {
  store: {
    workspaces: ['get'],
    instances: ['get', 'write', 'writeMany'],
    instancesByAccount: ['write', 'writeMany'],
    links: ['get'],
    mails: ['writeMany'],
    todos: ['writeMany'],
    attempts: ['count'],
  },
  marketplace: ['instance'],
  invoker: ['close-subscription', 'deliver-mail'],
} as const satisfies Touches;

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
  /** Sign the proof that `verify` gives. */
  readonly sessionKeys: SessionKeys;
}

export const doors = (ports: Ports, rules: Rules, log: Log): Doors => ({
  routes: [{ method: 'GET', path: '/marketplace/spi', handle: (request) => answerSpi(ports, rules, log, request) }],
  onEvent: (event, call) => takeEvent(ports, rules, event, call),
});

const answerSpi = async (ports: Ports, rules: Rules, log: Log, request: HttpRequest): Promise<Reply> => {
  const { query } = request;
  const action = nameOfCall(query.action);
  const parameters = readSpiCall(query, rules.sellerKeys);
  if (!parameters) {
    const warning = 'A marketplace call without a valid token was refused.';
    log('warn', { metric: 'spi', action, outcome: 'unsigned', warning });
    return reply(403, { success: 'false' });
  }
  if (action === 'verify') {
    const proven = await proveBuyer(ports, rules, parameters, request.nowMs);
    log('info', { metric: 'spi', action, outcome: proven ? 'brought' : 'link-expired' });
    const fragment = new URLSearchParams(proven ?? { notice: 'link-expired' });
    return reply(302, undefined, { Location: `${rules.publicUrl}/register#${fragment}` });
  }
  const taken = await takeCall(ports, rules, parameters, request.nowMs, log);
  log('info', { metric: 'spi', action, outcome: taken.kind });
  return answerTo(parameters.action, taken, rules);
};

/** In the marketplace's forms. `instanceId` 0 is its word for "not ready, call again". */
const answerTo = (action: string | undefined, taken: Taken, { publicUrl }: Rules): Reply => {
  // What the marketplace does not show (yet) is answered false, so that it calls again: a real call that is ahead of what
  // is shown must not be lost, and a replayed one gains nothing by it.
  const well = taken.kind === 'carried-out';
  if (action === 'orderPay') return reply(200, { success: well });
  if (action !== 'createInstance') return reply(200, { success: String(well) });
  if (taken.kind !== 'carried-out') return reply(200, { instanceId: '0' });
  return reply(200, {
    instanceId: taken.instance.instanceId,
    appInfo: { frontEndUrl: `${publicUrl}/register`, authUrl: `${publicUrl}/marketplace/spi` },
  });
};

/** A bad event of several throws nothing: it would bring the good ones back, again and again. */
const takeEvent = async (ports: Ports, rules: Rules, cloudEvent: CloudEvent, { nowMs, log }: Call): Promise<void> => {
  const read = marketplaceEvent.safeParse(cloudEvent);
  if (!read.success) {
    log('warn', { warning: 'An event was passed over: it is no call of the marketplace.' });
    return;
  }
  const action = read.data.type.slice('marketplace:Instance:'.length);
  await takeCall(ports, rules, { ...read.data.data, action }, nowMs, log);
};

/** How far from now the link's time may lie: it goes through the customer's browser. Our decision, in milliseconds. */
const LINK_WINDOW_MS = 120_000;

/**
 * 免登: what the registration is told of the customer. It goes into the address's fragment, which no log and no `Referer`
 * sees. Undefined for a link that is old, was used, or leads to an instance that nobody knows.
 */
const proveBuyer = async (
  ports: Ports,
  rules: Rules,
  parameters: SpiParameters,
  nowMs: number,
): Promise<{ accountId: string; instanceId: string; proof: string } | undefined> => {
  const read = verify.safeParse(parameters);
  if (!read.success || Math.abs(nowMs - read.data.timeStamp) > LINK_WINDOW_MS) return undefined;
  const { instanceId } = read.data;
  const known = await ports.store.get('instances', { instanceId });
  const instance = await announced(ports, known, instanceId, nowMs);
  if (instance?.accountId === undefined) return undefined;
  // The second use of a link is one too many. What was signed names it, for its token can be written in several ways.
  const subject = `verify/${instanceId}/${read.data.timeStamp}`;
  if ((await ports.store.count({ subject, windowStartMs: 0 }, 1)) > 1) return undefined;
  const { accountId } = instance;
  return { accountId, instanceId, proof: signProof({ accountId, instanceId }, rules.sessionKeys, nowMs) };
};
