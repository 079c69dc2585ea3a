/**
 * The ways to run a program that are compared. Each is a few files in the site-packages of one environment, put there
 * as the agent would, and taken out for the next: the interpreter, its packages and their byte code stay the same, to
 * the path.
 */
import { cpSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileGate, ownTarget } from '../python-hook/gate/compile.ts';
import { hookDir } from '../python-hook/test/ear.ts';
import { builtGate } from '../python-hook/test/gate.ts';

export const bare = 'bare';
export const noopInC = 'no-op hook in C';
export const noopInPython = 'no-op hook in Python';
export const gateConnected = 'Culprit with the gate, agent connected';
export const gateAlone = 'Culprit with the gate, no agent';
export const pureConnected = 'Culprit in pure Python, agent connected';
export const pureAlone = 'Culprit in pure Python, no agent';

/** In the order of the table's columns. */
export const variants = [bare, noopInC, noopInPython, gateConnected, gateAlone, pureConnected, pureAlone] as const;
export type Variant = (typeof variants)[number];

export interface Wardrobe {
  /** From now on the environment is of this variant. */
  wear(variant: Variant): void;
  close(): void;
}

/** What a variant may leave in site-packages, or an earlier run that was ended did. */
const entries = ['!culprit.pth', '_culprit', 'noop.pth', 'noop.abi3.so'];
const pth = join(import.meta.dirname, '..', 'python-hook', 'site', 'culprit.pth');

/**
 * Prepares every variant for one environment; it is bare at first.
 * @param options.dir a folder for what isn't worn; on the file system of site-packages
 * @param options.socket where an agent listens
 * @param options.nobody a path where none does
 * @throws Error where the gate can't be built.
 */
export async function openWardrobe(options: {
  readonly sitePackages: string;
  readonly dir: string;
  readonly socket: string;
  readonly nobody: string;
}): Promise<Wardrobe> {
  const { sitePackages, dir, socket, nobody } = options;
  const { path: gate, missing, compiler, headers } = await builtGate();
  if (gate === null || compiler === null || ownTarget === null) throw new Error(`the gate can't be built: ${missing}`);
  for (const name of entries) rmSync(join(sitePackages, name), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
  const folder = (variant: Variant) => join(dir, String(variants.indexOf(variant)));
  for (const variant of variants) mkdirSync(folder(variant), { recursive: true });
  writeFileSync(join(folder(noopInPython), 'noop.pth'), 'import sys; sys.addaudithook(lambda event, args: None)\n');
  writeFileSync(join(folder(noopInC), 'noop.pth'), 'import noop\n');
  const source = join(import.meta.dirname, 'hook', 'noop.c');
  compileGate(compiler, ownTarget, { headers, source, out: join(folder(noopInC), 'noop.abi3.so') });
  for (const [variant, path, filter] of [
    [gateConnected, socket, gate],
    [gateAlone, nobody, gate],
    [pureConnected, socket, null],
    [pureAlone, nobody, null],
  ] as const) {
    const { site, remove } = hookDir(path, filter);
    cpSync(join(site, '_culprit'), join(folder(variant), '_culprit'), { recursive: true });
    remove();
    cpSync(pth, join(folder(variant), '!culprit.pth'));
  }
  let worn: Variant = bare;
  const move = (from: string, to: string) => {
    for (const name of readdirSync(from)) if (entries.includes(name)) renameSync(join(from, name), join(to, name));
  };
  const wear = (variant: Variant): void => {
    if (variant === worn) return;
    move(sitePackages, folder(worn));
    worn = variant;
    move(folder(variant), sitePackages);
  };
  return {
    wear,
    close() {
      wear(bare);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
