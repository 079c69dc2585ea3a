/** What each activity's target is, and what of it may leave the workstation. */
import { posix } from 'node:path';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import type { Catalogue } from './catalogue.ts';
import { createEndpointClasses } from './endpoint-classes.ts';
import { canonicalAddress, canonicalHost } from './endpoint-syntax.ts';
import { createFileClasses } from './file-classes.ts';
import { createTilde, slashed, type Tilde } from './home-folders.ts';
import { createPackageIndexes, type IndexSource, type PackageIndexes } from './package-indexes.ts';
import { createRealPaths, type RealPaths } from './real-paths.ts';
import { bound, redactArguments, redactCommand, redactText } from './redact.ts';

/** Longer targets are cut, characters. */
const maxTarget = 1_024;
const maxName = 256;

export interface ClassifierOptions {
  readonly catalogue: Catalogue;
  /** Home folders that are written ~, besides those that are it by convention. */
  readonly homes?: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly realPaths?: RealPaths;
  readonly packageIndexes?: PackageIndexes;
}

/** An activity's target as it leaves: classified, redacted, bounded. */
export interface Classified {
  readonly target: string;
  readonly targetClass: string | null;
  readonly ip: string | null;
  readonly port: number | null;
  readonly via: string | null;
  readonly other: string | null;
}

export interface Classifier {
  /** Never throws, whatever a process says. */
  classify(activity: HookActivity, process: HookProcess): Classified;
  /** A path as it may leave: the home folder written ~, bounded. */
  path(path: string): string;
  /** A command line as it may leave. */
  command(argv: readonly string[]): string;
  /** What a process says its application is, as it may leave: a path, "-m NAME", "-c", "-". */
  application(text: string): string;
  /** Takes note of an environment's package indexes: class package-index. */
  learn(source: IndexSource): void;
}

export function createClassifier(options: ClassifierOptions): Classifier {
  const { catalogue, platform = process.platform, realPaths = createRealPaths() } = options;
  const tilde: Tilde = createTilde(options.homes);
  const packageIndexes = options.packageIndexes ?? createPackageIndexes({ platform });
  const fileClass = createFileClasses({ entries: catalogue.files, tilde, platform });
  const endpointClass = createEndpointClasses({
    entries: catalogue.endpoints,
    isPackageIndex: (host) => packageIndexes.has(host),
  });

  const path = (text: string): string => bound(tilde(slashed(text, platform)), maxTarget);

  /** A path as used, made absolute, and where it really leads: the first of the two that is anything special. */
  const classOfFile = (used: string, { cwd, pid }: HookProcess): string | null => {
    const absolute = absolutePath(slashed(used, platform), slashed(cwd, platform), pid);
    const named = fileClass(absolute);
    if (named !== null) return named;
    const real = realPaths(absolute, pid);
    return real === null ? null : fileClass(slashed(real, platform));
  };

  const plain = (target: string): Classified => ({
    ...{ target, targetClass: null, ip: null, port: null, via: null, other: null },
  });

  const file = (activity: HookActivity, process: HookProcess): Classified => {
    const { target, other } = activity;
    const own = classOfFile(target, process);
    if (activity.operation !== 'file.rename' || other === '') return { ...plain(path(target)), targetClass: own };
    return { ...plain(path(target)), targetClass: own ?? classOfFile(other, process), other: path(other) };
  };

  const endpoint = (activity: HookActivity, process: HookProcess): Classified => {
    const { target } = activity;
    // A socket that has a file (or an abstract name) instead of an address.
    if (target.startsWith('@')) return plain(bound(target, maxTarget));
    if (target.startsWith('/')) return { ...plain(path(target)), targetClass: classOfFile(target, process) };
    const host = canonicalHost(target);
    const ip = canonicalAddress(activity.ip) ?? canonicalAddress(host);
    const isEverywhere = activity.operation === 'net.listen' && (host === '0.0.0.0' || host === '::');
    return {
      target: host,
      // Listening on every address is the opposite of listening to this machine alone.
      targetClass: isEverywhere ? null : endpointClass(host, ip ?? ''),
      ip,
      port: activity.port === 0 ? null : activity.port,
      via: activity.via === '' ? null : viaOf(activity.via),
      other: null,
    };
  };

  const spawn = ({ target, other }: HookActivity): Classified => ({
    // A shell's whole line may stand where a program should.
    ...plain(/\s/.test(target) ? redactCommand(target, tilde) : bound(redactText(target, tilde), maxTarget)),
    other: other === '' ? null : redactCommand(other, tilde),
  });

  return {
    classify(activity, process) {
      const { operation } = activity;
      if (operation.startsWith('file.')) return file(activity, process);
      if (operation.startsWith('net.') || operation === 'dns.lookup') return endpoint(activity, process);
      if (operation === 'process.spawn') return spawn(activity);
      if (operation === 'native.load') return plain(path(activity.target));
      return plain(bound(redactText(activity.target, tilde), maxTarget));
    },
    path,
    command: (argv) => redactArguments(argv, tilde),
    application: (text) => (text.startsWith('-') ? bound(text, maxName) : path(text)),
    learn: (source) => packageIndexes.learn(source),
  };
}

/** Absolute, without . and .. and //; what a process has of its own is "self", by whatever name it used. */
function absolutePath(path: string, cwd: string, pid: number): string {
  const full = path.startsWith('/') || /^[A-Za-z]:\//.test(path) ? path : posix.join(cwd || '/', path);
  const plain = posix.normalize(full);
  for (const own of [`/proc/${pid}/`, '/proc/thread-self/']) {
    if (plain.startsWith(own)) return `/proc/self/${plain.slice(own.length)}`;
  }
  return plain;
}

/** "host:port" of a proxy. */
function viaOf(via: string): string {
  const port = /:(\d{1,5})$/.exec(via)?.[1];
  const host = canonicalHost(port === undefined ? via : via.slice(0, -port.length - 1));
  return port === undefined ? host : `${host}:${port}`;
}
