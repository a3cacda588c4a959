/** Which windows go together, and which goes first. */
import { requestsOf, type Waiting } from '../../../../shared/domain/fees/metering-requests';

const MINUTE_MS = 60_000;
const NOW_MS = Date.parse('2026-11-27T09:10:00+08:00');

interface Given {
  readonly id: string;
  readonly left?: number;
  readonly product?: string | null;
  readonly ended?: boolean;
  readonly pushed?: number;
  readonly code?: string;
  readonly state?: 'pending' | 'sent' | 'unknown';
  readonly pause?: number;
  readonly start?: number;
}
/** Minutes: `left` to the deadline, `pushed` since the last request; `pause` in ms. */
const waiting = ({
  id,
  left = 49,
  product = 'p',
  ended = false,
  pushed,
  code,
  state = 'pending',
  pause,
  start = 0,
}: Given): Waiting => ({
  window: {
    instanceId: id,
    windowStartMs: NOW_MS - 70 * MINUTE_MS + start,
    windowEndMs: NOW_MS - 10 * MINUTE_MS,
    deadlineMs: NOW_MS + left * MINUTE_MS,
    version: 1,
    units: 1,
    amount: 100,
    state,
    attempts: 0,
    ...(product !== null && { productCode: product }),
    ...(code !== undefined && { code }),
    ...(pause !== undefined && { nextAttemptAtMs: NOW_MS + pause }),
  },
  ended,
  ...(pushed !== undefined && { pushedAtMs: NOW_MS - pushed * MINUTE_MS }),
});
const requests = (...given: readonly Given[]) =>
  requestsOf(given.map(waiting), NOW_MS).map((request) => request.map(({ instanceId }) => instanceId).join(' '));

// biome-ignore format: one case a line
test.each([
  ['nothing waits',                          [],                                                                     []],
  ['the first goes alone',                   [{ id: 'a' }, { id: 'b' }, { id: 'c' }],                                ['a', 'b c']],
  ['the least time first',                   [{ id: 'a', left: 40 }, { id: 'b', left: 9 }, { id: 'c', left: 20 }],   ['b', 'c a']],
  ['what has ended before that',             [{ id: 'a', left: 9 }, { id: 'b', ended: true }, { id: 'c' }],          ['b', 'a c']],
  ['one product a request',                  [{ id: 'a' }, { id: 'b' }, { id: 'c', product: 'q' }, { id: 'd' }],     ['a', 'b d', 'c']],
  ['of an instance one window',              [{ id: 'a' }, { id: 'a', start: 1 }, { id: 'b' }],                      ['a', 'b']],
  ['one that was refused goes alone',        [{ id: 'a' }, { id: 'b', code: 'Permission.Denied' }, { id: 'c' }],     ['a', 'b', 'c']],
  ['one that was throttled does not',        [{ id: 'a' }, { id: 'b', code: 'Service.Flow.Control' }, { id: 'c' }],  ['a', 'b c']],
  ['one without a product does',             [{ id: 'a' }, { id: 'b', product: null }, { id: 'c', product: null }],  ['a', 'b', 'c']],
  ['sent, or unknown: not again',            [{ id: 'a', state: 'sent' }, { id: 'b', state: 'unknown' }],            []],
  ['too late',                               [{ id: 'a', left: 0 }, { id: 'b', left: -1 }],                          []],
  ['within 60 seconds of the last request',  [{ id: 'a', pushed: 0.99 }, { id: 'b', pushed: 1 }],                    ['b']],
  ['it was asked for patience',              [{ id: 'a', pause: 1 }, { id: 'b', pause: 0 }],                         ['b']],
] as const)('%s', (_, given: readonly Given[], expected) => {
  expect(requests(...given)).toEqual(expected);
});

const many = (count: number, changed: Partial<Given> = {}): Given[] =>
  Array.from({ length: count }, (_, at) => ({ id: String(at).padStart(4, '0'), ...changed }));
const sizes = (given: readonly Given[]) => requestsOf(given.map(waiting), NOW_MS).map(({ length }) => length);

test('a hundred a request', () => {
  expect(sizes(many(101))).toEqual([1, 100]);
  expect(sizes(many(102))).toEqual([1, 100, 1]);
  expect(sizes(many(251))).toEqual([1, 100, 100, 50]);
});

test('a hundred of those that go alone in a run', () => {
  expect(sizes(many(150, { code: 'Permission.Denied' }))).toHaveLength(101);
});
