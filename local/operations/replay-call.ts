/**
 * A call of the marketplace, carried out again as if it arrived now: by the code that takes the signed ones, on the
 * subscription's table, never by writing a row. It is given by its parameters, or pulled from what the marketplace could not
 * deliver, and then confirmed there; given both, the parameters stand in for a message that nobody could read.
 *
 * A release is final: it switches workspaces, and nothing takes it back. So where the marketplace does not show the instance
 * as closed, it is refused unless the operator insists.
 */
import type { Instance } from '../../shared/domain/instance';
import {
  bearsOut,
  decideSubscription,
  needsConfirmation,
  type SubscriptionDecision,
  type SubscriptionEvent,
} from '../../shared/domain/subscription';
import type { FailedNotification, Marketplace, MarketplaceInstance } from '../../shared/ports';
import { owedForOverdue } from '../../shared/protocol/subscription';
import { readFailedCall } from '../../shared/triggers/failed-notifications';
import { isMarketplaceAction, marketplaceCalls } from '../../shared/triggers/marketplace-calls';
import type { SpiParameters } from '../../shared/triggers/marketplace-signature';
import { takeCall } from '../../shared/triggers/take-call';
import { type Command, type Given, nothingToDo, type Plan, type Reach, refuse } from './command';

interface Wish {
  readonly call?: SpiParameters;
  readonly notificationId?: string;
  readonly anyway: boolean;
}

export const replayCall: Command = {
  name: 'replay-call',
  usage:
    'replay-call --action <action> --instance <instanceId> [--parameter <name>=<value> …] [--notification <id>] [--anyway]',
  purpose: 'carries a call of the marketplace out again; with --notification alone one that it could not deliver',
  options: {
    action: { type: 'string' },
    instance: { type: 'string' },
    parameter: { type: 'string', multiple: true },
    notification: { type: 'string' },
    anyway: { type: 'boolean' },
  },
  prepare(given) {
    if (given.positionals.length > 0)
      throw new Error(`${given.positionals[0]} needs an option before it, as in --action.`);
    const call = given.text('action') === undefined ? undefined : readCall(given);
    const notificationId = given.text('notification');
    const anyway = given.flag('anyway');
    if (!call && notificationId === undefined) {
      throw new Error(
        'Which call? Say --action and --instance, or --notification and the ID under which it is listed.',
      );
    }
    if (!call && (given.text('instance') !== undefined || given.texts('parameter').length > 0)) {
      throw new Error('Parameters without an --action are no call: say which it is.');
    }
    const wish = { ...(call && { call }), ...(notificationId !== undefined && { notificationId }), anyway };
    return {
      kind: 'act',
      given: { ...call, ...(notificationId !== undefined && { notificationId }), ...(anyway && { anyway: 'true' }) },
      plan: (reach) => plan(reach, wish),
    };
  },
};

/** Of the message channel: every message has one; ours stands for no message. */
const NO_REQUEST = '0'.repeat(32);

const readCall = (given: Given): SpiParameters => {
  const action = given.text('action');
  if (!isMarketplaceAction(action)) {
    throw new Error(`${action} is no call of the marketplace: there are ${Object.keys(marketplaceCalls).join(', ')}.`);
  }
  const parameters: Record<string, string> = {};
  for (const said of given.texts('parameter')) {
    const [, name, value] = /^(\w+)=(.*)$/s.exec(said) ?? [];
    if (name === undefined || value === undefined) throw new Error(`${said}: give a parameter as <name>=<value>.`);
    // A token signs a call of the marketplace, and this is none: it would only be kept where no secret may stand.
    if (name === 'token') throw new Error('Leave the token out: the call is yours, and recorded as yours.');
    parameters[name] = value;
  }
  const sells = action === 'createInstance' || action === 'orderPay';
  const instance = given.text('instance');
  const call = {
    ...(action === 'orderPay' && { requestId: NO_REQUEST }),
    ...parameters,
    ...(instance !== undefined && { [sells ? 'orderBizId' : 'instanceId']: instance }),
    action,
  };
  const read = marketplaceCalls[action].safeParse(call);
  if (!read.success) {
    const wrong = [...new Set(read.error.issues.map(({ path }) => path.join('.')))].join(', ');
    throw new Error(`${action} is not as the marketplace documents it: missing or malformed are ${wrong}.`);
  }
  return call;
};

const plan = async (reach: Reach, { call: given, notificationId, anyway }: Wish): Promise<Plan> => {
  const { marketplace } = reach;
  const listed = notificationId === undefined ? undefined : await findNotification(marketplace, notificationId);
  if (notificationId !== undefined && !listed) {
    return nothingToDo(
      `The marketplace lists no call ${notificationId} that it could not deliver: it was confirmed meanwhile, or never was there; \`findings\` names those that are.`,
    );
  }
  const call = given ?? (listed && readFailedCall(listed));
  if (!call) {
    return refuse(
      `The call ${notificationId} (${listed?.action}) cannot be read: ${shown(listed)} Find out what it means, then give it by --action, --instance and --parameter beside --notification.`,
    );
  }
  const decided = await decide(reach, call, anyway);
  if (decided.kind === 'refused' || (decided.kind === 'nothing' && !listed)) return decided;
  const confirms = listed ? ' and confirm it at the marketplace' : '';
  return {
    kind: 'action',
    would: `Carry ${call.action} out on the instance ${subjectOf(call)}${confirms}.`,
    because: 'because' in decided ? decided.because : [decided.why],
    carryOut: () => replay(reach, call, listed?.notificationId),
  };
};

