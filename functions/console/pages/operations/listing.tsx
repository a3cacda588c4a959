/** Ant Design’s table; where the window is narrow, each row as a description of its own, one member below the other. */
import { Descriptions, Grid, Table } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly width?: number | string;
  readonly show: (row: Row) => ReactNode;
}

interface ListingProps<Row> {
  /** What it lists, for whoever does not see it. */
  readonly label: string;
  /** Where the address keeps the page that is looked at. */
  readonly pageParameter: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Shown where there are no rows. */
  readonly empty: ReactNode;
}

/** So many rows at once. */
const PAGE = 10;

export const Listing = <Row extends object>(listed: ListingProps<Row>) => {
  const { label, pageParameter, columns, rows, keyOf, empty } = listed;
  const { md = true } = Grid.useBreakpoint();
  const [parameters, setParameters] = useSearchParams();
  if (rows.length === 0) return empty;
  const last = Math.ceil(rows.length / PAGE);
  const page = Math.min(Math.max(1, Math.floor(Number(parameters.get(pageParameter))) || 1), last);
  const goTo = (next: number) =>
    setParameters((before) => {
      const after = new URLSearchParams(before);
      if (next === 1) after.delete(pageParameter);
      else after.set(pageParameter, String(next));
      return after;
    });
  const wide = columns.map(({ key, title, width, show }) => ({
    key,
    title,
    ...(width !== undefined && { width }),
    render: (_: unknown, row: Row) => show(row),
  }));
  const narrow = {
    key: 'row',
    render: (_: unknown, row: Row) => (
      <Descriptions
        column={1}
        size="small"
        items={columns.map(({ key, title, show }) => ({ key, label: title, children: show(row) }))}
      />
    ),
  };
  return (
    <Table<Row>
      aria-label={label}
      size="middle"
      showHeader={md}
      columns={md ? wide : [narrow]}
      dataSource={[...rows]}
      rowKey={keyOf}
      pagination={{ current: page, pageSize: PAGE, showSizeChanger: false, hideOnSinglePage: true, onChange: goTo }}
    />
  );
};
