/** What the marketplace took of usage: of one instance, or of all that were sold. */
import { useQuery } from '@tanstack/react-query';
import { Card, Flex, Grid, Select, Skeleton, Table, type TableProps, Tag } from 'antd';
import { useSearchParams } from 'react-router';
import { useText } from '../../../functions/console/pages/language';
import { numberText, timeText } from '../../../functions/console/pages/times';
import type { BillLine } from '../../marketplace/push-metering-data';
import { FaultAlert } from '../fault-alert';
import { billQuery, instancesQuery } from '../queries';
import { instanceIdName } from '../words';

const words = {
  title: { zh: '云市场的账单', en: 'The marketplace’s bill' },
  which: { zh: '按商品实例筛选', en: 'Filter by instance' },
  all: { zh: '全部商品实例', en: 'All instances' },
  window: { zh: '用量时段', en: 'Window' },
  fromTo: {
    zh: (from: string, to: string) => `${from} 至 ${to}`,
    en: (from: string, to: string) => `${from} to ${to}`,
  },
  value: { zh: '计量值', en: 'Value' },
  accepted: { zh: '接受时间', en: 'Accepted' },
  state: { zh: '状态', en: 'State' },
  billed: { zh: '已计费', en: 'Billed' },
  notBilled: { zh: '不计费：已超出实例期限', en: 'Not billed: after its last hour' },
  none: { zh: '云市场还没有接受任何用量。', en: 'The marketplace has taken no usage yet.' },
};

export const MarketplaceBill = () => {
  const t = useText();
  const { md = true } = Grid.useBreakpoint();
  const [parameters, setParameters] = useSearchParams();
  const instanceId = parameters.get('instance') ?? undefined;
  const { data, error, refetch } = useQuery(billQuery(instanceId));
  const instances = useQuery(instancesQuery).data ?? [];
  const window = ({ startTime, endTime }: BillLine) => t(words.fromTo)(timeText(startTime), timeText(endTime));
  const state = ({ billed }: BillLine) => (
    <Tag color={billed ? 'success' : 'warning'} style={{ whiteSpace: 'normal' }}>
      {t(billed ? words.billed : words.notBilled)}
    </Tag>
  );
  const value = ({ key, value: units }: BillLine) => `${key} ${numberText(Number(units))}`;
  const columns: TableProps<BillLine>['columns'] = md
    ? [
        { title: t(instanceIdName), render: (_, line) => line.instanceId },
        { title: t(words.window), render: (_, line) => window(line) },
        { title: t(words.value), align: 'right', render: (_, line) => value(line) },
        { title: t(words.accepted), render: (_, { acceptedAt }) => timeText(acceptedAt) },
        { title: t(words.state), render: (_, line) => state(line) },
      ]
    : [
        {
          title: t(words.title),
          render: (_, line) => (
            <Flex vertical gap={4} align="start">
              <strong>{value(line)}</strong>
              <span>
                {t(instanceIdName)} {line.instanceId}
              </span>
              <span>{window(line)}</span>
              {state(line)}
            </Flex>
          ),
        },
      ];
  return (
    <Card title={<h2 style={{ margin: 0, fontSize: 16 }}>{t(words.title)}</h2>}>
      <Flex vertical gap={16}>
        <Select
          aria-label={t(words.which)}
          placeholder={t(words.all)}
          allowClear
          style={{ maxWidth: 320 }}
          value={instanceId ?? null}
          options={instances.map((one) => ({ value: one.instanceId, label: one.instanceId }))}
          onChange={(chosen) => setParameters(chosen ? { instance: chosen } : {})}
        />
        {error && <FaultAlert fault={error} onAgain={() => refetch()} />}
        {data ? (
          <Table<BillLine>
            aria-label={t(words.title)}
            size="small"
            rowKey={(line) => `${line.instanceId} ${line.startTime} ${line.acceptedAt}`}
            pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
            columns={columns}
            dataSource={data.toReversed()}
            locale={{ emptyText: t(words.none) }}
          />
        ) : (
          !error && <Skeleton active />
        )}
      </Flex>
    </Card>
  );
};
