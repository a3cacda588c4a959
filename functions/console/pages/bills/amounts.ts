/**
 * Money, as it is reckoned with here: whole numbers of 1/10,000 of the currency's unit, out of the API's decimal text and for
 * people. Amounts of different currencies are never added.
 */

/** Of the API's decimal text, with four decimals at most. */
export const tenThousandthsOf = (amount: string): number => {
  const [, sign = '', whole = '0', decimals = ''] = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(amount) ?? [];
  const value = Number(`${whole}${decimals.padEnd(4, '0')}`);
  return sign === '-' && value !== 0 ? -value : value;
};

/** In the currency's unit, for `Intl`. */
export const unitsOf = (tenThousandths: number): number => tenThousandths / 10_000;
