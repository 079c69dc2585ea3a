/** Lets a few do something at once, the others wait for their turn. */
export interface Turns {
  /** Runs `work` when it is its turn; those who are in a hurry go first. */
  take<T>(work: () => Promise<T>, isUrgent: boolean): Promise<T>;
}

export function createTurns(max: number): Turns {
  const urgent: (() => void)[] = [];
  const others: (() => void)[] = [];
  let running = 0;
  return {
    async take(work, isUrgent) {
      if (running < max) running += 1;
      else await new Promise<void>((resolve) => (isUrgent ? urgent : others).push(resolve));
      try {
        return await work();
      } finally {
        // The turn goes on to the next; without one there is room.
        const next = urgent.shift() ?? others.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}
