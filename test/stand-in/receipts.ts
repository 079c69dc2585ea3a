/** What the stand-ins received, for a test to look at and to wait for. */

/** One request, or one CONNECT, that reached a stand-in. */
export interface Receipt {
  /** The host that it was meant for, by the name that the program used. */
  readonly host: string;
  readonly port: number;
  /** "CONNECT" where a tunnel was asked for; what came through it has receipts of its own. */
  readonly method: string;
  /** Path and query as they came; empty for CONNECT. */
  readonly path: string;
  readonly body: string;
}

const defaultWaitMs = 10_000;

/** A growing list of receipts. */
export class Receipts {
  readonly #all: Receipt[] = [];
  readonly #waiting = new Set<() => void>();

  /** All of them so far, oldest first. */
  get all(): readonly Receipt[] {
    return this.#all;
  }

  add(receipt: Receipt): void {
    this.#all.push(receipt);
    for (const look of this.#waiting) look();
  }

  /**
   * The first receipt, past or to come, that fits.
   * @throws Error after `timeoutMs` that lists what was received instead.
   */
  waitFor(fits: (receipt: Receipt) => boolean, timeoutMs = defaultWaitMs): Promise<Receipt> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const look = (): void => {
        const receipt = this.#all.find(fits);
        if (receipt === undefined) return;
        done();
        resolve(receipt);
      };
      const timer = setTimeout(() => {
        done();
        const seen = this.#all.map(({ host, port, method, path }) => `${method} ${host}:${port}${path}`);
        reject(new Error(`no such request came in ${timeoutMs} ms; what came: ${seen.join(', ') || 'nothing'}`));
      }, timeoutMs);
      this.#waiting.add(look);
      look();
    });
  }
}
