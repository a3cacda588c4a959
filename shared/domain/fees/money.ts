/**
 * The arithmetic of fees, in integers only. An *amount* is a safe integer of 1/10,000 of the currency's unit; a *quantity*
 * is decimal text, computed as a BigInt of millionths. What lies between the two is BigInt.
 *
 * **The one rounding rule**: the units are cut to two decimals, and their price is cut to 1/10,000. Sources: units are kept
 * to two decimals and not rounded up (product documentation, "Billing items"); the price in the same direction is our
 * decision, so that no step ever rounds against the customer.
 */
import { QUANTITY_FRACTION_DIGITS } from '../../validation/quantity';
import { factsOf, type UsageItem } from '../../validation/usage-item';

const AMOUNT_FRACTION_DIGITS = 4;
const MILLIONTHS = 10n ** BigInt(QUANTITY_FRACTION_DIGITS);

/** One unit of the currency. */
export const ONE = 10 ** AMOUNT_FRACTION_DIGITS;

/** Towards less, also below zero: `/` of BigInts cuts towards zero. */
const floor = (dividend: bigint, divisor: bigint): bigint => dividend / divisor - (dividend % divisor < 0n ? 1n : 0n);

/** Beyond 2^53 a sum would be wrong without a sign: nothing that is taken comes near it, so this is a bug. */
const safe = (amount: bigint): number => {
  if (BigInt.asIntN(54, amount) !== amount) throw new RangeError('An amount is beyond what can be counted.');
  return Number(amount);
};

/** Digits of decimal text as an integer of its smallest part; undefined: it is none, or finer than that. */
const parse = (text: string, digits: number): bigint | undefined => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '' || fraction.length > digits) return undefined;
  const value = BigInt(whole + fraction.padEnd(digits, '0'));
  return sign === '' ? value : -value;
};

/** The reverse, with at least so many digits after the point and no zero at the end beyond them. */
const format = (value: bigint, digits: number, least: number): string => {
  const all = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const fraction = all.slice(-digits).replace(/0+$/, '').padEnd(least, '0');
  return `${value < 0n ? '-' : ''}${all.slice(0, -digits)}${fraction === '' ? '' : `.${fraction}`}`;
};

/** Millionths of a quantity's decimal text. What is kept was checked when it came: another text is a bug. */
export const quantityOf = (text: string): bigint => {
  const quantity = parse(text, QUANTITY_FRACTION_DIGITS);
  if (quantity === undefined) throw new RangeError('A quantity is no decimal text.');
  return quantity;
};

/** '1500000', '0.25', '-3': no zeros at the end. */
export const quantityText = (quantity: bigint): string => format(quantity, QUANTITY_FRACTION_DIGITS, 0);

/** '100.00' as an amount; undefined: no decimal text, finer than 1/10,000, or too much to be counted. */
export const amountOf = (text: string): number | undefined => {
  const amount = parse(text, AMOUNT_FRACTION_DIGITS);
  return amount === undefined || BigInt.asIntN(54, amount) !== amount ? undefined : Number(amount);
};

/** '13.4', '0.007', '-2': for programs, with no zeros at the end. */
export const amountText = (amount: number): string => format(BigInt(amount), AMOUNT_FRACTION_DIGITS, 0);

/** '13.40', '0.007', '-2.00': for people, who write money with two digits after the point at least. */
export const moneyText = (amount: number): string => format(BigInt(amount), AMOUNT_FRACTION_DIGITS, 2);

/** What a quantity costs, at `unitPrice` for each `unit` of it: the one rounding rule. */
export const costOf = (quantity: bigint, unit: number, unitPrice: number): number => {
  const unitsInHundredths = floor(quantity * 100n, BigInt(unit) * MILLIONTHS);
  return safe(floor(unitsInHundredths * BigInt(unitPrice), 100n));
};

export const total = (amounts: readonly number[]): number =>
  safe(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n));

/**
 * Our decision: no more than ten million units in an hour (ten million hosts, ten billion series). More is a mistake of
 * whoever counts, and could not be added up in integers that JSON keeps.
 */
const MOST_UNITS = 10_000_000n;

export const isCountable = (item: UsageItem, quantity: string): boolean =>
  quantityOf(quantity) <= MOST_UNITS * BigInt(factsOf(item).unit.size) * MILLIONTHS;
