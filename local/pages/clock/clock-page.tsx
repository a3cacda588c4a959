/** The one clock of the simulated cloud, which can be moved on. */
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Card, Flex, Form, InputNumber, Select, Skeleton, Space, Typography } from 'antd';
import { language, localeOf, useText } from '../../../functions/console/pages/language';
import { postControl } from '../controls';
import { FaultAlert } from '../fault-alert';
import { clockQuery } from '../queries';
import { SimulatorPage } from '../simulator-page';
import { useChange } from '../use-change';
import { clock } from '../words';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const words = {
  now: { zh: '当前时间', en: 'Now' },
  advance: { zh: '快进', en: 'Move it on' },
  minute: { zh: '快进一分钟', en: 'By a minute' },
  hour: { zh: '快进一小时', en: 'By an hour' },
  day: { zh: '快进一天', en: 'By a day' },
  how: { zh: '快进时长', en: 'By how much' },
  unit: { zh: '单位', en: 'Unit' },
  minutes: { zh: '分钟', en: 'minutes' },
  hours: { zh: '小时', en: 'hours' },
  days: { zh: '天', en: 'days' },
  about: {
    zh: '所有函数都使用这一个时钟：真实时间加上已快进的时长。快进期间到期的定时器与重试会依次执行，全部完成后才返回；一天约有三千次，需要等待片刻。时钟不能倒退，重启后也会保留。',
    en: 'Every function sees this one clock: real time, and what was moved on. Timers and retries that fall due on the way happen, in order, before it answers: of a day that is some three thousand, which takes a moment. It never goes back, and stays over a restart.',
  },
  moved: { zh: '已快进，期间到期的任务均已执行。', en: 'It was moved on, and what fell due has happened.' },
};
const units = { minutes: MINUTE_MS, hours: HOUR_MS, days: DAY_MS } as const;

export const Component = () => {
  const t = useText();
  const query = useQuery(clockQuery);
  const advance = useChange({
    send: (advanceMs: number) => postControl<{ now: string }>('/local/clock', { advanceMs }),
  });
  return (
    <SimulatorPage title={t(clock)} maxWidth={720}>
      <Typography.Text>{t(words.about)}</Typography.Text>
      {query.error && <FaultAlert fault={query.error} onAgain={() => query.refetch()} />}
      <Card title={<h2 style={{ margin: 0, fontSize: 16 }}>{t(words.now)}</h2>}>
        {query.data ? <Now time={query.data.now} /> : <Skeleton active paragraph={{ rows: 1 }} />}
      </Card>
      <Card title={<h2 style={{ margin: 0, fontSize: 16 }}>{t(words.advance)}</h2>}>
        <Flex vertical gap={16}>
          <Flex gap={8} wrap>
            {(['minute', 'hour', 'day'] as const).map((unit) => (
              <Button key={unit} disabled={advance.isPending} onClick={() => advance.send(units[`${unit}s`])}>
                {t(words[unit])}
              </Button>
            ))}
          </Flex>
          <Form
            layout="vertical"
            requiredMark={false}
            initialValues={{ count: 10, unit: 'minutes' }}
            disabled={advance.isPending}
            onFinish={({ count, unit }: { count: number; unit: keyof typeof units }) =>
              advance.send(count * units[unit])
            }
          >
            <Space wrap align="end">
              <Form.Item name="count" label={t(words.how)} rules={[{ required: true }]} style={{ margin: 0 }}>
                <InputNumber min={1} max={3_650} precision={0} />
              </Form.Item>
              <Form.Item name="unit" label={t(words.unit)} style={{ margin: 0 }}>
                <Select
                  style={{ width: 110 }}
                  options={(['minutes', 'hours', 'days'] as const).map((value) => ({ value, label: t(words[value]) }))}
                />
              </Form.Item>
              <Button type="primary" htmlType="submit" loading={advance.isPending}>
                {t(words.advance)}
              </Button>
            </Space>
          </Form>
          {advance.fault && <FaultAlert fault={advance.fault} />}
          {advance.answer && !advance.isPending && (
            <Alert type="success" showIcon role="status" title={t(words.moved)} />
          )}
        </Flex>
      </Card>
    </SimulatorPage>
  );
};

/** To the second, in the time zone of the person who reads; and as the API writes it. */
const Now = ({ time }: { time: string }) => {
  const format = new Intl.DateTimeFormat(localeOf[language.use()], { dateStyle: 'full', timeStyle: 'medium' });
  return (
    <Flex vertical gap={4}>
      <Typography.Text style={{ fontSize: 20, fontVariantNumeric: 'tabular-nums' }}>
        {format.format(new Date(time))}
      </Typography.Text>
      <Typography.Text type="secondary">{time}</Typography.Text>
    </Flex>
  );
};
