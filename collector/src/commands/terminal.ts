/** What a command writes to and reads from; the entry file makes it of the process. */
export interface Terminal {
  /** What was asked for. */
  readonly out: (text: string) => void;
  /** What is said beside it: progress, notes, errors. */
  readonly err: (text: string) => void;
  readonly isTty: boolean;
  /** How wide a line is; only where a person looks on. */
  readonly columns: number;
  readonly hasColour: boolean;
}

export interface CommandContext {
  readonly terminal: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Culprit's home. */
  readonly home: string;
  /** The user's own home folder, which Culprit writes "~". */
  readonly userHome: string;
  /** Aborted when the user wants to end (Ctrl-C). */
  readonly signal: AbortSignal;
}

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What --help prints: usage, options, an example. */
  readonly help: string;
  /** @returns the exit status: 0 done, 1 a finding or failed check, 2 wrong use. */
  readonly run: (args: readonly string[], context: CommandContext) => Promise<0 | 1 | 2>;
}
