import { spansOf } from '../../../../../functions/console/pages/payer-timeline/spans';
import type { TimelineView } from '../../../../../shared/validation/answers';

const time = (ms: number): string => new Date(ms).toISOString();

/** Entries that touch, as the API gives them. */
const timeline = (...begins: number[]): TimelineView[] =>
  begins.map((from, at) => {
    const to = begins[at + 1];
    const touching = to === undefined ? {} : { to: time(to) };
    return {
      method: 'billing-center',
      from: time(from),
      ...touching,
      cause: at === 0 ? 'registration' : 'change',
      by: 'owner',
    };
  });

// biome-ignore format: a table
test.each<[string, number[], number, number[]]>([
  ['one is the whole',                             [0],               1_000, [1]],
  ['to scale',                                     [0, 250],          1_000, [0.25, 0.75]],
  ['one that did not last',                        [0, 500, 500],     1_000, [0.5, 0, 0.5]],
  ['all at one moment: all alike',                 [7, 7],            7,     [0.5, 0.5]],
  ['this machine’s clock is behind: now is then',  [0, 5_000],        1_000, [1, 0]],
])('%s', (_, begins, nowMs, shares) => {
  const spans = spansOf(timeline(...begins), nowMs);
  expect(spans.map(({ share }) => share)).toEqual(shares);
});

test('each span ends where the next begins, the last one now, and knows the one before', () => {
  const entries = timeline(0, 250, 600);
  const spans = spansOf(entries, 1_000);
  expect(spans.map(({ until }) => until)).toEqual([time(250), time(600), time(1_000)]);
  expect(spans.map(({ durationMs }) => durationMs)).toEqual([250, 350, 400]);
  expect(spans.map(({ previous }) => previous)).toEqual([undefined, entries[0], entries[1]]);
});

test('two hundred of them are the whole together', () => {
  const spans = spansOf(timeline(...Array.from({ length: 200 }, (_, at) => at ** 2)), 50_000);
  expect(spans.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
});
