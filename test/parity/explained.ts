/**
 * Differences that the hook makes because a test looks at what a hook is: which audit events its process raises, which
 * start-up files there are, which system calls it makes. Each with its reason; whatever isn't here fails
 * `npm run parity`.
 */

export interface Explanation {
  /** A test's name, or the end of it that follows a dot. */
  readonly test: string;
  readonly reason: string;
}

const ownEvents =
  'it lists every audit event of its process with a hook of its own, and sees those of ours at work: the one connection to the agent, and the frames that it looks at';

const ownCalls =
  'it counts, by strace, the system calls of a program that reads one file, and sees those of the hook telling it: the connection to the agent';
const keptCode =
  'it waits for a code object to go that was executed from no file: of those the hook keeps the last few thousand, to know whose they are when they are called later';

export const explained: readonly Explanation[] = [
  { test: 'test_audit.AuditTest.test_socket', reason: ownEvents },
  { test: 'test_audit.AuditTest.test_sys_getframe', reason: ownEvents },
  { test: 'test_audit.AuditTest.test_sys_getframemodulename', reason: ownEvents },
  {
    test: 'test_site.StartupImportTests.test_startup_imports',
    reason: 'it skips itself wherever site-packages has a .pth file, since what that imports is not for it to judge',
  },
  {
    test: 'test_faulthandler.FaultHandlerTests.test_dump_ext_modules',
    reason: "it wants no extension module but CPython's own listed when Python 3.15 crashes, and the gate is one",
  },
  { test: 'test_fileio.CAutoFileTests.test_syscalls_read', reason: ownCalls },
  { test: 'test_fileio.PyAutoFileTests.test_syscalls_read', reason: ownCalls },
  { test: 'test_code.CoExtra.test_free_called', reason: keptCode },
  { test: 'test_code.CoExtra.test_free_different_thread', reason: keptCode },
  { test: 'test_code.CodeWeakRefTest.test_basic', reason: keptCode },
];

/** Why a test's outcome is another one with the hook; null where nobody has said. */
export function explanationOf(test: string): string | null {
  return explained.find((entry) => test === entry.test || test.endsWith(`.${entry.test}`))?.reason ?? null;
}
