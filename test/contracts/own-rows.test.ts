/** A suite that ran on somebody's store leaves it as it was. */
import type { Table, Write } from '../../shared/ports';
import { createFakeStore } from '../fakes/store';
import { rememberingRows } from './own-rows';
import { fresh, sampleRows } from './sample-rows';

const allOf = async (store: ReturnType<typeof createFakeStore>) =>
  Promise.all(
    (Object.keys(sampleRows) as Table[]).map(async (table) => (await store.scan(table, {}, { limit: 100 })).rows),
  );

test('every row that was written through it goes, by whatever write, and no other', async () => {
  const underneath = createFakeStore();
  const others = { instanceId: fresh(), version: 1, status: 'open' } as const;
  await underneath.write({ table: 'instances', put: others });
  const before = await allOf(underneath);

  const { store, removeRows } = rememberingRows(underneath);
  for (const table of Object.keys(sampleRows) as Table[]) {
    const [one, ...more] = sampleRows[table]().map((put) => ({ table, put }) as unknown as Write);
    if (one) await store.write(one);
    await store.writeMany(more);
  }
  await store.write({ table: 'todos', insert: { queue: 'mails', subject: fresh(), sinceMs: 1 } });
  await store.count({ subject: fresh(), windowStartMs: 0 }, 1);
  expect(await allOf(underneath)).not.toEqual(before);

  await removeRows();
  expect(await allOf(underneath)).toEqual(before);
});
