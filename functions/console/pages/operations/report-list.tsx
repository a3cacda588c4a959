/** The reports of the timed check, the newest first. */
import { Flex, Tag, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../language';
import { durationText, numberText, timeText } from '../times';
import { findingWords, moneyOf, stoppedWords, wordsOf } from './kind-words';
import { type Column, Listing } from './listing';
import type { Report } from './operator-queries';

type Tally = Report['findings'][string];

const words = {
  startedAt: { zh: '开始时间', en: 'Started' },
  took: { zh: '用时', en: 'Took' },
  checked: { zh: '检查数量', en: 'Checked' },
  findings: { zh: '发现', en: 'Findings' },
  nothing: { zh: '无', en: 'None' },
  dryRun: { zh: '只看不改', en: 'Only looked' },
  stopped: { zh: (why: string) => `提前停止：${why}`, en: (why: string) => `Stopped: ${why}` },
  tally: {
    zh: ({ found, repaired, left }: Shown) => `发现 ${found}，已修复 ${repaired}，待处理 ${left}`,
    en: ({ found, repaired, left }: Shown) => `${found} found, ${repaired} repaired, ${left} left`,
  },
};
type Shown = Readonly<Record<'found' | 'repaired' | 'left', string>>;

const shown = ({ found, repaired, left }: Tally): Shown => ({
  found: numberText(found),
  repaired: numberText(repaired),
  left: numberText(left),
});

interface ReportListProps {
  readonly label: string;
  readonly reports: readonly Report[];
  readonly empty: ReactNode;
}

export const ReportList = ({ label, reports, empty }: ReportListProps) => {
  const t = useText();
  const columns: readonly Column<Report>[] = [
    {
      key: 'startedAt',
      title: t(words.startedAt),
      width: '24%',
      show: ({ startedAt, dryRun, stopped }) => (
        <Flex gap={4} wrap align="center">
          {timeText(startedAt)}
          {dryRun && <Tag color="processing">{t(words.dryRun)}</Tag>}
          {stopped && (
            <Tag color="error" style={{ whiteSpace: 'normal' }}>
              {t(words.stopped)(t(wordsOf(stoppedWords, stopped)))}
            </Tag>
          )}
        </Flex>
      ),
    },
    {
      key: 'took',
      title: t(words.took),
      width: '12%',
      show: ({ startedAt, endedAt }) => durationText(Date.parse(endedAt) - Date.parse(startedAt)),
    },
    { key: 'checked', title: t(words.checked), width: '12%', show: ({ checked }) => numberText(checked) },
    {
      key: 'findings',
      title: t(words.findings),
      show: ({ findings }) =>
        Object.keys(findings).length === 0 ? (
          t(words.nothing)
        ) : (
          <Flex vertical gap={4}>
            {Object.entries(findings).map(([kind, tally]) => (
              <div key={kind}>
                {t(wordsOf(findingWords, kind))}{' '}
                <Typography.Text type={tally.left > 0 ? 'warning' : 'secondary'}>
                  {t(words.tally)(shown(tally))}
                  {tally.differences && ` · ${moneyOf(tally.differences)}`}
                </Typography.Text>
              </div>
            ))}
          </Flex>
        ),
    },
  ];
  return (
    <Listing
      label={label}
      pageParameter="reports"
      columns={columns}
      rows={reports}
      keyOf={({ startedAt, endedAt }) => `${startedAt} ${endedAt}`}
      empty={empty}
    />
  );
};
