/**
 * Every fault of the collector that a person can meet: its code, what it means, and the sentence that is shown.
 * docs/errors-collector.md lists the same codes; a test holds the two together. A code is never used again.
 */
interface Entry {
  /** Exit status of a command that ends with it. */
  readonly exit: 1 | 2;
  /** One sentence: what is wrong, where, and the mend. */
  readonly message: (...parts: string[]) => string;
}

export const collectorErrors = {
  COLLECTOR_ERR_HOME: {
    exit: 2,
    message: (path, reason) =>
      `Culprit's folder ${path} can't be used (${reason}); make it writable for you, or set CULPRIT_HOME to a folder that is.`,
  },
  COLLECTOR_ERR_HOST: {
    exit: 2,
    message: (host) =>
      `The collector can't listen on ${host}, because it has no TLS yet; leave --host out, or give a loopback address such as 127.0.0.1.`,
  },
  COLLECTOR_ERR_PORT: {
    exit: 2,
    message: (port) => `"${port}" is no port; give a number from 0 to 65535 with --port or CULPRIT_PORT.`,
  },
  COLLECTOR_ERR_PORT_IN_USE: {
    exit: 2,
    message: (port, host) =>
      `Port ${port} on ${host} is in use; stop what listens there, or choose another port with --port or CULPRIT_PORT.`,
  },
  COLLECTOR_ERR_LISTEN: {
    exit: 2,
    message: (address, reason) =>
      `The collector can't listen on ${address} (${reason}); choose another with --host and --port.`,
  },
  COLLECTOR_ERR_STORE_BUSY: {
    exit: 2,
    message: (path) =>
      `Another collector uses the database ${path}; stop it first, or set CULPRIT_HOME to another folder for this one.`,
  },
  COLLECTOR_ERR_STORE_NEWER: {
    exit: 2,
    message: (path, found, known) =>
      `The database ${path} was written by a newer Culprit (layout ${found}, this one knows ${known}); run that version, or set CULPRIT_HOME to another folder.`,
  },
  COLLECTOR_ERR_STORE_OPEN: {
    exit: 2,
    message: (path, reason) =>
      `The database ${path} can't be opened (${reason}); restore it from a backup, or move it away to begin anew.`,
  },
  COLLECTOR_ERR_STORE_WRITE: {
    exit: 1,
    message: (reason) => `The database can't be written (${reason}); see that its disk is well and has room.`,
  },
  COLLECTOR_ERR_RULES: {
    exit: 2,
    message: (path, reason) =>
      `The rules in ${path} can't be read (${reason}); set CULPRIT_RULES to the folder that has catalogue/ and detections/.`,
  },
  COLLECTOR_ERR_USAGE: {
    exit: 2,
    message: (what, mend) => `${what}; ${mend}.`,
  },
  COLLECTOR_ERR_UNREACHABLE: {
    exit: 2,
    message: (url) =>
      `No collector answers at ${url}; start one with "culprit serve", or name another with CULPRIT_URL and CULPRIT_TOKEN.`,
  },
  COLLECTOR_ERR_NOT_SIGNED_IN: {
    exit: 2,
    message: (url, mend) => `The collector at ${url} doesn't accept this token; ${mend}.`,
  },
  COLLECTOR_ERR_NO_TOKEN: {
    exit: 2,
    message: (path) =>
      `There is no token to sign in with at ${path}; start "culprit serve" with the same CULPRIT_HOME, or set CULPRIT_URL and CULPRIT_TOKEN.`,
  },
  COLLECTOR_ERR_REQUEST: {
    exit: 1,
    message: (detail) => detail ?? '',
  },
  COLLECTOR_ERR_INPUT: {
    exit: 2,
    message: (detail) => detail ?? '',
  },
  COLLECTOR_ERR_ANSWER: {
    exit: 2,
    message: (url) =>
      `What answers at ${url} is no Culprit collector of this version; see that CULPRIT_URL and CULPRIT_PORT name the right one.`,
  },
} as const satisfies Record<string, Entry>;

export type CollectorErrorCode = keyof typeof collectorErrors;

/** A fault from the table. Its message is fit to be shown to a user as it is. */
export class CollectorError extends Error {
  override readonly name = 'CollectorError';
  readonly code: CollectorErrorCode;
  /** Exit status of a command that ends with it. */
  readonly exit: 1 | 2;

  constructor(code: CollectorErrorCode, parts: readonly string[], options: { cause?: unknown } = {}) {
    const entry: Entry = collectorErrors[code];
    super(entry.message(...parts), options);
    this.code = code;
    this.exit = entry.exit;
  }
}

/** What went wrong, in a few words for the inside of a sentence: a system error's code, or its message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return code !== undefined && /^E[A-Z0-9]+$/.test(code) ? (reasons[code] ?? code) : error.message;
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EROFS: 'read-only file system',
  ENOSPC: 'no space left',
  ENOTDIR: 'a part of the path is no folder',
  ENOENT: 'not found',
  EADDRNOTAVAIL: 'the address is not of this machine',
  EEXIST: 'a file is in the way',
};
