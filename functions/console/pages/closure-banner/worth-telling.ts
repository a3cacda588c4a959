/** Which instances a person should be told of, and in which order. */
import type { CloudAccountView } from '../../../../shared/validation/answers';

type Instance = Readonly<CloudAccountView['instances'][number]>;

interface CloudAccount {
  readonly instances: readonly Instance[];
}

/** Our decision: after that a closure is history, and stands in the timelines. */
const LATELY_MS = 30 * 24 * 3_600_000;
const order: readonly Instance['status'][] = ['closing', 'overdue', 'closed'];

const concerns = (
  { status, closedAt, workspaceCount, instanceId }: Instance,
  noted: readonly string[],
  nowMs: number,
) => {
  if (status === 'closing') return true;
  if (status === 'overdue') return workspaceCount > 0;
  return (
    status === 'closed' &&
    closedAt !== undefined &&
    nowMs - Date.parse(closedAt) < LATELY_MS &&
    !noted.includes(instanceId)
  );
};

/** Those being closed, then the overdue, then the closed ones that nobody took note of, the latest first. */
export const worthTelling = (
  cloudAccounts: readonly CloudAccount[],
  noted: readonly string[],
  nowMs: number,
): Instance[] =>
  cloudAccounts
    .flatMap(({ instances }) => instances)
    .filter((instance) => concerns(instance, noted, nowMs))
    .sort(
      (a, b) => order.indexOf(a.status) - order.indexOf(b.status) || (b.closedAt ?? '').localeCompare(a.closedAt ?? ''),
    );
