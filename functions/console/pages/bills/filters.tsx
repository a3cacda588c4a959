/** Which bills are shown: a month after the other, or any days; a site, a workspace. */
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Flex, Input, Select, Typography } from 'antd';
import { useEffect, useState } from 'react';
import { type Site, sites } from '../../../../shared/validation/site';
import { useText } from '../language';
import { siteText } from '../site-text';
import { monthText } from './money-text';
import { addMonths, isDay, monthOf, type Range, rangeOfMonth, wholeMonth, withFrom, withTo } from './months';
import type { BillsPlace } from './place';

const words = {
  previous: { zh: '上个月', en: 'Previous month' },
  next: { zh: '下个月', en: 'Next month' },
  from: { zh: '起始日期', en: 'First day' },
  to: { zh: '结束日期', en: 'Last day' },
  chosenDays: { zh: '自选日期', en: 'Chosen days' },
  until: { zh: '至', en: 'to' },
  site: { zh: '按站点筛选', en: 'Filter by site' },
  allSites: { zh: '全部站点', en: 'All sites' },
  workspace: { zh: '按工作空间筛选', en: 'Filter by workspace' },
  allWorkspaces: { zh: '全部工作空间', en: 'All workspaces' },
};

interface FiltersProps {
  readonly place: BillsPlace;
  readonly workspaces: readonly { readonly workspaceId: string; readonly site: string; readonly name: string }[];
  readonly onChange: (
    change: { readonly range?: Range; readonly site?: string; readonly workspaceId?: string },
    more?: boolean,
  ) => void;
}

export const Filters = ({ place, workspaces, onChange }: FiltersProps) => {
  const t = useText();
  const { range, site, workspaceId } = place;
  const month = wholeMonth(range);
  const goTo = (months: number) => onChange({ range: rangeOfMonth(addMonths(monthOf(range.from), months)) });
  const offered = workspaces.filter((one) => site === undefined || one.site === site);
  const known = workspaceId === undefined || offered.some((one) => one.workspaceId === workspaceId);
  return (
    <Flex wrap gap={8} align="center" role="search">
      <Flex gap={4} align="center">
        <Button icon={<LeftOutlined />} aria-label={t(words.previous)} onClick={() => goTo(-1)} />
        <Typography.Text strong style={{ minWidth: 128, textAlign: 'center' }} aria-live="polite">
          {month === undefined ? t(words.chosenDays) : monthText(month)}
        </Typography.Text>
        <Button icon={<RightOutlined />} aria-label={t(words.next)} onClick={() => goTo(1)} />
      </Flex>
      <Flex gap={4} align="center">
        <DayField
          label={t(words.from)}
          value={range.from}
          onDay={(from) => onChange({ range: withFrom(range, from) }, true)}
        />
        {t(words.until)}
        <DayField label={t(words.to)} value={range.to} onDay={(to) => onChange({ range: withTo(range, to) }, true)} />
      </Flex>
      <Select
        style={{ flex: '1 1 140px' }}
        aria-label={t(words.site)}
        placeholder={t(words.allSites)}
        allowClear
        value={site ?? null}
        options={Object.keys(sites).map((one) => ({ value: one, label: siteText(one as Site) }))}
        onChange={(chosen) => onChange({ site: chosen ?? '', workspaceId: '' })}
      />
      <Select
        style={{ flex: '2 1 200px', minWidth: 0 }}
        aria-label={t(words.workspace)}
        placeholder={t(words.allWorkspaces)}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={workspaceId ?? null}
        options={[
          ...offered.map((one) => ({ value: one.workspaceId, label: one.name })),
          ...(known ? [] : [{ value: workspaceId, label: workspaceId }]),
        ]}
        onChange={(chosen) => onChange({ workspaceId: chosen ?? '' })}
      />
    </Flex>
  );
};

/** Before then there was nothing to bill: a year that is being typed is not asked for. */
const EARLIEST = '2020-01-01';

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onDay: (day: string) => void;
}

/** The browser's own field, which everybody knows, and which weighs nothing. */
const DayField = ({ label, value, onDay }: DayFieldProps) => {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  return (
    <Input
      type="date"
      aria-label={label}
      style={{ width: 138 }}
      value={text}
      min={EARLIEST}
      onChange={({ target }) => {
        setText(target.value);
        if (isDay(target.value) && target.value >= EARLIEST) onDay(target.value);
      }}
    />
  );
};
