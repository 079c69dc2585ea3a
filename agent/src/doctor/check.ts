/** What doctor looks at: each check says what it found, in lines of state, evidence, and mend. */
import type { AgentStatus } from '../control/status.ts';
import type { Environments } from '../environments/environments.ts';
import type { AgentHome } from '../home.ts';

export type FindingState =
  /** As it should be. */
  | 'ok'
  /** Nothing is broken, and something isn't seen, or isn't as well as it could be. */
  | 'note'
  /** Events are missing, or will be, until it is mended. */
  | 'fault';

export interface Finding {
  /** What it is about: "agent", "hook in ~/shop/.venv". */
  readonly about: string;
  readonly state: FindingState;
  /** What was seen, in a sentence. */
  readonly evidence: string;
  /** What would mend it; null where nothing is to be done. */
  readonly mend: string | null;
}

export interface DoctorContext {
  readonly home: AgentHome;
  readonly env: NodeJS.ProcessEnv;
  /** What the running agent says; null where none runs. */
  readonly status: AgentStatus | null;
  /** The environments as this command sees them: nothing is watched. */
  readonly environments: Environments;
  /** Unix time, ms. */
  readonly clock: () => number;
}

/** Never throws for what it finds: that is a finding. */
export type Check = (context: DoctorContext) => Promise<readonly Finding[]> | readonly Finding[];

export function ok(about: string, evidence: string): Finding {
  return { about, state: 'ok', evidence, mend: null };
}

export function note(about: string, evidence: string, mend: string | null = null): Finding {
  return { about, state: 'note', evidence, mend };
}

export function fault(about: string, evidence: string, mend: string): Finding {
  return { about, state: 'fault', evidence, mend };
}
