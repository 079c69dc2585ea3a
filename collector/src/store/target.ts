import { isIP } from 'node:net';
import { addressBytes, networkRange } from './address.ts';
import { compileGlob, type Glob, hasWildcard } from './glob.ts';

/** What a `who` question asks for. */
export type Target =
  /** The host itself and every name below it, in lower case. */
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'addresses'; readonly first: Uint8Array; readonly last: Uint8Array }
  /** The file itself and, where it is a folder, what is below it. */
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'glob'; readonly glob: Glob }
  | { readonly kind: 'class'; readonly name: string };

/** A target, or one sentence that says what to write instead. */
export type ParsedTarget =
  | { readonly ok: true; readonly target: Target }
  | { readonly ok: false; readonly mend: string };

export const maxTargetLength = 1024;

/**
 * Reads a target: a host, an IP address, a network (CIDR), a file path in which `*`, `**` and `?` are wildcards and
 * `~` is a home folder, or `class:NAME`.
 */
export function parseTarget(text: string): ParsedTarget {
  const trimmed = text.trim();
  if (trimmed === '') return no('Say what was touched: a host, an IP address, a network, a file path, or class:NAME.');
  if (trimmed.length > maxTargetLength) return no(`A target has at most ${maxTargetLength} characters.`);
  if (trimmed.startsWith('class:')) return parseClass(trimmed.slice('class:'.length));
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed)) return parseUrl(trimmed);
  return parseAddress(trimmed) ?? (isPath(trimmed) ? parsePath(trimmed) : parseHost(trimmed));
}

function parseClass(name: string): ParsedTarget {
  if (/^[a-z0-9][a-z0-9-]*$/.test(name)) return yes({ kind: 'class', name });
  return no('A class is written in small letters, digits and hyphens, such as class:ssh-key or class:bot-api.');
}

function parseUrl(text: string): ParsedTarget {
  const host = URL.parse(text)?.hostname;
  return no(`A target is no URL, because Culprit never records one; write the host alone${host ? `: ${host}` : ''}.`);
}

function parseAddress(text: string): ParsedTarget | null {
  const bare = /^\[([^\]]+)\]$/.exec(text)?.[1] ?? text;
  const bytes = addressBytes(bare);
  if (bytes !== null) return yes({ kind: 'addresses', first: bytes, last: bytes });
  const range = networkRange(text);
  if (range !== null) return yes({ kind: 'addresses', ...range });
  const [network = '', length] = text.split('/');
  if (isIP(network) !== 0 && length !== undefined) {
    const largest = isIP(network) === 4 ? 32 : 128;
    return no(
      `"${text}" is no network: it is an address and a prefix length from 0 to ${largest}, such as ${network}/${largest === 32 ? 24 : 64}.`,
    );
  }
  return null;
}

function isPath(text: string): boolean {
  return /[/\\]/.test(text) || text === '~' || text.startsWith('**');
}

function parsePath(text: string): ParsedTarget {
  const isAnchored = /^(~|\/|\*\*|[A-Za-z]:[\\/]|\\\\)/.test(text);
  if (!isAnchored) {
    const rest = text.replace(/^\.[\\/]/, '');
    return no(`A path begins with /, ~ or **; for a file of that name anywhere write **/${rest}.`);
  }
  if (hasWildcard(text)) return yes({ kind: 'glob', glob: compileGlob(text) });
  const path = text.length > 1 ? text.replace(/[\\/]+$/, '') : text;
  return yes({ kind: 'path', path: path === '' ? '/' : path });
}

function parseHost(text: string): ParsedTarget {
  const withPort = /^([^:]+):(\d+)$/.exec(text);
  if (withPort !== null) return no(`Leave the port out; write ${withPort[1]}.`);
  if (/^class(=|\s|$)/.test(text)) return no('For a class write class:NAME, such as class:ssh-key.');
  // "*.example.org" is what people write for "and its subdomains", which a host means anyway.
  const host = toAscii(text.replace(/^\*?\./, '').replace(/\.$/, ''));
  const isBare = host !== null && !host.includes('.');
  if (hasWildcard(text.slice(1)) || (/^[*.]/.test(text) && isBare)) {
    return no(`"${text}" is no host; for files of such a name anywhere write **/${text}.`);
  }
  if (host === null || !isHostName(host)) {
    return no(`"${text}" is no host name; a file path begins with /, ~ or **, a class is written class:NAME.`);
  }
  return yes({ kind: 'host', host });
}

/** The name as it is asked for in DNS: lower case, other scripts in punycode; null where it can be none. */
function toAscii(name: string): string | null {
  if (/^[\x21-\x7e]*$/.test(name)) return name.toLowerCase();
  const host = URL.parse(`http://${name}`)?.hostname;
  return host === undefined || host === '' ? null : host;
}

function isHostName(name: string): boolean {
  return name.length <= 253 && name.split('.').every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label));
}

function yes(target: Target): ParsedTarget {
  return { ok: true, target };
}

function no(mend: string): ParsedTarget {
  return { ok: false, mend };
}
