/**
 * The binding of who was refused. It has no effect, and while its instance may still be closing it must stay where it is:
 * the walker relies on finding it, and another request of the same workspace may have put it. Once the instance is closed
 * it is of no use to anybody, and nobody would come by to remove it.
 */
import type { Instance } from '../domain/instance';
import type { Rows, Store } from '../ports';

/** Whether it was removed does not matter: the refusal stands. */
export const withdraw = async (
  store: Store,
  instance: Instance | undefined,
  binding: Rows['bindings'],
): Promise<void> => {
  if (instance?.status === 'closed') await store.writeMany([{ table: 'bindings', remove: binding }]);
};
