/** The hours that a row of a bill is reckoned from: those of its item that its payer pays for, as they stand now. */
import { useQuery } from '@tanstack/react-query';
import { Flex, Skeleton, Table, Typography } from 'antd';
import { usageItems } from '../../../../shared/validation/usage-item';
import { useText } from '../language';
import { ProblemAlert } from '../problem-alert';
import type { Bill } from './answers';
import { hoursOfRow } from './hours-of-row';
import { beijingHourText, billDayText, quantityText } from './money-text';
import { usageQuery } from './queries';
import * as word from './words';

const words = {
  hours: {
    zh: (item: string, day: string) => `${item}，${day} 每小时的用量（北京时间）`,
    en: (item: string, day: string) => `${item}, hour by hour on ${day} (Beijing time)`,
  },
  hour: { zh: '小时', en: 'Hour' },
  max: {
    zh: '按当日各小时的最大值计费；同一天由多个付款方付款时，各付其使最大值增加的部分。',
    en: 'The greatest hour of the day is charged; where several payers share the day, each pays for what it raised it by.',
  },
  sum: { zh: '按当日各小时之和计费。', en: 'All hours of the day together are charged.' },
  none: { zh: '没有用量', en: 'No usage' },
};

interface RowHoursProps {
  readonly bill: Bill;
  readonly row: Bill['rows'][number];
}

export const RowHours = ({ bill, row }: RowHoursProps) => {
  const t = useText();
  const day = row.adjusts ?? bill.day;
  const { data, error, refetch } = useQuery(usageQuery(bill.site, bill.workspaceId, day));
  if (!data) return error ? <ProblemAlert fault={error} onAgain={() => refetch()} /> : <Skeleton active />;
  const { name, aggregation } = usageItems[row.item];
  const label = t(words.hours)(t(name), billDayText(day));
  return (
    <Flex vertical gap={8}>
      <Typography.Text strong>{label}</Typography.Text>
      <Table
        aria-label={label}
        size="small"
        pagination={false}
        rowKey="hour"
        columns={[
          { title: t(words.hour), render: (_, { hour }) => beijingHourText(hour) },
          { title: t(word.quantity), align: 'right', render: (_, { quantity }) => quantityText(quantity) },
        ]}
        dataSource={hoursOfRow(data, bill, row)}
        locale={{ emptyText: t(words.none) }}
      />
      <Typography.Text type="secondary">{t(words[aggregation])}</Typography.Text>
    </Flex>
  );
};
