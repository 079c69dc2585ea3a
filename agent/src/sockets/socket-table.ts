/** The kernel's own table of sockets, as one network shows it: /proc/net/{unix,udp,udp6,tcp,tcp6}, proc(5). */
import { endianness } from 'node:os';
import type { ProcessTable } from '../processes/process-table.ts';

/** Of one table: some 7,000 sockets. A machine with more shows those that listen, and as many others as there is room. */
const maxTableBytes = 1024 * 1024;
/** States of net/tcp_states.h that mean something here. */
const synSent = 2;
const listen = 10;

/** Where a socket leads. */
export interface Remote {
  readonly protocol: 'tcp' | 'udp';
  /** An IPv4 address that IPv6 carries stands as IPv4. */
  readonly ip: string;
  readonly port: number;
}

export interface Connection extends Remote {
  readonly localIp: string;
  readonly localPort: number;
  /** It is being made by this end, and the other has not answered yet. */
  readonly isStarting: boolean;
}

/** What was found of the sockets that were asked for, by inode. */
export interface SocketView {
  readonly connections: ReadonlyMap<number, Connection>;
  /** They lead nowhere: Unix sockets, and those that listen. */
  readonly others: ReadonlySet<number>;
  /** Ports that something on this network listens on for TCP; empty where nothing that was asked for is TCP. */
  readonly listening: ReadonlySet<number>;
}

/** Looks for sockets in the network that a process is in. Tables are read until all are found, the cheap ones first. */
export function findSockets(table: ProcessTable, pid: number, wanted: ReadonlySet<number>): SocketView {
  const connections = new Map<number, Connection>();
  const others = new Set<number>();
  const listening = new Set<number>();
  const left = new Set(wanted);
  const read = (name: string): string => (left.size === 0 ? '' : table.networkTable(pid, name, maxTableBytes));

  for (const inode of unixInodes(read('unix'))) if (left.delete(inode)) others.add(inode);
  for (const row of ['udp', 'udp6'].flatMap((name) => rows(read(name)))) {
    if (left.delete(row.inode)) keep(connections, row, 'udp');
  }
  // Both or none: a socket of either may lead to one that listens in the other.
  const tcp = left.size === 0 ? [] : ['tcp', 'tcp6'].map((name) => table.networkTable(pid, name, maxTableBytes));
  for (const row of tcp.flatMap(rows)) {
    if (row.state === listen) listening.add(portOf(row.local));
    if (!left.delete(row.inode)) continue;
    if (row.state === listen) others.add(row.inode);
    else keep(connections, row, 'tcp');
  }
  return { connections, others, listening };
}

/** A socket that is not connected has no remote end; it may get one later. */
function keep(connections: Map<number, Connection>, row: Row, protocol: Remote['protocol']): void {
  const port = portOf(row.remote);
  const ip = addressOf(row.remote);
  const localIp = addressOf(row.local);
  if (port === 0 || ip === null || localIp === null) return;
  const isStarting = protocol === 'tcp' && row.state === synSent;
  connections.set(row.inode, { protocol, ip, port, localIp, localPort: portOf(row.local), isStarting });
}

/** "ADDRESS: REFERENCES PROTOCOL FLAGS TYPE STATE INODE [PATH]" */
function* unixInodes(text: string): Generator<number> {
  for (const line of text.split('\n')) {
    const inode = Number(line.trimStart().split(/\s+/, 7)[6]);
    if (inode > 0) yield inode;
  }
}

/** A line of net/tcp and its like. */
interface Row {
  readonly inode: number;
  readonly state: number;
  readonly local: string;
  readonly remote: string;
}

/** "N: LOCAL REMOTE STATE QUEUES TIMER RETRIES UID TIMEOUT INODE …"; what has no owner any more has inode 0. */
function rows(text: string): Row[] {
  const found: Row[] = [];
  for (const line of text.split('\n')) {
    const [, local = '', remote = '', state = '', , , , , , inode] = line.trimStart().split(/\s+/, 10);
    if (Number(inode) > 0) found.push({ inode: Number(inode), state: Number.parseInt(state, 16), local, remote });
  }
  return found;
}

/** Of "0100007F:1F90". */
function portOf(endpoint: string): number {
  return Number.parseInt(endpoint.slice(endpoint.indexOf(':') + 1), 16) || 0;
}

/** Of the same: words of 32 bits as the processor has them. Null where it is none. */
function addressOf(endpoint: string): string | null {
  const address = endpoint.slice(0, Math.max(0, endpoint.indexOf(':')));
  if (!/^(?:[0-9A-F]{8}|[0-9A-F]{32})$/.test(address)) return null;
  const bytes = Buffer.from(address, 'hex');
  if (endianness() === 'LE') bytes.swap32();
  return bytes.length === 4 ? bytes.join('.') : ipv6(bytes);
}

/** RFC 5952, and an IPv4 address where that is what is meant. */
function ipv6(bytes: Buffer): string {
  if (bytes.subarray(0, 10).every((byte) => byte === 0) && bytes.readUInt16BE(10) === 0xffff) {
    return bytes.subarray(12).join('.');
  }
  const words = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16)).join(':');
  return new URL(`http://[${words}]/`).hostname.slice(1, -1);
}
