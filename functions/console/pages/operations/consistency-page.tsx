/** What the timed check found: at a glance, what it has left to an operator, and its reports. */
import { Alert, Col, Flex, Row, Statistic, Typography } from 'antd';
import { language, useText } from '../language';
import { Section } from '../shell/section';
import { numberText, timeText } from '../times';
import { FindingList } from './finding-list';
import { stoppedWords, wordsOf } from './kind-words';
import { NextStep } from './next-step';
import { nextOfFindings, nextOfStopped } from './next-steps';
import { OperatorPage } from './operator-page';
import { type Consistency, consistencyQuery, type Report } from './operator-queries';
import { ReportList } from './report-list';
import { consistency } from './words';

const words = {
  open: { zh: '待处理的发现', en: 'Open findings' },
  reports: { zh: '检查报告', en: 'Reports' },
  lastRun: { zh: '最近一次检查', en: 'Last check' },
  checked: { zh: '检查的记录和通知', en: 'Rows and calls checked' },
  repaired: { zh: '已自动修复', en: 'Repaired by it' },
  none: { zh: '尚无', en: 'None yet' },
  wellTitle: { zh: '一切正常，没有待处理的发现。', en: 'All is well: nothing is left to an operator.' },
  neverTitle: {
    zh: '检查尚未完整运行过一次；它每小时自动运行。',
    en: 'No check has come to its end yet; one runs each hour.',
  },
  stopped: {
    zh: (why: string) => `最近一次检查提前停止：${why}，还有问题未处理。请先查明原因，再继续修复。`,
    en: (why: string) =>
      `The last check stopped: ${why}, and there was more. Find the cause before anything is repaired.`,
  },
  advice: {
    zh: '每一项发现在运维手册中都有对应的章节。查看全部，并试运行一次只看不改的检查：',
    en: 'Each finding has its section in the runbook. To list them all, and to fire a check that only looks:',
  },
};

export const Component = () => {
  const t = useText();
  const current = language.use();
  return (
    <OperatorPage title={t(consistency)} query={consistencyQuery(current)}>
      {(found) => <Found found={found} />}
    </OperatorPage>
  );
};

const Found = ({ found: { reports, findings } }: { found: Consistency }) => {
  const t = useText();
  const [last] = reports;
  return (
    <Flex vertical gap={16}>
      <AtAGlance last={last} open={findings.length} />
      {last?.stopped && (
        <Alert type="error" showIcon title={t(words.stopped)(t(wordsOf(stoppedWords, last.stopped)))} />
      )}
      <Section title={t(words.open)}>
        <FindingList
          label={t(words.open)}
          findings={findings}
          empty={
            last ? (
              <Alert type="success" showIcon title={t(words.wellTitle)} />
            ) : (
              <Alert type="info" showIcon title={t(words.neverTitle)} />
            )
          }
        />
        {(findings.length > 0 || last?.stopped) && (
          <NextStep advice={t(words.advice)} next={last?.stopped ? nextOfStopped : nextOfFindings} />
        )}
      </Section>
      <Section title={t(words.reports)}>
        <ReportList
          label={t(words.reports)}
          reports={reports}
          empty={<Typography.Text type="secondary">{t(words.none)}</Typography.Text>}
        />
      </Section>
    </Flex>
  );
};

const AtAGlance = ({ last, open }: { last: Report | undefined; open: number }) => {
  const t = useText();
  const none = t(words.none);
  const repaired = Object.values(last?.findings ?? {}).reduce((sum, tally) => sum + tally.repaired, 0);
  const figures = [
    [t(words.open), numberText(open)],
    [t(words.lastRun), last ? timeText(last.endedAt) : none],
    [t(words.checked), last ? numberText(last.checked) : none],
    [t(words.repaired), last ? numberText(repaired) : none],
  ] as const;
  return (
    <Row gutter={[16, 16]}>
      {figures.map(([title, value]) => (
        <Col key={title} xs={12} lg={6}>
          <Statistic title={title} value={value} styles={{ content: { fontSize: 20, wordBreak: 'keep-all' } }} />
        </Col>
      ))}
    </Row>
  );
};
