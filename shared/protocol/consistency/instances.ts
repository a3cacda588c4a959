/**
 * Instances against their buyers' lists, their closures, and the marketplace. What is over is not asked for any more: nothing
 * reopens it.
 */
import { isUnderWay } from '../../domain/repair';
import { caughtUp } from '../../domain/subscription';
import type { MarketplaceInstance, Rows } from '../../ports';
import { soldTo } from '../announced';
import { catchUp } from '../subscription';
import { type Finding, passOver, present, type Tools } from './pass';

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

const againstStore = async ({ store, nowMs, sooner }: Tools, rows: readonly Instance[]): Promise<Finding[]> => {
  const known = rows.filter((row) => !isUnderWay(row.openedAtMs ?? row.releasedAtMs, nowMs));
  const entryOf = ({ accountId, instanceId }: Instance) => ({ accountId: accountId ?? '', instanceId });
  const sold = known.filter(({ accountId }) => accountId !== undefined);
  const isListed = await present(store, 'instancesByAccount', sold.map(entryOf));
  const findings = sold
    .filter((row) => !isListed(entryOf(row)))
    .map((row): Finding => {
      const repair = async () => {
        for (const write of soldTo(row)) await store.write(write);
        return 'repaired' as const;
      };
      return { kind: 'buyer-entry-missing', subject: row.instanceId, repair };
    });

  // A walk begins within a minute and goes on until it ends: one that has not ended by now has stopped, or lost its to-do.
  for (const { instanceId, status, releasedAtMs } of rows) {
    if (status !== 'closing' || isUnderWay(releasedAtMs, nowMs)) continue;
    if ((await store.get('instances', { instanceId }))?.status !== 'closing') continue;
    const repair = async () => {
      const sinceMs = releasedAtMs ?? nowMs;
      await store.write({ table: 'todos', put: { queue: 'closures', subject: instanceId, sinceMs } });
      await sooner('close-subscription', { instanceId });
      return 'repaired' as const;
    };
    findings.push({ kind: 'closure-unfinished', subject: instanceId, repair });
  }
  return findings;
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
