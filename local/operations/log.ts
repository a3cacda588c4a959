/** What operators did by hand, newest first. A row without an end is one whose carrying out died, or goes on. */
import type { Command } from './command';
import { operations } from './record';

/** Our decision: so many where nothing else is said. */
const MOST = '20';

export const log: Command = {
  name: 'log',
  usage: 'log [--limit <n>]',
  purpose: 'lists what operators did by hand, the newest first',
  options: { limit: { type: 'string' } },
  prepare({ positionals, text }) {
    const limit = text('limit') ?? MOST;
    if (positionals.length > 0 || !/^[1-9]\d{0,4}$/.test(limit)) {
      throw new Error(`${positionals[0] ?? limit}: say how many to list, as in log --limit 50.`);
    }
    return {
      kind: 'look',
      look: async ({ store }) => ({
        operations: (await operations(store, Number(limit))).map((operation) => ({
          ...operation,
          outcome:
            operation.outcome ??
            'begun; never said to be over. Look at what it is about, then do it again: that is safe.',
        })),
      }),
    };
  },
};
