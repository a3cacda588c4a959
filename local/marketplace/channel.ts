/**
 * The two channels by which the marketplace calls a seller, and how long each tries again: the SPI proper, 120 attempts
 * (Alibaba Cloud Marketplace, "SaaS SPI"), and messages, of which a payment is one (same, "Payment success"), twelve.
 *
 * Our decision, as the SPI's delays are not documented: 10 seconds after the first attempt, then twice as long each time,
 * an hour at most; 120 attempts take almost five days. The messages' delays are the documented ones.
 */
const MOST_SPI_ATTEMPTS = 120;
const MINUTE_MS = 60_000;
const MESSAGE_DELAYS_MS = [1, 1, 1, 5, 10, 10, 10, 60, 60, 120, 240].map((minutes) => minutes * MINUTE_MS);

export const isMessage = (action: string): boolean => action === 'orderPay';

/** From the last of so many attempts to the next one; undefined where there is no next one. */
export const retryDelayMs = (action: string, attempts: number): number | undefined => {
  if (isMessage(action)) return MESSAGE_DELAYS_MS[attempts - 1];
  return attempts < MOST_SPI_ATTEMPTS ? Math.min(10_000 * 2 ** (attempts - 1), 60 * MINUTE_MS) : undefined;
};
