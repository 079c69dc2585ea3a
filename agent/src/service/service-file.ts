/** The file that describes a service to the system, with the folders that were made for it. */
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeAtomically } from '../environments/atomic-write.ts';
import { AgentError, reasonOf, systemCode } from '../errors.ts';

const readableByAll = 0o644;

export interface ServiceFile {
  readonly path: string;
  /** False where it says so already. @throws AgentError AGENT_ERR_SERVICE */
  write(text: string): boolean;
  /** Takes it away, and the folders that were made for it as far as nothing else is in them; false where it isn't there.
   * @throws AgentError AGENT_ERR_SERVICE */
  remove(): boolean;
}

/** @param note where it is noted which folders were made */
export function createServiceFile(path: string, note: string): ServiceFile {
  const failed = (what: string, cause: unknown): AgentError =>
    new AgentError('AGENT_ERR_SERVICE', `${path} can't be ${what} (${reasonOf(cause)}); fix the owner of its folder.`, {
      cause,
    });
  return {
    path,
    write(text) {
      try {
        if (readOrNull(path) === text) return false;
        const made = missingFolders(dirname(path));
        mkdirSync(dirname(path), { recursive: true });
        // A second installation must not forget what the first one made.
        if (made.length > 0) writeAtomically(note, `${JSON.stringify(made)}\n`, 0o600);
        writeAtomically(path, text, readableByAll);
        return true;
      } catch (cause) {
        throw failed('written', cause);
      }
    },
    remove() {
      try {
        const isThere = existsSync(path);
        rmSync(path, { force: true });
        removeEmpty(JSON.parse(readOrNull(note) ?? '[]') as string[]);
        rmSync(note, { force: true });
        return isThere;
      } catch (cause) {
        throw failed('removed', cause);
      }
    },
  };
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** The folders of a path that aren't there, the innermost first. */
function missingFolders(path: string): string[] {
  return existsSync(path) || path === dirname(path) ? [] : [path, ...missingFolders(dirname(path))];
}

/** Removes folders, the innermost first, up to the first one that someone else uses by now. */
function removeEmpty(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      rmdirSync(folder);
    } catch (error) {
      if (['ENOTEMPTY', 'EEXIST'].includes(systemCode(error))) return;
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
}

/** Where the folders that were made for a service are noted. */
export function serviceNote(home: string): string {
  return join(home, 'agent', 'service.json');
}
