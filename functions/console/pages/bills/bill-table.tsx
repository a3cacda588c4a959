/** The bills, the latest first; where the window is narrow, one column that says the same. Each opens to what it is made of. */
import { Empty, Flex, Grid, Table, type TableProps, Typography } from 'antd';
import { Link } from 'react-router';
import { useText } from '../language';
import { siteText } from '../site-text';
import { workspaceAddress } from '../workspaces/place';
import { SettlementText } from '../workspaces/settlement-text';
import { workspace as workspaceWord } from '../workspaces/words';
import type { Bill } from './answers';
import { BillRows } from './bill-rows';
import { BillState, DeductionsText } from './bill-state';
import { amountText, billDayText } from './money-text';
import type { BillsPlace } from './place';
import * as word from './words';

const words = {
  state: { zh: '状态', en: 'State' },
  none: {
    zh: '这些日期没有账单。有用量的日子，账单在次日零点（北京时间）后生成。',
    en: 'There is no bill of these days. Where there was usage, the bill is made after midnight in Beijing.',
  },
};

const PAGE = 20;

interface BillTableProps {
  /** The oldest first, as the API has them. */
  readonly bills: readonly Bill[];
  readonly nameOf: (workspaceId: string) => string;
  readonly place: BillsPlace;
  readonly waiting: boolean;
  readonly onPlace: (change: Pick<BillsPlace, 'page' | 'open'>, replace: boolean) => void;
}

export const BillTable = ({ bills, nameOf, place, waiting, onPlace }: BillTableProps) => {
  const t = useText();
  const { lg = true } = Grid.useBreakpoint();
  const workspace = ({ site, workspaceId }: Bill) => (
    <Flex vertical>
      <Link to={workspaceAddress({ site, workspaceId })} style={{ overflowWrap: 'anywhere' }}>
        {nameOf(workspaceId)}
      </Link>
      <Typography.Text type="secondary">{siteText(site)}</Typography.Text>
    </Flex>
  );
  const columns: TableProps<Bill>['columns'] = lg
    ? [
        { title: t(word.day), width: 130, render: (_, { day }) => billDayText(day) },
        { title: t(workspaceWord), width: '26%', render: (_, bill) => workspace(bill) },
        { title: t(word.payer), render: (_, { payer }) => <SettlementText settlement={payer} /> },
        { title: t(words.state), render: (_, { state }) => <BillState state={state} /> },
        { title: t(word.deductions), render: (_, bill) => <DeductionsText bill={bill} /> },
        {
          title: t(word.amount),
          align: 'right',
          render: (_, { amount, currency }) => amountText(amount, currency),
        },
      ]
    : [
        {
          title: t(word.bills),
          render: (_, bill) => (
            <Flex vertical gap={4} align="start">
              <Typography.Text strong>
                {billDayText(bill.day)} · {amountText(bill.amount, bill.currency)}
              </Typography.Text>
              {workspace(bill)}
              <SettlementText settlement={bill.payer} />
              <BillState state={bill.state} />
              <div>
                <DeductionsText bill={bill} />
              </div>
            </Flex>
          ),
        },
      ];
  const rows = bills.toReversed();
  const last = Math.max(1, Math.ceil(rows.length / PAGE));
  return (
    <Table<Bill>
      aria-label={t(word.bills)}
      rowKey="billId"
      size="middle"
      columns={columns}
      dataSource={rows}
      loading={{ spinning: waiting, delay: 200 }}
      locale={{ emptyText: <Empty description={t(words.none)} /> }}
      pagination={{
        current: Math.min(place.page, last),
        pageSize: PAGE,
        showSizeChanger: false,
        hideOnSinglePage: true,
        onChange: (page) => onPlace({ page, open: [] }, false),
      }}
      expandable={{
        expandedRowKeys: [...place.open],
        onExpandedRowsChange: (open) => onPlace({ page: place.page, open: open.map(String) }, true),
        expandedRowRender: (bill) => <BillRows bill={bill} />,
        columnWidth: 40,
      }}
    />
  );
};
