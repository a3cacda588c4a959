/**
 * All bills that are wanted, as one file. It is bounded, so that it is always whole: a file that ends early would be taken
 * for all that there is. Where it would be more, it is none, and the caller is told to want less.
 *
 * Our decisions: 10 MB, which becomes 14 MB in an answer as text (of a synchronous call Function Compute takes 32 MB, and
 * says nothing of its answer), and 20,000 bills to look through, which are read in a few seconds (a door has ten): 92 days
 * of 200 workspaces. Of one workspace, nothing is looked through but its own.
 */
import type { Bill, BillState } from '../../domain/fees/bill';
import { billFileHeader, billFileLines } from '../../domain/fees/bill-file';
import type { Store } from '../../ports';
import type { Language } from '../../validation/language';
import type { WorkspaceId } from '../../validation/workspace';
import { billBatches, type WantedBills } from './bills';

export interface FileLimits {
  /** In bytes of UTF-8. */
  readonly largest: number;
  /** In bills, those included that a filter passes over. */
  readonly lookedAt: number;
}

export const fileLimits: FileLimits = { largest: 10_000_000, lookedAt: 20_000 };

/** Rows of one reading: about as much as the store answers at once. */
const AT_ONCE = 1_000;

/** Undefined: it would be too large. */
export const billFile = async (
  store: Pick<Store, 'scan' | 'getMany'>,
  owner: string,
  wanted: WantedBills,
  stateOf: (bill: Bill) => BillState,
  language: Language,
  { largest, lookedAt }: FileLimits = fileLimits,
): Promise<Uint8Array | undefined> => {
  const names = new Map<WorkspaceId, string>();
  const header = Buffer.from(billFileHeader(language));
  const parts = [header];
  let { length } = header;
  let looked = 0;
  for await (const batch of billBatches(store, owner, wanted, AT_ONCE)) {
    await readNames(store, batch.bills, names);
    const lines = batch.bills.map((bill) =>
      billFileLines(bill, stateOf(bill), names.get(bill.workspaceId) ?? '', language),
    );
    const part = Buffer.from(lines.join(''));
    parts.push(part);
    length += part.length;
    looked += batch.looked;
    if (length > largest || looked > lookedAt) return undefined;
  }
  return Buffer.concat(parts);
};

/** Adds the names of the workspaces that are not known yet. */
const readNames = async (
  store: Pick<Store, 'getMany'>,
  bills: readonly Bill[],
  names: Map<WorkspaceId, string>,
): Promise<void> => {
  const fresh = [...new Set(bills.map(({ workspaceId }) => workspaceId))].filter((id) => !names.has(id));
  const rows = await store.getMany(
    'workspaces',
    fresh.map((workspaceId) => ({ workspaceId })),
  );
  for (const [at, workspaceId] of fresh.entries()) {
    const row = rows[at];
    names.set(workspaceId, row?.kind === 'workspace' ? row.name : '');
  }
};
