/** node python-hook/gate/build.ts: builds the gate for every target that it can into dist/, where the agent looks. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Compiler,
  compileGate,
  ownCompiler,
  pythonHeaders,
  type Target,
  targets,
  zigCompiler,
} from './compile.ts';

const usage = `Usage: node python-hook/gate/build.ts [--targets ${targets.join(',')}] [--compiler zig|cc]

Builds the gate into python-hook/gate/dist/. Without --compiler it takes Zig's C compiler from PyPI, and where that
can't be had, the machine's own, for this machine alone.
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
    options: { targets: { type: 'string' }, compiler: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
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
    const bytes = compileGate(compiler, target, { headers, out: join(dist, target, '_gate.abi3.so') });
    hashes[target] = createHash('sha256').update(bytes).digest('hex');
    process.stdout.write(`${target}  ${bytes.length} bytes  sha256 ${hashes[target]}\n`);
  }
  writeFileSync(join(dist, 'hashes.json'), `${JSON.stringify(hashes, null, 2)}\n`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (fault) {
  process.stderr.write(`${fault instanceof Error ? fault.message : fault}\n`);
  process.exitCode = 1;
}
