/**
 * Where a request comes from, as far as tries are counted: an IPv4 address, or the /64 of an IPv6 address, for the smallest
 * network that a line is given has that many addresses, all of them its owner's (RFC 6177 and RFC 4291). An IPv4 address
 * written as IPv6 (`::ffff:203.0.113.1`) is the IPv4 address.
 *
 * The address is the one that Function Compute saw. What the caller says of it (`X-Forwarded-For`) counts for nothing.
 */
export const placeOf = (address: string): string => {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return address;
  const [bare = ''] = address.split('%');
  // The one reader of IPv6 addresses that is everywhere; it answers in hexadecimal, shortened.
  const url = `http://[${bare}]`;
  if (!/^[0-9a-f:.]+$/i.test(bare) || !URL.canParse(url)) return 'unknown';
  const groups = groupsOf(new URL(url).hostname.slice(1, -1));
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(':')}::/64`;
};

/** The eight groups of the address, of which `::` leaves out those that are zero. */
const groupsOf = (address: string): number[] => {
  const [before = [], after] = address
    .split('::')
    .map((part) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))));
  if (!after) return before;
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
};
