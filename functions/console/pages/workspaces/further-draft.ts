/**
 * What was entered of a further workspace so far, through a reload of the tab and a session that ends: until it is made, or its
 * account logs out. It is kept for the account that entered it, and for no other.
 */
import * as z from 'zod';
import { keptInTab } from '../kept-in-tab';

const kept = keptInTab('further-workspace');
/** Every field may still be empty, or hold anything. */
const entered = z.object({ username: z.string(), values: z.record(z.string(), z.unknown()) });

export const furtherDraft = {
  read(username: string | undefined) {
    const { data } = entered.safeParse(kept.read());
    return data?.username === username ? data?.values : undefined;
  },
  write: (username: string | undefined, values: object) => kept.write({ username, values }),
  forget: kept.forget,
};
