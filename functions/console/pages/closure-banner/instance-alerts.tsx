/**
 * What the account's instances bring with them that a person should know: one is being closed, was closed lately, or is
 * overdue. It follows by itself while somebody looks.
 */
import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { Link } from 'react-router';
import type { Instance } from '../cloud-accounts/instance-status';
import { useText } from '../language';
import { cloudAccountsQuery } from '../queries';
import { serverTime } from '../server-clock';
import { numberText } from '../times';
import { usePageOfRows } from '../workspaces/page-of-rows';
import { listAddress } from '../workspaces/place';
import { REFRESH_MS } from '../workspaces/refresh';
import { ClosureAlert } from './closure-alert';
import { dismissed } from './dismissed';
import { worthTelling } from './worth-telling';

const words = {
  closing: {
    zh: (id: string) => `商品实例 ${id} 正在关闭`,
    en: (id: string) => `Product instance ${id} is being closed`,
  },
  underWay: {
    zh: '绑定的工作空间正在切换为费用中心账号结算，完成后会发送邮件通知您。本页会自动更新。',
    en: 'Its workspaces are being switched to Billing Center account settlement; an e-mail tells you when it is done. This page follows by itself.',
  },
  overdue: { zh: (id: string) => `商品实例 ${id} 已欠费`, en: (id: string) => `Product instance ${id} is overdue` },
  payIt: {
    zh: (count: string) =>
      `已绑定的 ${count} 个工作空间不受影响，但在结清之前不能绑定新的工作空间。请在阿里云结清欠款；长期欠费的实例会被关闭，届时工作空间将切换为费用中心账号结算。`,
    en: (count: string) =>
      `Please pay what is owed at AliCloud. Until then the ${count === '1' ? 'workspace' : `${count} workspaces`} bound to it ${count === '1' ? 'stays' : 'stay'} bound, but no other can be bound. An instance that is overdue for long is closed, and its workspaces are switched to Billing Center account settlement.`,
  },
  see: { zh: '查看这些工作空间', en: 'See these workspaces' },
};

/** More at once would push what the page is for out of sight; the next one follows when one is taken note of. */
const AT_ONCE = 3;

export const InstanceAlerts = () => {
  const noted = dismissed.use();
  const { data = [], dataUpdatedAt } = useQuery({ ...cloudAccountsQuery, refetchInterval: REFRESH_MS });
  return <Alerts instances={worthTelling(data, noted, serverTime(dataUpdatedAt))} room={AT_ONCE} />;
};

interface AlertsProps {
  readonly instances: readonly Instance[];
  /** For so many of them. */
  readonly room: number;
}

/** The first, and behind it the others: a closed one takes room only if there is something to tell, which its workspaces say. */
const Alerts = ({ instances: [first, ...others], room }: AlertsProps) => {
  if (!first || room === 0) return;
  if (first.status === 'closed') return <Closed key={first.instanceId} instance={first} others={others} room={room} />;
  const Told = first.status === 'closing' ? Closing : Overdue;
  return (
    <>
      <Told instance={first} />
      <Alerts instances={others} room={room - 1} />
    </>
  );
};

const Closing = ({ instance: { instanceId } }: { instance: Instance }) => {
  const t = useText();
  return (
    <Alert type="info" showIcon role="status" title={t(words.closing)(instanceId)} description={t(words.underWay)} />
  );
};

const Overdue = ({ instance: { instanceId, workspaceCount } }: { instance: Instance }) => {
  const t = useText();
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t(words.overdue)(instanceId)}
      description={
        <>
          {t(words.payIt)(numberText(workspaceCount))}{' '}
          <Link to={listAddress({ instanceId })} style={{ textDecoration: 'underline' }}>
            {t(words.see)}
          </Link>
        </>
      }
    />
  );
};

/** As many as one answer brings: beyond that their number is not counted. */
const COUNTED = 200;

interface ClosedProps {
  readonly instance: Instance;
  readonly others: readonly Instance[];
  readonly room: number;
}

const Closed = ({ instance: { instanceId, closedAt }, others, room }: ClosedProps) => {
  const { rows, nextCursor, goingOn, fault } = usePageOfRows(
    { filter: { closedBy: instanceId }, limit: COUNTED },
    false,
  );
  if ((!rows && !fault) || goingOn) return;
  // Where each of them was settled otherwise since, there is nothing left to do.
  const concerns = nextCursor !== undefined || rows?.some(({ settlement }) => settlement.method === 'billing-center');
  if (!rows || !concerns || closedAt === undefined) return <Alerts instances={others} room={room} />;
  return (
    <>
      <ClosureAlert
        instanceId={instanceId}
        closedAt={closedAt}
        switched={{ workspaces: rows, more: nextCursor !== undefined }}
        onDismiss={() => dismissed.add(instanceId)}
      />
      <Alerts instances={others} room={room - 1} />
    </>
  );
};
