/** The same callers, and the same audit of what is left, through the SDK and over a wire that is out of order. */
import { wireRun } from './run';

test.each([1, 2])(
  'seed %i over the wire',
  async (seed) => {
    const { violations, faults, counts } = await wireRun(seed);
    expect(violations).toEqual([]);
    expect(faults).toBeGreaterThan(0);
    expect(counts).toEqual(expect.objectContaining({ 'PUT /api/settlements 200': expect.any(Number) }));
  },
  180_000,
);
