/** The clock and the chance of the machine that we run on, and the meter of this instance. */
import { randomBytes } from 'node:crypto';
import { createMeter } from '../triggers/meter';
import type { Surroundings } from '../triggers/serve';

export const system: Surroundings = {
  clock: {
    nowMs: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  },
  random: {
    id: () => randomBytes(16).toString('hex'),
    fraction: () => Math.random(),
  },
  // Function Compute sends standard output to Log Service, a line an entry.
  print: (line) => {
    process.stdout.write(`${line}\n`);
  },
  meter: createMeter(),
};
