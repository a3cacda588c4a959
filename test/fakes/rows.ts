/** All that a store in memory holds, to be compared: what a refusal must not have changed. */
import { type Table, tables } from '../../shared/ports';
import type { Row } from './contents';
import type { FakeStore } from './store';

export const rowsOf = ({ contents }: FakeStore): Readonly<Record<string, readonly Row[]>> =>
  Object.fromEntries(Object.keys(tables).map((table) => [table, contents.of(table as Table).all()]));
