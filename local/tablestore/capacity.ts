/**
 * Capacity units: 4 KB of data read or written each, rounded up, one at least ("Read and write throughput" of the
 * documentation). Sizes are taken from the encoded rows, which carry some bytes of framing: near a multiple of 4 KB an
 * answer may name one unit more than the bill would.
 */
import type { ConsumedCapacity } from './messages';

const UNIT_SIZE = 4096;

const units = (size: number): number => Math.max(1, Math.ceil(size / UNIT_SIZE));

export const consumedByRead = (size: number): ConsumedCapacity => ({ capacityUnit: { read: units(size), write: 0 } });

/** `readSize` is absent for a write that had to look at nothing. */
export const consumedByWrite = (size: number, readSize?: number): ConsumedCapacity => ({
  capacityUnit: { read: readSize === undefined ? 0 : units(readSize), write: units(size) },
});
