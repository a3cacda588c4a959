/** The bills of the account: what each day cost, and why, down to the hours. */
import { DownloadOutlined } from '@ant-design/icons';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Flex, Radio, Skeleton, Typography } from 'antd';
import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useText } from '../language';
import { LinkButton } from '../link-button';
import { ProblemAlert } from '../problem-alert';
import { serverTime } from '../server-clock';
import { Page } from '../shell/page';
import { Section } from '../shell/section';
import { AlicloudNote } from './alicloud-note';
import { downloadBills } from './bill-file';
import { BillTable } from './bill-table';
import { looksFor, moneyByDay } from './by-day';
import { DayChart } from './day-chart';
import { Filters } from './filters';
import { MOST_LOOKS } from './looks';
import { currencyText } from './money-text';
import { daysOfRange } from './months';
import { useNameOf } from './payer-name';
import { type BillsPlace, readBillsPlace, type Stacking, withBills, writeBillsPlace } from './place';
import { billsQuery, workspaceNamesQuery } from './queries';
import { Totals } from './totals';
import * as word from './words';

const words = {
  download: { zh: '下载 CSV', en: 'Download CSV' },
  byDay: { zh: '每日费用', en: 'Fees by day' },
  stacked: { zh: '图表构成', en: 'What the chart is stacked by' },
  item: { zh: '按计费项', en: 'By item' },
  payer: { zh: '按付款方', en: 'By payer' },
  each: { zh: '每天的账单', en: 'Bill by bill' },
  tooMany: {
    zh: '账单太多，无法汇总，只列出最早的一部分。请选择更少的日期、一个站点或一个工作空间。',
    en: 'There are too many bills to add up: only the earliest are listed. Please choose fewer days, a site or a workspace.',
  },
};

export const Component = () => {
  const t = useText();
  const navigate = useNavigate();
  const [parameters] = useSearchParams();
  const nowMs = serverTime(Date.now());
  const place = readBillsPlace(parameters, nowMs);
  const goTo = (next: BillsPlace, replace = false) =>
    navigate({ search: writeBillsPlace(next, nowMs).toString() }, { replace, preventScrollReset: true });
  const names = useQuery(workspaceNamesQuery).data ?? [];
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...billsQuery(place),
    placeholderData: keepPreviousData,
  });
  const nameOf = (workspaceId: string) => names.find((one) => one.workspaceId === workspaceId)?.name ?? workspaceId;
  const download = useMutation({ mutationFn: () => downloadBills(place) });
  const actions = (
    <Flex wrap gap={8}>
      <LinkButton to="/ledger">{t(word.ledger)}</LinkButton>
      <Button
        icon={<DownloadOutlined />}
        disabled={!data || data.bills.length === 0}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {t(words.download)}
      </Button>
    </Flex>
  );
  return (
    <Page title={t(word.bills)} actions={actions}>
      <Typography.Text type="secondary">{t(word.beijingDays)}</Typography.Text>
      <Filters place={place} workspaces={names} onChange={(change, more) => goTo(withBills(place, change), more)} />
      {download.error && <ProblemAlert fault={download.error} onAgain={() => download.mutate()} />}
      {error && <ProblemAlert fault={error} onAgain={() => refetch()} />}
      {!data && !error && <Skeleton active paragraph={{ rows: 8 }} />}
      {data?.bills.some(({ payer }) => payer.method === 'alicloud') && <AlicloudNote />}
      {data && !data.complete && <Alert type="warning" showIcon title={t(words.tooMany)} />}
      {data?.complete && data.bills.length > 0 && (
        <Charts bills={data.bills} place={place} onBy={(by) => goTo({ ...place, by }, true)} />
      )}
      {data && (
        <Section title={t(words.each)}>
          <BillTable
            bills={data.bills}
            nameOf={nameOf}
            place={place}
            waiting={isPlaceholderData}
            onPlace={(change, replace) => goTo({ ...place, ...change }, replace)}
          />
        </Section>
      )}
    </Page>
  );
};

interface ChartsProps {
  readonly bills: Parameters<typeof moneyByDay>[0];
  readonly place: BillsPlace;
  readonly onBy: (by: Stacking) => void;
}

const Charts = ({ bills, place: { by, range }, onBy }: ChartsProps) => {
  const t = useText();
  const nameOf = useNameOf(by);
  const money = useMemo(() => moneyByDay(bills, by), [bills, by]);
  const looks = looksFor(money, MOST_LOOKS);
  const days = daysOfRange(range);
  return (
    <>
      <Section title={t(word.inAll)}>
        <Totals money={money} />
      </Section>
      <Section title={t(words.byDay)}>
        <Radio.Group
          aria-label={t(words.stacked)}
          optionType="button"
          buttonStyle="solid"
          value={by}
          options={[
            { value: 'item', label: t(words.item) },
            { value: 'payer', label: t(words.payer) },
          ]}
          onChange={({ target }) => onBy(target.value)}
        />
        {money.map((one) => (
          <Flex key={one.currency} vertical gap={8}>
            {money.length > 1 && (
              <Typography.Title level={3} style={{ margin: 0, fontSize: 16 }}>
                {currencyText(one.currency)}
              </Typography.Title>
            )}
            <DayChart money={one} days={days} looks={looks} nameOf={nameOf} />
          </Flex>
        ))}
      </Section>
    </>
  );
};
