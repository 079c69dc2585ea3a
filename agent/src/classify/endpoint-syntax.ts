import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** How long a host name may be; DNS allows 253 characters. */
const maxHostLength = 253;

/** An IPv4 or IPv6 range. */
export interface Range {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** What is wrong with a host of the catalogue, in words that end "HOST …"; null where it is sound. */
export function hostFault(host: string): string | null {
  const name = host.startsWith('.') ? host.slice(1) : host;
  if (isIP(name) !== 0) return 'is an address: put it under cidrs';
  if (name !== name.toLowerCase()) return 'must be in lower case';
  if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(name)) return 'is no host name: give it without scheme, port, path or *';
  return null;
}

/** What is wrong with a range of the catalogue, in words that end "RANGE …"; null where it is sound. */
export function rangeFault(text: string): string | null {
  return parseRange(text) === null ? 'is no range like 192.0.2.0/24 or 2001:db8::/32' : null;
}

/** Reads "ADDRESS/BITS"; null where it is none. */
export function parseRange(text: string): Range | null {
  const [address = '', bits = '', ...rest] = text.split('/');
  const version = isIP(address);
  const number = Number(bits);
  if (rest.length > 0 || version === 0 || !/^\d{1,3}$/.test(bits) || number > (version === 4 ? 32 : 128)) return null;
  return { address, bits: number, family: version === 4 ? 'ipv4' : 'ipv6' };
}

/**
 * An address in the one form in which ranges and people compare it (no zone, no IPv4 in IPv6's clothes, the shortest
 * spelling); null where it is none.
 */
export function canonicalAddress(text: string): string | null {
  const bare = text.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIP(bare) === 4) return bare;
  if (isIP(bare) === 6) return shortest(bare);
  // The C library takes 127.1, 0x7f.1 and 2130706433 for addresses, and URL parsers agree with it on which.
  if (!/^(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}$/i.test(bare)) return null;
  const resolved = URL.parse(`http://${bare}/`)?.hostname ?? '';
  return isIP(resolved) === 4 ? resolved : null;
}

function shortest(address: string): string {
  const spelled = URL.parse(`http://[${address}]/`)?.hostname.slice(1, -1) ?? address;
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(spelled);
  if (mapped === null) return spelled;
  const bytes = mapped.slice(1).flatMap((group) => {
    const number = Number.parseInt(group, 16);
    return [number >> 8, number & 255];
  });
  return bytes.join('.');
}

/**
 * A host as it is compared and told: lower case, ASCII, no final dot; whatever else a URL may have around it is cut
 * off, so that no path or password leaves even where a hook passes one on.
 */
export function canonicalHost(text: string): string {
  const authority = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/[/?#\\].*$/s, '');
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const bare = host
    .replace(/^\[(.*)\](?::\d*)?$/, '$1')
    .toLowerCase()
    .replace(/\.$/, '');
  const name = /^[^:]*:\d+$/.test(bare) ? bare.replace(/:\d+$/, '') : bare;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is beyond ASCII is written as DNS has it
  const ascii = /^[\x00-\x7f]*$/.test(name) ? name : domainToASCII(name) || name;
  return ascii.slice(0, maxHostLength);
}
