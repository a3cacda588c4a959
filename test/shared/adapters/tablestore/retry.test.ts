import { type Fault, type Outcome, rowFailure } from '../../../../shared/adapters/tablestore/errors';
import { persist, REPEAT_READ, REPEAT_WRITE } from '../../../../shared/adapters/tablestore/retry';

/** A clock that moves only while somebody sleeps, and remembers for how long each did. */
const createFakeClock = () => {
  let nowMs = 0;
  const pauses: number[] = [];
  return {
    pauses,
    nowMs: () => nowMs,
    async sleep(ms: number) {
      pauses.push(ms);
      nowMs += ms;
    },
    advance(ms: number) {
      nowMs += ms;
    },
  };
};

const answers: { readonly [code: string]: Outcome<string> } = {
  ok: { ok: true, value: 'ok' },
  busy: { ok: false, failure: rowFailure('OTSServerBusy') },
  timeout: { ok: false, failure: rowFailure('OTSTimeout') },
  stale: { ok: false, failure: rowFailure('OTSConditionCheckFail') },
  denied: { ok: false, failure: rowFailure('OTSAuthFailed') },
};

/** The answers of the attempts, one after the other; the last one for ever. */
const scripted = (names: string) => {
  const script = names.split(' ').map((name) => answers[name]);
  let attempts = 0;
  return {
    attempts: () => attempts,
    async attempt(): Promise<Outcome<string>> {
      const answer = script[Math.min(attempts++, script.length - 1)];
      if (!answer) throw new Error(`no such answer in ${names}`);
      return answer;
    },
  };
};

// biome-ignore format: one case a line
it.each<[string, readonly Fault[], string, string, number]>([
  // what     repeats       is answered         ends as                   after attempts
  ['a read',  REPEAT_READ,  'ok',               'ok',                     1],
  ['a read',  REPEAT_READ,  'busy busy ok',     'ok',                     3],
  ['a read',  REPEAT_READ,  'timeout busy ok',  'ok',                     3],
  ['a read',  REPEAT_READ,  'denied',           'OTSAuthFailed',          1],
  ['a read',  REPEAT_READ,  'busy denied ok',   'OTSAuthFailed',          2],
  ['a write', REPEAT_WRITE, 'busy busy ok',     'ok',                     3],
  ['a write', REPEAT_WRITE, 'timeout ok',       'OTSTimeout',             1],
  ['a write', REPEAT_WRITE, 'busy timeout ok',  'OTSTimeout',             2],
  ['a write', REPEAT_WRITE, 'stale ok',         'OTSConditionCheckFail',  1],
  ['a write', REPEAT_WRITE, 'busy stale ok',    'OTSConditionCheckFail',  2],
])('%s (repeats %j) answered %s ends as %s after %d', async (_, repeat, names, end, count) => {
  const { attempt, attempts } = scripted(names);
  const outcome = await persist(attempt, repeat, { clock: createFakeClock(), random: { fraction: () => 0.5 } });
  expect(outcome.ok ? outcome.value : outcome.failure.text).toBe(end);
  expect(attempts()).toBe(count);
});

it('pauses for a random part of a time that doubles up to a second', async () => {
  const clock = createFakeClock();
  const { attempt } = scripted('busy');
  await persist(attempt, REPEAT_READ, { clock, random: { fraction: () => 0.5 } }, 10_000);
  expect(clock.pauses.slice(0, 8)).toEqual([25, 50, 100, 200, 400, 500, 500, 500]);
});

it.each([0, 0.3, 0.999])(
  'begins no attempt after two seconds, and does not wait for one it would not begin (fraction %d)',
  async (fraction) => {
    const clock = createFakeClock();
    const begunMs: number[] = [];
    const attempt = async () => {
      begunMs.push(clock.nowMs());
      clock.advance(100);
      return answers.busy as Outcome<string>;
    };
    const outcome = await persist(attempt, REPEAT_WRITE, { clock, random: { fraction: () => fraction } });
    expect(outcome).toEqual(answers.busy);
    expect(begunMs.length).toBeGreaterThan(3);
    expect(begunMs.at(-1)).toBeLessThanOrEqual(2_000);
    expect(clock.nowMs()).toBe((begunMs.at(-1) ?? 0) + 100);
  },
);
