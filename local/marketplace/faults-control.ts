/**
 * The local controls of what is wrong: with the line to the seller, and with `PushMeteringData` where `metering` says so; to
 * make it faulty, to mend it.
 */
import * as z from 'zod';
import { type Control, controlFault } from '../controls';
import type { FaultyLine } from './faulty-line';
import { type FaultyMetering, meteringFaults } from './metering-faults';

const count = z.int().min(0).default(0);
const faults = z.strictObject({
  drop: count,
  duplicate: count,
  delayMs: count,
  reorder: z.boolean().default(false),
  metering: meteringFaults.optional(),
});

/** `metering` is told only where something is wrong with it. */
const told = (inForce: object, metering: FaultyMetering) => {
  const wrong = metering.inForce();
  return { status: 200, body: { ...inForce, ...(wrong && { metering: wrong }) } };
};

export const faultsControls = (line: FaultyLine, faultyMetering: FaultyMetering): Control[] => [
  {
    method: 'GET',
    path: '/local/marketplace/faults',
    answer: async () => told(line.inForce(), faultyMetering),
  },
  {
    method: 'POST',
    path: '/local/marketplace/faults',
    async answer({ body }) {
      const { data, error } = faults.safeParse(body);
      if (data) {
        const { metering, ...ofLine } = data;
        faultyMetering.set(metering);
        return told(await line.set(ofLine), faultyMetering);
      }
      const wrong = error.issues.flatMap((issue) =>
        issue.code === 'unrecognized_keys' ? issue.keys : issue.path.slice(0, 1),
      );
      const what =
        'Send {"drop": 1, "duplicate": 1, "delayMs": 1000, "reorder": true} or some of it, its numbers whole and from 0 on, or {"metering": {"down": true}} with down, drop, throttle, refuse {code, times}, acceptThen500, acceptThenDrop; {} mends all.';
      return controlFault(400, `Not a fault, or malformed: ${wrong.join(', ') || 'the body'}.`, what);
    },
  },
];
