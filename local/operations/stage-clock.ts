/** Which time it is in a stage: everybody's, but in the running `npm start`, whose clock people advance. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { system } from '../../shared/adapters/node';
import type { Clock } from '../../shared/ports';
import { CLOCK_FILE, dataDirectoryOf, type Environment } from '../deployment/stage';

export const clockOf = (stage: string, checkout: string, shell: Environment): Clock => {
  if (stage !== 'local') return system.clock;
  const aheadMs = readAheadMs(join(dataDirectoryOf(checkout, shell), CLOCK_FILE));
  return { ...system.clock, nowMs: () => system.clock.nowMs() + aheadMs };
};

/** None is there until it was advanced. */
const readAheadMs = (file: string): number => {
  try {
    return Number(JSON.parse(readFileSync(file, 'utf8')).offsetMs);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw fault;
  }
};
