/** How the hook is in each environment, remembered: what covers a machine is asked often, and changes seldom. */
import { coveringFiles, coverState, stampOf } from './cover.ts';
import type { Environment } from './environment.ts';
import type { HookState } from './hook-files.ts';
import { sitePlace } from './hook-place.ts';
import { type HookFile, packageDir } from './hook-source.ts';

/** The agent's own files change when it is upgraded, and that is seen after this, ms. */
const keepMs = 2_000;
const maxRemembered = 4_096;

/** The hook's files as they should be, read again now and then. */
export class KeptSource {
  readonly #read: () => readonly HookFile[];
  #files: readonly HookFile[] = [];
  #readMs = Number.NEGATIVE_INFINITY;

  constructor(read: () => readonly HookFile[]) {
    this.#read = read;
  }

  /** @throws AgentError AGENT_ERR_HOOK_SOURCE_MISSING */
  get(): readonly HookFile[] {
    const now = performance.now();
    if (now - this.#readMs < keepMs) return this.#files;
    const files = this.#read();
    this.#readMs = now;
    // The same object while it is the same hook: what was found by it stays good.
    const isSame =
      files.length === this.#files.length && files.every((file, at) => file.sha256 === this.#files[at]?.sha256);
    if (!isSame) this.#files = files;
    return this.#files;
  }
}

/** States by environment. A file that was written to since has another time, and is read again. */
export class HookStates {
  readonly #source: () => readonly HookFile[];
  readonly #states = new Map<string, { readonly stamp: string; readonly source: unknown; readonly state: HookState }>();

  constructor(source: () => readonly HookFile[]) {
    this.#source = source;
  }

  /** @throws AgentError AGENT_ERR_HOOK_SOURCE_MISSING */
  get(environment: Environment, isBase: boolean): HookState {
    const source = this.#source();
    const { root } = sitePlace(environment);
    const files = coveringFiles(environment, source, isBase).keys();
    const stamp = stampOf([`${root}/${packageDir}`, `${root}/${packageDir}/manifest.json`, ...files]);
    const key = `${isBase} ${environment.path}`;
    const known = this.#states.get(key);
    if (known?.stamp === stamp && known.source === source) return known.state;
    const state = coverState(environment, source, isBase);
    this.#states.set(key, { stamp, source, state });
    const [oldest] = this.#states.keys();
    if (this.#states.size > maxRemembered && oldest !== undefined) this.#states.delete(oldest);
    return state;
  }
}
