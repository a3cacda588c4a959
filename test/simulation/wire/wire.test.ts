/**
 * The same callers, and the same audit of what is left, through the SDK and over a wire that is out of order. What happens
 * is up to the wire: that something did, and that the audit had requests to hold against the rows, is all that is certain.
 */
import { wireRun } from './run';

test.each([1, 2])(
  'seed %i over the wire',
  async (seed) => {
    const { violations, faults, counts } = await wireRun(seed);
    expect(violations).toEqual([]);
    expect(faults).toBeGreaterThan(0);
    expect(Object.keys(counts).filter((what) => /^(GET|POST|PUT) /.test(what))).not.toEqual([]);
  },
  180_000,
);
