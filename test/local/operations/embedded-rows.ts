/** Tables at embedded Tablestores, and rows to fill them: several of every table, and of one more than a batch takes. */
import { localCredentials } from '../../../local/credentials';
import type { Exporting } from '../../../local/operations/export';
import { exportedTables } from '../../../local/operations/exported-tables';
import { type Importing, importExport } from '../../../local/operations/import';
import { patient } from '../../../local/operations/patient';
import { tablestore } from '../../../shared/adapters/tablestore/store';
import { type Tables, tablesAt } from '../../../shared/adapters/tablestore/tables';
import type { Clock, Store, Write } from '../../../shared/ports';
import { fresh, freshWorkspaceId, sampleRows } from '../../contracts/sample-rows';
import type { Embedded } from '../../shared/adapters/tablestore/embedded';

export const BEGAN_MS = Date.UTC(2026, 0, 1);

/** Time passes only while somebody waits, and then at once. */
export const createClock = (): Clock => {
  let nowMs = BEGAN_MS;
  return {
    nowMs: () => nowMs,
    async sleep(ms) {
      nowMs += ms;
    },
  };
};

export const storeOf = ({ target }: Embedded): Store =>
  tablestore(target, localCredentials, { clock: createClock(), random: { fraction: () => 0.5 } });

export const MANY = 450;

/** What an export takes, and in each table more than one row. */
export const fill = async (store: Store): Promise<void> => {
  const writes: Write[] = [...exportedTables, 'sessions' as const, 'attempts' as const].flatMap((table) =>
    [sampleRows[table](), sampleRows[table]()].flatMap((rows) => rows.map((row) => ({ table, put: row }) as Write)),
  );
  const odd = sampleRows
    .usernames()
    .map((row) => ({ ...row, company: '名 “𝄞” \\ "\u2028\r\n\u0000 é e\u0301 \ufeff' }));
  const instanceId = fresh();
  const bindings = Array.from({ length: MANY }, (_, index) => ({
    // The same spread, of one instance and of many.
    instanceId: index % 3 === 0 ? fresh() : instanceId,
    workspaceId: freshWorkspaceId(),
  }));
  const pages = Array.from({ length: 12 }, (_, page) => ({ listId: 'a list', page, workspaceIds: ['w'] }));
  const written = await store.writeMany([
    ...writes,
    ...odd.map((row): Write => ({ table: 'usernames', put: row })),
    ...bindings.map((row): Write => ({ table: 'bindings', put: row })),
    ...pages.map((row): Write => ({ table: 'noticeLists', put: row })),
  ]);
  expect(new Set(written)).toEqual(new Set(['done']));
};

export const exporting = (directory: string): Exporting => ({
  directory,
  stage: 'prod',
  clock: createClock(),
  tell: () => {},
});

/** Into `embedded`, through a store and tables of the test's own where they are given. */
export const runImport = (
  embedded: Embedded,
  given: Partial<Importing> & { directory: string },
  store: Store = storeOf(embedded),
  tables: Pick<Tables, 'plan'> = tablesAt({ ...embedded.target, credentials: localCredentials }),
) => {
  const clock = createClock();
  return importExport(patient(store, clock), tables, {
    stage: 'prod',
    of: 'prod',
    write: true,
    clock,
    tell: () => {},
    ...given,
  });
};
