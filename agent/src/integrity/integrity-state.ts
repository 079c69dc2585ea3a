/** What was last verified in an environment, and what wasn't as it should be: HOME/agent/integrity/HASH.json. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomically } from '../environments/atomic-write.ts';
import { readHead } from '../environments/bounded-read.ts';
import { sha256 } from '../environments/hook-source.ts';
import type { Finding } from './report.ts';

const maxBytes = 16 * 1024 * 1024;
const maxFindings = 5_000;
const onlyOwner = 0o600;

const schema = z.object({
  path: z.string(),
  fullMs: z.number(),
  lookMs: z.number(),
  findings: z.array(z.tuple([z.enum(['changed', 'missing', 'extra']), z.string(), z.string(), z.string(), z.string()])),
});

export interface IntegrityState {
  /** When all files were last verified, Unix time in ms; 0 is never. */
  fullMs: number;
  /** When those were that had been touched. */
  lookMs: number;
  findings: readonly Finding[];
}

/** What was saved; where there is nothing that is understood, nothing was ever verified. */
export function loadIntegrityState(dir: string, path: string): IntegrityState {
  try {
    const bytes = readHead(fileOf(dir, path), maxBytes) ?? Buffer.from('null');
    const { fullMs, lookMs, findings } = schema.parse(JSON.parse(bytes.toString('utf8')));
    const read = findings.map(([kind, name, version, file, detail]) => ({
      ...{ kind, package: { name, version }, path: file, detail },
    }));
    return { fullMs, lookMs, findings: read };
  } catch {
    return { fullMs: 0, lookMs: 0, findings: [] };
  }
}

/** @throws the system's error */
export function saveIntegrityState(dir: string, path: string, { fullMs, lookMs, findings }: IntegrityState): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const rows: z.infer<typeof schema> = {
    ...{ path, fullMs, lookMs },
    findings: findings
      .slice(0, maxFindings)
      .map(({ kind, package: of, path: file, detail }) => [kind, of.name, of.version, file, detail]),
  };
  writeAtomically(fileOf(dir, path), JSON.stringify(rows), onlyOwner);
}

/** Forgets an environment. */
export function removeIntegrityState(dir: string, path: string): void {
  rmSync(fileOf(dir, path), { force: true });
}

function fileOf(dir: string, path: string): string {
  return join(dir, `${sha256(Buffer.from(path)).slice(0, 32)}.json`);
}
