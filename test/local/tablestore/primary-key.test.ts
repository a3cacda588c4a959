import fc from 'fast-check';
import { INF_MAX, INF_MIN, type PrimaryKeyCell } from '../../../local/tablestore/plain-buffer/values';
import { encodeKey } from '../../../local/tablestore/primary-key';
import { seed } from '../../seed';

type Value = PrimaryKeyCell['value'];

const encode = (values: Value[]) =>
  encodeKey(
    Buffer.of(0x10),
    values.map((value) => ({ name: 'k', value })),
  );

const rank = (value: Value): number => (value === INF_MIN ? -1 : value === INF_MAX ? 1 : 0);

/** Tablestore's own order of two keys of one schema. */
const compare = (a: Value[], b: Value[]): number => {
  for (const [i, left] of a.entries()) {
    const right = b[i] as Value;
    const bounds = rank(left) - rank(right);
    if (bounds !== 0) return Math.sign(bounds);
    if (typeof left === 'bigint' && typeof right === 'bigint' && left !== right) return left < right ? -1 : 1;
    const bytes = Buffer.compare(toBytes(left), toBytes(right));
    if (bytes !== 0) return bytes;
  }
  return 0;
};

const toBytes = (value: Value) =>
  typeof value === 'string' ? Buffer.from(value) : Buffer.isBuffer(value) ? value : Buffer.of();

// Few different bytes, so that keys often begin alike and zeros are common.
const bytes = fc.array(fc.constantFrom(0, 1, 2, 0xfe, 0xff), { maxLength: 4 }).map((list) => Buffer.from(list));
const text = fc
  .array(fc.constantFrom('\0', '\x01', 'a', 'é', '\uffff', '👍'), { maxLength: 4 })
  .map((list) => list.join(''));
const integer = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -300n, max: 300n }));
const bound = fc.constantFrom<Value>(INF_MIN, INF_MAX);
const orBound = (value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 8, arbitrary: value }, { weight: 1, arbitrary: bound });
const key = fc.tuple(orBound(bytes), orBound(text), orBound(integer), orBound(bytes));

test('the order of the encoded bytes is the order of the keys', () => {
  fc.assert(
    fc.property(key, key, (a, b) => {
      expect(Buffer.compare(encode(a), encode(b))).toBe(compare(a, b));
    }),
    { seed, numRuns: 2000 },
  );
});
