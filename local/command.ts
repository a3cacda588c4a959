/** How each command in `commands/` begins and ends: one file a command, run by `npm run <command>` from the checkout. */
import { join } from 'node:path';
import { explain } from './explain';

/** `dist/local/commands`, where a command runs from, lies three below the checkout. */
export const checkout = join(__dirname, '../../..');

/** Ends the process with what `main` answers, 0 for nothing; a fault is told on stderr and ends it with 1. */
export const run = (main: () => Promise<number | undefined>): void => {
  main().then(
    (code) => {
      process.exitCode = code ?? 0;
    },
    (fault) => {
      console.error(explain(fault));
      process.exitCode = 1;
    },
  );
};
