import { realpathSync } from 'node:fs';
import { posix } from 'node:path';
import { BoundedMap } from './bounded-map.ts';

const maxRemembered = 8_192;
/** A link can be made to lead elsewhere between two uses: what was found is good for this long, ms. */
const rememberMs = 1_000;

export interface RealPathsOptions {
  /** Unix time, ms. */
  readonly clock?: () => number;
  /** The real path of an absolute one. Throws where there is none. */
  readonly realPath?: (path: string) => string;
}

/**
 * Where a path that a process used really leads, as far as the agent can tell; null where that is nowhere else.
 * `itself` is about what lies at that path, even where that is a link: a rename and a removal are of the link.
 */
export type RealPaths = (path: string, pid: number, what?: 'itself' | 'what it leads to') => string | null;

/** Names that a system gives to its own folders, beside where they are: nobody takes these for two places. */
const aliases: readonly (readonly [used: string, real: string])[] = [
  ['/tmp/', '/private/tmp/'],
  ['/var/', '/private/var/'],
  ['/etc/', '/private/etc/'],
  ['/var/run/', '/run/'],
  ['/var/lock/', '/run/lock/'],
  ['/bin/', '/usr/bin/'],
  ['/sbin/', '/usr/sbin/'],
  ['/lib/', '/usr/lib/'],
  ['/lib64/', '/usr/lib64/'],
];

/** Whether two paths differ by no more than a name that the system gives to one of its own folders. */
export function isSamePlace(used: string, real: string): boolean {
  return (
    used === real || aliases.some(([from, to]) => used.startsWith(from) && real === `${to}${used.slice(from.length)}`)
  );
}

/**
 * Follows symbolic links, for a moment remembered. Looking is synchronous: it takes some microseconds, and an
 * asynchronous look at a file system that hangs would hold one of the four threads that the spool writes with.
 */
export function createRealPaths({
  clock = Date.now,
  realPath = realpathSync.native,
}: RealPathsOptions = {}): RealPaths {
  const known = new BoundedMap<string, { readonly real: string | null; readonly atMs: number }>(maxRemembered);

  const inRealFolder = (path: string): string | null => {
    try {
      return posix.join(realPath(posix.dirname(path)), posix.basename(path));
    } catch {
      return null;
    }
  };

  const follow = (path: string): string | null => {
    try {
      return realPath(path);
    } catch {
      // It may be gone by now, or not be there yet; its folder still says where that would be.
      return inRealFolder(path);
    }
  };

  return (path, pid, what = 'what it leads to') => {
    const own = inProcess(path, pid);
    if (own === null) return null;
    const now = clock();
    const key = `${what === 'itself' ? '-' : '+'}${own}`;
    const remembered = known.get(key);
    if (remembered !== undefined && now - remembered.atMs < rememberMs) return remembered.real;
    const found = what === 'itself' ? inRealFolder(own) : follow(own);
    const real = found === null || found === path ? withoutRoot(own, path) : withoutRoot(found, path);
    known.set(key, { real, atMs: now });
    return real;
  };
}

/** A path as this process would have to write it: "self" is another for every process. Null where only that one can look. */
function inProcess(path: string, pid: number): string | null {
  // A device's name leads to descriptors of whoever looks: /dev/stdin is not the agent's.
  if (path.startsWith('/dev/') || path.startsWith('/sys/')) return null;
  const own = path.replace(/^\/proc\/(?:self|thread-self)(?=\/|$)/, `/proc/${pid}`);
  if (!own.startsWith('/proc/')) return own;
  return /^\/proc\/\d+\/(?:root|cwd)(?:\/|$)/.test(own) ? own : null;
}

/** /proc/PID/root is / by another name (a container's process aside, whose files lie elsewhere for the agent anyway). */
function withoutRoot(found: string, used: string): string | null {
  const plain = found.replace(/^\/proc\/\d+\/root(?=\/)/, '');
  return plain === used ? null : plain;
}
