/**
 * The auditor's own account of the store: built from each accepted write, never read from the store that it judges.
 */
import { payingInstance, switchedBy, type Workspace } from '../../../shared/domain/workspace';
import { type Key, type Rows, type Table, tables, type Write } from '../../../shared/ports';

/** What the account is begun with: rows that stood before anybody looked. */
export interface Standing {
  of(table: Table): { all(): readonly object[] };
}

const keyOf = (table: Table, row: object): string =>
  tables[table].key.map((member) => (row as Readonly<Record<string, unknown>>)[member]).join('\n');

export const rowOf = (write: Write): object => {
  if ('put' in write) return write.put;
  if ('insert' in write) return write.insert;
  return 'replace' in write ? write.replace : write.remove;
};

export const createAccount = (standing?: Standing) => {
  const kept = new Map<Table, Map<string, object>>();
  const rowsOf = (table: Table): Map<string, object> => {
    const rows = kept.get(table) ?? new Map<string, object>();
    kept.set(table, rows);
    return rows;
  };
  for (const table of Object.keys(tables) as Table[]) {
    for (const row of standing?.of(table).all() ?? []) rowsOf(table).set(keyOf(table, row), row);
  }

  const all = <T extends Table>(table: T): Rows[T][] => [...rowsOf(table).values()] as Rows[T][];
  const workspaces = (): Workspace[] => all('workspaces').flatMap((row) => (row.kind === 'workspace' ? [row] : []));

  /** By idempotency key: every workspace that a claim of it ever named. */
  const underKey = new Map<string, Set<string>>();
  const scopedKey = ({ scope, key }: Key<'idempotencyKeys'>): string => `${scope}\n${key}`;
  const noteKey = (claim: Rows['idempotencyKeys']): void => {
    const ids = underKey.get(scopedKey(claim)) ?? new Set();
    underKey.set(scopedKey(claim), ids.add(claim.workspaceId));
  };
  all('idempotencyKeys').forEach(noteKey);

  return {
    all,
    workspaces,
    everNamedBy: (key: Key<'idempotencyKeys'>): ReadonlySet<string> => underKey.get(scopedKey(key)) ?? new Set(),
    get: <T extends Table>(table: T, key: Key<T>) => rowsOf(table).get(keyOf(table, key)) as Rows[T] | undefined,
    /** The row that the write is about, as it stood. */
    before: (write: Write): object | undefined => rowsOf(write.table).get(keyOf(write.table, rowOf(write))),
    apply(write: Write): void {
      const row = rowOf(write);
      if ('remove' in write) rowsOf(write.table).delete(keyOf(write.table, row));
      else rowsOf(write.table).set(keyOf(write.table, row), row);
      if (write.table === 'idempotencyKeys' && !('remove' in write)) noteKey(row as Rows['idempotencyKeys']);
    },
    settledBy: (instanceId: string): Workspace[] =>
      workspaces().filter((workspace) => payingInstance(workspace) === instanceId),
    /** What the closure of the instance has switched, of one owner. */
    switchedOf: (instanceId: string, owner: string): Workspace[] =>
      workspaces().filter((workspace) => workspace.owner === owner && switchedBy(workspace, instanceId)),
    /** Whose workspaces the closure of the instance has switched. */
    affectedBy: (instanceId: string): Set<string> =>
      new Set(workspaces().flatMap((one) => (switchedBy(one, instanceId) ? [one.owner] : []))),
  };
};

export type Account = ReturnType<typeof createAccount>;
