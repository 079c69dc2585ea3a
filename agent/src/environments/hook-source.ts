/** What the hook consists of, as it ought to lie in an environment: the files of `python-hook/`, and one generated. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AgentError, reasonOf } from '../errors.ts';
import { gateFile, ownPlatform, readGate } from './hook-gate.ts';

/** The package's folder in site-packages. */
export const packageDir = '_culprit';
/**
 * The start-up files: `.pth` files run in sorted order and `!` sorts first, so the hook is there before any other
 * runs. From Python 3.18 on they run no code, and a `.start` does; from 3.15 on that silences the `.pth` of its own
 * base name, hence two names (PEP 829).
 */
export const startupFiles = ['!culprit.pth', 'culprit.start'] as const;

/** What brings the hook up in each venv of an interpreter in base mode: it is imported from the standard library. */
export const libraryStartup = 'sitecustomize.py';

/** Whether a start-up file of this name runs before the hook's, or keeps that from running: no installer names one so. */
export function runsBeforeHook(name: string): boolean {
  const [early] = startupFiles;
  return name === early.replace(/pth$/, 'start') || (name.endsWith('.pth') && name < early);
}

/** Generated here, never copied: a developer's own may lie beside the sources. */
const generated = 'config.py';

export interface HookFile {
  /** Relative to site-packages or the standard library, with forward slashes. */
  readonly path: string;
  readonly bytes: Buffer;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** The folder of `@culprit/python-hook` as it is installed beside this agent. */
export function defaultHookDir(): string {
  return dirname(fileURLToPath(import.meta.resolve('@culprit/python-hook/package.json')));
}

/**
 * Reads every file of the hook: the package's first, the start-up files last, the early one at the very end. The gate
 * is among them where one was built for the platform, and is whole; the hook works without it, if not as fast.
 * @param socketPath absolute; goes into the generated configuration.
 * @param platform as Node names it: "linux-x64".
 * @throws AgentError AGENT_ERR_HOOK_SOURCE_MISSING
 */
export function readHookSource(hookDir: string, socketPath: string, platform = ownPlatform): readonly HookFile[] {
  try {
    const modules = readdirSync(join(hookDir, packageDir)).filter((name) => name.endsWith('.py') && name !== generated);
    if (!modules.includes('__init__.py')) throw new Error(`${join(hookDir, packageDir)} has no __init__.py`);
    const gate = readGate(hookDir, platform).bytes;
    return [
      ...modules.sort().map((name) => hookFile(`${packageDir}/${name}`, join(hookDir, packageDir, name))),
      ...(gate === null ? [] : [withBytes(`${packageDir}/${gateFile}`, gate)]),
      withBytes(`${packageDir}/${generated}`, Buffer.from(configOf(socketPath, gate !== null), 'utf8')),
      hookFile(libraryStartup, join(hookDir, 'site', libraryStartup)),
      hookFile('culprit.start', join(hookDir, 'site', 'culprit.start')),
      hookFile('!culprit.pth', join(hookDir, 'site', 'culprit.pth')),
    ];
  } catch (cause) {
    const message = `The hook's files in ${hookDir} can't be read (${reasonOf(cause)}); reinstall Culprit.`;
    throw new AgentError('AGENT_ERR_HOOK_SOURCE_MISSING', message, { cause });
  }
}

/** The generated module, ASCII whatever the path: Python reads it under any locale. */
export function configOf(socketPath: string, hasGate = false): string {
  const gate = hasGate ? 'True' : 'False';
  return `"""Written by the agent when it put the hook here."""\n\nSOCKET = ${pythonString(socketPath)}\nGATE = ${gate}\n`;
}

/** A Python string literal with exactly these characters. */
export function pythonString(text: string): string {
  const escaped = [...text].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === "'" || character === '\\') return `\\${character}`;
    if (code >= 0x20 && code < 0x7f) return character;
    if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `'${escaped.join('')}'`;
}

/** SHA-256 in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function hookFile(path: string, source: string): HookFile {
  return withBytes(path, readFileSync(source));
}

function withBytes(path: string, bytes: Buffer): HookFile {
  return { path, bytes, sha256: sha256(bytes) };
}
