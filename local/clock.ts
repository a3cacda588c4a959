/**
 * The one clock of the local cloud: real time plus what was advanced. Everything that happens later (a timer of a
 * function, the marketplace's next attempt, a retried asynchronous invocation) is a task on it, so that advancing the
 * clock lives through the time in between instead of jumping over it.
 *
 * The offset lies in shared memory: a function's instance, which runs in a thread of its own, reads the same clock.
 */

export interface LocalClock {
  nowMs(): number;
  /** Runs `task` once `dueMs` has come; the returned function takes it back. A task's own failure is its own to report. */
  at(dueMs: number, task: () => Promise<void>): () => void;
  /**
   * Moves the clock on; fires in order all that falls due, tasks of tasks included; resolves when they are done. Rejects
   * where a task did, with the clock at that task's time.
   */
  advance(advanceMs: number): Promise<void>;
  /** What was advanced so far, in milliseconds: one BigInt64 in shared memory. */
  readonly offset: BigInt64Array;
  /** Fires nothing more, and resolves when what is running has ended. */
  stop(): Promise<void>;
}

interface Task {
  dueMs: number;
  order: number;
  run: () => Promise<void>;
}

const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * `offsetMs` is what was advanced before, by an earlier process; `moved` is told of each change of it, so that the next
 * process can go on from there.
 */
export const createClock = (
  realNowMs: () => number,
  offsetMs = 0,
  moved: (offsetMs: number) => void = () => {},
): LocalClock => {
  const offset = new BigInt64Array(new SharedArrayBuffer(8));
  Atomics.store(offset, 0, BigInt(offsetMs));
  const nowMs = () => realNowMs() + Number(Atomics.load(offset, 0));
  const move = (byMs: number) => {
    if (byMs > 0) moved(Number(Atomics.add(offset, 0, BigInt(byMs))) + byMs);
  };

  const waiting = new Set<Task>();
  const running = new Set<Promise<void>>();
  let order = 0;
  let wake: NodeJS.Timeout | undefined;
  let lastAdvance: Promise<unknown> = Promise.resolve();
  let advances = 0;
  let stopped = false;

  const next = (): Task | undefined => {
    let first: Task | undefined;
    for (const task of waiting) {
      if (!first || task.dueMs < first.dueMs || (task.dueMs === first.dueMs && task.order < first.order)) first = task;
    }
    return first;
  };

  const start = (task: Task): Promise<void> => {
    waiting.delete(task);
    const run = task.run().finally(() => running.delete(run));
    running.add(run);
    return run;
  };

  const rearm = () => {
    clearTimeout(wake);
    const task = next();
    if (!task || stopped || advances > 0) return;
    wake = setTimeout(fireDue, Math.min(Math.max(0, task.dueMs - nowMs()), LONGEST_TIMEOUT_MS));
  };

  const fireDue = () => {
    for (let task = next(); task && task.dueMs <= nowMs(); task = next()) void start(task);
    rearm();
  };

  const liveThrough = async (advanceMs: number) => {
    const targetMs = nowMs() + advanceMs;
    await Promise.allSettled(running);
    for (let task = next(); task && task.dueMs <= targetMs && !stopped; task = next()) {
      move(task.dueMs - nowMs());
      await start(task);
    }
    if (!stopped) move(targetMs - nowMs());
  };

  return {
    nowMs,
    offset,
    at(dueMs, run) {
      const task = { dueMs: Math.ceil(dueMs), order: order++, run };
      waiting.add(task);
      rearm();
      return () => {
        waiting.delete(task);
        rearm();
      };
    },
    advance(advanceMs) {
      advances++;
      clearTimeout(wake);
      const advance = lastAdvance
        .then(() => liveThrough(advanceMs))
        .finally(() => {
          advances--;
          rearm();
        });
      lastAdvance = advance.catch(() => {});
      return advance;
    },
    async stop() {
      stopped = true;
      clearTimeout(wake);
      await Promise.allSettled(running);
    },
  };
};
