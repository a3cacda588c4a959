/** The controls of the clock. */
import { createClock } from '../../local/clock';
import { clockControls } from '../../local/clock-controls';

const START_MS = Date.parse('2026-01-01T00:00:00.000Z');

const startClock = () => {
  const clock = createClock(() => START_MS);
  const [show, advance] = clockControls(clock);
  return {
    clock,
    show: () => show?.answer({ params: {}, body: {} }),
    advance: (body: unknown) => advance?.answer({ params: {}, body }),
  };
};

test('shows the time, and answers an advance once everything due has run', async () => {
  const { clock, show, advance } = startClock();
  const fired: string[] = [];
  clock.at(START_MS + 1000, async () => {
    await new Promise(setImmediate);
    fired.push('task');
  });
  expect(await show()).toEqual({ status: 200, body: { now: '2026-01-01T00:00:00.000Z' } });
  expect(await advance({ advanceMs: 60_000 })).toEqual({ status: 200, body: { now: '2026-01-01T00:01:00.000Z' } });
  expect(fired).toEqual(['task']);
  expect(await show()).toEqual({ status: 200, body: { now: '2026-01-01T00:01:00.000Z' } });
});

test('advancing by nothing is allowed', async () => {
  expect(await startClock().advance({ advanceMs: 0 })).toMatchObject({ status: 200 });
});

// The clock begins at eight in Beijing.
// biome-ignore format: a table
test.each([
  ['08:01', '2026-01-01T00:01:00.000Z'],
  ['00:20', '2026-01-01T16:20:00.000Z'],
  ['23:59', '2026-01-01T15:59:00.000Z'],
  ['08:00', '2026-01-02T00:00:00.000Z'],
  ['07:59', '2026-01-01T23:59:00.000Z'],
])('until %s in Beijing, the next time it is so late', async (until, now) => {
  expect(await startClock().advance({ until })).toEqual({ status: 200, body: { now } });
});

test.each([
  [{ until: '24:00' }, 'until is malformed'],
  [{ until: '8:00' }, 'until is malformed'],
  [{ until: 800 }, 'until is malformed'],
  [{ until: null }, 'until is malformed'],
  [{}, 'advanceMs is malformed'],
  [null, 'advanceMs is malformed'],
  ['60000', 'advanceMs is malformed'],
  [{ advanceMs: '60000' }, 'advanceMs is malformed'],
  [{ advanceMs: -1 }, 'advanceMs is malformed'],
  [{ advanceMs: 0.5 }, 'advanceMs is malformed'],
  [{ advanceMs: null }, 'advanceMs is malformed'],
  [{ advanceMs: 8.64e15 }, 'advanceMs is too large'],
])('%j is refused: %s', async (body, title) => {
  const { clock, advance } = startClock();
  expect(await advance(body)).toMatchObject({ status: 400, body: { title } });
  expect(clock.nowMs()).toBe(START_MS);
});
