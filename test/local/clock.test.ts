/** The local clock, on a real time that the test moves by hand or that jest's timers stand in for. */
import { createClock as create, type LocalClock } from '../../local/clock';

const START_MS = Date.parse('2026-01-01T00:00:00.000Z');
const MINUTE_MS = 60_000;

const clocks: LocalClock[] = [];
const createClock = (...of: Parameters<typeof create>) => {
  const clock = create(...of);
  clocks.push(clock);
  return clock;
};
// A clock with a task that never comes due would keep this process alive.
afterEach(() => Promise.all(clocks.splice(0).map((clock) => clock.stop())));

/** A clock whose real time stands still, and the journal of what fired: `[name, milliseconds since the start]`. */
const standingClock = () => {
  const clock = createClock(() => START_MS);
  const fired: [string, number][] = [];
  const note = (name: string) => async () => {
    fired.push([name, clock.nowMs() - START_MS]);
  };
  return { clock, fired, note };
};

describe('advancing', () => {
  test('fires what falls due in order of time, then of arrival, each at its own time', async () => {
    const { clock, fired, note } = standingClock();
    clock.at(START_MS + 300, note('later'));
    clock.at(START_MS + 100, note('first'));
    clock.at(START_MS + 300, note('last'));
    clock.at(START_MS + 501, note('not yet'));
    await clock.advance(500);
    expect(fired).toEqual([
      ['first', 100],
      ['later', 300],
      ['last', 300],
    ]);
    expect(clock.nowMs()).toBe(START_MS + 500);
  });

  test('waits for each task before the next, and lives through the tasks of tasks', async () => {
    const { clock, fired, note } = standingClock();
    clock.at(START_MS + 100, async () => {
      clock.at(clock.nowMs() + 50, note('task of a task'));
      await new Promise(setImmediate);
      await note('slow')();
    });
    clock.at(START_MS + 200, note('after both'));
    await clock.advance(1000);
    expect(fired).toEqual([
      ['slow', 100],
      ['task of a task', 150],
      ['after both', 200],
    ]);
  });

  test('fires at once what was due already, without going back', async () => {
    const { clock, fired, note } = standingClock();
    await clock.advance(500);
    clock.at(START_MS + 100, note('overdue'));
    await clock.advance(0);
    expect(fired).toEqual([['overdue', 500]]);
    expect(clock.nowMs()).toBe(START_MS + 500);
  });

  test('two advances at once are lived through one after the other', async () => {
    const { clock, fired, note } = standingClock();
    clock.at(START_MS + 150, note('in the second'));
    await Promise.all([clock.advance(100), clock.advance(100)]);
    expect(fired).toEqual([['in the second', 150]]);
    expect(clock.nowMs()).toBe(START_MS + 200);
  });

  test('a task taken back does not fire', async () => {
    const { clock, fired, note } = standingClock();
    const takeBack = clock.at(START_MS + 100, note('taken back'));
    takeBack();
    await clock.advance(MINUTE_MS);
    expect(fired).toEqual([]);
  });

  test('a task that fails is told to whoever advanced, and the next advance works', async () => {
    const { clock, fired, note } = standingClock();
    clock.at(START_MS + 100, () => Promise.reject(new Error('broken task')));
    clock.at(START_MS + 200, note('after it'));
    await expect(clock.advance(500)).rejects.toThrow('broken task');
    expect(clock.nowMs()).toBe(START_MS + 100);
    await clock.advance(500);
    expect(fired).toEqual([['after it', 200]]);
  });

  test('the offset is shared, told on each move, and where the next clock starts from', async () => {
    const moves: number[] = [];
    const clock = createClock(
      () => START_MS,
      1000,
      (offsetMs) => moves.push(offsetMs),
    );
    clock.at(START_MS + 1200, async () => {});
    await clock.advance(500);
    expect(moves).toEqual([1200, 1500]);
    expect(clock.offset[0]).toBe(1500n);
    expect(clock.nowMs()).toBe(START_MS + 1500);
  });

  test('a stopped clock fires nothing more and stands where it was', async () => {
    const { clock, fired, note } = standingClock();
    clock.at(START_MS + 100, async () => {
      void clock.stop();
    });
    clock.at(START_MS + 200, note('after the stop'));
    await clock.advance(500);
    expect(fired).toEqual([]);
    expect(clock.nowMs()).toBe(START_MS + 100);
  });
});

describe('real time', () => {
  beforeEach(() => jest.useFakeTimers({ now: START_MS }));
  afterEach(() => jest.useRealTimers());

  test('fires a task when its time has come, not before', async () => {
    const clock = createClock(() => Date.now());
    const fired: number[] = [];
    clock.at(START_MS + MINUTE_MS, async () => {
      fired.push(clock.nowMs());
    });
    await jest.advanceTimersByTimeAsync(MINUTE_MS - 1);
    expect(fired).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(fired).toEqual([START_MS + MINUTE_MS]);
  });

  test('a task further off than the longest timer of Node waits its whole time', async () => {
    const clock = createClock(() => Date.now());
    const dueMs = START_MS + 30 * 24 * 60 * MINUTE_MS;
    const fired: number[] = [];
    clock.at(dueMs, async () => {
      fired.push(clock.nowMs());
    });
    await jest.advanceTimersByTimeAsync(dueMs - START_MS - 1);
    expect(fired).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(fired).toEqual([dueMs]);
  });

  test('what was advanced makes a task fire that much earlier', async () => {
    const clock = createClock(() => Date.now(), MINUTE_MS);
    const fired: number[] = [];
    clock.at(START_MS + MINUTE_MS + 10, async () => {
      fired.push(Date.now());
    });
    await jest.advanceTimersByTimeAsync(10);
    expect(fired).toEqual([START_MS + 10]);
  });

  test('advancing first waits for the task that is running', async () => {
    const clock = createClock(() => Date.now());
    const journal: string[] = [];
    let finish = () => {};
    clock.at(START_MS, async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      journal.push('running task ended');
    });
    await jest.advanceTimersByTimeAsync(0);
    clock.at(START_MS + MINUTE_MS, async () => {
      journal.push('next task');
    });
    const advanced = clock.advance(MINUTE_MS);
    await jest.advanceTimersByTimeAsync(1);
    finish();
    await advanced;
    expect(journal).toEqual(['running task ended', 'next task']);
  });

  test('stopping waits for the task that is running', async () => {
    const clock = createClock(() => Date.now());
    const journal: string[] = [];
    let finish = () => {};
    clock.at(START_MS, async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      journal.push('task ended');
    });
    await jest.advanceTimersByTimeAsync(0);
    const stopped = clock.stop().then(() => journal.push('clock stopped'));
    await jest.advanceTimersByTimeAsync(MINUTE_MS);
    finish();
    await stopped;
    expect(journal).toEqual(['task ended', 'clock stopped']);
  });
});
