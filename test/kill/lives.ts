/**
 * One system on one data directory, through as many lives as it takes: started, killed at the write that was chosen,
 * looked into while it is dead, started again. Who calls it waits while it is down.
 */
import { type LaunchedSystem, launchSystem } from '../fakes/system';

export interface Lives {
  /** Where it answers; waits while it is down. Rejects once it cannot be started any more. */
  origin(): Promise<string>;
  /** How often it was killed. */
  kills(): number;
  /** Ends it as Ctrl-C does; rejects where that does not end it cleanly. */
  stop(): Promise<void>;
  /** Ends it anyhow. */
  end(): Promise<void>;
}

export interface LivesOptions {
  readonly dataDirectory: string;
  /** Where each life is killed, as `KILL_AT_WRITE` has it; the life after the last is not. */
  readonly killAt: readonly string[];
  /** Looks at the data while nobody has them open. */
  readonly whileDead: () => Promise<void>;
  /** Told what no life should do: end by itself, or print anything. */
  readonly complain: (what: string) => void;
}

const START = /[\s\S]*Ctrl-C stops it\.\n/;
/** A promise and who keeps it. */
const awaited = <Value>() => {
  let resolve: (value: Value) => void = () => {};
  let reject: (fault: unknown) => void = () => {};
  const promise = new Promise<Value>((kept, broken) => {
    resolve = kept;
    reject = broken;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
};

const END = 'Stopping. Ctrl-C again ends it at once.\n';
/**
 * What is no fault on a busy machine: a function that takes longer than it is given, one more end in the middle of its work,
 * and a store that does not answer in time. Both are tried again.
 */
const BUSY = /^.* failed: (Function timed out|Unavailable|StaleWrite).*\n( +at .*\n)*/gm;

export const startLives = ({ dataDirectory, killAt, whileDead, complain }: LivesOptions): Lives => {
  let kills = 0;
  let stopping = false;
  let launched: LaunchedSystem | undefined;
  let up = awaited<string>();

  const live = async (killAtWrite: string | undefined): Promise<void> => {
    launched = launchSystem({ dataDirectory, environment: { KILL_AT_WRITE: killAtWrite ?? '' } });
    const origin = await launched.ready;
    if (origin !== undefined) up.resolve(origin);
    const { code, signal } = await launched.ended;
    const said = launched.printed().replace(START, '').replace(END, '').replace(BUSY, '').trim();
    if (said !== '') complain(`The system said: ${said}`);
    if (stopping && (code === 0 || signal === 'SIGKILL')) return;
    if (signal !== 'SIGKILL' || killAtWrite === undefined) {
      throw new Error(`The system ended by itself (${signal ?? code}): ${launched.printed()}`);
    }
    kills++;
    // Killed before it ran, it is still waited for.
    if (origin !== undefined) up = awaited();
    await whileDead();
  };

  const all = (async () => {
    for (const killAtWrite of [...killAt, undefined]) {
      await live(killAtWrite);
      if (stopping) return;
    }
  })();
  const lieDown = (fault: unknown) => {
    up.reject(fault);
    up = awaited();
    up.reject(fault);
  };
  all.catch(lieDown);

  return {
    origin: () => up.promise,
    kills: () => kills,
    async stop() {
      await up.promise;
      stopping = true;
      await launched?.stop();
      await all;
      lieDown(new Error('The system was stopped.'));
    },
    async end() {
      stopping = true;
      await launched?.stop('SIGKILL');
      await all.catch(() => {});
      lieDown(new Error('The system was ended.'));
    },
  };
};
