/**
 * What is to be told to the marketplace, and until when: windows whose outcome nobody knows and those that were lost come first,
 * then what still waits, the least time left before the rest; and what to do about each.
 */
import { Alert, Col, Flex, Row, Statistic, Tag, Typography } from 'antd';
import { useText } from '../language';
import { Section } from '../shell/section';
import { numberText, timeText } from '../times';
import { type Column, Listing } from './listing';
import { Command, NextStep } from './next-step';
import { nextOfMetering } from './next-steps';
import { OperatorPage } from './operator-page';
import { type Metering, type MeteringWindow, meteringQuery } from './operator-queries';
import { commandsOf, endangered, isRetriable, troubled } from './window-order';
import { metering } from './words';

const words = {
  trouble: { zh: '需要处理', en: 'To be dealt with' },
  waiting: { zh: '等待上报', en: 'Waiting' },
  instance: { zh: '商品实例 ID', en: 'Product instance ID' },
  window: { zh: '用量时段', en: 'Window' },
  left: { zh: '剩余时间', en: 'Time left' },
  amount: { zh: '金额', en: 'Amount' },
  owner: { zh: '费用中心账号', en: 'Billing Center account' },
  next: { zh: '下一步', en: 'What to do' },
  minutes: {
    zh: (minutes: string) => `${minutes} 分钟`,
    en: (minutes: string) => (minutes === '1' ? '1 minute' : `${minutes} minutes`),
  },
  until: { zh: (time: string) => `截止 ${time}`, en: (time: string) => `until ${time}` },
  over: { zh: '已过截止时间', en: 'The deadline has passed' },
  fromTo: {
    zh: (from: string, to: string) => `${from} 至 ${to}`,
    en: (from: string, to: string) => `${from} to ${to}`,
  },
  units: {
    zh: (units: string, tries: string) => `${units} 个计量单位，已尝试 ${tries} 次`,
    en: (units: string, tries: string) =>
      `${units} ${units === '1' ? 'unit' : 'units'}, tried ${tries === '1' ? 'once' : `${tries} times`}`,
  },
  answered: { zh: '云市场的答复', en: 'Answered with' },
  noTrouble: {
    zh: '没有结果未知、被拒绝或错过截止时间的用量。',
    en: 'No outcome is unknown, and nothing was refused or missed.',
  },
  noneWaits: { zh: '没有等待上报的用量。', en: 'Nothing waits to be told.' },
  advice: {
    zh: '结果未知的时段不会自动重发：请先查看云市场的账单，再说明其中是否已有。被拒绝的时段在截止前可先排除原因，再重新上报。已错过的，以及截止后仍被拒绝的金额不再收取，请核销：',
    en: 'A window whose outcome is unknown is never sent again by itself: look at the marketplace’s bill, then say whether it is there. What was refused can be sent again until its deadline, once the reason is mended. What was missed, or is still refused then, is charged to nobody: write it off.',
  },
} as const;

const states = {
  unknown: { label: { zh: '结果未知', en: 'Outcome unknown' }, color: 'error' },
  missed: { label: { zh: '已错过', en: 'Missed' }, color: 'error' },
  refused: { label: { zh: '被拒绝', en: 'Refused' }, color: 'error' },
  sent: { label: { zh: '已发送', en: 'Sent' }, color: 'processing' },
  pending: { label: { zh: '等待上报', en: 'Waiting' }, color: 'default' },
  accepted: { label: { zh: '已接受', en: 'Accepted' }, color: 'success' },
} as const satisfies Record<MeteringWindow['state'], unknown>;

const todo = {
  unknown: {
    zh: '查看云市场账单，再选择其一：',
    en: 'Look at the marketplace’s bill, then one of these:',
  },
  missed: { zh: '查明原因，核销此金额：', en: 'Find out why, and write the amount off:' },
  refused: { zh: '按答复查明原因，核销此金额：', en: 'Find out why by what was answered, and write the amount off:' },
  retriable: {
    zh: '按答复排除原因（如计量项设置），部署后重新上报：',
    en: 'Mend what was answered, such as the settings of the metering item, deploy, and have it sent again:',
  },
  endangered: { zh: '即将截止，请查看原因：', en: 'It is nearly too late. See why it waits:' },
  waiting: { zh: '无需操作，五分钟内自动上报。', en: 'Nothing: it is told by itself, each five minutes.' },
} as const;

