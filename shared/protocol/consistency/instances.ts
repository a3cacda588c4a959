/**
 * Instances against their buyers' lists, their closures, and the marketplace. What is over is not asked for any more: nothing
 * reopens it.
 */
import { isUnderWay } from '../../domain/repair';
import { caughtUp } from '../../domain/subscription';
import type { MarketplaceInstance, Rows } from '../../ports';
import { soldTo } from '../announced';
import { catchUp, owedForOverdue, oweOverdueMail } from '../subscription';
import { type Finding, passOver, present, rowsBy, type Tools } from './pass';

type Instance = Rows['instances'];

/** Each may cost two calls of the marketplace: so few that a page takes a minute, and not the function's time. */
const ASKED_PAGE = 40;

export const instances = passOver(
  'instances',
  async (tools, rows) => {
    const [local, compared] = [await againstStore(tools, rows), await againstMarketplace(tools, rows)];
    return [...local, ...compared];
  },
  ASKED_PAGE,
);

const againstStore = async (tools: Tools, rows: readonly Instance[]): Promise<Finding[]> => [
  ...(await unlisted(tools, rows)),
  ...(await unfinished(tools, rows)),
  ...(await untold(tools, rows)),
];

const unlisted = async ({ store, nowMs }: Tools, rows: readonly Instance[]): Promise<Finding[]> => {
  const entryOf = ({ accountId, instanceId }: Instance) => ({ accountId: accountId ?? '', instanceId });
  const sold = rows.filter(
    (row) => row.accountId !== undefined && !isUnderWay(row.openedAtMs ?? row.releasedAtMs, nowMs),
  );
  const isListed = await present(store, 'instancesByAccount', sold.map(entryOf));
  return sold
    .filter((row) => !isListed(entryOf(row)))
    .map((row) => {
      const repair = async () => {
        for (const write of soldTo(row)) await store.write(write);
        return 'repaired' as const;
      };
      return { kind: 'buyer-entry-missing', subject: row.instanceId, repair };
    });
};

/** A walk begins within a minute and goes on until it ends: one that has not ended by now has stopped, or lost its to-do. */
const unfinished = async (tools: Tools, rows: readonly Instance[]): Promise<Finding[]> => {
  const { store, nowMs, sooner } = tools;
  const closing = rows.filter(({ status, releasedAtMs }) => status === 'closing' && !isUnderWay(releasedAtMs, nowMs));
  return (await unmoved(tools, closing)).map(({ instanceId, releasedAtMs }) => {
    const sinceMs = releasedAtMs ?? nowMs;
    const repair = async () => {
      await store.write({ table: 'todos', put: { queue: 'closures', subject: instanceId, sinceMs } });
      await sooner('close-subscription', { instanceId });
      return 'repaired' as const;
    };
    return { kind: 'closure-unfinished', subject: instanceId, repair };
  });
};

/** Overdue spells of which nobody was told: the mail is owed after the instance is marked. */
const untold = async (tools: Tools, rows: readonly Instance[]): Promise<Finding[]> => {
  const { store, nowMs, sooner } = tools;
  const overdue = rows.filter(({ status, overdueAtMs }) => status === 'overdue' && !isUnderWay(overdueAtMs, nowMs));
  const silent: Instance[] = [];
  for (const row of overdue) {
    const mail = await owedForOverdue(store, row, nowMs);
    if (mail && !(await store.get('mails', { mailId: mail.mailId }))) silent.push(row);
  }
  return (await unmoved(tools, silent)).map((row) => {
    const repair = async () => {
      await oweOverdueMail(store, row, nowMs);
      await sooner('deliver-mail', {});
      return 'repaired' as const;
    };
    return { kind: 'overdue-mail-missing', subject: row.instanceId, repair };
  });
};

/** Those that are still as they were read. */
const unmoved = async ({ store }: Tools, rows: readonly Instance[]): Promise<readonly Instance[]> => {
  const again = await rowsBy(
    store,
    'instances',
    'instanceId',
    rows.map(({ instanceId }) => instanceId),
  );
  return rows.filter(({ instanceId, version }) => again.get(instanceId)?.version === version);
};

const againstMarketplace = async (tools: Tools, rows: readonly Instance[]): Promise<Finding[]> => {
  const { marketplace } = tools;
  const findings: Finding[] = [];
  for (const known of rows) {
    if (known.status === 'closing' || known.status === 'closed' || marketplace.isUnreachable()) continue;
    try {
      findings.push(...compared(tools, known, await marketplace.instance(known.instanceId)));
    } catch (fault) {
      if (!marketplace.threw(fault)) throw fault;
      tools.warn('An instance could not be compared with the marketplace.', fault);
      findings.push({ kind: 'instance-not-compared', subject: known.instanceId });
    }
  }
  // Where it does not answer at all, that is one finding, and not one for each instance.
  return marketplace.isUnreachable() ? findings.filter(({ kind }) => kind !== 'instance-not-compared') : findings;
};

/** What is known was read before the marketplace was asked, and its version decides: a call that arrives meanwhile stands. */
const compared = (tools: Tools, known: Instance, shown: MarketplaceInstance | undefined): Finding[] => {
  const { nowMs, sooner } = tools;
  const subject = known.instanceId;
  if (!shown) return [{ kind: 'unknown-to-marketplace', subject }];
  if (known.accountId !== undefined && known.accountId !== shown.accountId) return [{ kind: 'buyer-differs', subject }];
  const next = caughtUp(known, shown, nowMs);
  if (next === known) return [];
  const repair = async () => {
    const { status } = await catchUp(tools, known, shown, nowMs);
    if (status === 'closing') await sooner('close-subscription', { instanceId: subject });
    if (status === 'overdue') await sooner('deliver-mail', {});
    return 'repaired' as const;
  };
  if (next.status === 'closing') return [{ kind: 'release-missed', subject, repair }];
  if (known.unconfirmedAtMs !== undefined) return [{ kind: 'call-unconfirmed', subject, repair }];
  return [{ kind: 'instance-outdated', subject, repair }];
};
