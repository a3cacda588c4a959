/** One purchased service: its numbers, what its buyer can do with it, and which signed calls its seller got. */
import { Badge, Button, Card, Descriptions, Flex, Table, Tag, Tooltip, Typography } from 'antd';
import { useText } from '../../../functions/console/pages/language';
import { numberText } from '../../../functions/console/pages/times';
import type { SoldInstance } from '../../marketplace/controls';
import { postControl } from '../controls';
import { FaultAlert } from '../fault-alert';
import { useChange } from '../use-change';
import { accountIdName, instanceIdName, orderIdName, soldProduct } from '../words';
import { notificationStates, statuses } from './statuses';

const words = {
  enter: { zh: '免登', en: 'Activate immediately' },
  enterHow: {
    zh: '免登进入产品：带签名的地址仅在 120 秒内有效一次。',
    en: 'Leads to the product without a password: the signed address is good for 120 seconds, once.',
  },
  overdue: { zh: '模拟欠费', en: 'Let its bill go overdue' },
  pay: { zh: '支付欠费', en: 'Pay' },
  close: { zh: '关闭', en: 'Close' },
  notifications: { zh: '通知状态（发给卖家的签名请求）', en: 'Notifications: signed calls to the seller' },
  action: { zh: '操作', en: 'Action' },
  attempts: { zh: '次数', en: 'Attempts' },
  state: { zh: '状态', en: 'State' },
};

interface InstanceCardProps {
  readonly instance: SoldInstance;
  readonly onClose: () => void;
}

export const InstanceCard = ({ instance, onClose }: InstanceCardProps) => {
  const t = useText();
  const { instanceId, orderId, accountId, status, notifications } = instance;
  const change = useChange({
    send: (verb: 'overdue' | 'pay') => postControl(`/local/marketplace/instances/${instanceId}/${verb}`, {}),
  });
  const { label, color } = statuses[status];
  return (
    <Card
      // One line would be cut off in a narrow window.
      styles={{ header: { paddingBlock: 12 }, title: { whiteSpace: 'normal' } }}
      title={<h2 style={{ margin: 0, fontSize: 16 }}>{t(soldProduct)}</h2>}
      extra={
        <Tooltip title={status}>
          <Tag color={color}>{t(label)}</Tag>
        </Tooltip>
      }
    >
      <Flex vertical gap={16}>
        <Descriptions
          column={{ xs: 1, md: 3 }}
          layout="vertical"
          size="small"
          items={[
            {
              key: 'instance',
              label: t(instanceIdName),
              children: <Typography.Text copyable>{instanceId}</Typography.Text>,
            },
            { key: 'order', label: t(orderIdName), children: orderId },
            { key: 'account', label: t(accountIdName), children: accountId },
          ]}
        />
        <Flex gap={8} wrap>
          {(status === 'OPENED' || status === 'EXPIRED') && (
            <Tooltip title={t(words.enterHow)}>
              <Button
                type="primary"
                href={`/local/marketplace/instances/${instanceId}/sso`}
                target="_blank"
                rel="noopener"
              >
                {t(words.enter)}
              </Button>
            </Tooltip>
          )}
          {status === 'OPENED' && (
            <Button loading={change.isPending} onClick={() => change.send('overdue')}>
              {t(words.overdue)}
            </Button>
          )}
          {status === 'EXPIRED' && (
            <Button loading={change.isPending} onClick={() => change.send('pay')}>
              {t(words.pay)}
            </Button>
          )}
          {status !== 'CLOSED' && <Button onClick={onClose}>{t(words.close)}</Button>}
        </Flex>
        {change.fault && <FaultAlert fault={change.fault} />}
        <Table
          size="small"
          title={() => t(words.notifications)}
          pagination={false}
          rowKey={(notification) => notifications.indexOf(notification)}
          dataSource={[...notifications]}
          columns={[
            { title: t(words.action), dataIndex: 'action' },
            { title: t(words.attempts), dataIndex: 'attempts', align: 'right', render: numberText },
            {
              title: t(words.state),
              render: (_, { state }) => (
                <Badge
                  status={notificationStates[state].color}
                  text={t(notificationStates[state].label)}
                  style={{ whiteSpace: 'nowrap' }}
                />
              ),
            },
          ]}
        />
      </Flex>
    </Card>
  );
};
