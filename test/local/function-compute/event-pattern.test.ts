/** Which events a pattern lets through. */
import { matchesPattern, parseEventPattern } from '../../../local/function-compute/event-pattern';

const event = {
  source: 'settlement',
  type: 'marketplace:Instance:releaseInstance',
  data: { instanceId: '33884913', count: 3, last: null, seen: false },
};

test.each<[boolean, object]>([
  [true, {}],
  [true, { source: ['settlement'] }],
  [true, { source: ['other', 'settlement'] }],
  [false, { source: ['other'] }],
  [false, { source: ['settle'] }],
  [false, { subject: ['settlement'] }],
  [true, { type: [{ prefix: 'marketplace:Instance:' }] }],
  [false, { type: [{ prefix: 'Instance:' }] }],
  [true, { type: [{ suffix: ':releaseInstance' }] }],
  [false, { type: [{ suffix: ':release' }] }],
  [true, { type: [{ prefix: 'marketplace:', suffix: 'Instance' }] }],
  [false, { type: [{ prefix: 'marketplace:', suffix: 'Order' }] }],
  [true, { source: ['settlement'], type: [{ prefix: 'marketplace:' }] }],
  [false, { source: ['other'], type: [{ prefix: 'marketplace:' }] }],
  [true, { data: { instanceId: ['33884913'] } }],
  [false, { data: { instanceId: ['1'] } }],
  [false, { source: { instanceId: ['33884913'] } }],
  [true, { data: { count: [3], last: [null], seen: [false] } }],
  [false, { data: { count: ['3'] } }],
  [false, { data: { count: [{ prefix: '3' }] } }],
  [false, { toString: [{ prefix: '' }] }],
])('%s: %j', (lets, pattern) => {
  expect(matchesPattern(parseEventPattern(JSON.stringify(pattern)), event)).toBe(lets);
});

test.each([
  ['{', 'is no JSON'],
  ['[]', 'is wrong'],
  ['"type"', 'is wrong'],
  ['{"type":"marketplace"}', 'is wrong'],
  ['{"type":[]}', 'is wrong'],
  ['{"type":[{}]}', 'is wrong'],
  ['{"type":[{"prefix":1}]}', 'is wrong'],
  ['{"type":[{"anything-but":"marketplace"}]}', 'is wrong'],
])('%s is refused: it %s', (text, what) => {
  expect(() => parseEventPattern(text)).toThrow(`The event pattern ${text} ${what}`);
});
