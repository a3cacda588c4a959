/** What the list is held to: the start of the name, the site, the method; and what the links in mails name, to be taken off. */
import { Flex, Select, Tag } from 'antd';
import { settlementMethods } from '../../../../shared/validation/settlement';
import { type Site, sites } from '../../../../shared/validation/site';
import { useText } from '../language';
import { siteText } from '../site-text';
import type { Filter } from './place';
import { SearchField } from './search-field';

const words = {
  search: { zh: '按名称开头搜索', en: 'Search by the start of the name' },
  allSites: { zh: '全部站点', en: 'All sites' },
  site: { zh: '按站点筛选', en: 'Filter by site' },
  allMethods: { zh: '全部结算方式', en: 'All settlement methods' },
  method: { zh: '按结算方式筛选', en: 'Filter by settlement method' },
  instanceId: { zh: (id: string) => `由商品实例 ${id} 结算`, en: (id: string) => `Settled by instance ${id}` },
  closedBy: {
    zh: (id: string) => `商品实例 ${id} 关闭时切换`,
    en: (id: string) => `Switched when instance ${id} closed`,
  },
  takeOff: { zh: '移除此条件', en: 'Remove this filter' },
};
const ofLinks = ['instanceId', 'closedBy'] as const;

interface FiltersProps {
  readonly filter: Filter;
  /** An empty text takes a filter off. `more`: it is the same step as the one before. */
  readonly onChange: (change: Filter, more?: boolean) => void;
}

export const Filters = ({ filter, onChange }: FiltersProps) => {
  const t = useText();
  return (
    <Flex wrap gap={8} role="search">
      <div style={{ flex: '2 1 220px' }}>
        <SearchField label={t(words.search)} value={filter.q ?? ''} onSearch={(q, more) => onChange({ q }, more)} />
      </div>
      <Select
        style={{ flex: '1 1 150px' }}
        aria-label={t(words.site)}
        placeholder={t(words.allSites)}
        allowClear
        value={filter.site ?? null}
        options={Object.keys(sites).map((site) => ({ value: site, label: siteText(site as Site) }))}
        onChange={(site) => onChange({ site: site ?? '' })}
      />
      <Select
        style={{ flex: '1 1 200px' }}
        aria-label={t(words.method)}
        placeholder={t(words.allMethods)}
        allowClear
        value={filter.method ?? null}
        options={Object.entries(settlementMethods).map(([method, { name }]) => ({ value: method, label: t(name) }))}
        onChange={(method) => onChange({ method: method ?? '' })}
      />
      {ofLinks.some((member) => filter[member]) && (
        <Flex wrap gap={8} style={{ flexBasis: '100%' }}>
          {ofLinks.map((member) => {
            const id = filter[member];
            return (
              id && (
                <Tag
                  key={member}
                  color="processing"
                  closable={{ 'aria-label': t(words.takeOff) }}
                  onClose={(event) => {
                    event.preventDefault();
                    onChange({ [member]: '' });
                  }}
                >
                  {t(words[member])(id)}
                </Tag>
              )
            );
          })}
        </Flex>
      )}
    </Flex>
  );
};
