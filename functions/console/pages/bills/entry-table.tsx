/** The entries of a ledger, the newest first: what came, what bills took, and what was left after it. */
import { Flex, Grid, Table, type TableProps, Typography } from 'antd';
import { Link } from 'react-router';
import { useText } from '../language';
import { exactText } from '../times';
import { tenThousandthsOf } from './amounts';
import type { LedgerEntry } from './answers';
import { amountText, billDayText, moneyText } from './money-text';
import * as word from './words';

const words = {
  at: { zh: '时间', en: 'Time' },
  what: { zh: '事项', en: 'What' },
  after: { zh: '入账后余额', en: 'Balance after it' },
  bill: { zh: (day: string) => `${day} 的账单`, en: (day: string) => `Bill of ${day}` },
  credit: { zh: (kind: string) => `${kind}入账`, en: (kind: string) => `Credited: ${kind}` },
  none: { zh: '还没有收支记录', en: 'Nothing was entered yet' },
};

interface EntryTableProps {
  readonly label: string;
  readonly currency: string;
  readonly entries: readonly LedgerEntry[];
}

export const EntryTable = ({ label, currency, entries }: EntryTableProps) => {
  const t = useText();
  const { lg = true } = Grid.useBreakpoint();
  const what = (entry: LedgerEntry) => {
    if (entry.kind !== 'bill') {
      return (
        <Flex vertical>
          {t(words.credit)(t(word.balances[entry.kind]))}
          {entry.reason !== undefined && (
            <Typography.Text type="secondary" style={{ overflowWrap: 'anywhere' }}>
              {entry.reason}
            </Typography.Text>
          )}
        </Flex>
      );
    }
    const { billId = '' } = entry;
    // A bill's id begins with its day.
    const day = billId.slice(0, 10);
    const address = new URLSearchParams({ from: day, to: day, open: billId });
    return <Link to={`/bills?${address}`}>{t(words.bill)(billDayText(day))}</Link>;
  };
  /** Signed as the balance goes: a bill takes, a credit gives. */
  const change = ({ kind, amount }: LedgerEntry) => {
    const value = tenThousandthsOf(amount);
    return `${(kind === 'bill') === value > 0 ? '−' : '+'}${moneyText(Math.abs(value), currency)}`;
  };
  const after = ({ balances }: LedgerEntry) =>
    (Object.keys(word.balances) as (keyof typeof word.balances)[])
      .filter((kind) => tenThousandthsOf(balances[kind]) !== 0)
      .map((kind) => (
        <div key={kind}>
          {t(word.balances[kind])} {amountText(balances[kind], currency)}
        </div>
      ));
  const columns: TableProps<LedgerEntry>['columns'] = lg
    ? [
        { title: t(words.at), width: 200, render: (_, { at }) => exactText(at) },
        { title: t(words.what), render: (_, entry) => what(entry) },
        { title: t(word.amount), align: 'right', render: (_, entry) => change(entry) },
        { title: t(words.after), align: 'right', render: (_, entry) => after(entry) },
      ]
    : [
        {
          title: t(words.what),
          render: (_, entry) => (
            <Flex vertical gap={4}>
              {what(entry)}
              <Typography.Text strong>{change(entry)}</Typography.Text>
              <Typography.Text type="secondary">{exactText(entry.at)}</Typography.Text>
              <div>
                {t(words.after)}
                {after(entry)}
              </div>
            </Flex>
          ),
        },
      ];
  return (
    <Table<LedgerEntry>
      aria-label={label}
      rowKey="entryId"
      size="middle"
      pagination={false}
      columns={columns}
      dataSource={[...entries]}
      locale={{ emptyText: t(words.none) }}
    />
  );
};
