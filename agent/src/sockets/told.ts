/** Which connections of a process its hook has told, so that one that it has not can be noticed. */
import { BoundedMap } from '../classify/bounded-map.ts';
import { canonicalAddress, canonicalHost } from '../classify/endpoint-syntax.ts';
import type { HookActivity } from '../listener/report.ts';
import type { Remote } from './socket-table.ts';

const maxEndpoints = 4_096;
const maxNames = 256;
/** Names that led to one address: beyond this, which one was meant can't be told anyway. */
const maxNamesOfAddress = 2;
/**
 * What was told by name alone (uvloop, curl_cffi) explains connections to its port that begin within this time, ms:
 * looking the name up, and trying one address after another, takes some.
 */
const namedMs = 30_000;

/** Wherever one connects without saying where, the system goes to itself. */
const toItself = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

export class Told {
  /** "IP PORT" */
  readonly #endpoints = new BoundedMap<string, true>(maxEndpoints);
  /** "HOST PORT" that was told without an address: when it was last told, ms, and as which activity of which process. */
  readonly #named = new Map<string, { readonly atMs: number; readonly said: string }>();
  readonly #namesOf = new BoundedMap<string, ReadonlySet<string>>(maxEndpoints);
  readonly #listening = new Set<number>();

  /** Takes note of an activity of the net kind, by the process of that key. */
  note({ operation, target, ip: address, port, via, atMs, id }: HookActivity, key: string): void {
    if (port === 0 || target.startsWith('/') || target.startsWith('@')) return;
    if (operation === 'net.listen') {
      if (this.#listening.size < maxEndpoints) this.#listening.add(port);
      return;
    }
    const host = canonicalHost(target);
    const literal = canonicalAddress(address) ?? canonicalAddress(host);
    const ip = literal === null ? null : (toItself.get(literal) ?? literal);
    if (ip === null || via !== '') {
      // Of what goes through a proxy, the way to the proxy has an address of its own, and was told by that.
      if (via === '') this.#nameAlone(`${host} ${port}`, atMs, `${key} ${id}`);
      else this.#named.delete(`${host} ${port}`);
      return;
    }
    this.#endpoints.set(`${ip} ${port}`, true);
    if (canonicalAddress(host) !== null) return;
    // The name that was asked for has been connected to: it explains nothing else.
    this.#named.delete(`${host} ${port}`);
    const names = this.#namesOf.get(ip) ?? new Set();
    if (names.size < maxNamesOfAddress) this.#namesOf.set(ip, new Set([...names, host]));
  }

  /** The same again. */
  repeated(id: number, lastMs: number, key: string): void {
    const again = [...this.#named].find(([, { said }]) => said === `${key} ${id}`);
    if (again !== undefined) this.#nameAlone(again[0], lastMs, again[1].said);
  }

  /** Whether the hook has told of a connection that began at a time (Unix, ms). */
  explains({ ip, port }: Pick<Remote, 'ip' | 'port'>, atMs: number): boolean {
    if (this.#endpoints.get(`${ip} ${port}`) !== undefined) return true;
    return [...this.#named].some(([name, told]) => name.endsWith(` ${port}`) && atMs <= told.atMs + namedMs);
  }

  /** The name that this process knows an address by; null where it knows none, or several. */
  nameOf(ip: string): string | null {
    const names = [...(this.#namesOf.get(ip) ?? [])];
    return names.length === 1 ? (names[0] ?? null) : null;
  }

  /** Whether the process has bound itself to a port: connections at that end came from outside. */
  listens(port: number): boolean {
    return this.#listening.has(port);
  }

  #nameAlone(name: string, atMs: number, said: string): void {
    this.#named.delete(name);
    this.#named.set(name, { atMs, said });
    const [oldest] = this.#named.keys();
    if (this.#named.size > maxNames && oldest !== undefined) this.#named.delete(oldest);
  }
}
