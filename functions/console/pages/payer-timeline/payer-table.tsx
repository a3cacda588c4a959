/** Who paid, entry by entry, the newest first: the same as the band, in words. */
import { Flex, Space, Table, type TableProps, Typography } from 'antd';
import { useText } from '../language';
import { exactText } from '../times';
import { SettlementText } from '../workspaces/settlement-text';
import { marks, useReason } from './reasons';
import type { Span } from './spans';

const words = {
  when: { zh: '时间', en: 'When' },
  payer: { zh: '结算方式', en: 'Settlement' },
  why: { zh: '变更原因', en: 'Why it changed' },
  now: { zh: '现在', en: 'now' },
  fromTo: {
    zh: (from: string, to: string) => `${from} 至 ${to}`,
    en: (from: string, to: string) => `${from} to ${to}`,
  },
};

const PAGE_SIZE = 20;

export const PayerTable = ({ spans, narrow }: { spans: readonly Span[]; narrow: boolean }) => {
  const t = useText();
  const reason = useReason();
  const when = ({ entry, until }: Span) =>
    t(words.fromTo)(exactText(entry.from), entry.to === undefined ? t(words.now) : exactText(until));
  const why = (span: Span) => {
    const Mark = marks[span.entry.cause];
    return (
      <Space align="start">
        <Mark />
        {reason(span)}
      </Space>
    );
  };
  const payer = ({ entry }: Span) => <SettlementText settlement={entry} />;
  const columns: TableProps<Span>['columns'] = narrow
    ? [
        {
          title: t(words.payer),
          render: (_, span) => (
            <Flex vertical gap={4}>
              <Typography.Text strong>{when(span)}</Typography.Text>
              {payer(span)}
              {why(span)}
            </Flex>
          ),
        },
      ]
    : [
        { title: t(words.when), render: (_, span) => when(span) },
        { title: t(words.payer), render: (_, span) => payer(span) },
        { title: t(words.why), render: (_, span) => why(span) },
      ];
  return (
    <Table<Span>
      rowKey={({ entry }) => `${entry.from} ${entry.cause}`}
      size="middle"
      columns={columns}
      dataSource={spans.toReversed()}
      pagination={{ pageSize: PAGE_SIZE, hideOnSinglePage: true, showSizeChanger: false }}
    />
  );
};
