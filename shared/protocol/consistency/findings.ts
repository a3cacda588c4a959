/** The findings that are left to an operator, kept from run to run: since when, and gone once a run does not find them. */
import type { LeftFinding, Run } from '../../domain/consistency';
import { findingFacts } from '../../domain/findings';
import { type Store, Unavailable } from '../../ports';
import { pages } from '../pages';
import { type Finding, PAGE } from './pass';

/** A finding may be come upon on several pages, and a page twice: it is kept once. */
export const leave = async (
  store: Store,
  { runId }: Run,
  findings: readonly Omit<Finding, 'repair'>[],
  nowMs: number,
): Promise<void> => {
  if (findings.length === 0) return;
  const before = await store.getMany(
    'findings',
    findings.map(({ kind, subject }) => ({ kind, subject })),
  );
  const written = await store.writeMany(
    findings.map(({ kind, subject, differences }, at) => ({
      table: 'findings',
      put: { kind, subject, sinceMs: before[at]?.sinceMs ?? nowMs, ...(differences && { differences }), runId },
    })),
  );
  if (written.includes('unknown')) throw new Unavailable('It is not known whether the findings were kept.');
};

/**
 * At the end of a run: what it did not find is no more, but for what the marketplace was not asked about. Answers what it
 * left; the rows count, for a page may have been gone through twice.
 */
export const sweep = async (
  store: Store,
  { runId, unreachable }: Run,
): Promise<readonly Pick<LeftFinding, 'kind' | 'differences'>[]> => {
  const left: Pick<LeftFinding, 'kind' | 'differences'>[] = [];
  for await (const rows of pages(store, 'findings', {}, PAGE)) {
    for (const { kind, differences, ...row } of rows) {
      if (row.runId === runId) left.push({ kind, ...(differences && { differences }) });
    }
    const resolved = rows.filter(
      (row) => row.runId !== runId && !(unreachable && findingFacts[row.kind].ofMarketplace),
    );
    await store.writeMany(resolved.map(({ kind, subject }) => ({ table: 'findings', remove: { kind, subject } })));
  }
  return left;
};
