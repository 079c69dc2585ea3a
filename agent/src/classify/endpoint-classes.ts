import { BlockList } from 'node:net';
import { BoundedMap } from './bounded-map.ts';
import type { EndpointEntry } from './catalogue.ts';
import { canonicalAddress, parseRange } from './endpoint-syntax.ts';

const maxRemembered = 16_384;

/** What the agent knows without a catalogue, after it: RFC 1122, 1918, 3927, 4193, 4291. */
const builtIn = [
  { class: 'loopback', cidrs: ['127.0.0.0/8', '::1/128'] },
  {
    class: 'private-address',
    cidrs: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16', 'fc00::/7', 'fe80::/10'],
  },
  { class: 'literal-address', cidrs: ['0.0.0.0/0', '::/0'] },
];

/** An address that a name led to is not a literal one. */
const literal = 'literal-address';
/** What these say is about a network, not about who is there: a package index may be at home in them. */
const networks = new Set(['loopback', 'private-address']);

export interface EndpointClassesOptions {
  readonly entries: readonly EndpointEntry[];
  /** Whether a host is a package index of this machine. */
  readonly isPackageIndex?: (host: string) => boolean;
}

/**
 * The class of a host (as canonicalHost has it; it may be an address itself) and, where it is known, the address that
 * it is reached at (empty otherwise); null where neither is anything special.
 */
export type EndpointClasses = (host: string, ip: string) => string | null;

/** The first entry of the catalogue that matches the name gives its class; failing that, the first for the address. */
export function createEndpointClasses(options: EndpointClassesOptions): EndpointClasses {
  const { entries, isPackageIndex = () => false } = options;
  const ofName = compileNames(entries);
  const ofAddress = compileRanges([...entries, ...builtIn]);
  return (host, ip) => {
    const target = canonicalAddress(host);
    if (target !== null) return ofAddress(target, false) ?? null;
    const named = ofName(host);
    if (named !== null && !networks.has(named)) return named;
    if (isPackageIndex(host)) return 'package-index';
    if (named !== null) return named;
    const address = canonicalAddress(ip);
    return address === null ? null : ofAddress(address, true);
  };
}

/** Exact hosts and suffixes; a suffix ends at a dot, so that t.me is no part of chat.me. */
function compileNames(entries: readonly EndpointEntry[]): (host: string) => string | null {
  const exact = new Map<string, number>();
  const suffixes = new Map<string, number>();
  for (const [rank, { hosts }] of entries.entries()) {
    for (const host of hosts) {
      const [map, name] = host.startsWith('.') ? [suffixes, host.slice(1)] : [exact, host];
      if (!map.has(name)) map.set(name, rank);
    }
  }
  return (host) => {
    let best = exact.get(host) ?? Number.POSITIVE_INFINITY;
    for (let from = 0; from >= 0; ) {
      best = Math.min(best, suffixes.get(host.slice(from)) ?? Number.POSITIVE_INFINITY);
      const dot = host.indexOf('.', from);
      from = dot < 0 ? -1 : dot + 1;
    }
    return entries[best]?.class ?? null;
  };
}

type RangeEntry = { readonly class: string; readonly cidrs?: readonly string[] | undefined };

function compileRanges(entries: readonly RangeEntry[]): (address: string, isNamed: boolean) => string | null {
  const lists = entries
    .filter(({ cidrs = [] }) => cidrs.length > 0)
    .map(({ class: name, cidrs = [] }) => ({ name, list: blockList(cidrs) }));
  const known = new BoundedMap<string, readonly [plain: string | null, named: string | null]>(maxRemembered);
  return (address, isNamed) => {
    let found = known.get(address);
    if (found === undefined) {
      const family = address.includes(':') ? 'ipv6' : 'ipv4';
      const names = lists.filter(({ list }) => list.check(address, family)).map(({ name }) => name);
      found = [names[0] ?? null, names.find((name) => name !== literal) ?? null];
      known.set(address, found);
    }
    return isNamed ? found[1] : found[0];
  };
}

function blockList(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of cidrs.map(parseRange)) {
    if (range !== null) list.addSubnet(range.address, range.bits, range.family);
  }
  return list;
}
