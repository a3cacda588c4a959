/**
 * What each day cost, as bars that are stacked by item or by payer; the table beneath has the same figures, so to a screen
 * reader the whole is one picture. (Ant Design has no charts.)
 */
import { Flex, Table, Typography, theme } from 'antd';
import { useId, useState } from 'react';
import type { Day } from '../../../../shared/validation/day';
import { useText } from '../language';
import { type MoneyByDay, type Series, stacked } from './by-day';
import { fillOf, Looks, Swatch } from './looks';
import { billDayText, moneyText, scaleText, shortDayText } from './money-text';
import { labelled, piecesOf, scaleOf } from './stack';
import * as word from './words';

const words = {
  picture: {
    zh: (days: string, total: string) => `${days}每天的费用，合计 ${total}，数值见下方的表格`,
    en: (days: string, total: string) =>
      `Fees of each day, ${days}: ${total} in all. The figures are in the table below`,
  },
  fromTo: {
    zh: (from: string, to: string) => `${from}至${to}`,
    en: (from: string, to: string) => `${from} to ${to}`,
  },
  figures: { zh: '查看每天的数值', en: 'Show the figures of each day' },
  parts: { zh: '构成', en: 'Made up of' },
};

/** In pixels. */
const HEIGHT = 220;
const ABOVE = 8;
const BELOW = 22;
const MOST_LABELS = 6;
/** Of a day's share of the width. */
const BAR = 0.72;

interface DayChartProps {
  readonly money: MoneyByDay;
  readonly days: readonly Day[];
  /** What looks of its own is which, in the order of the looks. */
  readonly looks: readonly string[];
  readonly nameOf: (key: string) => string;
}

export const DayChart = ({ money, days, looks, nameOf }: DayChartProps) => {
  const t = useText();
  const chart = useId();
  const series = stacked(money.series, looks);
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const range = t(words.fromTo)(billDayText(first), billDayText(last));
  return (
    <Flex vertical gap={12}>
      <div role="img" aria-label={t(words.picture)(range, moneyText(money.total, money.currency))}>
        <Bars chart={chart} money={money} series={series} days={days} looks={looks} nameOf={nameOf} />
      </div>
      <Flex wrap gap="4px 20px" component="ul" style={{ margin: 0, padding: 0, listStyle: 'none' }}>
        {series.map(({ key, total }) => (
          <li key={key}>
            <Swatch chart={chart} at={looks.indexOf(key)} />
            {nameOf(key)}{' '}
            <Typography.Text type="secondary" style={{ whiteSpace: 'nowrap' }}>
              {moneyText(total, money.currency)}
            </Typography.Text>
          </li>
        ))}
      </Flex>
      <Figures money={money} days={days} nameOf={nameOf} />
    </Flex>
  );
};

interface BarsProps extends DayChartProps {
  readonly chart: string;
  readonly series: readonly Series[];
}

const Bars = ({ chart, money, series, days, looks, nameOf }: BarsProps) => {
  const { token } = theme.useToken();
  const stacks = days.map((day) => piecesOf(series.map((one) => one.days.get(day) ?? 0)));
  const { low, high, ticks } = scaleOf(stacks);
  const yOf = (amount: number): number => ABOVE + ((high - amount) / (high - low)) * (HEIGHT - ABOVE - BELOW);
  const percent = (share: number): string => `${(100 * share) / days.length}%`;
  const text = { fill: token.colorTextSecondary, fontSize: 12 };
  return (
    <Flex>
      <svg width={56} height={HEIGHT} style={{ flex: 'none' }} aria-hidden="true">
        {ticks.map((tick) => (
          <text key={tick} x={48} y={yOf(tick) + 4} textAnchor="end" {...text}>
            {scaleText(tick)}
          </text>
        ))}
      </svg>
      <svg width="100%" height={HEIGHT} style={{ minWidth: 0, overflow: 'visible' }} aria-hidden="true">
        <Looks chart={chart} count={looks.length} />
        {ticks.map((tick) => (
          <line
            key={tick}
            x1="0"
            x2="100%"
            y1={yOf(tick)}
            y2={yOf(tick)}
            stroke={tick === 0 ? token.colorTextTertiary : token.colorBorderSecondary}
          />
        ))}
        {stacks.map((pieces, at) => (
          <g key={days[at]}>
            {pieces.map(
              ({ from, to }, nth) =>
                from !== to && (
                  <rect
                    key={series[nth]?.key}
                    x={percent(at + (1 - BAR) / 2)}
                    width={percent(BAR)}
                    y={yOf(Math.max(from, to))}
                    height={Math.abs(yOf(from) - yOf(to))}
                    fill={fillOf(chart, looks.indexOf(series[nth]?.key ?? ''))}
                  >
                    <title>{`${billDayText(days[at] ?? '')} · ${nameOf(series[nth]?.key ?? '')} · ${moneyText(to - from, money.currency)}`}</title>
                  </rect>
                ),
            )}
          </g>
        ))}
        {labelled(days.length, MOST_LABELS).map((at) => (
          <text key={days[at]} x={percent(at + 0.5)} y={HEIGHT - 4} textAnchor="middle" {...text}>
            {shortDayText(days[at] ?? '')}
          </text>
        ))}
      </svg>
    </Flex>
  );
};

/** All of them, also those that have no look of their own. */
const Figures = ({ money, days, nameOf }: Omit<DayChartProps, 'looks'>) => {
  const t = useText();
  const [open, setOpen] = useState(false);
  const { currency, series } = money;
  const rows = days
    .map((day) => ({ day, parts: series.filter((one) => one.days.has(day)) }))
    .filter(({ parts }) => parts.length > 0);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary style={{ cursor: 'pointer', paddingBlock: 4 }}>{t(words.figures)}</summary>
      {open && (
        <Table
          size="small"
          pagination={false}
          rowKey="day"
          dataSource={rows}
          columns={[
            { title: t(word.day), render: (_, { day }) => billDayText(day) },
            {
              title: t(words.parts),
              render: (_, { day, parts }) =>
                parts.map(({ key, days: amounts }) => (
                  <div key={key}>
                    {nameOf(key)} {moneyText(amounts.get(day) ?? 0, currency)}
                  </div>
                )),
            },
            {
              title: t(word.inAll),
              align: 'right',
              render: (_, { day, parts }) =>
                moneyText(
                  parts.reduce((sum, { days: amounts }) => sum + (amounts.get(day) ?? 0), 0),
                  currency,
                ),
            },
          ]}
        />
      )}
    </details>
  );
};
