/** What a bill is made of: its rows, each of which opens to the hours that it is reckoned from. */
import { Flex, Grid, Table, type TableProps, Typography } from 'antd';
import { usageItems } from '../../../../shared/validation/usage-item';
import { useText } from '../language';
import { numberText } from '../times';
import type { Bill } from './answers';
import { amountText, billDayText, quantityText } from './money-text';
import { RowHours } from './row-hours';
import * as word from './words';

const words = {
  rows: { zh: (id: string) => `账单 ${id} 的明细`, en: (id: string) => `What the bill ${id} is made of` },
  per: {
    zh: (price: string, size: string, unit: string) => `${price} / ${size}${unit}`,
    en: (price: string, size: string, unit: string) => `${price} per ${size}${unit}`,
  },
  adjusts: {
    zh: (day: string) => `对 ${day} 已出账单的调整`,
    en: (day: string) => `Corrects the bill of ${day}`,
  },
  id: { zh: '账单编号', en: 'Bill' },
};

type Row = Bill['rows'][number];

export const BillRows = ({ bill }: { readonly bill: Bill }) => {
  const t = useText();
  const { lg = true } = Grid.useBreakpoint();
  const { currency, rows } = bill;
  const name = (row: Row) => (
    <Flex vertical>
      <span>
        {t(usageItems[row.item].name)}
        {row.retention !== undefined && ` · ${t(word.retention)(row.retention)}`}
      </span>
      {row.adjusts !== undefined && (
        <Typography.Text type="secondary">{t(words.adjusts)(billDayText(row.adjusts))}</Typography.Text>
      )}
    </Flex>
  );
  const price = ({ item, unit, unitPrice }: Row) => {
    const { size, name: unitName } = usageItems[item].unit;
    // The unit's word has its size in it; another size, of an older price, is written out.
    const written = unit === size ? '' : `${numberText(unit)} × `;
    return t(words.per)(amountText(unitPrice, currency), written, t(unitName));
  };
  const columns: TableProps<Row>['columns'] = lg
    ? [
        { title: t(word.item), render: (_, row) => name(row) },
        { title: t(word.quantity), align: 'right', render: (_, { quantity }) => quantityText(quantity) },
        { title: t(word.unitPrice), align: 'right', render: (_, row) => price(row) },
        { title: t(word.amount), align: 'right', render: (_, { amount }) => amountText(amount, currency) },
      ]
    : [
        {
          title: t(word.item),
          render: (_, row) => (
            <Flex vertical>
              {name(row)}
              <span>
                {t(word.quantity)} {quantityText(row.quantity)}
              </span>
              <span>{price(row)}</span>
              <Typography.Text strong>{amountText(row.amount, currency)}</Typography.Text>
            </Flex>
          ),
        },
      ];
  return (
    <Flex vertical gap={8}>
      <Table<Row>
        aria-label={t(words.rows)(bill.billId)}
        size="small"
        pagination={false}
        rowKey={keyOf}
        columns={columns}
        dataSource={[...rows]}
        expandable={{ expandedRowRender: (row) => <RowHours bill={bill} row={row} />, columnWidth: 40 }}
      />
      <Typography.Text type="secondary" style={{ overflowWrap: 'anywhere' }}>
        {t(words.id)} {bill.billId}
      </Typography.Text>
    </Flex>
  );
};

const keyOf = ({ item, retention, adjusts }: Row): string => `${item} ${retention ?? ''} ${adjusts ?? ''}`;
