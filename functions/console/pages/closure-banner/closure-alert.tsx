/** What a closure did: when, why, to which workspaces, and how they can be settled through AliCloud again. */
import { Alert, Flex, Typography } from 'antd';
import { Fragment } from 'react';
import { Link } from 'react-router';
import type { WorkspaceView } from '../../../../shared/validation/answers';
import { useText } from '../language';
import { settings } from '../settings';
import { numberText, timeText } from '../times';
import { listAddress, workspaceAddress } from '../workspaces/place';

const words = {
  this: {
    zh: (id: string, time: string) => `商品实例 ${id} 已于 ${time} 关闭，此工作空间已切换为费用中心账号结算`,
    en: (id: string, time: string) =>
      `Product instance ${id} was closed on ${time}: this workspace was switched to Billing Center account settlement`,
  },
  several: {
    zh: (id: string, time: string, count: string) =>
      `商品实例 ${id} 已于 ${time} 关闭，${count} 个工作空间已切换为费用中心账号结算`,
    en: (id: string, time: string, count: string) =>
      `Product instance ${id} was closed on ${time}: ${count} ${count === '1' ? 'workspace was' : 'workspaces were'} switched to Billing Center account settlement`,
  },
  moreThan: { zh: (count: string) => `超过 ${count}`, en: (count: string) => `more than ${count}` },
  why: {
    zh: '该实例已在阿里云云市场关闭：由您的团队关闭，或因长期欠费被关闭。此后产生的费用从费用中心账号扣除，工作空间和数据不受影响。',
    en: 'It was closed at the AliCloud Marketplace, by your team or because it was overdue for too long. From then on fees are charged to your Billing Center account; workspaces and data are not affected.',
  },
  switched: { zh: '已切换的工作空间：', en: 'Switched workspaces: ' },
  comma: { zh: '、', en: ', ' },
  seeAll: { zh: '查看被切换的全部工作空间', en: 'See all workspaces that it switched' },
  again: { zh: '重新通过阿里云账号结算：', en: 'To settle through AliCloud again: ' },
  activate: { zh: '在云市场重新开通', en: 'activate the product at the marketplace once more' },
  thenChange: {
    zh: '，取得新的商品实例 ID，再为工作空间选择“更改结算方式”。',
    en: ' to get a new product instance ID, then choose Change settlement for the workspace.',
  },
};

/** So many are named; the link leads to all of them. */
const NAMED = 3;

export interface Switched {
  /** All of them, or the first. */
  readonly workspaces: readonly WorkspaceView[];
  readonly more: boolean;
}

interface ClosureAlertProps {
  readonly instanceId: string;
  readonly closedAt: string;
  /** Left out where the page is about one of them. */
  readonly switched?: Switched;
  /** Called when a person has taken note; without it, the alert stays. */
  readonly onDismiss?: () => void;
}

export const ClosureAlert = ({ instanceId, closedAt, switched, onDismiss }: ClosureAlertProps) => {
  const t = useText();
  const time = timeText(closedAt);
  const { marketplaceProductUrl } = settings;
  const count = numberText(switched?.workspaces.length ?? 0);
  return (
    <Alert
      type="warning"
      showIcon
      role="status"
      {...(onDismiss && { closable: { onClose: onDismiss } })}
      title={
        switched
          ? t(words.several)(instanceId, time, switched.more ? t(words.moreThan)(count) : count)
          : t(words.this)(instanceId, time)
      }
      description={
        <Flex vertical gap={8}>
          <span>{t(words.why)}</span>
          {switched && <Names {...switched} />}
          <Link to={listAddress({ closedBy: instanceId })}>{t(words.seeAll)}</Link>
          <span>
            {t(words.again)}
            {marketplaceProductUrl === undefined ? (
              t(words.activate)
            ) : (
              <Typography.Link href={marketplaceProductUrl} target="_blank" rel="noopener" underline>
                {t(words.activate)}
              </Typography.Link>
            )}
            {t(words.thenChange)}
          </span>
        </Flex>
      }
    />
  );
};

const Names = ({ workspaces, more }: Switched) => {
  const t = useText();
  const named = workspaces.slice(0, NAMED);
  return (
    <span>
      {t(words.switched)}
      {named.map((workspace, at) => (
        <Fragment key={workspace.workspaceId}>
          {at > 0 && t(words.comma)}
          <Link to={workspaceAddress(workspace)} style={{ overflowWrap: 'anywhere', textDecoration: 'underline' }}>
            {workspace.name}
          </Link>
        </Fragment>
      ))}
      {(more || workspaces.length > NAMED) && '…'}
    </span>
  );
};
