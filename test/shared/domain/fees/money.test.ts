/** The rounding rule and the decimal texts of `money.ts`. */
import fc from 'fast-check';
import {
  amountOf,
  amountText,
  costOf,
  isCountable,
  moneyText,
  quantityOf,
  quantityText,
  total,
} from '../../../../shared/domain/fees/money';
import type { UsageItem } from '../../../../shared/validation/usage-item';
import { seed } from '../../../seed';

// biome-ignore format: a table
it.each([
  // quantity           unit       price      costs   because
  ['6000',              1_000,     6_000,    36_000], // six units
  ['6009.999999',       1_000,     6_000,    36_000], // 6.009… units are 6.00
  ['6010',              1_000,     6_000,    36_060], // 6.01 units
  ['9.999999',          1_000,     6_000,         0], // less than a hundredth of a unit
  ['10',                1_000,     6_000,        60], // exactly a hundredth
  ['0',                 1_000,     6_000,         0],
  ['1.01',              1,            70,        70], // 1.01 × 0.007 is 0.00707, cut to 0.0070
  ['1.43',              1,            70,       100], // 0.01001
  ['0.999999',          1,        20_000,    19_800], // 0.99 units
  ['19999999999999.99', 1_000_000, 648_000, 12_959_999_993_520], // big numbers exactly
])('%s of a price for %d at %d costs %d', (quantity, unit, price, cost) => {
  expect(costOf(quantityOf(quantity), unit, price)).toBe(cost);
});

it('never falls where the quantity rises, and is never more than the exact price', () => {
  const quantity = fc.bigInt({ min: 0n, max: 10n ** 18n });
  fc.assert(
    fc.property(
      quantity,
      quantity,
      fc.constantFrom(1, 10, 1_000, 1_000_000),
      fc.integer({ min: 1, max: 700_000 }),
      (one, other, unit, price) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        // What costs more than can be counted is not what this is about.
        fc.pre(more / BigInt(unit) < 10n ** 15n);
        expect(costOf(less, unit, price)).toBeLessThanOrEqual(costOf(more, unit, price));
        expect(BigInt(costOf(more, unit, price)) * BigInt(unit) * 1_000_000n <= more * BigInt(price)).toBe(true);
      },
    ),
    { seed },
  );
});

it('what is beyond 2^53 is a bug, and not a wrong sum', () => {
  expect(() => costOf(quantityOf('999999999999'), 1, 700_000)).toThrow(RangeError);
  expect(() => total([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  expect(total([Number.MAX_SAFE_INTEGER, 1, -1])).toBe(Number.MAX_SAFE_INTEGER);
  expect(total([])).toBe(0);
});

// biome-ignore format: a table
it.each([
  ['0', 0n, '0'], ['1', 1_000_000n, '1'], ['0.25', 250_000n, '0.25'], ['0.000001', 1n, '0.000001'],
  ['1.500000', 1_500_000n, '1.5'], ['007', 7_000_000n, '7'], ['-3', -3_000_000n, '-3'], ['-0.5', -500_000n, '-0.5'],
  ['999999999999.999999', 999_999_999_999_999_999n, '999999999999.999999'],
])('the quantity %s is %s millionths, written %s', (text, millionths, written) => {
  expect(quantityOf(text)).toBe(millionths);
  expect(quantityText(millionths)).toBe(written);
});

it.each(['', 'a', '1e3', '1.', '.5', '1.0000001', '+1', ' 1', '１'])('"%s" as a quantity is a bug', (text) => {
  expect(() => quantityOf(text)).toThrow(RangeError);
});

// biome-ignore format: a table
it.each([
  // amount  for programs  for people
  [0,          '0',         '0.00'],
  [134_000,    '13.4',      '13.40'],
  [70,         '0.007',     '0.007'],
  [1,          '0.0001',    '0.0001'],
  [10_000,     '1',         '1.00'],
  [-20_000,    '-2',        '-2.00'],
  [-5,         '-0.0005',   '-0.0005'],
  [1_234_567_800, '123456.78', '123456.78'],
])('the amount %d is %s, and %s for people', (amount, text, money) => {
  expect(amountText(amount)).toBe(text);
  expect(moneyText(amount)).toBe(money);
  expect(amountOf(text)).toBe(amount);
  expect(amountOf(money)).toBe(amount);
});

it.each(['', '1,5', '1.00001', '1e3', '--1', '901000000000'])('"%s" is no amount', (text) => {
  expect(amountOf(text)).toBeUndefined();
});

it('an amount reads back as it was written', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (amount) => expect(amountOf(amountText(amount))).toBe(amount)),
    { seed },
  );
});

// biome-ignore format: a table
it.each<[UsageItem, string, boolean]>([
  ['hosts', '10000000',     true], ['hosts', '10000000.000001',   false],
  ['logs',  '999999999999', true], ['time-series', '10000000001', false],
])('%s of %s in an hour can be counted: %s', (item, quantity, countable) => {
  expect(isCountable(item, quantity)).toBe(countable);
});
