/** A workstation for the agent: a throw-away home with environments in it that are covered. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createEnvironments } from '../../agent/src/environments/environments.ts';
import { type AgentHome, agentHome, makeAgentHome } from '../../agent/src/home.ts';

/** What each environment has: as many as a small service's. */
const packages = 20;
const filesEach = 10;

export interface Machine {
  readonly home: AgentHome;
  readonly dir: string;
  readonly environments: readonly string[];
  /** Where the packages of an environment are. */
  readonly sitePackages: (environment: string) => string;
  remove(): void;
}

/** Makes so many venvs, with packages and the hook in each. */
export function createMachine(count: number): Machine {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-bench-')));
  const first = join(dir, 'venv-0');
  execFileSync('python3', ['-m', 'venv', '--without-pip', first]);
  const where = 'import sysconfig; print(sysconfig.get_path("purelib"))';
  const site = execFileSync(join(first, 'bin/python'), ['-c', where], { encoding: 'utf8' }).trim();
  for (let i = 0; i < packages; i += 1) writePackage(site, `package${i}`);
  const environments = Array.from({ length: count }, (_, i) => join(dir, `venv-${i}`));
  for (const path of environments.slice(1)) cpSync(first, path, { recursive: true, verbatimSymlinks: true });
  const home = agentHome(join(dir, 'home'));
  makeAgentHome(home);
  const log = pino({ level: 'silent' });
  const room = createEnvironments({ dir: home.dir, socketPath: home.hookSocket, log, onChange: () => {} });
  for (const path of environments) room.add(path);
  return {
    ...{ home, dir, environments },
    sitePackages: (environment) => join(environment, site.slice(first.length + 1)),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}

function writePackage(site: string, name: string): void {
  const metadata = `${name}-1.0.dist-info`;
  for (const folder of [name, metadata]) mkdirSync(join(site, folder));
  const files = Array.from({ length: filesEach }, (_, i) => `${name}/part${i}.py`);
  for (const file of files) writeFileSync(join(site, file), 'value = 1\n');
  writeFileSync(join(site, metadata, 'METADATA'), `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`);
  writeFileSync(join(site, metadata, 'INSTALLER'), 'pip\n');
  const rows = [...files, `${metadata}/METADATA`, `${metadata}/INSTALLER`, `${metadata}/RECORD`];
  writeFileSync(join(site, metadata, 'RECORD'), rows.map((row) => `${row},,\n`).join(''));
}
