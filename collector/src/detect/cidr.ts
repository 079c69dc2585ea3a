import { BlockList, isIP } from 'node:net';

/** Compiles address ranges (IPv4 and IPv6) into a test of an address; returns the first that is no range instead. */
export function compileRanges(
  ranges: readonly string[],
): ((address: string) => boolean) | { readonly invalid: string } {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', prefix, ...rest] = range.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 4 ? 32 : 128) : Number(prefix);
    const isPrefix = prefix === undefined || /^\d{1,3}$/.test(prefix);
    if (family === 0 || !isPrefix || rest.length > 0 || bits > (family === 4 ? 32 : 128)) return { invalid: range };
    list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  }
  return (address) => {
    // A zone ("%eth0") says which link, not which address.
    const zone = address.indexOf('%');
    const bare = zone === -1 ? address : address.slice(0, zone);
    const family = isIP(bare);
    return family !== 0 && list.check(bare, family === 4 ? 'ipv4' : 'ipv6');
  };
}
