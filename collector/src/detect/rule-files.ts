/** Finds and reads rule files, within bounds. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { maxFileBytes } from './document.ts';
import { fileStart, type Problems } from './problem.ts';

const maxFiles = 10_000;
const maxFolderDepth = 16;

export interface RuleFile {
  /** As it was given, or the folder given and the way below it. */
  readonly path: string;
  /** Below the folder given, with forward slashes; the path where a file was given. */
  readonly name: string;
  readonly text: string;
}

/** Reads files, and in folders every .yaml and .yml file, in the order of their names. */
export function readRuleFiles(paths: readonly string[], problems: Problems): RuleFile[] {
  const files: RuleFile[] = [];
  for (const path of paths) {
    for (const found of findFiles(path, problems)) {
      const text = readText(found, problems);
      const name = found === path ? path : relative(path, found).replaceAll('\\', '/');
      if (text !== undefined) files.push({ path: found, name, text });
    }
  }
  return files;
}

function findFiles(path: string, problems: Problems): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string, depth: number): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort(byName)) {
      if (entry.name.startsWith('.') || found.length >= maxFiles) continue;
      const child = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (depth < maxFolderDepth) walk(child, depth + 1);
      } else if (/\.ya?ml$/i.test(entry.name)) found.push(child);
    }
  };
  try {
    if (!statSync(path).isDirectory()) return [path];
    walk(path, 0);
  } catch (cause) {
    unreadable(path, cause, problems);
  }
  return found;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

function readText(path: string, problems: Problems): string | undefined {
  try {
    const { size } = statSync(path);
    if (size > maxFileBytes) {
      const message = `The file has ${size} bytes, more than ${maxFileBytes}.`;
      problems.for(path).error('file-too-large', fileStart, null, message, 'Split it into several files.');
      return undefined;
    }
    return readFileSync(path, 'utf8');
  } catch (cause) {
    unreadable(path, cause, problems);
    return undefined;
  }
}

function unreadable(path: string, cause: unknown, problems: Problems): void {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  const reason = code === 'ENOENT' ? 'it does not exist' : code === 'EACCES' ? 'you may not' : code;
  const mend = 'Check the path and who may read it.';
  problems.for(path).error('file-unreadable', fileStart, null, `The file can't be read: ${reason}.`, mend);
}
