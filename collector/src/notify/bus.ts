/** Tells whoever listens in this process, after a commit. A listener that throws disturbs nobody else. */
export interface Bus<T> {
  readonly publish: (message: T) => void;
  /** Listens until the returned function is called. */
  readonly subscribe: (listener: (message: T) => void) => () => void;
}

export function createBus<T>(onFault: (error: unknown) => void = () => undefined): Bus<T> {
  const listeners = new Set<(message: T) => void>();
  return {
    publish(message) {
      for (const listener of listeners) {
        try {
          listener(message);
        } catch (error) {
          onFault(error);
        }
      }
    },
    subscribe(listener) {
      // A function of its own, so that the same listener may listen twice and leave once.
      const own = (message: T): void => listener(message);
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}
