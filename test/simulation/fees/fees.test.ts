/** Weeks of fees, from seeds. The whole month is `npm run simulate -- fees`. */
import { SIMULATION_MS } from '../../fakes/faults';
import { feesRun } from './run';

test.each([1, 2])(
  'seed %i: every hour is charged once, in time or lost by name, and the money adds up',
  async (seed) => {
    const { violations, figures } = await feesRun(seed);
    expect(violations).toEqual([]);
    expect(figures.events).toBeGreaterThan(500);
    expect(figures.died).toBeGreaterThan(0);
    expect(figures.windows).toMatchObject({ accepted: expect.any(Number), unknown: expect.any(Number) });
  },
  SIMULATION_MS,
);
