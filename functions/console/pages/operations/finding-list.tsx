/** What the timed check found and did not, or could not, repair, the oldest first. */
import { Flex, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../language';
import { timeText } from '../times';
import { findingWords, moneyOf, wordsOf } from './kind-words';
import { type Column, Listing } from './listing';
import { Command } from './next-step';
import { commandFor } from './next-steps';
import type { Finding } from './operator-queries';

const words = {
  kind: { zh: '发现', en: 'Finding' },
  subject: { zh: '对象', en: 'Subject' },
  since: { zh: '首次发现', en: 'Since' },
  advice: { zh: '处理建议', en: 'What to do' },
  differences: { zh: (money: string) => `差额 ${money}`, en: (money: string) => `Difference ${money}` },
};

interface FindingListProps {
  readonly label: string;
  readonly findings: readonly Finding[];
  readonly empty: ReactNode;
}

export const FindingList = ({ label, findings, empty }: FindingListProps) => {
  const t = useText();
  const columns: readonly Column<Finding>[] = [
    {
      key: 'kind',
      title: t(words.kind),
      width: '24%',
      show: ({ kind }) => (
        <Flex vertical align="start">
          {t(wordsOf(findingWords, kind))}
          <Typography.Text code>{kind}</Typography.Text>
        </Flex>
      ),
    },
    {
      key: 'subject',
      title: t(words.subject),
      width: '24%',
      show: ({ subject, differences }) => (
        <Flex vertical align="start">
          <Typography.Text copyable style={{ overflowWrap: 'anywhere' }}>
            {subject}
          </Typography.Text>
          {differences && t(words.differences)(moneyOf(differences))}
        </Flex>
      ),
    },
    { key: 'since', title: t(words.since), width: 150, show: ({ since }) => timeText(since) },
    {
      key: 'advice',
      title: t(words.advice),
      show: ({ kind, subject, advice }) => {
        const command = commandFor(kind, subject);
        return (
          <Flex vertical gap={4} align="start">
            {advice}
            {command && <Command command={command} />}
          </Flex>
        );
      },
    },
  ];
  return (
    <Listing
      label={label}
      pageParameter="findings"
      columns={columns}
      rows={findings}
      keyOf={({ kind, subject }) => `${kind} ${subject}`}
      empty={empty}
    />
  );
};
