import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';

/** The console as it is built from the sources of this moment, in a folder of its own. */
export interface BuiltConsole {
  readonly dist: string;
  remove(): void;
}

/** Takes about a second. */
export async function buildConsole(): Promise<BuiltConsole> {
  const dist = mkdtempSync(join(tmpdir(), 'culprit-console-'));
  await build({
    configFile: join(import.meta.dirname, '..', 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: dist, emptyOutDir: true },
  });
  return { dist, remove: () => rmSync(dist, { recursive: true, force: true }) };
}
