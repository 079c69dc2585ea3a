/** Holds the files of an environment's packages against their RECORDs (PEP 376, 627). */
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Distribution } from '../environments/distribution.ts';
import { minorOf } from '../environments/environment.ts';
import { readInventory } from '../environments/inventory.ts';
import { interpreterIn, isFile } from '../environments/layout.ts';
import { type ByteCode, ByteCodeFolders, isLive } from './byte-code.ts';
import { type ClaimedFile, Claims } from './claims.ts';
import { askHelper } from './code-helper.ts';
import { CondaFiles } from './conda-files.ts';
import { hashFile, isKnownAlgorithm } from './file-hash.ts';
import type { Finding, Unverified, VerifyJob, VerifyProgress, VerifyReport } from './report.ts';

const maxFindings = 10_000;
const maxUnreadable = 100;
/** A folder in a package that no RECORD knows is looked into so deep, and so many of its files are told. */
const maxExtraDepth = 8;
const maxExtraFiles = 200;
const maxFindingsOfPackage = 1_000;

export interface VerifyOptions {
  readonly onProgress?: (progress: VerifyProgress) => void;
  readonly signal?: AbortSignal;
}

/** Verifies an environment; takes as long as hashing its files does. Nothing is thrown for what is in them. */
export async function verify(job: VerifyJob, options: VerifyOptions = {}): Promise<VerifyReport> {
  const startMs = performance.now();
  const all = readInventory(job.sitePackages);
  const wanted = job.names === null ? all : all.filter(({ name }) => job.names?.includes(name));
  const verification = new Verification(job, new Claims(all, job.prefix));
  for (const [index, distribution] of wanted.entries()) {
    if (options.signal?.aborted) break;
    verification.look(distribution);
    options.onProgress?.({ done: index + 1, total: wanted.length });
  }
  await verification.compareByteCode(options.signal);
  return verification.report(wanted.length, performance.now() - startMs);
}

class Verification {
  readonly #job: VerifyJob;
  readonly #claims: Claims;
  readonly #conda: CondaFiles;
  readonly #byteCode = new ByteCodeFolders();
  readonly #findings: Finding[] = [];
  readonly #unverified: Unverified[] = [];
  readonly #unreadable: string[] = [];
  readonly #live: { readonly code: ByteCode; readonly of: Distribution }[] = [];
  #files = 0;
  #bytes = 0;
  #compared = 0;
  #unhashed = 0;
  #outside = 0;
  #byteCodeProblem: string | null = null;
  #ofPackage = 0;

  constructor(job: VerifyJob, claims: Claims) {
    this.#job = job;
    this.#claims = claims;
    this.#conda = new CondaFiles(job.prefix);
  }

