/**
 * The record of what operators did by hand. A row is there before the first write of the action, for whoever reads the log
 * must not miss one that died half-way; it is completed afterwards, whatever came of it.
 */
import type { Operation } from '../../shared/domain/operation';
import { StaleWrite, type Store, Unavailable } from '../../shared/ports';
import { pages } from '../../shared/protocol/pages';

/** How often a write is repeated whose outcome nobody tells. */
const ROUNDS = 5;
const PAGE = 200;

/** Resolves once the row is known to be there. A write of it that lands late finds it, and changes nothing. */
export const begin = (store: Store, operation: Operation): Promise<void> =>
  insist(async () => {
    try {
      await store.write({ table: 'operations', insert: operation });
    } catch (fault) {
      // Nobody else has this id: it is our own, from an earlier round.
      if (!(fault instanceof StaleWrite)) throw fault;
    }
  });

export const complete = (store: Store, operation: Operation): Promise<void> =>
  insist(() => store.write({ table: 'operations', put: operation }));

const insist = async (write: () => Promise<void>): Promise<void> => {
  for (let round = 1; ; round++) {
    try {
      return await write();
    } catch (fault) {
      if (round === ROUNDS || !(fault instanceof Unavailable)) throw fault;
    }
  }
};

/** The newest first, `most` of them. They are few: hands are rare. */
export const operations = async (store: Store, most: number): Promise<readonly Operation[]> => {
  let newest: Operation[] = [];
  for await (const rows of pages(store, 'operations', {}, PAGE)) {
    newest = [...newest, ...rows].sort((one, other) => (one.operationId < other.operationId ? 1 : -1)).slice(0, most);
  }
  return newest;
};
