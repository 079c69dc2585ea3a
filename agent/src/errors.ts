/**
 * Every fault that the agent throws on purpose. docs/errors.md explains each to users; a test holds the two together.
 * A code is never used again for something else: one that is retired moves to the end, marked so.
 */

/** What each code stands for, and what to do about it; the message of the error itself names paths and values. */
export const errorTable = {
  AGENT_ERR_HOME_UNWRITABLE: 'The folder for state cannot be made or written: fix its owner or set CULPRIT_HOME.',
  AGENT_ERR_SOCKET_PATH_TOO_LONG: 'A socket path is longer than systems allow: set CULPRIT_HOME to a shorter folder.',
  AGENT_ERR_ALREADY_RUNNING: 'Another agent runs with the same home: stop it, or set CULPRIT_HOME for this one.',
  AGENT_ERR_LISTEN: 'The hook socket or the control socket cannot be opened: the cause says why.',
  AGENT_ERR_NOT_RUNNING: 'No agent runs with this home: start it with "culprit-agent run".',
  AGENT_ERR_CONTROL: 'The running agent did not answer as expected: stop it and start it again.',
  AGENT_ERR_CATALOGUE_INVALID: 'A catalogue file has mistakes: each line names file, line, field and mend.',
  AGENT_ERR_CATALOGUE_MISSING: 'The folder with the rules cannot be read: reinstall Culprit or fix CULPRIT_RULES.',
  AGENT_ERR_SPOOL: 'The spool cannot be opened: fix the folder that the message names, or move it away.',
  AGENT_ERR_IDENTITY_INVALID: 'identity.json cannot be read: enrol this machine again.',
  AGENT_ERR_COLLECTOR_URL: 'The address of the collector is no http:// or https:// URL: correct it.',
  AGENT_ERR_COLLECTOR_UNREACHABLE: 'The collector does not answer: check the address, and that it runs.',
  AGENT_ERR_ENROL_REFUSED: 'The collector does not accept the enrolment token: make a new one and try again.',
  AGENT_ERR_ENROL_ANSWER: 'What answered the enrolment is no Culprit collector, or has a fault: check the address.',
  AGENT_ERR_USAGE: 'The command line is not understood: the message names the mend, --help has examples.',
  AGENT_ERR_NOT_AN_ENVIRONMENT: 'A folder is no Python environment: give the folder that has pyvenv.cfg in it.',
  AGENT_ERR_PYTHON_NOT_SUPPORTED:
    'The Python of an environment is not CPython 3.8 or later: the hook cannot run there.',
  AGENT_ERR_ENVIRONMENT_UNWRITABLE: 'The site-packages folder cannot be written: run the command as its owner.',
  AGENT_ERR_HOOK_SOURCE_MISSING: 'The files of the hook are not where they belong: reinstall Culprit.',
  AGENT_ERR_REGISTRY_CORRUPT: 'environments.json cannot be understood: correct it, or move it away and add again.',
  AGENT_ERR_REGISTRY_LOCKED: 'Another command keeps environments.json locked: let it end, or remove its lock file.',
  AGENT_ERR_POLICY_INVALID: 'policy.yaml has mistakes: each line names file, line, field and mend.',
  AGENT_ERR_SERVICE: 'The service cannot be installed or removed: the message says why, and how to go on.',
} as const;

/** The code of a fault: stable, for scripts and documents. */
export type AgentErrorCode = keyof typeof errorTable;

/** A fault of the agent. Its message is one sentence: what is wrong, where, and the mend. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
  readonly code: AgentErrorCode;

  constructor(code: AgentErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The code that the operating system gave a failed call ("ENOENT"), or empty where there is none. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/** A fault in a few words, for the end of a sentence: what the system said, or the error's own message. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
