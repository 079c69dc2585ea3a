import { isIP } from 'node:net';

/** An address as 16 bytes (IPv4 as ::ffff:a.b.c.d), so that ranges of both families are ranges of bytes; or null. */
export function addressBytes(text: string): Buffer | null {
  const bare = text.split('%', 1)[0] ?? '';
  const family = isIP(bare);
  if (family === 0) return null;
  const bytes = Buffer.alloc(16);
  if (family === 4) {
    bytes.fill(0xff, 10, 12);
    writeIpv4(bytes, bare);
    return bytes;
  }
  const lastGroup = bare.slice(bare.lastIndexOf(':') + 1);
  const isMixed = lastGroup.includes('.');
  const groups = isMixed ? `${bare.slice(0, -lastGroup.length)}0:0` : bare;
  const [head = '', tail] = groups.split('::');
  const list = (side: string): number[] =>
    side === '' ? [] : side.split(':').map((group) => Number.parseInt(group, 16));
  list(head).forEach((group, index) => {
    bytes.writeUInt16BE(group, index * 2);
  });
  const ending = tail === undefined ? [] : list(tail);
  ending.forEach((group, index) => {
    bytes.writeUInt16BE(group, 16 - (ending.length - index) * 2);
  });
  if (isMixed) writeIpv4(bytes, lastGroup);
  return bytes;
}

function writeIpv4(bytes: Buffer, text: string): void {
  text.split('.').forEach((part, index) => {
    bytes[12 + index] = Number(part);
  });
}

/** The first and the last address of a network in CIDR notation, as bytes; or null where it is none. */
export function networkRange(text: string): { readonly first: Buffer; readonly last: Buffer } | null {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const base = match?.[1] === undefined ? null : addressBytes(match[1]);
  if (match === null || base === null) return null;
  const isIpv4 = isIP(match[1] ?? '') === 4;
  const length = Number(match[2]);
  if (length > (isIpv4 ? 32 : 128)) return null;
  const bits = isIpv4 ? length + 96 : length;
  const first = Buffer.from(base);
  const last = Buffer.from(base);
  for (let byte = 0; byte < 16; byte += 1) {
    const kept = Math.min(8, Math.max(0, bits - byte * 8));
    const mask = (0xff << (8 - kept)) & 0xff;
    first[byte] = (base[byte] ?? 0) & mask;
    last[byte] = (base[byte] ?? 0) | (~mask & 0xff);
  }
  return { first, last };
}
