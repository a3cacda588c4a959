/**
 * The token of a marketplace SPI call: how it is made, and how one that reached us is checked, side by side.
 *
 * token = md5, in lower-case hex, of `name=value&…&key=<seller key>` over every parameter but the token itself, sorted by
 * name, with decoded values (Alibaba Cloud Marketplace, "SaaS SPI", where a worked example is given; it is the first
 * test). What follows from that page and what does not:
 * - The list of parameters is open: the marketplace adds some (`package_version`, billing keys such as `Count`), so all
 *   that arrives is signed, in the order of UTF-16 code units, which puts capitals first.
 * - It does not sign names and values apart: `a=1&b=2` may be two parameters or one. Fields must be checked for their
 *   form (digits) before they are believed.
 * - It carries no time. Freshness has to come from state, and the query is as good as a password: it is never logged.
 * - Our decision: empty values count, and an empty seller key or token refuses every call.
 */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Parameters by name, decoded. */
export type SpiParameters = Readonly<Record<string, string>>;

/** The token of a call with these parameters; one that is already among them is left out. */
export const signSpiCall = (parameters: SpiParameters, sellerKey: string): string => {
  const signed = Object.entries(parameters).filter(([name]) => name !== 'token');
  signed.sort(([a], [b]) => (a < b ? -1 : 1));
  const text = signed.map(([name, value]) => `${name}=${value}&`).join('');
  return createHash('md5').update(`${text}key=${sellerKey}`).digest('hex');
};

/**
 * Whether the parameters carry a token made with one of the seller keys: the current one, and the previous one while it
 * is being rotated.
 */
export const verifySpiCall = (parameters: SpiParameters, sellerKeys: readonly string[]): boolean => {
  const token = Buffer.from(parameters.token ?? '');
  return sellerKeys.some((sellerKey) => {
    if (sellerKey === '') return false;
    const expected = Buffer.from(signSpiCall(parameters, sellerKey));
    return token.length === expected.length && timingSafeEqual(token, expected);
  });
};

/**
 * The decoded parameters of an authentic call, its token left out; `undefined` where the token is wrong, missing or
 * repeated. `queryParameters` is what Function Compute delivers. Its documents leave open whether values arrive decoded,
 * so they are read as decoded first and as percent-encoded (`+` is a space) second, and what matches the token is what
 * was meant. Repeated names arrive joined with a comma, so a second token spoils the first.
 */
export const readSpiCall = (
  queryParameters: SpiParameters,
  sellerKeys: readonly string[],
): SpiParameters | undefined => {
  for (const parameters of [queryParameters, percentDecoded(queryParameters)]) {
    if (parameters && verifySpiCall(parameters, sellerKeys)) {
      const { token: _, ...rest } = parameters;
      return rest;
    }
  }
  return undefined;
};

const percentDecoded = (parameters: SpiParameters): SpiParameters | undefined => {
  const decode = (text: string) => decodeURIComponent(text.replaceAll('+', ' '));
  try {
    const decoded = Object.entries(parameters).map(([name, value]) => [decode(name), decode(value)] as const);
    // Two ways to write one name: a repeated parameter, of which one would hide the other.
    const names = new Set(decoded.map(([name]) => name));
    return names.size === decoded.length ? Object.fromEntries(decoded) : undefined;
  } catch {
    return undefined; // A lone "%": the text was not percent-encoded.
  }
};
