/** What every benchmark is: it measures, and says so in tables. */

/** A row of a table: column → cell. */
export type Row = Readonly<Record<string, string>>;

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** What a reader has to know of how the figures were made; below the table. */
  readonly note: string;
}

/** A choice that the command line makes. */
export interface Choice {
  readonly rounds: number;
  /** Only rows with one of these in their names, whatever the case; all where there is none. */
  readonly only: readonly string[];
  /** A quick, rough form. */
  readonly isFast: boolean;
  /** Tables of processor time in place of time on the wall, for a machine that does other things meanwhile. */
  readonly isCpu: boolean;
  /** Told what is being measured. */
  readonly progress: (line: string) => void;
}

export interface Outcome {
  readonly tables: readonly Table[];
  /** All that was measured, for the file of results. */
  readonly measured: unknown;
}

export interface Benchmark {
  /** One word, for the command line, the file of its results, and its place in docs/performance.md. */
  readonly name: string;
  /** One line for the command's help. */
  readonly purpose: string;
  /** How often each thing is measured where the command line doesn't say. */
  readonly rounds: number;
  /** The names of its rows; null where only its run finds them. */
  readonly rowNames: readonly string[] | null;
  run(choice: Choice): Promise<Outcome>;
}

/** Whether the command line wants this row. */
export function isWanted(name: string, only: readonly string[]): boolean {
  return only.length === 0 || only.some((part) => name.toLowerCase().includes(part.toLowerCase()));
}
