/** A small package with a command, for tests of wheels and venvs: distribution My.Greeter, import name greeter. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildWheel } from './wheel.ts';

/** Builds version 1.2.post1 into `outDir`; its source lies beside it, with a stale byte-code cache in it. */
export async function buildGreeter(outDir: string, extraFiles: Record<string, string> = {}): Promise<string> {
  const source = `${outDir}-source`;
  await mkdir(join(source, 'greeter', '__pycache__'), { recursive: true });
  await writeFile(join(source, 'greeter', '__init__.py'), 'def main():\n    print("grüezi")\n');
  await writeFile(join(source, 'greeter', '__pycache__', 'x.pyc'), 'stale');
  const scripts = { greet: 'greeter:main' };
  return buildWheel({ name: 'My.Greeter', version: '1.2.post1', source, outDir, extraFiles, scripts });
}
