/**
 * The row in which the timed check keeps its books. Each write is made on the version of the one before, so of two checks at
 * once one stops at its next page: `StaleWrite` says that the other has it.
 */
import { type Check, REPORTS, type Report, type Run } from '../../domain/consistency';
import type { Store } from '../../ports';

const checkId = 'consistency';

export interface Book {
  /** As it was written or read last; undefined where there is none. */
  run(): Run | undefined;
  reports(): readonly Report[];
  /** Resolves once it is written; throws `StaleWrite`, or `Unavailable` where that is not known. */
  keep(run: Run): Promise<Run>;
  /** The run is over. */
  close(report: Report): Promise<void>;
}

export const openBook = async (store: Store): Promise<Book> => {
  let present = await store.get('checks', { checkId });
  const write = async (content: Pick<Check, 'run' | 'reports'>): Promise<void> => {
    const next: Check = { checkId, version: (present?.version ?? 0) + 1, ...content };
    await store.write(
      present ? { table: 'checks', replace: next, of: present.version } : { table: 'checks', insert: next },
    );
    present = next;
  };
  const reports = () => present?.reports ?? [];
  return {
    run: () => present?.run,
    reports,
    async keep(run) {
      await write({ run, reports: reports() });
      return run;
    },
    close: (report) => write({ reports: [report, ...reports()].slice(0, REPORTS) }),
  };
};