const replay = async (reach: Reach, call: SpiParameters, notificationId: string | undefined) => {
  const { clock, log, marketplace } = reach;
  const taken = await takeCall(reach, reach, call, clock.nowMs(), log);
  if (taken.kind === 'senseless') return { outcome: 'refused', detail: taken.why } as const;
  if (notificationId !== undefined) await marketplace.confirmNotification(notificationId);
  const confirmed = notificationId === undefined ? '' : ' It is confirmed at the marketplace.';
  return taken.kind === 'outdated'
    ? ({ outcome: 'nothing', detail: `The marketplace shows that it is not so, or no longer.${confirmed}` } as const)
    : ({
        outcome: 'done',
        detail: `The instance ${taken.instance.instanceId} is ${taken.instance.status}.${confirmed}`,
      } as const);
};

type Decided = Exclude<Plan, { kind: 'action' }> | { readonly kind: 'changes'; readonly because: readonly string[] };

const decide = async (reach: Reach, call: SpiParameters, anyway: boolean): Promise<Decided> => {
  const { store, clock, productCodes } = reach;
  const event = eventOf(call);
  const { instanceId } = event;
  if ('productCode' in event && productCodes?.includes(event.productCode) === false) {
    return {
      kind: 'refused',
      why: `The product ${event.productCode} is not one of MARKETPLACE_PRODUCT_CODES: it is none of ours.`,
    };
  }
  const [known, { shown, says }] = await Promise.all([
    store.get('instances', { instanceId }),
    ask(reach.marketplace, instanceId),
  ]);
  const decision = decideSubscription(known, event, clock.nowMs());
  if (decision.kind === 'unchanged' && (await isWhole(reach, decision.instance))) {
    return { kind: 'nothing', why: `It would change nothing: the instance ${instanceId} is ${known?.status}. ${says}` };
  }
  if (decision.kind === 'look-up' && !shown) {
    return {
      kind: 'refused',
      why: `We do not know the instance ${instanceId}, and the call does not say whose it is. ${says}`,
    };
  }
  if (shown && needsConfirmation(event) && !bearsOut(shown, event)) {
    return { kind: 'nothing', why: `It would be passed over as an old one. ${says}` };
  }
  if (event.action === 'releaseInstance' && shown?.status !== 'CLOSED' && !anyway) {
    return {
      kind: 'refused',
      why: `${says} A release is final: it switches every workspace that the instance settles. Ask the marketplace first; where it is closed all the same, add --anyway.`,
    };
  }
  return { kind: 'changes', because: [`To us it is ${known?.status ?? 'unknown'}, and ${becomes(decision)}.`, says] };
};

const becomes = (decision: SubscriptionDecision): string => {
  switch (decision.kind) {
    case 'accepted':
      return `becomes ${decision.instance.status}`;
    case 'unchanged':
      return 'stays so; a row that belongs beside it is missing, and would be put';
    case 'look-up':
      return 'becomes what the marketplace shows';
  }
};

/** The rows that a call writes beside the instance's are there: who died between them left some out. */
const isWhole = async ({ store, clock }: Reach, instance: Instance): Promise<boolean> => {
  const { instanceId, accountId, status } = instance;
  const [listed, todo, mail] = await Promise.all([
    accountId === undefined || store.get('instancesByAccount', { accountId, instanceId }),
    status !== 'closing' || store.get('todos', { queue: 'closures', subject: instanceId }),
    owedForOverdue(store, instance, clock.nowMs()),
  ]);
  return Boolean(listed && todo && (!mail || (await store.get('mails', { mailId: mail.mailId }))));
};

const ask = async (
  marketplace: Marketplace,
  instanceId: string,
): Promise<{ readonly shown: MarketplaceInstance | undefined; readonly says: string }> => {
  try {
    const shown = await marketplace.instance(instanceId);
    return {
      shown,
      says: shown ? `The marketplace shows it as ${shown.status}.` : 'The marketplace does not know it.',
    };
  } catch (fault) {
    return { shown: undefined, says: `The marketplace does not say what it is now (${(fault as Error).name}).` };
  }
};

/** Its form was looked at before. */
const eventOf = (call: SpiParameters): SubscriptionEvent => {
  if (!isMarketplaceAction(call.action)) throw new Error('The call has no action.');
  return marketplaceCalls[call.action].parse(call);
};

const subjectOf = (call: SpiParameters): string => eventOf(call).instanceId;

const PAGE = 20;

const findNotification = async (
  marketplace: Marketplace,
  notificationId: string,
): Promise<FailedNotification | undefined> => {
  for (let page = 1; ; page++) {
    const { notifications, total } = await marketplace.failedNotifications(page, PAGE);
    const found = notifications.find((one) => one.notificationId === notificationId);
    if (found || notifications.length === 0 || page * PAGE >= total) return found;
  }
};

/** What it says, without the token that may stand in it. */
const shown = (listed: FailedNotification | undefined): string =>
  `${(listed?.message ?? '').slice(0, 500).replace(/("?token"?\s*[:=]\s*"?)[^"&,}\s]*/gi, '$1…')}`;
