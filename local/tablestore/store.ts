/**
 * The rows on disk: LevelDB, written in groups. A write is decided synchronously, on the newest state (`latest`), and
 * staged; JavaScript's single thread makes check and write one step without any lock. What was staged while the disk was
 * busy goes down together as one atomic batch. A reader sees `committed` state only, so it never sees what a crash could
 * take back.
 *
 * What is acknowledged survives the end of the process, because LevelDB hands each batch to the operating system before
 * it answers; with `fsync` it survives the end of the machine.
 */
import { ClassicLevel } from 'classic-level';
import type { SuddenEnd } from './sudden-end';

export interface KeyRange {
  gte?: Buffer;
  gt?: Buffer;
  lte?: Buffer;
  lt?: Buffer;
  reverse?: boolean;
  limit?: number;
}

export interface Store {
  committed(key: Buffer): Buffer | undefined;
  latest(key: Buffer): Buffer | undefined;
  put(key: Buffer, value: Buffer): void;
  del(key: Buffer): void;
  /** Resolves once everything staged so far is on disk. */
  durable(): Promise<void>;
  /**
   * Runs a decision that may look at `latest` and stage, and gives its outcome, a refusal included, once all that it can
   * rest on is on disk.
   */
  settled<Outcome>(decide: () => Outcome): Promise<Outcome>;
  /** Committed entries in order, as of one instant, `atATime` (at most) together. */
  entries(range: KeyRange, atATime?: number): AsyncGenerator<[key: Buffer, value: Buffer][]>;
  clear(range: KeyRange): Promise<void>;
  close(): Promise<void>;
}

interface Staged {
  key: Buffer;
  value: Buffer | undefined;
}

const READ_AHEAD = { entries: 1000, bytes: 1024 * 1024 };

type Level = ClassicLevel<Buffer, Buffer>;

const open = async (directory: string): Promise<Level> => {
  const level: Level = new ClassicLevel(directory, { keyEncoding: 'buffer', valueEncoding: 'buffer' });
  try {
    await level.open();
  } catch (cause) {
    throw new Error(
      `Cannot open the data at ${directory}: end the process that has it open, or choose another place.`,
      {
        cause,
      },
    );
  }
  return level;
};

/** `end`: where the process is to be killed at a chosen write. */
export const openStore = async (directory: string, fsync: boolean, end?: SuddenEnd): Promise<Store> => {
  const level = await open(directory);

  let staged = new Map<string, Staged>();
  let writing = new Map<string, Staged>();
  let queued: Promise<void> | undefined;
  let running: Promise<void> = Promise.resolve();

  const takeStaged = (): Map<string, Staged> => {
    const taken = staged;
    staged = new Map();
    queued = undefined;
    return taken;
  };

  const writeStaged = async () => {
    running = queued ?? running;
    writing = takeStaged();
    try {
      const rows = [...writing.values()];
      const lasting = end?.lasting(rows.length);
      const batch = level.batch();
      for (const { key, value } of rows.slice(0, lasting)) {
        if (value === undefined) batch.del(key);
        else batch.put(key, value);
      }
      await batch.write({ sync: fsync });
      if (end && lasting !== undefined) {
        end.strike();
        await new Promise(() => {});
      }
    } finally {
      writing = new Map();
    }
  };

  /** What was staged on top of a group that failed was decided on a state that never came to be: it fails with it. */
  const failStaged = (cause: unknown) => {
    takeStaged();
    throw cause;
  };

  const enqueue = (): Promise<void> => {
    const group = running.then(writeStaged, failStaged);
    group.catch(() => {
      if (running === group) running = Promise.resolve();
    });
    return group;
  };

  const stage = (key: Buffer, value: Buffer | undefined) => {
    staged.set(key.toString('latin1'), { key, value });
    queued ??= enqueue();
  };

  const durable = () => queued ?? running;

  return {
    committed: (key) => level.getSync(key),
    latest(key) {
      const name = key.toString('latin1');
      const pending = staged.get(name) ?? writing.get(name);
      return pending ? pending.value : level.getSync(key);
    },
    put: stage,
    del: (key) => stage(key, undefined),
    durable,
    async settled(decide) {
      try {
        return decide();
      } finally {
        await durable();
      }
    },
    async *entries(range, atATime = READ_AHEAD.entries) {
      const iterator = level.iterator({ ...range, highWaterMarkBytes: READ_AHEAD.bytes });
      try {
        for (;;) {
          const entries = await iterator.nextv(Math.min(atATime, READ_AHEAD.entries));
          if (entries.length === 0) return;
          yield entries;
        }
      } finally {
        await iterator.close();
      }
    },
    clear: (range) => level.clear(range),
    async close() {
      await durable();
      await level.close();
    },
  };
};
