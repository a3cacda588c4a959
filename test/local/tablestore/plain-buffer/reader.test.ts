/** What a foreign client may send: broken rows are refused, whatever is broken about them. */
import { decodeRow } from '../../../../local/tablestore/plain-buffer/reader';
import { encodeRows, encodeStoredRow } from '../../../../local/tablestore/plain-buffer/writer';

const row = encodeRows([
  encodeStoredRow([{ name: 'id', value: 'key' }], [{ name: 'v', value: 'value', timestampMs: 1_500_000_000_000 }]),
]);

const refusal = (bytes: Buffer): string => {
  try {
    decodeRow(bytes);
  } catch (error) {
    return String(error);
  }
  throw new Error('This should have been refused.');
};

const changed = (at: number, byte: number): Buffer => {
  const copy = Buffer.from(row);
  copy[at] = byte;
  return copy;
};

test('what was written is read', () => {
  expect(decodeRow(row)).toEqual({
    primaryKey: [{ name: 'id', value: 'key' }],
    cells: [{ name: 'v', value: 'value', timestampMs: 1_500_000_000_000 }],
    deleteMarker: false,
  });
});

test('zeros after a row are the padding of the Node SDK', () => {
  expect(decodeRow(Buffer.concat([row, Buffer.alloc(5)]))).toEqual(decodeRow(row));
  expect(refusal(Buffer.concat([row, Buffer.from([0, 1])]))).toContain('has more data in cell');
});

test('no byte can be cut off', () => {
  for (let length = 0; length < row.length; length++) {
    expect(refusal(row.subarray(0, length))).toContain('TablestoreError');
  }
});

test('no byte can be changed', () => {
  // The length before a value repeats what the value says itself: it is the one thing that nothing depends on.
  const prefixes = [row.indexOf('id') + 3, row.indexOf('v', row.indexOf('key') + 3) + 2];
  const ignored = new Set(prefixes.flatMap((at) => [at, at + 1, at + 2, at + 3]));
  for (let at = 0; at < row.length; at++) {
    if (ignored.has(at)) continue;
    for (const bit of [0x01, 0x80]) expect(refusal(changed(at, (row[at] ?? 0) ^ bit))).toContain('TablestoreError');
  }
});

test('text must be UTF-8', () => {
  expect(refusal(changed(row.indexOf('value'), 0xff))).toContain('wrong string format, size: 5');
});
