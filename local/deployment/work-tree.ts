/** Which commit is about to be deployed, and whether it is all of it. */
import { execFileSync } from 'node:child_process';
import type { WorkTree } from './preflight';

/** Of a checkout without git, as an archive of it has none, nothing is known: its commit is zeros. */
export const readWorkTree = (checkout: string): WorkTree => {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const changed = git('status', '--porcelain').split('\n').filter(Boolean).length;
    return { commit: git('rev-parse', '--short=7', 'HEAD').trim(), changed };
  } catch {
    return { commit: '0000000', changed: 0 };
  }
};
