/**
 * Usage of a workspace, for one hour or several up to now. Nothing of it is judged here: the platform may say what is wrong, and
 * what becomes of it is to be seen.
 */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Form, Input, InputNumber, Select } from 'antd';
import { useText } from '../../../functions/console/pages/language';
import { siteText } from '../../../functions/console/pages/site-text';
import { type Site, sites } from '../../../shared/validation/site';
import { factsOf, type UsageItem, usageItems } from '../../../shared/validation/usage-item';
import { postControl } from '../controls';
import { FaultAlert } from '../fault-alert';
import { clockQuery } from '../queries';
import { useChange } from '../use-change';
import { lastHours } from './last-hours';

const words = {
  title: { zh: '上报用量', en: 'Tell usage' },
  site: { zh: '站点', en: 'Site' },
  workspace: { zh: '工作空间 ID', en: 'Workspace ID' },
  workspaceHow: {
    zh: '在费用中心打开工作空间即可查看和复制。',
    en: 'To be seen and copied on its page in the Billing Center.',
  },
  item: { zh: '计费项', en: 'Item' },
  retention: { zh: '保存天数', en: 'Kept, in days' },
  quantity: { zh: '每小时用量', en: 'Quantity of each hour' },
  hours: { zh: '小时数（至当前小时）', en: 'Hours, up to this one' },
  send: { zh: '上报', en: 'Send' },
  required: { zh: '请填写', en: 'Please fill it in' },
  sent: {
    zh: '已发送。当日用量可在账单明细的“每小时的用量”中查看；无法采用的用量在“运营”页列出。',
    en: 'It was sent. It is billed after midnight in Beijing; what could not be taken is shown on the pages of operations.',
  },
};

interface Told {
  readonly site: string;
  readonly workspaceId: string;
  readonly item: UsageItem;
  readonly retention?: number | null;
  readonly quantity: string;
  readonly hours: number;
}

const initial = { site: 'cn1', item: 'logs', retention: 7, quantity: '1000000', hours: 1 };

export const UsageForm = () => {
  const t = useText();
  const [form] = Form.useForm<Told>();
  const { data: clock } = useQuery(clockQuery);
  const tell = useChange({
    send: ({ hours, retention, ...told }: Told) =>
      postControl(
        '/local/usage',
        lastHours(clock?.now ?? new Date().toISOString(), hours).map((hour) => ({
          ...told,
          ...(retention != null && { retention }),
          hour,
        })),
      ),
  });
  const item = Form.useWatch('item', form) ?? 'logs';
  const { retentions } = factsOf(item);
  const rules = [{ required: true, message: t(words.required) }];
  return (
    <Card title={<h2 style={{ margin: 0, fontSize: 16 }}>{t(words.title)}</h2>}>
      <Form
        layout="vertical"
        form={form}
        requiredMark={false}
        initialValues={initial}
        disabled={tell.isPending}
        onFinish={(told) => tell.send(told)}
        onValuesChange={({ item: chosen }: Partial<Told>) => {
          // Whether the price depends on it, and on which of them, is the item's.
          if (chosen) form.setFieldValue('retention', factsOf(chosen).retentions[0] ?? null);
        }}
      >
        <Flex gap="0 16px" wrap>
          <Form.Item name="site" label={t(words.site)} style={{ flex: '1 1 180px' }}>
            <Select options={Object.keys(sites).map((one) => ({ value: one, label: siteText(one as Site) }))} />
          </Form.Item>
          <Form.Item
            name="workspaceId"
            label={t(words.workspace)}
            extra={t(words.workspaceHow)}
            rules={rules}
            style={{ flex: '3 1 300px', minWidth: 0 }}
          >
            <Input autoComplete="off" />
          </Form.Item>
        </Flex>
        <Flex gap="0 16px" wrap>
          <Form.Item name="item" label={t(words.item)} style={{ flex: '2 1 200px' }}>
            <Select options={Object.entries(usageItems).map(([value, { name }]) => ({ value, label: t(name) }))} />
          </Form.Item>
          {retentions.length > 0 && (
            <Form.Item name="retention" label={t(words.retention)} style={{ flex: '1 1 120px' }}>
              <Select options={retentions.map((value) => ({ value, label: value }))} />
            </Form.Item>
          )}
          <Form.Item name="quantity" label={t(words.quantity)} rules={rules} style={{ flex: '1 1 160px' }}>
            <Input inputMode="decimal" autoComplete="off" />
          </Form.Item>
          <Form.Item name="hours" label={t(words.hours)} rules={rules} style={{ flex: '1 1 160px' }}>
            <InputNumber min={1} max={48} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </Flex>
        {tell.fault && (
          <Form.Item>
            <FaultAlert fault={tell.fault} />
          </Form.Item>
        )}
        {tell.answer !== undefined && !tell.isPending && (
          <Form.Item>
            <Alert type="success" showIcon role="status" title={t(words.sent)} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" loading={tell.isPending}>
          {t(words.send)}
        </Button>
      </Form>
    </Card>
  );
};
