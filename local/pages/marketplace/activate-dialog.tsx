/** The purchase: who buys, the agreement, and what the marketplace says then. Its words are those of the documentation. */
import { Button, Checkbox, Descriptions, Flex, Form, Modal, Result } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useText } from '../../../functions/console/pages/language';
import type { InstanceSummary } from '../../marketplace/controls';
import { buyer } from '../buyer';
import { BuyerDialog } from '../buyer-button';
import { postControl } from '../controls';
import { FaultAlert } from '../fault-alert';
import { useChange } from '../use-change';
import { accountIdName, cancel, confirm, soldProduct } from '../words';

const words = {
  title: { zh: '开通按量付费服务', en: 'Activate pay-as-you-go service' },
  product: { zh: '商品', en: 'Product' },
  billing: { zh: '计费方式', en: 'Billing' },
  billingText: { zh: '按量付费，每日出账', en: 'Pay as you go, billed daily' },
  other: { zh: '切换账号', en: 'Another account' },
  agree: {
    zh: '我已阅读并同意服务协议（模拟，无实际协议）',
    en: 'I have read and agree to the service agreement (simulated: there is none)',
  },
  mustAgree: { zh: '请先同意服务协议。', en: 'Please agree to the service agreement first.' },
  activate: { zh: '开通', en: 'Activate' },
  submitted: { zh: '开通申请已提交', en: 'Activation request submitted' },
  next: {
    zh: '点击“确认”查看已购买的服务，并复制商品实例 ID。',
    en: 'Confirm to see your purchased services, and to copy the product instance ID there.',
  },
};

export const ActivateDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const t = useText();
  return (
    <Modal title={t(words.title)} open={open} onCancel={onClose} footer={null} destroyOnHidden>
      <Purchase onClose={onClose} />
    </Modal>
  );
};

const Purchase = ({ onClose }: { onClose: () => void }) => {
  const t = useText();
  const navigate = useNavigate();
  const accountId = buyer.use();
  const [choosing, setChoosing] = useState(false);
  const buy = useChange({
    send: () => postControl<InstanceSummary>('/local/marketplace/instances', { accountId }),
  });
  if (buy.answer) {
    return (
      <Result
        status="success"
        title={t(words.submitted)}
        subTitle={t(words.next)}
        extra={
          <Button type="primary" autoFocus onClick={() => navigate('/purchased')}>
            {t(confirm)}
          </Button>
        }
      />
    );
  }
  const items = [
    { key: 'product', label: t(words.product), children: t(soldProduct) },
    { key: 'billing', label: t(words.billing), children: t(words.billingText) },
    {
      key: 'account',
      label: t(accountIdName),
      children: (
        <Flex gap={8} wrap align="center">
          {accountId}
          <Button type="link" size="small" style={{ padding: 0 }} onClick={() => setChoosing(true)}>
            {t(words.other)}
          </Button>
        </Flex>
      ),
    },
  ];
  return (
    <Form layout="vertical" onFinish={() => buy.send()} disabled={buy.isPending}>
      <Descriptions column={1} size="small" items={items} />
      <Form.Item
        name="agreed"
        style={{ marginTop: 16 }}
        valuePropName="checked"
        rules={[
          {
            validator: async (_, agreed) => {
              if (agreed !== true) throw new Error(t(words.mustAgree));
            },
          },
        ]}
      >
        <Checkbox>{t(words.agree)}</Checkbox>
      </Form.Item>
      {buy.fault && (
        <Form.Item>
          <FaultAlert fault={buy.fault} />
        </Form.Item>
      )}
      <Flex justify="end" gap={8}>
        <Button onClick={onClose}>{t(cancel)}</Button>
        <Button type="primary" htmlType="submit" loading={buy.isPending}>
          {t(words.activate)}
        </Button>
      </Flex>
      <BuyerDialog open={choosing} onClose={() => setChoosing(false)} />
    </Form>
  );
};
