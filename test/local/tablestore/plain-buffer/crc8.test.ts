import { crc8, crc8Byte } from '../../../../local/tablestore/plain-buffer/crc8';

test('the check value of CRC-8 (polynomial 0x07)', () => {
  const bytes = Buffer.from('123456789');
  expect(crc8(0, bytes, 0, bytes.length)).toBe(0xf4);
});

test('it can be taken in parts', () => {
  const bytes = Buffer.from('123456789');
  const byBytes = bytes.reduce((crc, byte) => crc8Byte(crc, byte), 0);
  expect(byBytes).toBe(0xf4);
  expect(crc8(crc8(0, bytes, 0, 4), bytes, 4, bytes.length)).toBe(0xf4);
});
