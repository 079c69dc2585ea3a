/**
 * Differences that the hook makes because a test looks at what a hook is: which audit events its process raises, which
 * start-up files there are. Each with its reason; whatever isn't here fails `npm run parity`.
 */

export interface Explanation {
  /** A test's name, or the end of it that follows a dot. */
  readonly test: string;
  readonly reason: string;
}

const ownEvents =
  'it lists every audit event of its process with a hook of its own, and sees those of ours at work: the one connection to the agent, and the frames that it looks at';

export const explained: readonly Explanation[] = [
  { test: 'test_audit.AuditTest.test_socket', reason: ownEvents },
  { test: 'test_audit.AuditTest.test_sys_getframe', reason: ownEvents },
  { test: 'test_audit.AuditTest.test_sys_getframemodulename', reason: ownEvents },
  {
    test: 'test_site.StartupImportTests.test_startup_imports',
    reason: 'it skips itself wherever site-packages has a .pth file, since what that imports is not for it to judge',
  },
];

/** Why a test's outcome is another one with the hook; null where nobody has said. */
export function explanationOf(test: string): string | null {
  return explained.find((entry) => test === entry.test || test.endsWith(`.${entry.test}`))?.reason ?? null;
}
