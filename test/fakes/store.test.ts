import { StaleWrite, Unavailable, type Write } from '../../shared/ports';
import { describeStore } from '../contracts/store';
import { createFakeStore, type Effect, type Fate } from './store';

describeStore('the fake store', async () => ({ store: createFakeStore(), close: async () => {} }));

const row = (instanceId: string) => ({ accountId: '1234567890123456', instanceId });
const put = (instanceId: string): Write => ({ table: 'instancesByAccount', put: row(instanceId) });
const under = { accountId: '1234567890123456' };

const onWrites =
  (fate: (effect: Effect) => Fate | undefined) =>
  (effect: Effect): Fate =>
    (effect.write && fate(effect)) ?? 'proceed';

describe('interference', () => {
  // biome-ignore format: one case a line
  it.each<[Fate, string, boolean]>([
    // fate         the writer is told  it happened
    ['proceed',     'done',             true],
    ['lose-answer', 'Unavailable',      true],
    ['fail',        'Unavailable',      false],
  ])('with a write: %s: the writer is told %s; it happened: %s', async (fate, told, happened) => {
    const store = createFakeStore({ interfere: onWrites(() => fate) });
    const outcome = store.write(put('x')).then(
      () => 'done',
      (error: Error) => error.name,
    );
    expect(await outcome).toBe(told);
    expect(await store.get('instancesByAccount', row('x'))).toEqual(happened ? row('x') : undefined);
  });

  it('with a batch strikes each row for itself', async () => {
    const fates: Record<string, Fate> = { lost: 'lose-answer', failed: 'fail' };
    const fateOf = ({ key }: Effect) => fates[(key as ReturnType<typeof row>).instanceId];
    const store = createFakeStore({ interfere: onWrites(fateOf) });
    expect(await store.writeMany(['fine', 'lost', 'failed'].map(put))).toEqual(['done', 'unknown', 'unknown']);
    const { rows } = await store.scan('instancesByAccount', under, { limit: 10 });
    expect(rows).toEqual([row('fine'), row('lost')]);
  });

  it.each<Fate>(['fail', 'lose-answer'])('with a read (%s) leaves it without an answer', async (fate) => {
    const store = createFakeStore({ interfere: () => fate });
    await expect(store.get('instancesByAccount', row('x'))).rejects.toThrow(Unavailable);
    await expect(store.getMany('instancesByAccount', [row('x')])).rejects.toThrow(Unavailable);
    await expect(store.scan('instancesByAccount', under, { limit: 1 })).rejects.toThrow(Unavailable);
    await expect(store.count({ subject: 's', windowStartMs: 0 }, 1)).rejects.toThrow(Unavailable);
  });

  it('comes before the condition is looked at: what others do meanwhile counts', async () => {
    const store = createFakeStore({
      async interfere({ operation }): Promise<Fate> {
        if (operation === 'write') await store.writeMany([put('x')]);
        return 'proceed';
      },
    });
    await expect(store.write({ table: 'instancesByAccount', insert: row('x') })).rejects.toThrow(StaleWrite);
  });

  it('comes between the rows of a scan, which is no snapshot', async () => {
    let looks = 0;
    const store = createFakeStore({
      async interfere({ operation }): Promise<Fate> {
        // The scan has read `a` when it looks for the second time.
        if (operation === 'scan' && ++looks === 2) {
          await store.writeMany([put('b'), { table: 'instancesByAccount', remove: row('c') }]);
        }
        return 'proceed';
      },
    });
    await store.writeMany([put('a'), put('c')]);
    expect((await store.scan('instancesByAccount', under, { limit: 10 })).rows).toEqual([row('a'), row('b')]);
  });
});

it('calls are counted, a batch as one', async () => {
  const store = createFakeStore();
  await store.writeMany([put('x'), put('y')]);
  await store.getMany('instancesByAccount', [row('x'), row('x')]);
  await store.get('instancesByAccount', row('y'));
  expect(store.calls).toEqual({ get: 1, getMany: 1, write: 0, writeMany: 1, scan: 0, count: 0 });
});
