/**
 * Where `npm start` keeps its data. One process at a time has it: the lock is LevelDB's, which the operating system lets
 * go when the process ends, however it ends.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { CLOCK_FILE, STAGE_FILE } from './deployment/stage';

export interface DataDirectory {
  tablestore: string;
  marketplace: string;
  mail: string;
  clockFile: string;
  functionsLog: string;
  /** What the commands of operators read of the running system. */
  stageFile: string;
  /** Lets go of it; the data stays. */
  release(): Promise<void>;
}

/**
 * Makes the directory where it is not there, and empties it where `fresh`: of what `npm start` put there, never of
 * anything else. Throws a sentence that says what to do where it is in use or cannot be written.
 */
export const claimDataDirectory = async (directory: string, fresh: boolean): Promise<DataDirectory> => {
  const elsewhere = 'choose another place, as in DATA_DIR=elsewhere npm start';
  if (fresh && (await holdsOthers(directory))) {
    throw new Error(`--fresh would remove what npm start did not put into ${directory}: ${elsewhere}.`);
  }
  const lock = new ClassicLevel(join(directory, 'lock'));
  try {
    await mkdir(directory, { recursive: true });
    await lock.open();
  } catch (cause) {
    const { code } = ((cause as Error).cause ?? cause) as NodeJS.ErrnoException;
    throw code === 'LEVEL_LOCKED'
      ? new Error(`The data in ${directory} is in use: stop the npm start that has it, or ${elsewhere}.`, { cause })
      : new Error(`The data cannot be kept in ${directory} (${code}): ${elsewhere}.`, { cause });
  }
  const paths = {
    tablestore: join(directory, 'tablestore'),
    marketplace: join(directory, 'marketplace'),
    mail: join(directory, 'mail'),
    clockFile: join(directory, CLOCK_FILE),
    functionsLog: join(directory, 'functions.log'),
    stageFile: join(directory, STAGE_FILE),
  };
  if (fresh) await Promise.all(Object.values(paths).map((path) => rm(path, { recursive: true, force: true })));
  return { ...paths, release: () => lock.close() };
};

/** Something lies there, and no lock of ours: it may be anybody's. */
const holdsOthers = async (directory: string): Promise<boolean> => {
  const entries = await readdir(directory).catch((): string[] => []);
  return entries.length > 0 && !entries.includes('lock');
};
