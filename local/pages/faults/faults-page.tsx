/** What is wrong with the line between the marketplace and its seller: what is in force, and what is to be. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Checkbox, Descriptions, Flex, Form, InputNumber, Skeleton, Typography } from 'antd';
import { useText } from '../../../functions/console/pages/language';
import { numberText } from '../../../functions/console/pages/times';
import type { Faults } from '../../marketplace/faulty-line';
import { postControl } from '../controls';
import { FaultAlert } from '../fault-alert';
import { faultsQuery } from '../queries';
import { SimulatorPage } from '../simulator-page';
import { useChange } from '../use-change';
import { faultyLine } from '../words';

const words = {
  about: {
    zh: '云市场通过签名请求通知卖家（本系统）。真实的线路随时可能出错；在这里可以让它出错，看系统如何应对。重启后线路恢复正常。',
    en: 'The marketplace tells its seller, this system, by signed calls. The real line may fail at any time; here it fails when it is told, to see how the system bears it. A restart mends it.',
  },
  inForce: { zh: '当前故障', en: 'In force now' },
  none: { zh: '线路正常，没有故障。', en: 'The line is in order.' },
  wanted: { zh: '设置故障', en: 'Make it faulty' },
  drop: { zh: '丢失应答（接下来的通知数）', en: 'Answers lost: of the next … calls' },
  dropHow: {
    zh: '卖家已处理，但云市场收不到应答，稍后会重试。',
    en: 'The seller has it, the marketplace does not hear so, and sends it again later.',
  },
  duplicate: { zh: '重复发送（接下来的通知数）', en: 'Sent twice: the next … calls' },
  duplicateHow: { zh: '同一通知同时发送两次。', en: 'The same call arrives twice, at once.' },
  delayMs: { zh: '延迟（毫秒）', en: 'Delay, in milliseconds' },
  delayHow: {
    zh: '每条通知按本地时钟推迟发送；可在“时钟”页快进。',
    en: 'Each call is sent so much later by the local clock, which the page Clock moves on.',
  },
  reorder: { zh: '颠倒顺序', en: 'Out of order' },
  reorderHow: { zh: '每两条通知，先发送后一条。', en: 'Of each two calls the second is sent first.' },
  on: { zh: '是', en: 'Yes' },
  set: { zh: '应用', en: 'Set' },
  mend: { zh: '恢复正常', en: 'Mend the line' },
};

const numbers = [
  ['drop', words.drop, words.dropHow],
  ['duplicate', words.duplicate, words.duplicateHow],
  ['delayMs', words.delayMs, words.delayHow],
] as const;

export const Component = () => {
  const t = useText();
  const query = useQuery(faultsQuery);
  return (
    <SimulatorPage title={t(faultyLine)} maxWidth={720}>
      <Typography.Text>{t(words.about)}</Typography.Text>
      {query.error && <FaultAlert fault={query.error} onAgain={() => query.refetch()} />}
      {query.data ? <FaultsInForce faults={query.data} /> : !query.error && <Skeleton active />}
      {query.data && <FaultsForm inForce={query.data} />}
    </SimulatorPage>
  );
};

const FaultsInForce = ({ faults }: { faults: Faults }) => {
  const t = useText();
  const items = [
    ...numbers
      .filter(([name]) => faults[name] > 0)
      .map(([name, label]) => ({ key: name, label: t(label), children: numberText(faults[name]) })),
    ...(faults.reorder ? [{ key: 'reorder', label: t(words.reorder), children: t(words.on) }] : []),
  ];
  return items.length === 0 ? (
    <Alert type="success" showIcon role="status" title={t(words.none)} />
  ) : (
    <Alert
      type="warning"
      showIcon
      role="status"
      title={t(words.inForce)}
      description={<Descriptions column={1} size="small" items={items} />}
    />
  );
};

/** Begins with what is in force when it is opened; it does not change under the hands of whoever fills it in. */
const FaultsForm = ({ inForce }: { inForce: Faults }) => {
  const t = useText();
  const [form] = Form.useForm<Faults>();
  const change = useChange({
    send: (faults: Partial<Faults>) => postControl<Faults>('/local/marketplace/faults', faults),
    onAnswer: (faults) => form.setFieldsValue(faults),
  });
  return (
    <Card title={<h2 style={{ margin: 0, fontSize: 16 }}>{t(words.wanted)}</h2>}>
      <Form
        layout="vertical"
        form={form}
        initialValues={inForce}
        disabled={change.isPending}
        onFinish={(faults) => change.send(faults)}
      >
        {numbers.map(([name, label, how]) => (
          <Form.Item
            key={name}
            name={name}
            label={t(label)}
            extra={t(how)}
            normalize={(value: number | null) => value ?? 0}
          >
            <InputNumber min={0} precision={0} style={{ width: '100%', maxWidth: 240 }} />
          </Form.Item>
        ))}
        <Form.Item name="reorder" extra={t(words.reorderHow)} valuePropName="checked">
          <Checkbox>{t(words.reorder)}</Checkbox>
        </Form.Item>
        {change.fault && (
          <Form.Item>
            <FaultAlert fault={change.fault} />
          </Form.Item>
        )}
        <Flex gap={8} wrap>
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            {t(words.set)}
          </Button>
          <Button onClick={() => change.send({})}>{t(words.mend)}</Button>
        </Flex>
      </Form>
    </Card>
  );
};