export const Component = () => {
  const t = useText();
  return (
    <OperatorPage title={t(metering)} query={meteringQuery}>
      {(found) => <Windows found={found} />}
    </OperatorPage>
  );
};

const counted = ['unknown', 'missed', 'refused', 'sent', 'pending'] as const;

const Windows = ({ found: { windows, counts } }: { found: Metering }) => {
  const t = useText();
  const trouble = troubled(windows);
  const waiting = windows.filter((window) => !trouble.includes(window));
  const columns = useColumns();
  return (
    <Flex vertical gap={16}>
      <Row gutter={[16, 16]}>
        {counted.map((state) => (
          <Col key={state} xs={12} md={8} lg={4}>
            <Statistic
              title={t(states[state].label)}
              value={counts[state]}
              formatter={() => numberText(counts[state])}
            />
          </Col>
        ))}
      </Row>
      <Section title={t(words.trouble)}>
        <Listing
          label={t(words.trouble)}
          pageParameter="trouble"
          columns={columns}
          rows={trouble}
          keyOf={keyOf}
          empty={<Alert type="success" showIcon title={t(words.noTrouble)} />}
        />
        {trouble.length > 0 && (
          <NextStep
            advice={t(words.advice)}
            next={nextOfMetering(
              trouble.some(({ state }) => state === 'unknown'),
              trouble.some(isRetriable),
            )}
          />
        )}
      </Section>
      <Section title={t(words.waiting)}>
        <Listing
          label={t(words.waiting)}
          pageParameter="waiting"
          columns={columns}
          rows={waiting}
          keyOf={keyOf}
          empty={<Typography.Text type="secondary">{t(words.noneWaits)}</Typography.Text>}
        />
      </Section>
    </Flex>
  );
};

const keyOf = ({ instanceId, windowStart }: MeteringWindow): string => `${instanceId} ${windowStart}`;

const useColumns = (): readonly Column<MeteringWindow>[] => {
  const t = useText();
  const adviceOf = (window: MeteringWindow) => {
    if (isRetriable(window)) return todo.retriable;
    if (window.state === 'unknown' || window.state === 'missed' || window.state === 'refused')
      return todo[window.state];
    return endangered(window) ? todo.endangered : todo.waiting;
  };
  return [
    {
      key: 'instance',
      title: t(words.instance),
      width: '14%',
      show: ({ instanceId, state }) => (
        <Flex vertical align="start" gap={4}>
          <Typography.Text copyable>{instanceId}</Typography.Text>
          <Tag color={states[state].color}>{t(states[state].label)}</Tag>
        </Flex>
      ),
    },
    {
      key: 'window',
      title: t(words.window),
      width: '16%',
      show: ({ windowStart, windowEnd }) => t(words.fromTo)(timeText(windowStart), timeText(windowEnd)),
    },
    {
      key: 'left',
      title: t(words.left),
      width: '14%',
      show: (window) => (
        <Flex vertical>
          {window.minutesLeft === 0 ? (
            t(words.over)
          ) : (
            <Typography.Text strong={endangered(window)} {...(endangered(window) && { type: 'danger' as const })}>
              {t(words.minutes)(numberText(window.minutesLeft))}
            </Typography.Text>
          )}
          <Typography.Text type="secondary">{t(words.until)(timeText(window.deadline))}</Typography.Text>
        </Flex>
      ),
    },
    {
      key: 'amount',
      title: t(words.amount),
      width: '17%',
      show: ({ amount, units, attempts, code }) => (
        <Flex vertical>
          {/* Of the marketplace's metering item, which is in CNY. */}
          <Typography.Text strong>CNY {amount}</Typography.Text>
          <Typography.Text type="secondary">{t(words.units)(numberText(units), numberText(attempts))}</Typography.Text>
          {code !== undefined && (
            <Typography.Text type="secondary" style={{ overflowWrap: 'anywhere' }}>
              {t(words.answered)} {code}
            </Typography.Text>
          )}
        </Flex>
      ),
    },
    {
      key: 'owner',
      title: t(words.owner),
      width: '13%',
      show: ({ owner }) => <span style={{ overflowWrap: 'anywhere' }}>{owner ?? '—'}</span>,
    },
    {
      key: 'next',
      title: t(words.next),
      width: '26%',
      show: (window) => (
        <Flex vertical gap={4} align="start">
          {t(adviceOf(window))}
          {commandsOf(window).map((command) => (
            <Command key={command} command={command} />
          ))}
        </Flex>
      ),
    },
  ];
};