  look(of: Distribution): void {
    this.#ofPackage = 0;
    if (isOfSystem(of)) {
      this.#unverified.push({ package: refOf(of), reason: 'system' });
      return;
    }
    if (of.layout === 'egg-info' || !isFile(join(of.infoPath, 'RECORD'))) {
      this.#withoutRecord(of);
      return;
    }
    let hashes = 0;
    let lines = 0;
    for (const file of this.#claims.filesOf(of)) {
      lines += 1;
      if (this.#verifyFile(of, file)) hashes += 1;
      if (file.path.endsWith('.py')) this.#noteByteCodeOf(of, file.path);
    }
    if (lines > 1 && hashes === 0) this.#unverified.push({ package: refOf(of), reason: 'no-hashes' });
    if (of.editable !== null) this.#unverified.push({ package: refOf(of), reason: 'editable' });
    this.#outside += outsideOf(of, this.#claims);
    for (const folder of this.#claims.foldersOf(of)) this.#lookForExtra(of, folder);
  }

  async compareByteCode(signal: AbortSignal | undefined): Promise<void> {
    if (this.#live.length === 0 || signal?.aborted) return;
    const python = interpreterIn(this.#job.prefix, minorOf(this.#job.python));
    if (python === null) {
      this.#byteCodeProblem = `${this.#job.prefix} has no interpreter to compare byte code with`;
      return;
    }
    const requests = this.#live.map(({ code }) => [code.path, code.source]);
    const answers = await askHelper({ python, prefix: this.#job.prefix, name: 'byte_code', signal }, requests);
    for (const [index, answer] of answers.entries()) {
      const live = this.#live[index];
      if (live === undefined) continue;
      if (answer.status === 'failed') {
        this.#noteUnreadable(`${live.code.path}: ${answer.reason}`);
        continue;
      }
      this.#compared += 1;
      if (Object(answer.value).same !== false) continue;
      const detail = `byte code that is not what ${basename(live.code.source)} compiles to, and that Python runs instead`;
      this.#find(live.of, 'changed', live.code.path, detail);
    }
  }

  report(packages: number, ms: number): VerifyReport {
    return {
      ...{ packages, files: this.#files, bytes: this.#bytes, byteCode: this.#compared, findings: this.#findings },
      ...{ isCut: this.#findings.length >= maxFindings, unverified: this.#unverified, unhashed: this.#unhashed },
      ...{ outside: this.#outside, unreadable: this.#unreadable, byteCodeProblem: this.#byteCodeProblem },
      ms: Math.round(ms),
    };
  }

  /** Who always writes a RECORD did write one. */
  #withoutRecord(of: Distribution): void {
    const isTakenAway = of.layout === 'dist-info' && (of.installer === 'pip' || of.installer === 'uv');
    if (isTakenAway) this.#find(of, 'missing', join(of.infoPath, 'RECORD'), `${of.installer} always writes one`);
    this.#unverified.push({ package: refOf(of), reason: of.editable === null ? 'no-record' : 'editable' });
  }

  /** Whether there was a hash to hold it against. */
  #verifyFile(of: Distribution, { path, recorded }: ClaimedFile): boolean {
    const equals = recorded.hash.indexOf('=');
    const algorithm = recorded.hash.slice(0, Math.max(0, equals));
    if (!isKnownAlgorithm(algorithm)) {
      // Byte code comes and goes; a RECORD can't have its own hash.
      if (path.endsWith('.pyc') || path.startsWith(join(of.infoPath, 'RECORD'))) return false;
      this.#unhashed += 1;
      if (!isThere(path)) this.#find(of, 'missing', path, 'its RECORD names it, without a hash');
      return false;
    }
    if (this.#isOld(path)) return true;
    const hashed = hashFile(path, algorithm);
    if (hashed.status === 'missing') this.#find(of, 'missing', path, sizeText(recorded.size));
    else if (hashed.status === 'unreadable') this.#noteUnreadable(`${path}: ${hashed.reason}`);
    else {
      this.#files += 1;
      this.#bytes += hashed.stats.size;
      const isSame = isDigest(hashed.digest, recorded.hash.slice(equals + 1));
      if (isSame || this.#conda.wrote(of.name, path)) return true;
      const { size, mtimeMs } = hashed.stats;
      const before = recorded.size === null ? '' : `${recorded.size} → `;
      this.#find(of, 'changed', path, `${before}${size} bytes, written ${new Date(mtimeMs).toISOString()}`);
    }
    return true;
  }

  #lookForExtra(of: Distribution, folder: string): void {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name === '__pycache__') this.#lookForSourceless(of, path);
        else if (!this.#claims.hasFolder(path)) this.#tellExtraFolder(of, path, 0);
      } else if (!this.#claims.has(path)) {
        this.#find(of, 'extra', path, 'no RECORD has it');
      }
    }
  }

  #tellExtraFolder(of: Distribution, folder: string, depth: number): void {
    let told = 0;
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (depth < maxExtraDepth) this.#tellExtraFolder(of, path, depth + 1);
      } else if (told++ < maxExtraFiles) this.#find(of, 'extra', path, 'no RECORD has it');
    }
  }

  #lookForSourceless(of: Distribution, folder: string): void {
    for (const code of this.#byteCode.in(folder)) {
      if (isThere(code.source)) continue;
      this.#find(of, 'extra', code.path, `byte code without its source ${basename(code.source)}`);
    }
  }

  #noteByteCodeOf(of: Distribution, source: string): void {
    for (const code of this.#byteCode.of(source)) {
      if (this.#isOld(code.path) && this.#isOld(source)) continue;
      if (isLive(code)) this.#live.push({ code, of });
    }
  }

  /** Nothing was done to a file since the last time: its times may be set at will, when that was done can't. */
  #isOld(path: string): boolean {
    const { sinceMs } = this.#job;
    if (sinceMs === null) return false;
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats !== undefined && stats.ctimeMs < sinceMs;
  }

  #find(of: Distribution, kind: Finding['kind'], path: string, detail: string): void {
    this.#ofPackage += 1;
    if (this.#findings.length >= maxFindings || this.#ofPackage > maxFindingsOfPackage) return;
    this.#findings.push({ kind, package: refOf(of), path, detail });
  }

  #noteUnreadable(line: string): void {
    if (this.#unreadable.length < maxUnreadable) this.#unreadable.push(line);
  }
}

/** Debian's own: stripped, relocated and patched after the wheel was built that the RECORD is of. */
function isOfSystem({ location, installer }: Distribution): boolean {
  return installer === null && /^\/usr\/lib\/python3[\d.]*\/dist-packages$/.test(location);
}

/** RECORD has base64url without padding; some builders wrote padding, or hexadecimal. */
function isDigest(digest: string, recorded: string): boolean {
  if (recorded.replace(/=+$/, '') === digest) return true;
  return /^[0-9a-f]{64,128}$/.test(recorded) && Buffer.from(digest, 'base64url').toString('hex') === recorded;
}

function refOf({ name, version }: Distribution) {
  return { name, version };
}

function outsideOf(of: Distribution, claims: Claims): number {
  let outside = 0;
  for (const recorded of of.files()) if (!claims.isInside(claims.pathOf(of, recorded))) outside += 1;
  return outside;
}

function sizeText(size: number | null): string {
  return size === null ? 'it is not there' : `it is not there; it had ${size} bytes`;
}

function isThere(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
