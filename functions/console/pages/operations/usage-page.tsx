/** Usage that could not be taken: how much there is of each reason, and the elements that came last, with what to do. */
import { Alert, Col, Flex, Row, Statistic, Typography } from 'antd';
import { language, useText } from '../language';
import { Section } from '../shell/section';
import { numberText, timeText } from '../times';
import { reasonWords, wordsOf } from './kind-words';
import { type Column, Listing } from './listing';
import { Command, NextStep } from './next-step';
import { nextOfUsage } from './next-steps';
import { OperatorPage } from './operator-page';
import { type Unusable, type UnusableElement, unusableUsageQuery } from './operator-queries';
import { toldIn } from './told-in';
import { unusableUsage } from './words';

const words = {
  latest: { zh: '最近收到', en: 'Received last' },
  reason: { zh: '原因', en: 'Reason' },
  received: { zh: '收到时间', en: 'Received' },
  seen: {
    zh: (times: string) => `共收到 ${times} 次`,
    en: (times: string) => (times === '1' ? 'once' : `${times} times`),
  },
  element: { zh: '内容', en: 'What was sent' },
  advice: { zh: '处理建议', en: 'What to do' },
  none: { zh: '所有用量均已采用，一切正常。', en: 'All usage was taken: all is well.' },
  next: {
    zh: '这些用量已保留，不向任何人收费，也不影响其他用量。请先消除原因；超过 35 天的用量不再出账。',
    en: 'It is kept, charged to nobody, and holds up nothing else. Mend the reason first; what is older than 35 days is billed no more.',
  },
};

export const Component = () => {
  const t = useText();
  const current = language.use();
  return (
    <OperatorPage title={t(unusableUsage)} query={unusableUsageQuery(current)}>
      {(found) => <Found found={found} />}
    </OperatorPage>
  );
};

/** What may be taken by now: the others have to be sent again, or are too late. */
const RETAKEN = ['workspace-not-found', 'item-not-known', 'retention-not-known', 'time-in-future', 'hour-in-future'];

const Found = ({ found: { unusable, counts } }: { found: Unusable }) => {
  const t = useText();
  const columns: readonly Column<UnusableElement>[] = [
    {
      key: 'reason',
      title: t(words.reason),
      width: '20%',
      show: ({ reason }) => (
        <Flex vertical align="start">
          {t(wordsOf(reasonWords, reason))}
          <Typography.Text code>{reason}</Typography.Text>
        </Flex>
      ),
    },
    {
      key: 'received',
      title: t(words.received),
      width: '16%',
      show: ({ receivedAt, seen }) => (
        <Flex vertical>
          {timeText(receivedAt)}
          <Typography.Text type="secondary">{t(words.seen)(numberText(seen))}</Typography.Text>
        </Flex>
      ),
    },
    {
      key: 'element',
      title: t(words.element),
      show: ({ element }) => (
        <Typography.Paragraph code ellipsis={{ rows: 4 }} style={{ margin: 0, overflowWrap: 'anywhere' }}>
          {toldIn(element)}
        </Typography.Paragraph>
      ),
    },
    {
      key: 'advice',
      title: t(words.advice),
      width: '32%',
      show: ({ reason, subject, advice }) => (
        <Flex vertical gap={4} align="start">
          {advice}
          {RETAKEN.includes(reason) && <Command command={`retake-usage --subject ${subject}`} />}
        </Flex>
      ),
    },
  ];
  const reasons = Object.entries(counts).filter(([, count]) => count > 0);
  return (
    <Flex vertical gap={16}>
      {reasons.length > 0 && (
        <Row gutter={[16, 16]}>
          {reasons.map(([reason, count]) => (
            <Col key={reason} xs={12} lg={6}>
              <Statistic title={t(wordsOf(reasonWords, reason))} value={count} formatter={() => numberText(count)} />
            </Col>
          ))}
        </Row>
      )}
      <Section title={t(words.latest)}>
        <Listing
          label={t(words.latest)}
          pageParameter="page"
          columns={columns}
          rows={unusable}
          keyOf={({ subject }) => subject}
          empty={<Alert type="success" showIcon title={t(words.none)} />}
        />
        {unusable.length > 0 && <NextStep advice={t(words.next)} next={nextOfUsage} />}
      </Section>
    </Flex>
  );
};
