/**
 * What the marketplace gave up to deliver, pulled, carried out as if it had arrived, and confirmed. One that makes no sense is
 * not confirmed: somebody has to look at it.
 *
 * The pages are read from the last one back: what is confirmed is listed no more, and that moves nothing which lies before it.
 */
import * as z from 'zod';
import type { FailedNotification, Invoker, Marketplace } from '../ports';
import type { Finding, Pass, Tools } from '../protocol/consistency/pass';
import type { Log } from './log';
import { isMarketplaceAction, marketplaceCalls } from './marketplace-calls';
import type { SpiParameters } from './marketplace-signature';
import { takeCall } from './take-call';

const PAGE = 20;

/** The parameters, all of them text, as the call would have had them. */
const parameters = z.record(z.string(), z.string());

interface Rules {
  readonly productCodes: readonly string[] | undefined;
}

/** So often a page is asked for before it is left to the next check. */
const ATTEMPTS = 3;

export const failedNotifications =
  (rules: Rules, invoker: Invoker, log: Log): Pass =>
  async (tools, cursor) => {
    const { marketplace } = tools;
    let page = cursor && Number(cursor.page);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        page ??= await lastPage(marketplace);
        const { notifications } = await marketplace.failedNotifications(page, PAGE);
        return {
          checked: notifications.length,
          findings: notifications.map((failed) => findingOf(tools, rules, invoker, log, failed)),
          ...before(page),
        };
      } catch (fault) {
        if (!marketplace.threw(fault)) throw fault;
        tools.warn('What the marketplace could not deliver is not known.', fault);
      }
    }
    // A page that cannot be read must not hide those before it.
    return {
      checked: 0,
      findings: [{ kind: 'marketplace-unreachable', subject: 'marketplace' }],
      ...(page !== undefined && !marketplace.isUnreachable() && before(page)),
    };
  };

/** Where the pass goes on; nowhere from the first page. */
const before = (page: number) => (page > 1 ? { next: { page: page - 1 } } : {});

const lastPage = async (marketplace: Marketplace): Promise<number> => {
  const { total } = await marketplace.failedNotifications(1, 1);
  return Math.max(1, Math.ceil(total / PAGE));
};

const findingOf = (
  tools: Tools,
  rules: Rules,
  invoker: Invoker,
  log: Log,
  { notificationId, action, message }: FailedNotification,
): Finding => {
  const { store, marketplace, nowMs } = tools;
  const subject = notificationId;
  const call = readFailedCall({ notificationId, action, message });
  if (!call) return { kind: 'call-unreadable', subject };
  const repair = async () => {
    const taken = await takeCall({ store, marketplace, invoker }, rules, call, nowMs, log);
    if (taken.kind === 'senseless') return 'call-unreadable';
    await marketplace.confirmNotification(notificationId);
    return 'repaired';
  };
  return { kind: 'call-undelivered', subject, repair };
};

/** Undefined where it is no call as the marketplace documents it. A message's request ID stands beside its parameters. */
export const readFailedCall = ({ action, notificationId, message }: FailedNotification): SpiParameters | undefined => {
  if (!isMarketplaceAction(action)) return undefined;
  try {
    const call = { requestId: notificationId, ...parameters.parse(JSON.parse(message)), action };
    return marketplaceCalls[action].safeParse(call).success ? call : undefined;
  } catch {
    return undefined;
  }
};
