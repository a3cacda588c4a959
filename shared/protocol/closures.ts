/** How far the closures are, for an operator: those under way first, then those that were completed last. */
import type { Link } from '../domain/claims';
import { closureMailId } from '../domain/mail';
import { payingInstance, switchedBy } from '../domain/workspace';
import type { Rows, Store } from '../ports';
import { pages } from './pages';

export interface ClosureProgress {
  readonly instanceId: string;
  readonly startedAtMs: number;
  /** Workspaces that it has switched, and those that are still settled by the instance. */
  readonly done: number;
  readonly left: number;
  readonly closedAtMs?: number;
}

/** Our decision: so many are told of at most. */
export const MOST_CLOSURES = 100;
const PAGE = 1_000;
/** What one batch of reads can hold (Tablestore). */
const WORKSPACES_PAGE = 100;

type Instance = Rows['instances'];

export const closures = async (store: Store): Promise<ClosureProgress[]> => {
  let latest: Instance[] = [];
  for await (const instances of pages(store, 'instances', {}, PAGE)) {
    const closing = instances.filter(({ status }) => status === 'closing' || status === 'closed');
    latest = [...latest, ...closing].sort(laterFirst).slice(0, MOST_CLOSURES);
  }
  return Promise.all(latest.map((instance) => progressOf(store, instance)));
};

const endOf = ({ closedAtMs }: Instance): number => closedAtMs ?? Number.POSITIVE_INFINITY;

const laterFirst = (one: Instance, other: Instance): number =>
  endOf(one) === endOf(other)
    ? (other.releasedAtMs ?? 0) - (one.releasedAtMs ?? 0)
    : endOf(other) > endOf(one)
      ? 1
      : -1;

const progressOf = async (store: Store, instance: Instance): Promise<ClosureProgress> => {
  const { instanceId, releasedAtMs, closedAtMs } = instance;
  const noticed = await workspacesInNotice(store, instance);
  // Once the notice is there the pass is over; before it is, the bindings are.
  const { done, left } =
    noticed !== undefined || closedAtMs !== undefined
      ? { done: noticed ?? 0, left: 0 }
      : await counted(store, instanceId);
  return {
    instanceId,
    startedAtMs: releasedAtMs ?? closedAtMs ?? 0,
    done,
    left,
    ...(closedAtMs !== undefined && { closedAtMs }),
  };
};

/** An AliCloud account is linked to one Billing Center account, so its instance's closure has one notice at most. */
const workspacesInNotice = async (store: Store, { instanceId, accountId }: Instance): Promise<number | undefined> => {
  const link = accountId && (await store.get('links', { accountId: accountId as Link['accountId'] }));
  const mail = link ? await store.get('mails', { mailId: closureMailId(instanceId, link.owner) }) : undefined;
  return mail?.notice.kind === 'closure' ? mail.notice.count : undefined;
};

const counted = async (store: Store, instanceId: string): Promise<{ done: number; left: number }> => {
  const sum = { done: 0, left: 0 };
  for await (const bindings of pages(store, 'bindings', { instanceId }, WORKSPACES_PAGE)) {
    for (const row of await store.getMany('workspaces', bindings)) {
      if (row?.kind !== 'workspace') continue;
      if (payingInstance(row) === instanceId) sum.left++;
      else if (switchedBy(row, instanceId)) sum.done++;
    }
  }
  return sum;
};
