/** The local controls of the line to the seller: what is wrong with it, to make it faulty, to mend it. */
import * as z from 'zod';
import { type Control, controlFault } from '../controls';
import type { FaultyLine } from './faulty-line';

const count = z.int().min(0).default(0);
const faults = z.strictObject({
  drop: count,
  duplicate: count,
  delayMs: count,
  reorder: z.boolean().default(false),
});

export const faultsControls = (line: FaultyLine): Control[] => [
  {
    method: 'GET',
    path: '/local/marketplace/faults',
    answer: async () => ({ status: 200, body: line.inForce() }),
  },
  {
    method: 'POST',
    path: '/local/marketplace/faults',
    async answer({ body }) {
      const { data, error } = faults.safeParse(body);
      if (data) return { status: 200, body: await line.set(data) };
      const wrong = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : issue.path));
      const what =
        'Send {"drop": 1, "duplicate": 1, "delayMs": 1000, "reorder": true} or some of it, its numbers whole and from 0 on; {} mends the line.';
      return controlFault(400, `Not a fault, or malformed: ${wrong.join(', ') || 'the body'}.`, what);
    },
  },
];
