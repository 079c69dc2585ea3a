/** node python-hook/gate/build.ts: builds the gate for every target that it can into dist/, where the agent looks. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Compiler,
  compileGate,
  gateSource,
  ownCompiler,
  pythonHeaders,
  type Target,
  targets,
  zigCompiler,
} from './compile.ts';
import { gateIn, problemsOf, sha256, writeHashes } from './shipped.ts';

const usage = `Usage: node python-hook/gate/build.ts [--targets ${targets.join(',')}] [--compiler zig|cc]
       node python-hook/gate/build.ts --check

Builds the gate into python-hook/gate/dist/. Without --compiler it takes Zig's C compiler from PyPI, and where that
can't be had, the machine's own, for this machine alone.
With --check it builds nothing: status 1 where what is there can't be shipped (npm asks before it packs the hook).
`;
const dist = join(import.meta.dirname, 'dist');

async function pick(name: string | undefined): Promise<Compiler> {
  const own = ownCompiler();
  try {
    if (name !== 'cc') return await zigCompiler();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (name === 'zig' || own === null) throw new Error(`Zig's C compiler isn't to be had: ${reason}`);
    process.stderr.write(`${reason}\nso this machine's own compiler builds for this machine alone\n`);
  }
  if (own === null) throw new Error('this machine has no C compiler (cc) for a target of the gate');
  return own;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      targets: { type: 'string' },
      compiler: { type: 'string' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.check) return check();
  const asked = values.targets?.split(',');
  const unknown = asked?.find((name) => !(targets as readonly string[]).includes(name));
  if (unknown !== undefined || ![undefined, 'zig', 'cc'].includes(values.compiler)) {
    process.stderr.write(`there is no target or compiler "${unknown ?? values.compiler}"\n\n${usage}`);
    return 2;
  }
  const compiler = await pick(values.compiler);
  const wanted = (asked as readonly Target[] | undefined) ?? compiler.targets;
  const missing = wanted.find((target) => !compiler.targets.includes(target));
  if (missing !== undefined) throw new Error(`${compiler.name} can't build for ${missing}`);
  const headers = await pythonHeaders();
  // What an earlier build left is of another source.
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const hashes: Record<string, string> = {};
  for (const target of wanted) {
    const bytes = compileGate(compiler, target, { headers, out: gateIn(dist, target) });
    hashes[target] = sha256(bytes);
    process.stdout.write(`${target}  ${bytes.length} bytes  sha256 ${hashes[target]}\n`);
  }
  writeHashes(dist, gateSource, hashes);
  return 0;
}

function check(): number {
  const problems = problemsOf(dist, gateSource);
  if (problems.length === 0) return 0;
  process.stderr.write(`${problems.join('\n')}\nThe hook can't be shipped like that: run "npm run gate" first.\n`);
  return 1;
}

try {
  process.exitCode = await main();
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : fault}\n`);
  process.exitCode = 1;
}
