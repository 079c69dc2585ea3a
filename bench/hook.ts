/** What the hook costs the program it is a guest in, as ratios to the same program without it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { compileGate, ownTarget } from '../python-hook/gate/compile.ts';
import { hookDir } from '../python-hook/test/ear.ts';
import { builtGate } from '../python-hook/test/gate.ts';
import { findInterpreters } from '../test/python/interpreters.ts';
import type { Benchmark, Row } from './bench.ts';
import { median } from './median.ts';

const loops = ['id() loop', 'copy.deepcopy', 'logging', 'exec loop'] as const;
const works = [
  'python -c pass',
  'import-heavy start',
  ...loops,
  'open/close of one file, 50,000 times',
  '1,000 HTTP requests',
];
const variants = [
  'bare',
  'no-op hook in C',
  'no-op hook in Python',
  'Culprit with the gate, agent connected',
  'Culprit with the gate, no agent',
  'Culprit in pure Python, agent connected',
  'Culprit in pure Python, no agent',
] as const;

/** Measures each work in each variant, `rounds` times in turn; a row a work, the columns ratios to bare. */
export const hookBenchmark: Benchmark = {
  name: 'hook',
  title: 'The hook',
  columns: ['work', 'bare', ...variants.slice(1)],
  async run({ rounds, progress }) {
    const [python] = await findInterpreters();
    if (python === undefined) throw new Error('no Python ≥ 3.8 found: install python3, or set CULPRIT_TEST_PYTHONS');
    const lab = await openLab();
    const rows: Row[] = [];
    try {
      // Byte code is written at the first start, and is no part of the next.
      for (const variant of variants) lab.measure(python.path, 'python -c pass', variant);
      for (const work of works) {
        const seconds: number[][] = variants.map(() => []);
        for (let round = 0; round < rounds; round += 1) {
          progress(`${work}: round ${round + 1} of ${rounds}`);
          for (const [i, variant] of variants.entries()) seconds[i]?.push(lab.measure(python.path, work, variant));
        }
        const medians = seconds.map(median);
        const bare = medians[0] ?? Number.NaN;
        rows.push({
          work,
          bare: `${(bare * 1000).toFixed(1)} ms`,
          ...Object.fromEntries(
            variants.slice(1).map((variant, i) => [variant, `${((medians[i + 1] ?? 0) / bare).toFixed(2)}×`]),
          ),
        });
      }
    } finally {
      await lab.close();
    }
    return { rows, note: `CPython ${python.version}; medians of ${rounds} rounds, the variants in turn within each.` };
  },
};

interface Lab {
  /** Seconds of one run. */
  measure(python: string, work: string, variant: (typeof variants)[number]): number;
  close(): Promise<void>;
}

/** A server that answers and a socket that listens, in a thread of their own, and a folder for each variant. */
async function openLab(): Promise<Lab> {
  const dir = mkdtempSync(join(tmpdir(), 'culprit-bench-'));
  const worker = new Worker(new URL('./hook-servers.ts', import.meta.url), { workerData: join(dir, 'hook.sock') });
  const port = await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
  const { path: gate, missing, compiler, headers } = await builtGate();
  if (gate === null || compiler === null || ownTarget === null) throw new Error(`the gate can't be built: ${missing}`);
  const [listening, nobody] = [join(dir, 'hook.sock'), join(dir, 'nobody.sock')];
  const gated = hookDir(listening, gate);
  const gatedAlone = hookDir(nobody, gate);
  const pure = hookDir(listening);
  const pureAlone = hookDir(nobody);
  const hooks = [gated, gatedAlone, pure, pureAlone];
  const floor = mkdtempSync(join(dir, 'floor-'));
  const source = join(import.meta.dirname, 'hook', 'noop.c');
  compileGate(compiler, ownTarget, { headers, source, out: join(floor, 'noop.abi3.so') });
  writeFileSync(join(floor, 'sitecustomize.py'), 'import noop\n');
  const noop = mkdtempSync(join(dir, 'noop-'));
  const bare = mkdtempSync(join(dir, 'bare-'));
  writeFileSync(join(bare, 'sitecustomize.py'), '');
  writeFileSync(join(noop, 'sitecustomize.py'), 'import sys\nsys.addaudithook(lambda event, args: None)\n');
  for (const { site } of hooks) {
    writeFileSync(join(site, 'sitecustomize.py'), 'import _culprit\n_culprit.start()\n');
  }
  const folder = {
    bare,
    'no-op hook in C': floor,
    'no-op hook in Python': noop,
    'Culprit with the gate, agent connected': gated.site,
    'Culprit with the gate, no agent': gatedAlone.site,
    'Culprit in pure Python, agent connected': pure.site,
    'Culprit in pure Python, no agent': pureAlone.site,
  };
  const script = (name: string) => join(import.meta.dirname, 'hook', name);
  const args: Record<string, string[]> = {
    'python -c pass': ['-c', 'pass'],
    'import-heavy start': [script('imports.py')],
    ...Object.fromEntries(loops.map((loop) => [loop, [script('loops.py'), loop]])),
    'open/close of one file, 50,000 times': [script('open_close.py')],
    '1,000 HTTP requests': [script('requests_loop.py'), `http://127.0.0.1:${port}/`],
  };
  return {
    measure(python, work, variant) {
      const env = { PATH: process.env.PATH ?? '', PYTHONPATH: folder[variant] };
      const started = performance.now();
      const said = execFileSync(python, args[work], { env, encoding: 'utf8' });
      // A work that prints nothing is timed whole, from outside.
      return said === '' ? (performance.now() - started) / 1000 : Number(said);
    },
    async close() {
      await worker.terminate();
      for (const { remove } of hooks) remove();
      rmSync(dir, { recursive: true });
    },
  };
}
