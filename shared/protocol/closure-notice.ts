/**
 * The notice of a closure to one owner, written once: whoever comes second finds it there, complete. It is written after the
 * last of the owner's workspaces was switched; where their list is long it lies in rows of its own, written before.
 */
import { closureNotice, type Switched } from '../domain/closure';
import type { Instance } from '../domain/instance';
import { closureMailId, LISTED_WORKSPACES, owed } from '../domain/mail';
import { type Random, type Rows, type Store, Unavailable, type Written } from '../ports';

interface Ports {
  readonly store: Store;
  readonly random: Random;
}

/** How many ids of switched workspaces a notice carries in its own row; more lie in rows of as many. */
const IDS_PER_ROW = 1_000;
/** How often writes are repeated whose outcome nobody tells. */
const ROUNDS = 20;

/** The workspaces of one owner that a closure switched. There may be very many, so of most only the id is kept. */
export interface Gathered {
  /** Those that the notice shows. */
  readonly first: Switched[];
  readonly workspaceIds: string[];
  readonly languages: Set<Switched['language']>;
}

/** Adds one workspace to those of its owner. */
export const gather = (found: Map<string, Gathered>, switched: Switched): void => {
  const { owner, workspaceId, language } = switched;
  const of = found.get(owner) ?? { first: [], workspaceIds: [], languages: new Set() };
  found.set(owner, of);
  if (of.first.length < LISTED_WORKSPACES) of.first.push(switched);
  of.workspaceIds.push(workspaceId);
  of.languages.add(language);
};

/**
 * `switched`: all the workspaces of one owner that the closure switched. The to-do row is written beside the notice, again by
 * whoever comes again: a mail that was sent is not sent because its to-do row is found once more.
 */
export const giveNotice = async (
  { store, random }: Ports,
  instance: Instance,
  switched: Gathered | undefined,
  nowMs: number,
): Promise<void> => {
  const [first] = switched?.first ?? [];
  if (!switched || !first) return;
  const workspaceIds = switched.workspaceIds.sort();
  const inRow = workspaceIds.length <= IDS_PER_ROW;
  const listId = random.id();
  const lists = inRow ? [] : pagesOf(workspaceIds).map((ids, page) => ({ listId, page, workspaceIds: ids }));
  await insist(() => store.writeMany(lists.map((list) => ({ table: 'noticeLists', put: list }))));

  const notice = {
    ...closureNotice(instance, switched.first, nowMs),
    count: workspaceIds.length,
    languages: [...switched.languages].sort(),
    ...(inRow ? { workspaceIds } : { listId }),
  };
  const mail = owed(closureMailId(instance.instanceId, first.owner), first, notice, nowMs);
  const [inserted] = await insist(() =>
    store.writeMany([
      { table: 'mails', insert: mail },
      { table: 'todos', put: { queue: 'mails', subject: mail.mailId, sinceMs: nowMs } },
    ]),
  );
  // Another walker's notice stands, or our own of before; a list of ours that no notice names is of no use.
  if (inserted === 'stale') await dropUnnamed(store, mail.mailId, lists);
};

const dropUnnamed = async (store: Store, mailId: string, lists: readonly Rows['noticeLists'][]): Promise<void> => {
  const stands = await store.get('mails', { mailId });
  const named = stands?.notice.kind === 'closure' ? stands.notice.listId : undefined;
  const unnamed = lists.filter(({ listId }) => listId !== named);
  await store.writeMany(unnamed.map(({ listId, page }) => ({ table: 'noticeLists', remove: { listId, page } })));
};

/** Repeats writes that are safe to repeat until the outcome of each is known. */
export const insist = async (write: () => Promise<readonly Written[]>): Promise<readonly Written[]> => {
  for (let round = 0; round < ROUNDS; round++) {
    const written = await write();
    if (!written.includes('unknown')) return written;
  }
  throw new Unavailable('The store never told whether the writes of a closure took effect.');
};

const pagesOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / IDS_PER_ROW) }, (_, page) =>
    ids.slice(page * IDS_PER_ROW, (page + 1) * IDS_PER_ROW),
  );
