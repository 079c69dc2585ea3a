/**
 * Which of the sockets that processes hold lead somewhere that nobody told. A socket is judged once: most are nothing
 * (Unix sockets, those that listen, what came from outside), or were told. The kernel's tables, which cost time on a
 * machine with many sockets, are read only where a socket is new.
 */
import { BoundedMap } from '../classify/bounded-map.ts';
import { readText } from '../environments/bounded-read.ts';
import type { ProcessTable } from '../processes/process-table.ts';
import { type Connection, findSockets } from './socket-table.ts';
import type { Subject } from './watched.ts';

const maxJudged = 65_536;
const maxAwaited = 8_192;
/** A socket that isn't connected yet is looked for again after this time, ms, and each time later … */
const awaitMs = 50;
/** … up to this, ms. */
const longestAwaitMs = 5_000;
/** A port was listened on a moment ago: connections at that end came from outside, ms. */
const listenedMs = 60_000;
/** Name servers are read this often, ms. */
const resolversMs = 10_000;
const maxResolvConfBytes = 64 * 1024;
const dns = 53;

/** A connection that nobody has told so far. */
export interface Untold {
  readonly inode: number;
  readonly subject: Subject;
  readonly connection: Connection;
  /** When it was first seen, Unix time, ms. */
  readonly atMs: number;
}

export interface Comparison {
  /**
   * Judges the sockets that these processes hold: gives the connections that are new and that nobody told.
   * @param held inodes of the sockets of each
   */
  compare(held: ReadonlyMap<Subject, ReadonlySet<number>>, nowMs: number): Untold[];
}

export interface ComparisonOptions {
  readonly table: ProcessTable;
  /** The process of that number, where its sockets are looked at. */
  readonly subjectOf: (pid: number) => Subject | undefined;
  readonly resolvConf?: string;
}

export function createComparison({ table, subjectOf, resolvConf }: ComparisonOptions): Comparison {
  const judged = new BoundedMap<number, true>(maxJudged);
  const awaited = new BoundedMap<number, { readonly dueMs: number; readonly intervalMs: number }>(maxAwaited);
  const networks = new Listening();
  const isNameServer = nameServers(resolvConf);

  const isNew = (inode: number, nowMs: number): boolean =>
    judged.get(inode) === undefined && nowMs >= (awaited.get(inode)?.dueMs ?? 0);

  const waitFor = (inode: number, nowMs: number): void => {
    const intervalMs = Math.min(longestAwaitMs, (awaited.get(inode)?.intervalMs ?? awaitMs / 2) * 2);
    awaited.set(inode, { dueMs: nowMs + intervalMs, intervalMs });
  };

  /** Whether a connection was certainly made by this end. */
  const isOutgoing = ({ root }: Subject, to: Connection, network: string, nowMs: number): boolean => {
    if (to.isStarting || to.protocol === 'udp') return true;
    if (root.told.listens(to.localPort) || networks.listens(network, to.localPort, nowMs)) return false;
    // Of two ends on this machine, one whose listener is gone looks like the other.
    const isHere = to.ip === to.localIp || to.ip.startsWith('127.') || to.ip === '::1';
    return !isHere || networks.listens(network, to.port, nowMs);
  };

  /** Who is to explain a socket: a process may hold its parent's. Null where that is nobody who is looked at. */
  const holderOf = (subject: Subject, inode: number): Subject | null => {
    const parentPid = table.stat(subject.pid)?.parentPid ?? 0;
    const numbers = parentPid > 1 ? table.descriptors(parentPid) : [];
    const isParents =
      typeof numbers !== 'string' &&
      numbers.some((number) => table.descriptor(parentPid, number) === `socket:[${inode}]`);
    return isParents ? (subjectOf(parentPid) ?? null) : subject;
  };

  return {
    compare(held, nowMs) {
      const untold: Untold[] = [];
      for (const [network, subjects] of byNetwork(held, table, (inode) => isNew(inode, nowMs))) {
        const wanted = new Set([...subjects.values()].flat());
        const [first] = subjects.keys();
        const view = findSockets(table, first?.pid ?? 0, wanted);
        networks.saw(network, view.listening, nowMs);
        for (const [subject, inodes] of subjects) {
          for (const inode of inodes) {
            const connection = view.connections.get(inode);
            if (connection === undefined && !view.others.has(inode)) {
              waitFor(inode, nowMs);
              continue;
            }
            // Two processes can hold the same one.
            if (judged.get(inode) !== undefined) continue;
            judged.set(inode, true);
            if (connection === undefined || subject.isOld || isNameServer(connection, nowMs)) continue;
            if (!isOutgoing(subject, connection, network, nowMs) || subject.explains(connection, nowMs)) continue;
            const holder = holderOf(subject, inode);
            if (holder?.explains(connection, nowMs) !== false) continue;
            untold.push({ inode, subject: holder, connection, atMs: nowMs });
          }
        }
      }
      return untold;
    },
  };
}

/** The sockets of each process that pass, by the network that they are in. */
function byNetwork(
  held: ReadonlyMap<Subject, ReadonlySet<number>>,
  table: ProcessTable,
  passes: (inode: number) => boolean,
): Map<string, Map<Subject, number[]>> {
  const networks = new Map<string, Map<Subject, number[]>>();
  for (const [subject, inodes] of held) {
    const own = [...inodes].filter(passes);
    const network = own.length === 0 ? null : table.network(subject.pid);
    if (network === null) continue;
    const subjects = networks.get(network) ?? new Map<Subject, number[]>();
    networks.set(network, subjects.set(subject, own));
  }
  return networks;
}

/** Ports that are or were listened on, by network. */
class Listening {
  /** "NETWORK PORT" to the time it was last seen, ms. */
  readonly #seen = new BoundedMap<string, number>(maxAwaited);

  saw(network: string, ports: ReadonlySet<number>, nowMs: number): void {
    for (const port of ports) this.#seen.set(`${network} ${port}`, nowMs);
  }

  listens(network: string, port: number, nowMs: number): boolean {
    return nowMs - (this.#seen.get(`${network} ${port}`) ?? Number.NEGATIVE_INFINITY) <= listenedMs;
  }
}

/** Where the C library itself asks for names, within a lookup that was told. */
function nameServers(path = '/etc/resolv.conf'): (to: Connection, nowMs: number) => boolean {
  let readMs = Number.NEGATIVE_INFINITY;
  let servers = new Set<string>();
  return ({ ip, port }, nowMs) => {
    if (port !== dns) return false;
    if (nowMs - readMs > resolversMs) {
      readMs = nowMs;
      const text = readText(path, maxResolvConfBytes) ?? '';
      // Without any, the C library asks this machine.
      servers = new Set([
        '127.0.0.1',
        '::1',
        ...[...text.matchAll(/^nameserver\s+([^\s%#;]+)/gm)].map(([, server = '']) => server),
      ]);
    }
    return servers.has(ip);
  };
}
