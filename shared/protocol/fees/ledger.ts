/**
 * Enters what is to be entered in a ledger, exactly once, whoever asks for it and however often. The ledger's head holds its
 * last entry and is written on its version: that commits the entry. The entry's own rows follow, and whoever finds a head
 * whose last entry has none writes them before moving it on. So of whatever was ever entered, all but the head's last entry
 * have their rows, and an id without one, looked up after the head was read, was not entered up to that head's version.
 *
 * The order is the proof; do not change it: read the head; see to the rows of its last entry; look the id up; write the
 * head on its version; write the rows of the new entry.
 */

import type { LedgerEntry, LedgerHead } from '../../domain/fees/ledger';
import { entryAfter, type Posting } from '../../domain/fees/posting';
import { type Rows, StaleWrite, type Store, Unavailable, type Write } from '../../ports';

/** How often a head that others move on, or a write that nobody tells of, is begun anew. */
const ROUNDS = 20;

/**
 * Resolves with the entry as it stands, which was perhaps made by somebody else, and earlier. Throws `Unavailable` where it
 * is not known to stand: asking again is safe, and settles it.
 */
export const append = async (store: Store, posting: Posting): Promise<LedgerEntry> => {
  const { ledgerId, entryId } = posting;
  for (let round = 0; round < ROUNDS; round++) {
    const head = await store.get('ledgerHeads', { ledgerId });
    if (head) await writeRows(store, head.last);
    if (head?.last.entryId === entryId) return head.last;
    const there = head && (await entered(store, ledgerId, entryId));
    if (there) return there;
    const last = entryAfter(head?.last, posting);
    try {
      await store.write(moved(head, last));
    } catch (fault) {
      // Somebody else moved it, or perhaps we did: from the top, where it is found if so.
      if (fault instanceof StaleWrite || fault instanceof Unavailable) continue;
      throw fault;
    }
    await writeRows(store, last);
    return last;
  }
  throw new Unavailable('The ledger never held still, or never told whether the entry was made.');
};

const moved = (head: LedgerHead | undefined, last: LedgerEntry): Write => {
  const next: LedgerHead = {
    ledgerId: last.ledgerId,
    version: (head?.version ?? 0) + 1,
    sequence: last.sequence,
    last,
  };
  return head ? { table: 'ledgerHeads', replace: next, of: head.version } : { table: 'ledgerHeads', insert: next };
};

/** By its id; undefined: it was not entered, or is the head's last and has no rows of its own yet. */
export const entered = async (store: Store, ledgerId: string, entryId: string): Promise<LedgerEntry | undefined> => {
  const place = await store.get('ledgerEntryIds', { ledgerId, entryId });
  if (!place) return undefined;
  const entry = await store.get('ledgerEntries', { ledgerId, sequence: place.sequence });
  // Better no entry than two.
  if (!entry) throw new Error(`The ledger ${ledgerId} has lost its entry ${place.sequence}.`);
  return entry;
};

/** The entry before its id: whoever finds the id finds the entry. Both are the same whoever writes them. */
const writeRows = async (store: Store, entry: LedgerEntry): Promise<void> => {
  const { ledgerId, entryId, sequence } = entry;
  const id: Rows['ledgerEntryIds'] = { ledgerId, entryId, sequence };
  if (await store.get('ledgerEntryIds', id)) return;
  await insertOnce(store, { table: 'ledgerEntries', insert: entry });
  await insertOnce(store, { table: 'ledgerEntryIds', insert: id });
};

/** Of a row that is the same whoever writes it: that it is there already is as good. */
export const insertOnce = async (store: Store, write: Extract<Write, { readonly insert: unknown }>): Promise<void> => {
  try {
    await store.write(write);
  } catch (fault) {
    if (!(fault instanceof StaleWrite)) throw fault;
  }
};
