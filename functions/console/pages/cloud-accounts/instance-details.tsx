/** One instance: how it stands, since when, which workspaces it pays for, and what can be done next. */
import { Descriptions, Flex, Typography } from 'antd';
import { Link } from 'react-router';
import { useText } from '../language';
import { numberText, timeText } from '../times';
import { listAddress } from '../workspaces/place';
import { type Instance, InstanceStatus } from './instance-status';

const words = {
  instanceId: { zh: '商品实例 ID', en: 'Product instance ID' },
  openedAt: { zh: '开通时间', en: 'Opened' },
  closedAt: { zh: '关闭时间', en: 'Closed' },
  workspaces: { zh: '工作空间', en: 'Workspaces' },
  bound: { zh: '已绑定的工作空间', en: 'Bound workspaces' },
  count: {
    zh: (count: number) => `${numberText(count)} 个`,
    en: (count: number) => (count === 1 ? '1 workspace' : `${numberText(count)} workspaces`),
  },
  none: { zh: '无', en: 'None' },
  switched: { zh: '查看被切换的工作空间', en: 'See the workspaces that it switched' },
  next: { zh: '接下来', en: 'What next' },
};

const advice = {
  opening: {
    zh: '云市场正在开通，通常只需片刻，本页会自动更新。',
    en: 'The marketplace is opening it, which takes a moment. This page follows by itself.',
  },
  open: {
    zh: '可用于结算：在工作空间管理中打开工作空间，选择“更改结算方式”。',
    en: 'It can pay: open a workspace in Workspace management and choose Change settlement.',
  },
  overdue: {
    zh: '请在阿里云结清欠款。已绑定的工作空间不受影响，结清前不能绑定新的工作空间。',
    en: 'Please pay what is owed at AliCloud. Bound workspaces stay bound; no other can be bound until then.',
  },
  closing: {
    zh: '正在解绑工作空间并切换为费用中心账号结算，完成后会发送邮件通知您。',
    en: 'Its workspaces are being unbound and switched to Billing Center account settlement; an e-mail tells you when it is done.',
  },
  closed: {
    zh: '原先绑定的工作空间已切换为费用中心账号结算。如需继续通过阿里云结算，请在云市场重新开通，再更改结算方式。',
    en: 'Its workspaces were switched to Billing Center account settlement. To settle through AliCloud again, activate the product at the marketplace once more, then change the settlement.',
  },
} as const satisfies Record<Instance['status'], unknown>;

export const InstanceDetails = ({ instance }: { instance: Instance }) => {
  const t = useText();
  const { instanceId, status, openedAt, closedAt, workspaceCount } = instance;
  const items = [
    openedAt && { key: 'opened', label: t(words.openedAt), children: timeText(openedAt) },
    closedAt && { key: 'closed', label: t(words.closedAt), children: timeText(closedAt) },
    {
      key: 'workspaces',
      label: t(status === 'closed' ? words.workspaces : words.bound),
      children:
        status === 'closed' ? (
          <Link to={listAddress({ closedBy: instanceId })}>{t(words.switched)}</Link>
        ) : workspaceCount === 0 ? (
          t(words.none)
        ) : (
          <Link to={listAddress({ instanceId })}>{t(words.count)(workspaceCount)}</Link>
        ),
    },
    { key: 'next', label: t(words.next), span: 'filled' as const, children: t(advice[status]) },
  ].filter((item) => typeof item === 'object');
  return (
    <Descriptions
      column={{ xs: 1, md: 2 }}
      title={
        <Flex gap={8} align="center" wrap>
          <Typography.Text copyable={{ text: instanceId }}>
            {t(words.instanceId)} {instanceId}
          </Typography.Text>
          <InstanceStatus status={status} />
        </Flex>
      }
      items={items}
    />
  );
};
