/** CRC-8 with polynomial 0x07, no reflection and initial value 0: the checksum of PlainBuffer cells and rows. */

const POLYNOMIAL = 0x07;

const TABLE = Uint8Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x80 ? ((crc << 1) ^ POLYNOMIAL) & 0xff : crc << 1;
  return crc;
});

export const crc8Byte = (crc: number, byte: number): number => TABLE[crc ^ byte] ?? 0;

export const crc8 = (crc: number, bytes: Uint8Array, start: number, end: number): number => {
  let sum = crc;
  for (let i = start; i < end; i++) sum = TABLE[sum ^ (bytes[i] ?? 0)] ?? 0;
  return sum;
};
