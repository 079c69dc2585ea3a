/**
 * Generates the static codecs in src/generated from the .proto files, with protobufjs' own compiler.
 * `node generate.ts` writes them; `node generate.ts --check` exits 1 where what is committed is stale.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const protos = ['hook', 'uplink'];
const here = import.meta.dirname;
const pbjs = join(dirname(createRequire(import.meta.url).resolve('protobufjs-cli/package.json')), 'bin/pbjs');

/** Compiles one .proto; returns the texts of its module and of its types, by file name. */
function generate(name: string, outDir: string): Record<string, string> {
  const out = join(outDir, `${name}.js`);
  // Each module has a root of its own (-r): in a shared one, the second module loaded wipes the first.
  const options = [
    '-t',
    'static-module',
    '-w',
    'esm',
    '-r',
    `culprit-${name}`,
    '--dependency',
    'protobufjs/minimal.js',
  ];
  const lean = ['--no-create', '--no-verify', '--no-convert', '--no-delimited', '--no-typeurl', '--dts'];
  execFileSync(process.execPath, [pbjs, ...options, ...lean, '-o', out, join(here, `${name}.proto`)]);
  const read = (file: string) => readFileSync(join(outDir, file), 'utf8');
  return { [`${name}.js`]: read(`${name}.js`), [`${name}.d.ts`]: read(`${name}.d.ts`) };
}

const scratch = mkdtempSync(join(tmpdir(), 'culprit-proto-'));
const generated = Object.assign({}, ...protos.map((name) => generate(name, scratch))) as Record<string, string>;
rmSync(scratch, { recursive: true });

const target = join(here, 'src/generated');
const stale: string[] = [];
for (const [file, text] of Object.entries(generated)) {
  const path = join(target, file);
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) stale.push(file);
}
if (stale.length > 0) {
  process.stderr.write(`proto/src/generated is stale (${stale.join(', ')}): run "npm run generate"\n`);
  process.exitCode = 1;
}
