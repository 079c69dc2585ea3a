/** The Python processes that run on this machine, and in which environment each is, as far as the system tells. */
import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { isFile } from '../environments/layout.ts';
import type { ProcessTable } from '../processes/process-table.ts';

const pythonName = /^python(?:\d+(?:\.\d+)?t?)?(?:-config)?(?:\.exe)?$/i;
/** Python's own library, or a module that is compiled for it: a program may have the interpreter itself linked in. */
const pythonCode = /(?:^|\/)libpython\d[^/]*$|\.cpython-\d[^/]*\.so$|\.abi3\.so$|\/lib-dynload\//;
/** Interactive programs: where they stand, someone is about to make an environment. */
const shellName =
  /^(?:ba|z|fi|da|k|tc|c)?sh$|^(?:fish|nu|xonsh|pwsh|elvish|uv|uvx|pip3?|poetry|hatch|pdm|pixi|conda|mamba|micromamba)$/;
/** A program that isn't Python by its name is looked into when it has run this long, ms: then its libraries are loaded. */
const settledMs = 3_000;
/** Whether a program embeds Python is remembered of so many. */
const maxPrograms = 2_048;

/** A Python process. */
export interface PythonProcess {
  readonly pid: number;
  readonly startedMs: number;
  /** The program's file as it really is. */
  readonly executable: string;
  /** As it was started; redact before anything leaves. */
  readonly argv: readonly string[];
  /** What its Python calls sys.prefix, as far as the command line and files tell; null where they don't. */
  readonly prefix: string | null;
  /** `other-user` shows nothing but that it is there. */
  readonly kind: 'interpreter' | 'embedded' | 'container' | 'other-user';
}

export interface PythonsOptions {
  readonly table: ProcessTable;
  readonly userId?: number | undefined;
}

export interface Scan {
  /** Every Python process that there is now. */
  readonly pythons: readonly PythonProcess[];
  /** Those among them that the last scan didn't have. */
  readonly added: readonly PythonProcess[];
  /** Working folders of shells and of tools that make environments; each once. */
  readonly folders: readonly string[];
}

/** Looks again and again; remembers who was looked at, so that a look costs little. */
export function createPythons({ table, userId = process.getuid?.() }: PythonsOptions): { scan(): Scan } {
  const pythons = new Map<number, PythonProcess>();
  const others = new Map<number, 'shell' | 'other' | number>();
  /** Whether a program's file has Python in it, by its path. */
  const embeds = new Map<string, boolean>();

  const isEmbedding = (pid: number, executable: string): boolean => {
    const known = embeds.get(executable);
    if (known !== undefined) return known;
    const files = table.code(pid)?.files ?? [];
    const found = files.some((file) => pythonCode.test(file));
    embeds.set(executable, found);
    const [oldest] = embeds.keys();
    if (embeds.size > maxPrograms && oldest !== undefined) embeds.delete(oldest);
    return found;
  };

  const look = (pid: number, now: number): PythonProcess | 'shell' | 'other' | number => {
    const stat = table.stat(pid);
    if (stat === null) return 'other';
    const { startedMs } = stat;
    const owner = table.userId(pid);
    const argv = table.argv(pid);
    const [program = ''] = argv;
    if (userId !== 0 && owner !== userId) {
      const isPython = pythonName.test(basename(program));
      return isPython ? { pid, startedMs, executable: '', argv: [], prefix: null, kind: 'other-user' } : 'other';
    }
    const executable = table.executable(pid) ?? '';
    const own = { pid, startedMs, executable, argv };
    if (pythonName.test(basename(executable))) {
      if (table.isElsewhere(pid) === true) return { ...own, prefix: null, kind: 'container' };
      return { ...own, prefix: prefixOf(table, pid, executable, program), kind: 'interpreter' };
    }
    if (shellName.test(basename(executable))) return 'shell';
    // What it loads comes a moment after it began: until then it is looked at again.
    if (now - startedMs < settledMs) return startedMs;
    return isEmbedding(pid, executable) ? { ...own, prefix: null, kind: 'embedded' } : 'other';
  };

  return {
    scan() {
      const now = Date.now();
      const pids = table.pids();
      const alive = new Set(pids);
      for (const map of [pythons, others]) for (const pid of map.keys()) if (!alive.has(pid)) map.delete(pid);
      const added: PythonProcess[] = [];
      const folders = new Set<string>();
      for (const pid of pids) {
        const other = others.get(pid);
        if (pythons.has(pid) || other === 'other') continue;
        // A shell may have become Python by an exec since, as may whatever began a moment ago.
        const isDue = typeof other === 'number' && now - other >= settledMs;
        const isPython = other !== undefined && pythonName.test(basename(table.executable(pid) ?? ''));
        const found = other === undefined || isDue || isPython ? look(pid, now) : other;
        if (typeof found === 'object') {
          pythons.set(pid, found);
          others.delete(pid);
          added.push(found);
        } else {
          others.set(pid, found);
          const cwd = found === 'shell' ? table.cwd(pid) : null;
          if (cwd !== null) folders.add(cwd);
        }
      }
      return { pythons: [...pythons.values()], added, folders: [...folders] };
    },
  };
}

/** What CPython does to find its prefix: the folder with pyvenv.cfg around the name that it was called by, else its own. */
function prefixOf(table: ProcessTable, pid: number, executable: string, program: string): string | null {
  const called = calledBy(table, pid, program);
  for (const file of called === null ? [executable] : [called, executable]) {
    for (const folder of [dirname(file), dirname(dirname(file))]) {
      if (isFile(join(folder, 'pyvenv.cfg'))) return realPathOf(folder);
    }
  }
  return executable === '' ? null : realPathOf(dirname(dirname(executable)));
}

/** The path by which a program was called; its working folder may have changed since. */
function calledBy(table: ProcessTable, pid: number, program: string): string | null {
  if (isAbsolute(program)) return program;
  if (program.includes('/')) {
    // A shell's PWD is where it was called; a program that was called otherwise may have another's.
    const folders = [table.cwd(pid), table.variable(pid, 'PWD')].filter((folder) => folder !== null);
    return folders.map((folder) => resolve(folder, program)).find(isFile) ?? null;
  }
  const folders = (table.variable(pid, 'PATH') ?? '').split(':').filter(isAbsolute);
  return folders.map((folder) => join(folder, program)).find(isFile) ?? null;
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
