/** An instance: its row beside what the marketplace shows, the workspaces that are bound to it, and its closure. */
import type { Link } from '../../shared/domain/claims';
import { closureMailId, overdueMailId } from '../../shared/domain/mail';
import { caughtUp } from '../../shared/domain/subscription';
import { payingInstance, switchedBy } from '../../shared/domain/workspace';
import type { MarketplaceInstance, Rows, Store } from '../../shared/ports';
import { pages } from '../../shared/protocol/pages';
import { findingsOf, mailState, todosOf } from './around';
import type { Reach, Seen } from './command';
import { readLink, standingOf } from './payer';

export const showInstance = async ({ store, marketplace, clock }: Reach, instanceId: string): Promise<Seen> => {
  const [instance, shown, findings, todos, bindings] = await Promise.all([
    store.get('instances', { instanceId }),
    marketplace.instance(instanceId).catch((fault: Error) => fault),
    findingsOf(store, instanceId),
    todosOf(store, [{ queue: 'closures', subject: instanceId }]),
    boundTo(store, instanceId),
  ]);
  return {
    instance: instance ?? 'not known to us',
    marketplace: shown instanceof Error ? `does not answer (${shown.name})` : (shown ?? 'does not know it'),
    wrong: shown instanceof Error ? [] : wrongsOf(instance, shown, clock.nowMs()),
    ...(instance?.accountId !== undefined && { soldTo: await buyerOf(store, instance, instance.accountId) }),
    bindings,
    todos,
    findings,
  };
};

const wrongsOf = (
  instance: Rows['instances'] | undefined,
  shown: MarketplaceInstance | undefined,
  nowMs: number,
): readonly string[] => {
  if (!instance) return shown ? ['The marketplace shows it, and no call has told us of it.'] : [];
  if (instance.status === 'closing' || instance.status === 'closed') {
    return !shown || shown.status === 'CLOSED'
      ? []
      : [`It is ${instance.status}, and the marketplace shows it as ${shown.status}.`];
  }
  if (!shown) return ['The marketplace does not know it.'];
  if (instance.accountId !== undefined && instance.accountId !== shown.accountId) {
    return [`It was sold to ${instance.accountId}, and the marketplace shows ${shown.accountId} as its buyer.`];
  }
  const next = caughtUp(instance, shown, nowMs);
  if (next.status !== instance.status)
    return [`It is ${instance.status}, and by what the marketplace shows would be ${next.status}.`];
  return instance.unconfirmedAtMs === undefined
    ? []
    : ['It rests on a call that the marketplace could not be asked about.'];
};

const buyerOf = async (
  store: Store,
  { instanceId, overdueAtMs }: Rows['instances'],
  accountId: string,
): Promise<Seen> => {
  const [listed, linked] = await Promise.all([
    store.get('instancesByAccount', { accountId, instanceId }),
    readLink(store, accountId),
  ]);
  const mailIds = [
    ...(linked.link ? [closureMailId(instanceId, linked.link.owner)] : []),
    ...(overdueAtMs === undefined ? [] : [overdueMailId(instanceId, overdueAtMs)]),
  ];
  const mails = await store.getMany(
    'mails',
    mailIds.map((mailId) => ({ mailId })),
  );
  return {
    accountId,
    listed: listed ? 'yes' : 'its entry is missing',
    link: linked.link ? linkSeen(linked.link, standingOf(linked)) : 'none',
    mails: mailIds.map((mailId, at) => mailState(mailId, mails[at])),
  };
};

const linkSeen = ({ owner, workspaceId }: Link, stands: string): Seen => ({ standing: stands, owner, workspaceId });

/** What one batch of reads can hold (Tablestore). */
const PAGE = 100;
/** Our decision: so many are named of what it settles; the numbers count all. */
const NAMED = 20;

const boundTo = async (store: Store, instanceId: string): Promise<Seen> => {
  const sum = { bindings: 0, settled: 0, switchedByItsClosure: 0, withoutEffect: 0 };
  const settles: string[] = [];
  for await (const bindings of pages(store, 'bindings', { instanceId }, PAGE)) {
    for (const row of await store.getMany('workspaces', bindings)) {
      sum.bindings++;
      if (row?.kind === 'workspace' && payingInstance(row) === instanceId) {
        sum.settled++;
        if (settles.length < NAMED) settles.push(`${row.site}/${row.workspaceId}`);
      } else if (row?.kind === 'workspace' && switchedBy(row, instanceId)) sum.switchedByItsClosure++;
      else sum.withoutEffect++;
    }
  }
  return { ...sum, settles };
};
