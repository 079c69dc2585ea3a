/** What hooked processes do to files of the hook and of the agent: told by the process itself, and so with a culprit. */
import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { TamperKind } from '@culprit/proto';
import type { HookActivity } from '../listener/report.ts';

/** A whole environment that is being deleted has its hook deleted too: that is seen this long afterwards, ms. */
const settleMs = 10_000;
const maxHeld = 1_024;
/** What is told a moment before it happens has happened by then, ms. */
const soonMs = [20, 500];
const writes = 2;
/** Names of the hook's files: what is none of these isn't looked at twice. */
const maybeHook = /(?:^|\/)_culprit(?:_before)?(?:\/|$)|culprit\.(?:pth|start)$|(?:^|\/)sitecustomize\.py$/;

export interface OwnFilesOptions {
  /** The agent's folder, absolute. */
  readonly agentDir: string;
  /** Whether a real path is a file of the hook, or its folder, in an environment that is covered. */
  readonly isHookFile: (path: string) => boolean;
  /** A file of the agent's is being touched: a moment later, when that has happened. */
  readonly onAgentTouched?: () => void;
  readonly settleMs?: number;
}

export interface OwnFiles {
  /** What an activity does to such a file; null where it does nothing of the kind. */
  touched(said: HookActivity): { readonly kind: TamperKind; readonly path: string } | null;
  /**
   * Calls `tell` where a hook's file that was removed or moved is really missed: soon, unless its whole environment
   * goes with it. What still waits when this is stopped is told.
   */
  whenMissed(path: string, tell: () => void): void;
  stop(): void;
}

export function createOwnFiles({ agentDir, isHookFile, ...options }: OwnFilesOptions): OwnFiles {
  const held = new Map<NodeJS.Timeout, () => void>();
  const isAgents = (path: string): boolean =>
    [agentDir, realPathOf(agentDir)].some((dir) => path === dir || path.startsWith(`${dir}/`));
  const kindOf = (path: string): TamperKind | null => {
    if (isAgents(path)) return 'agent-file';
    if (!maybeHook.test(path)) return null;
    return isHookFile(path) || isHookFile(realPathOf(path)) ? 'hook-file' : null;
  };
  return {
    touched({ operation, target, other, access }) {
      // Who listens in the agent's folder would be taken for the agent.
      const isWrite = operation === 'file.rename' || operation === 'file.remove' || operation === 'net.listen';
      if (!isWrite && !(operation === 'file.open' && (access & writes) !== 0)) return null;
      for (const path of [target, ...(operation === 'file.rename' ? [other] : [])]) {
        const kind = path === '' ? null : kindOf(path);
        if (kind === 'agent-file') for (const ms of soonMs) setTimeout(() => options.onAgentTouched?.(), ms).unref();
        if (kind !== null) return { kind, path };
      }
      return null;
    },

    whenMissed(path, tell) {
      const decide = (): void => {
        // The folder around the hook (site-packages) is gone where the environment is.
        if (held.delete(timer) && isThere(folderAround(path))) tell();
      };
      const timer = setTimeout(decide, options.settleMs ?? settleMs);
      timer.unref();
      held.set(timer, decide);
      if (held.size > maxHeld) [...held.values()][0]?.();
    },

    stop() {
      for (const [timer, decide] of [...held]) {
        clearTimeout(timer);
        decide();
      }
    },
  };
}

/** The folder that the hook's package, or its start-up file, lies in. */
function folderAround(path: string): string {
  const at = path.indexOf('/_culprit');
  return at === -1 ? dirname(path) : path.slice(0, at);
}

/** Of what may be gone by now: its folder's real path and its own name. */
function realPathOf(path: string): string {
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    return path;
  }
}

function isThere(path: string): boolean {
  try {
    realpathSync(path);
    return true;
  } catch {
    return false;
  }
}
