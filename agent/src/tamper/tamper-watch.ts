/** The room's composition: what the agent sees of attempts on the hook and on itself, beside what processes tell. */
import type { HookSink } from '../listener/connection.ts';
import type { HookProcess } from '../listener/report.ts';
import type { ProcessTable } from '../processes/process-table.ts';
import { AgentLife } from './agent-life.ts';
import type { TamperFinding } from './finding.ts';
import { createOwnFiles, type OwnFiles } from './own-files.ts';
import { SilentProcesses } from './silent-processes.ts';

export interface TamperWatchOptions {
  /** The agent's folder, and the file in it that says who lives; absolute. */
  readonly agentDir: string;
  readonly lifeFile: string;
  readonly socketPath: string;
  readonly isHookFile: (path: string) => boolean;
  /** The agent's files, its socket among them, are to be looked after now. */
  readonly onAgentTouched: () => void;
  readonly table: ProcessTable;
  /** Where what is found goes; `process` is the one that it is about. */
  readonly tell: (finding: TamperFinding, process?: HookProcess) => void;
  readonly silentMs?: number;
}

/** Between start() and stop() what is found is told. Both are legal at any time. */
export interface TamperWatch {
  readonly ownFiles: OwnFiles;
  start(): void;
  stop(): void;
  /** Hears who speaks, and who has no connection any more. */
  readonly sink: HookSink;
  /** Someone did something to the socket: what, in a sentence. */
  socketAltered(what: string): void;
}

export function createTamperWatch(options: TamperWatchOptions): TamperWatch {
  const { agentDir, lifeFile, socketPath, isHookFile, table, tell, silentMs } = options;
  const life = new AgentLife({ path: lifeFile });
  const ownFiles = createOwnFiles({ agentDir, isHookFile, onAgentTouched: options.onAgentTouched });
  const silent = new SilentProcesses({
    table,
    onSilent: (process) => {
      const what = 'it closed its connection, lives on, and has not come back';
      tell({ atMs: Date.now(), kind: 'silent-process', target: process.application, what }, process);
    },
    ...(silentMs === undefined ? {} : { silentMs }),
  });
  let isOn = false;
  return {
    ownFiles,
    start() {
      isOn = true;
      const gap = life.start();
      if (gap === null) return;
      const seconds = Math.round((gap.toMs - gap.fromMs) / 1_000);
      const what = `the agent ended without being stopped, and saw nothing for up to ${seconds} s`;
      tell({ atMs: gap.fromMs, kind: 'agent-gap', target: 'the agent', what });
    },
    stop() {
      isOn = false;
      ownFiles.stop();
      silent.stop();
      life.stop();
    },
    sink: {
      greeted(process) {
        if (isOn) silent.greeted(process);
      },
      activities() {},
      repeats() {},
      lost() {},
      ended(process) {
        if (isOn) silent.ended(process);
      },
    },
    socketAltered(what) {
      if (isOn) tell({ atMs: Date.now(), kind: 'agent-socket', target: socketPath, what });
    },
  };
}
