/**
 * Differences that the hook makes because a test looks at what a hook is: how many modules are loaded, how many
 * descriptors are open, which audit hooks there are. Each with its reason; whatever isn't here fails `npm run parity`.
 */

export interface Explanation {
  /** The end of the tests' names; a whole name, or what follows a dot. */
  readonly test: string;
  readonly reason: string;
}

export const explained: readonly Explanation[] = [];

/** Why a test's outcome is another one with the hook; null where nobody has said. */
export function explanationOf(test: string): string | null {
  return explained.find((entry) => test === entry.test || test.endsWith(`.${entry.test}`))?.reason ?? null;
}
