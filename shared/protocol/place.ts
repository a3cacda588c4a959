/**
 * Where a request comes from, as far as tries are counted: an IPv4 address, or the /64 of an IPv6 address, for the smallest
 * network that a line is given has that many addresses, all of them its owner's (RFC 6177 and RFC 4291). An IPv4 address
 * written as IPv6 (`::ffff:203.0.113.1`) is the IPv4 address.
 *
 * The address is the one that Function Compute saw. What the caller says of it (`X-Forwarded-For`) counts for nothing.
 */
import { isIPv4, isIPv6 } from 'node:net';

export const placeOf = (address: string): string => {
  if (isIPv4(address)) return address;
  const [bare = ''] = address.split('%');
  if (!isIPv6(bare)) return 'unknown';
  const groups = groupsOf(bare);
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
};

/** The eight groups of an IPv6 address, whichever way it is written. */
const groupsOf = (address: string): number[] => {
  const [before = [], after] = address.split('::').map(read);
  if (!after) return before;
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
};

const read = (part: string): number[] =>
  part === ''
    ? []
    : part.split(':').flatMap((group) => {
        if (!group.includes('.')) return [Number.parseInt(group, 16)];
        const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
        return [(a << 8) | b, (c << 8) | d];
      });
