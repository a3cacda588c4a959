/**
 * Bindings to instances that are closed: the traces of requests that were refused and died before they took them back. Those
 * of an instance that is still open are left alone, whatever they look like: a binder may have put the same binding a moment
 * ago and rely on it, and no order of reading and removing tells. At a closed instance nobody binds any more.
 */
import { present, rowsBy, widePassOver } from './pass';

export const bindings = widePassOver('bindings', async ({ store }, rows) => {
  const instances = await rowsBy(
    store,
    'instances',
    'instanceId',
    rows.map(({ instanceId }) => instanceId),
  );
  const atClosed = rows.filter(({ instanceId }) => instances.get(instanceId)?.status === 'closed');
  // The walker may have been about to remove them.
  const isThere = await present(store, 'bindings', atClosed);
  return atClosed.filter(isThere).map((binding) => ({
    kind: 'intent-at-closed',
    subject: `${binding.instanceId}/${binding.workspaceId}`,
    repair: async () => {
      await store.write({ table: 'bindings', remove: binding });
      return 'repaired' as const;
    },
  }));
});
