/** Which of CPython's regression tests are compared: those that touch what the hook touches. */

export interface ModuleChoice {
  /** As `python -m test` takes it. */
  readonly name: string;
  /** Patterns of tests that are run (all where there are none), and of tests that aren't: fnmatch, as -m takes them. */
  readonly only?: readonly string[];
  readonly not?: readonly string[];
}

const names = [
  ...['test_atexit', 'test_audit', 'test_contextlib', 'test_faulthandler', 'test_gc', 'test_glob', 'test_httplib'],
  ...['test_import', 'test_importlib', 'test_io', 'test_os', 'test_shutil', 'test_signal', 'test_site'],
  ...['test_ssl', 'test_subprocess', 'test_sys', 'test_tempfile', 'test_thread', 'test_threading', 'test_weakref'],
  ...['test_urllib', 'test_urllib2', 'test_urllib2_localnet', 'test_urllib_response', 'test_urllib2net'],
  ...['test_urllibnet', 'test_traceback', 'test__xxsubinterpreters', 'test__interpreters', 'test_interpreters'],
  ...[
    'test_threading_local',
    'test_posix',
    'test_fork1',
    'test_fileio',
    'test_mmap',
    'test_runpy',
    'test_cmd_line',
    'test_code',
  ],
  ...['test_sys_settrace', 'test_sys_setprofile', 'test_monitoring', 'test_bdb', 'test_cprofile', 'test_context'],
];

/** The biggest ones are run in part: what is left out says the same thing over and over, minutes long. */
const inPart: readonly ModuleChoice[] = [
  // Both sides run at the same time, and virtual machines' sockets have one fixed port.
  { name: 'test_socket', not: ['*VSOCK*'] },
  { name: 'test_asyncio', not: ['*SendfileTests*', '*test_sendfile*', '*Proactor*', '*Windows*'] },
  {
    name: 'test_concurrent_futures',
    only: ['*ThreadPool*', '*FutureTests*', '*InitializerTest*', '*ProcessPoolForkserverProcessPoolExecutorTest*'],
  },
  {
    name: 'test_multiprocessing_fork',
    only: ['*WithProcessesTestProcess.*', '*WithProcessesTestQueue*', '*WithThreadsTestPool.*', '*TestNoForkBomb*'],
  },
  {
    name: 'test_multiprocessing_spawn',
    only: ['*WithProcessesTestProcess.*', '*WithProcessesTestConnection*', '*TestForkAwareThreadLock*'],
  },
  {
    name: 'test_multiprocessing_forkserver',
    only: ['*WithProcessesTestProcess.*', '*WithProcessesTestSharedMemory*', '*TestSyncManagerTypes*'],
  },
  { name: 'test_multiprocessing_main_handling', only: ['*ForkServerCmdLineTest*'] },
];

export const moduleChoices: readonly ModuleChoice[] = [...names.map((name) => ({ name })), ...inPart];

/** A few seconds' worth that meets most of what the hook patches: what `npm test` compares. */
export const shortModules: readonly string[] = [
  'test_atexit',
  'test_audit',
  'test_contextlib',
  'test_glob',
  'test_site',
  'test_thread',
  'test_threading',
  'test_urllib2_localnet',
];
