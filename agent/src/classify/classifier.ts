/** What each activity's target is, and what of it may leave the workstation. */
import { posix } from 'node:path';
import type { HookActivity, HookProcess } from '../listener/report.ts';
import { tamperKindOf } from '../tamper/kinds.ts';
import type { Catalogue } from './catalogue.ts';
import { createEndpointClasses } from './endpoint-classes.ts';
import { canonicalAddress, canonicalHost } from './endpoint-syntax.ts';
import { createFileClasses } from './file-classes.ts';
import { createHardLinks } from './hard-links.ts';
import { createTilde, slashed, type Tilde } from './home-folders.ts';
import type { OwnSockets } from './own-sockets.ts';
import { createPackageIndexes, type IndexSource, type PackageIndexes } from './package-indexes.ts';
import { createRealPaths, isSamePlace, type RealPaths } from './real-paths.ts';
import { bound, redactArguments, redactCommand, redactText } from './redact.ts';

/** Longer targets are cut, characters. */
const maxTarget = 1_024;
const maxName = 256;
/** Stands for a folder that nobody knows. No file is in it: a path of a process can't have this character. */
const nowhere = '/\0';

export interface ClassifierOptions {
  readonly catalogue: Catalogue;
  /** Home folders that are written ~, besides those that are it by convention. */
  readonly homes?: readonly string[];
  readonly platform?: NodeJS.Platform;
  readonly realPaths?: RealPaths;
  readonly packageIndexes?: PackageIndexes;
  readonly sockets?: OwnSockets;
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

interface Place {
  readonly target: string;
  readonly used: string | null;
  readonly targetClass: string | null;
}

export function createClassifier(options: ClassifierOptions): Classifier {
  const { catalogue, platform = process.platform, realPaths = createRealPaths() } = options;
  const tilde: Tilde = createTilde(options.homes, platform);
  const packageIndexes = options.packageIndexes ?? createPackageIndexes({ platform });
  const { files: entries } = catalogue;
  const fileClass = createFileClasses({ entries, tilde, platform });
  const hardLinks = createHardLinks({ entries, fileClass, platform, ...(options.homes && { homes: options.homes }) });
  const endpointClass = createEndpointClasses({
    entries: catalogue.endpoints,
    isPackageIndex: (host) => packageIndexes.has(host),
  });

  const path = (text: string): string => bound(tilde(slashed(text, platform)), maxTarget);

  /**
   * What a path is, as it was used and where it really leads: the first of the two that is anything special. It is told
   * by where it really leads; `used` is what the process called it, null where that is the same place.
   */
  const place = (text: string, { pid }: HookProcess, what: 'itself' | 'what it leads to'): Place => {
    const absolute = absolutePath(slashed(text, platform), pid);
    const found = realPaths(absolute, pid, what);
    const real = found === null ? null : slashed(found, platform);
    const targetClass = fileClass(absolute) ?? (real === null ? null : fileClass(real)) ?? hardLinks(real ?? absolute);
    const [target, leadsTo] = [path(text), path(real ?? text)];
    const isSame = isSamePlace(target, leadsTo) || isSamePlace(absolute, real ?? absolute);
    return isSame ? { target, used: null, targetClass } : { target: leadsTo, used: target, targetClass };
  };

  const plain = (target: string): Classified => ({
    ...{ target, targetClass: null, ip: null, port: null, via: null, other: null },
  });

  const file = (activity: HookActivity, process: HookProcess): Classified => {
    const { operation, other } = activity;
    const isOfItself = operation === 'file.rename' || operation === 'file.remove';
    const { target, used, targetClass } = place(activity.target, process, isOfItself ? 'itself' : 'what it leads to');
    if (operation !== 'file.rename' || other === '') return { ...plain(target), targetClass, other: used };
    const renamed = place(other, process, 'itself');
    return { ...plain(target), targetClass: targetClass ?? renamed.targetClass, other: renamed.target };
  };

  const endpoint = (activity: HookActivity, process: HookProcess): Classified => {
    const { target } = activity;
    // A socket that has a file (or an abstract name) instead of an address.
    if (target.startsWith('@')) return { ...plain(bound(target, maxTarget)), targetClass: fileClass(target.slice(1)) };
    if (target.startsWith('/')) {
      const { used, ...socket } = place(target, process, 'what it leads to');
      return {
        ...plain(socket.target),
        targetClass: socket.targetClass ?? options.sockets?.get(target) ?? null,
        other: used,
      };
    }
    const name = canonicalHost(target);
    const host = canonicalAddress(name) ?? name;
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

  /** What the hook tells has a name for rules, and a sentence for people. */
  const tamper = ({ target, other }: HookActivity): Classified => ({
    ...plain(bound(redactText(target, tilde), maxTarget)),
    targetClass: tamperKindOf(target),
    other: other === '' ? null : bound(redactText(other, tilde), maxTarget),
  });

  return {
    classify(activity, process) {
      const { operation } = activity;
      if (operation.startsWith('file.')) return file(activity, process);
      if (operation.startsWith('net.') || operation === 'dns.lookup') return endpoint(activity, process);
      if (operation === 'process.spawn') return spawn(activity);
      if (operation === 'native.load') return plain(path(activity.target));
      if (operation === 'hook.tamper') return tamper(activity);
      return plain(bound(redactText(activity.target, tilde), maxTarget));
    },
    path,
    command: (argv) => redactArguments(argv, tilde),
    application: (text) => (text.startsWith('-') ? bound(text, maxName) : path(text)),
    learn: (source) => packageIndexes.learn(source),
  };
}

/**
 * Absolute, without . and .. and //; what a process has of its own is "self", by whatever name it used. The hook tells
 * a relative path only where nobody can know what it is relative to: then it lies in a folder of no name.
 */
function absolutePath(path: string, pid: number): string {
  const full = path.startsWith('/') || /^[A-Za-z]:\//.test(path) ? path : posix.join(nowhere, path);
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
