/** How fast packages' files are held against their RECORDs, next to sha256sum over the same files. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Verifier } from '../agent/src/integrity/verifier.ts';
import type { Benchmark, Choice, Outcome } from './benchmark.ts';
import { verdict } from './goals.ts';
import { median } from './median.ts';
import { duration, times } from './samples.ts';

const packages = 200;
const filesEach = 100;
const goal = 2;
const rowName = '20,000 files';
const columns = ['files', 'sha256sum', 'culprit', 'on the wall', 'processor', 'goal'];

interface Seconds {
  readonly wall: number;
  readonly cpu: number;
}

export const verifyBenchmark: Benchmark = {
  name: 'verify',
  purpose: 'packages against their RECORDs, next to sha256sum (half a minute)',
  rounds: 5,
  rowNames: [rowName],
  async run(choice) {
    const dir = mkdtempSync(join(tmpdir(), 'culprit-bench-'));
    try {
      return await measure(dir, choice);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

async function measure(dir: string, { rounds, progress }: Choice): Promise<Outcome> {
  const { files, bytes } = makePackages(dir);
  const measured: { readonly sha256sum: Seconds; readonly culprit: Seconds }[] = [];
  // Once before, so that both read from memory.
  sha256sum(files);
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}`);
    measured.push({ sha256sum: sha256sum(files), culprit: await culprit(dir) });
  }
  const ratio = (of: keyof Seconds) => median(measured.map((round) => round.culprit[of] / round.sha256sum[of]));
  const wall = (of: 'sha256sum' | 'culprit') => duration(median(measured.map((round) => round[of].wall)));
  const judged = verdict(`${goal}× of sha256sum`, ratio('cpu') <= goal, times(ratio('cpu')));
  const row = {
    files: `${rowName}, ${(bytes / 1e6).toFixed(0)} MB`,
    sha256sum: wall('sha256sum'),
    culprit: wall('culprit'),
    'on the wall': times(ratio('wall')),
    processor: times(ratio('cpu')),
    goal: judged.text,
  };
  const note =
    `Medians of ${rounds} rounds; both at the lowest priority, files in memory. Culprit reads the RECORDs, hashes, looks for ` +
    'files that are too many, and starts its worker, all of it counted. Judged by processor time.';
  return { tables: [{ columns, rows: [row], note }], measured };
}

/** Sizes as packages have them: most files are a few KB, few are large. */
function makePackages(dir: string): { files: string[]; bytes: number } {
  const files: string[] = [];
  let bytes = 0;
  for (let p = 0; p < packages; p += 1) {
    const info = join(dir, `package${p}-1.dist-info`);
    mkdirSync(info);
    mkdirSync(join(dir, `package${p}`));
    const record = Array.from({ length: filesEach }, (_, f) => {
      const size = Math.round(200 * 1.07 ** f);
      const text = `${p} ${f} `.padEnd(size, '# a line of a module\n');
      const path = `package${p}/module${f}.py`;
      writeFileSync(join(dir, path), text);
      files.push(join(dir, path));
      bytes += size;
      return `${path},sha256=${createHash('sha256').update(text).digest('base64url')},${size}\n`;
    });
    writeFileSync(join(info, 'METADATA'), `Name: package${p}\nVersion: 1\n`);
    record.push(`package${p}-1.dist-info/METADATA,,\n`, `package${p}-1.dist-info/RECORD,,\n`);
    writeFileSync(join(info, 'RECORD'), record.join(''));
  }
  return { files, bytes };
}

function sha256sum(files: readonly string[]): Seconds {
  const startMs = performance.now();
  const script = 'nice -n 19 xargs -0 sha256sum > /dev/null; times';
  const { stdout, status } = spawnSync('sh', ['-c', script], { input: files.join('\0'), encoding: 'utf8' });
  if (status !== 0) throw new Error('sha256sum can not be run: install coreutils and findutils');
  // The shell's own time, then its children's: "0m0.120s 0m0.050s".
  const [, children = ''] = stdout.trim().split('\n');
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + Number(m) * 60 + Number(s), 0);
  return { wall: (performance.now() - startMs) / 1000, cpu };
}

async function culprit(dir: string): Promise<Seconds> {
  const [startMs, before] = [performance.now(), process.cpuUsage()];
  const verifier = new Verifier();
  const job = { sitePackages: [dir], prefix: dir, python: '3.11', names: null, sinceMs: null };
  const { findings, files } = await verifier.verify(job);
  const { user, system } = process.cpuUsage(before);
  await verifier.stop();
  if (findings.length > 0 || files !== packages * filesEach)
    throw new Error(`${findings.length} findings, ${files} files`);
  return { wall: (performance.now() - startMs) / 1000, cpu: (user + system) / 1e6 };
}
