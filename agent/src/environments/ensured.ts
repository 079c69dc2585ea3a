import { type Environment, inspectEnvironment, minorOf } from './environment.ts';
import { InstalledPackages } from './installed.ts';

/** Environments that processes name and nobody registered: those of tools, builds and tests come and go. */
const maxEnsured = 256;
/** What is no environment is looked at again after this: it may have been half made. */
const retryMs = 30_000;

/** An environment that code is resolved in. */
export interface EnsuredEnvironment {
  readonly environment: Environment;
  readonly installed: InstalledPackages;
}

export interface EnsureHint {
  /** What the process itself said its Python is. */
  readonly python?: string;
}

/** Environments by the prefix that a process named. They are read when they are first asked about, never written. */
export class EnsuredEnvironments {
  readonly #clock: () => number;
  readonly #known = new Map<string, { readonly found: EnsuredEnvironment | null; readonly atMs: number }>();

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /** Null where there is no environment. The least recently found are forgotten beyond a bound. */
  get(prefix: string, hint: EnsureHint): EnsuredEnvironment | null {
    // A prefix may be that of several interpreters: /usr on many systems.
    const key = `${prefix}\n${minorOf(hint.python ?? '')}`;
    const known = this.#known.get(key);
    if (known !== undefined && (known.found !== null || this.#clock() - known.atMs < retryMs)) return known.found;
    const found = inspectQuietly(prefix, hint, this.#clock);
    this.#known.delete(key);
    this.#known.set(key, { found, atMs: this.#clock() });
    const [oldest] = this.#known.keys();
    if (this.#known.size > maxEnsured && oldest !== undefined) this.#known.delete(oldest);
    return found;
  }
}

/** An environment and its packages, not read yet; null where there is none. Nothing in it is executed. */
export function inspectQuietly(prefix: string, hint: EnsureHint, clock: () => number): EnsuredEnvironment | null {
  try {
    const environment = inspectEnvironment(prefix, { python: hint.python, ask: () => null });
    const installed = new InstalledPackages({ roots: environment.sitePackages, prefix: environment.prefix, clock });
    return { environment, installed };
  } catch {
    return null;
  }
}
