/**
 * The way through the list, page by page. The API's cursors only lead on: the way back is the trail of places that led here,
 * which the browser keeps with the address, over a reload too. Whoever came by a link has no trail, and may begin again.
 */
import { LeftOutlined, RightOutlined, VerticalRightOutlined } from '@ant-design/icons';
import { Button, Flex, Select, Space, Typography } from 'antd';
import { useLocation } from 'react-router';
import { useText } from '../language';
import { numberText } from '../times';
import type { PageOfRows } from './page-of-rows';
import { type Place, pageSizes } from './place';

const words = {
  shown: {
    zh: (rows: string, page: string) => `${page}${rows === '0' ? '没有' : `${rows} 个`}工作空间`,
    en: (rows: string, page: string) =>
      `${page}${rows === '0' ? 'No' : rows} ${rows === '1' ? 'workspace' : 'workspaces'}`,
  },
  page: { zh: (page: string) => `第 ${page} 页，`, en: (page: string) => `Page ${page}, ` },
  goingOn: { zh: '正在继续查找…', en: 'Looking further…' },
  size: { zh: '每页数量', en: 'Rows per page' },
  perPage: { zh: (size: number) => `${size} 个/页`, en: (size: number) => `${size} per page` },
  first: { zh: '第一页', en: 'First page' },
  previous: { zh: '上一页', en: 'Previous' },
  next: { zh: '下一页', en: 'Next' },
};

/** Where the pages before this one began, the first of them first. */
export interface Trail {
  readonly earlier: readonly (string | null)[];
}

const trailOf = (state: unknown): Trail['earlier'] => (state as Partial<Trail> | null)?.earlier ?? [];

interface PagerProps {
  readonly place: Place;
  readonly page: PageOfRows;
  readonly onGo: (place: Place, state?: Trail) => void;
}

export const Pager = ({ place, page, onGo }: PagerProps) => {
  const t = useText();
  const { cursor, ...first } = place;
  const earlier = trailOf(useLocation().state);
  const before = earlier.at(-1);
  const goTo = (begin: string | null, trail: Trail['earlier']) => {
    onGo(begin === null ? first : { ...first, cursor: begin }, { earlier: trail });
    window.scrollTo({ top: 0 });
  };
  const { nextCursor } = page;
  const known = cursor === undefined || earlier.length > 0;
  const nth = cursor === undefined ? 1 : earlier.length + 1;
  const paged = cursor !== undefined || nextCursor !== undefined;
  return (
    <Flex wrap justify="space-between" align="center" gap={12}>
      <Typography.Text role="status" type="secondary">
        {!page.former &&
          t(words.shown)(numberText(page.rows?.length ?? 0), known && paged ? t(words.page)(numberText(nth)) : '')}
        {page.goingOn && ` ${t(words.goingOn)}`}
      </Typography.Text>
      <Flex wrap gap={8} align="center">
        <Select
          aria-label={t(words.size)}
          value={place.limit}
          options={pageSizes.map((size) => ({ value: size, label: t(words.perPage)(size) }))}
          onChange={(limit) => onGo({ filter: place.filter, limit })}
          popupMatchSelectWidth={false}
        />
        {!known && (
          <Button icon={<VerticalRightOutlined />} onClick={() => goTo(null, [])}>
            {t(words.first)}
          </Button>
        )}
        <Space.Compact>
          <Button
            icon={<LeftOutlined />}
            disabled={before === undefined}
            onClick={() => before !== undefined && goTo(before, earlier.slice(0, -1))}
          >
            {t(words.previous)}
          </Button>
          <Button
            icon={<RightOutlined />}
            iconPlacement="end"
            disabled={nextCursor === undefined}
            onClick={() => nextCursor !== undefined && goTo(nextCursor, [...earlier, cursor ?? null])}
          >
            {t(words.next)}
          </Button>
        </Space.Compact>
      </Flex>
    </Flex>
  );
};
