/** The self-test's own package: it connects to a port of this machine that it is told, and does nothing else. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { selftestPackage } from '../pipeline/receipts.ts';

export const selftestVersion = '1.0.0';
const module = 'culprit_selftest';
const patienceMs = 120_000;

const source = `"""Harmless: made by "culprit-agent selftest", and deleted after it."""

import socket


def call(port):
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.sendall(b"culprit")
`;

/** Makes the wheel with the environment's own Python, whose zipfile knows how; the files' order and times are fixed. */
const build = `
import base64, hashlib, sys, zipfile
wheel, name, module, version, source = sys.argv[1:]
info = f"{module}-{version}.dist-info"
files = {
    f"{module}.py": source,
    f"{info}/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n",
    f"{info}/WHEEL": "Wheel-Version: 1.0\\nGenerator: culprit\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
digest = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
record = "".join(f"{path},sha256={digest(text)},{len(text.encode())}\\n" for path, text in files.items())
files[f"{info}/RECORD"] = record + f"{info}/RECORD,,\\n"
with zipfile.ZipFile(wheel, "w") as archive:
    for path, text in files.items():
        archive.writestr(zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0)), text)
`;
const unpack = 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])';

const run = promisify(execFile);
const options = { timeout: patienceMs, maxBuffer: 1024 * 1024 } as const;

/**
 * Installs the package into a venv: with its pip, or, where it has none, by unpacking the wheel as pip would.
 * @returns which of the two
 * @throws what the interpreter said
 */
export async function installSelftest(python: string, dir: string, sitePackages: string): Promise<'pip' | 'unpacked'> {
  mkdirSync(dir, { recursive: true });
  const wheel = join(dir, `${module}-${selftestVersion}-py3-none-any.whl`);
  await run(python, ['-I', '-S', '-c', build, wheel, selftestPackage, module, selftestVersion, source], options);
  const pip = ['-I', '-m', 'pip', '--disable-pip-version-check', '--no-input', '--isolated'];
  const hasPip = await run(python, [...pip, '--version'], options).then(
    () => true,
    () => false,
  );
  if (hasPip) {
    await run(python, [...pip, 'install', '--no-index', '--no-deps', '--no-cache-dir', wheel], options);
    return 'pip';
  }
  await run(python, ['-I', '-S', '-c', unpack, wheel, sitePackages], options);
  writeFileSync(join(sitePackages, `${module}-${selftestVersion}.dist-info`, 'INSTALLER'), 'culprit\n');
  return 'unpacked';
}

/** Runs it: it connects to the port. @throws what the interpreter said */
export async function runSelftest(python: string, port: number): Promise<void> {
  await run(python, ['-c', `import ${module}; ${module}.call(${port})`], options);
}
