/** Under which a request arrives: mostly none that matter, else policies, another time, odd addresses, parts that fail. */
import * as fc from 'fast-check';
import { type Circumstances, twists, USED_UP } from './in-memory';

const whole = { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY, fate: 'fail' } as const;
const fate = fc.constantFrom('fail' as const, 'lose-answer' as const);

export const calm: Circumstances = {
  policies: {},
  laterMs: 0,
  address: '203.0.113.1',
  failing: whole,
  marketplaceDown: false,
  twist: 'none',
};

/** The second in one of so many cases. */
const rarely = <T>(of: number, one: fc.Arbitrary<T>, usual: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: of - 1, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: one });

export const circumstances: fc.Arbitrary<Circumstances> = fc.record({
  policies: rarely<Circumstances['policies']>(
    5,
    fc.constantFrom(
      { requireProof: true },
      { onlyOwnCloud: true },
      { stayWhileOpen: true },
      { changesPerMonth: 0 },
      { requireProof: true, onlyOwnCloud: true, stayWhileOpen: true, changesPerMonth: 1 },
    ),
    {},
  ),
  laterMs: rarely(20, fc.constantFrom(1, 12 * 3_600_000, 40 * 24 * 3_600_000), 0),
  address: rarely(
    10,
    fc.constantFrom(
      USED_UP,
      USED_UP,
      '',
      '::1',
      '::',
      '::ffff:203.0.113.1',
      '2001:db8::1%eth0',
      '1.2.3',
      '256.0.0.1',
      ':::',
      '1:2:3:4:5:6:7:8:9',
    ),
    '203.0.113.1',
  ),
  failing: rarely<Circumstances['failing']>(
    8,
    fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 20 }), fate).map(([at, how]) => ({ from: at, to: at, fate: how })),
      fc
        .tuple(fc.integer({ min: 1, max: 20 }), fate)
        .map(([at, how]) => ({ from: at, to: Number.POSITIVE_INFINITY, fate: how })),
    ),
    whole,
  ),
  marketplaceDown: rarely(20, fc.constant(true), false),
  twist: rarely<Circumstances['twist']>(
    6,
    fc.constantFrom(...(Object.keys(twists) as (keyof typeof twists)[])),
    'none',
  ),
});
