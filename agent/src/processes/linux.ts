/** Processes as Linux shows them: proc(5). */
import { closeSync, openSync, readdirSync, readlinkSync, readSync, type Stats, statSync } from 'node:fs';
import { systemCode } from '../errors.ts';
import type { MappedCode, ProcessStat, ProcessTable } from './process-table.ts';

/** Ticks a second, to programs, on every processor that Node runs on. */
const ticksPerSecond = 100;
/** Command lines can be megabytes long; nobody looks that far. */
const maxArgvBytes = 64 * 1024;
/** Some 40,000 mappings: no program has as many. */
const maxMapsBytes = 4 * 1024 * 1024;
/**
 * The system fills a page at a time with whole lines, none of which is longer than this: what is shorter by more is the
 * last. Asking once more would make it go through all sockets of the machine again.
 */
const fullPage = 4_096 - 256;
/** Its own clock may be this far behind the system's, ms. */
const slackMs = 100;
const removed = ' (deleted)';

/** @param root where the file system of processes is mounted */
export function createLinuxProcessTable(root = '/proc'): ProcessTable {
  const bootMs = bootTime(root);

  const link = (path: string): string | null => {
    try {
      return readlinkSync(`${root}/${path}`);
    } catch {
      return null;
    }
  };
  const fileLink = (path: string): string | null => {
    const target = link(path);
    return target?.endsWith(removed) ? target.slice(0, -removed.length) : target;
  };

  return {
    isSupported: true,
    pids() {
      try {
        return readdirSync(root)
          .filter((name) => /^\d+$/.test(name))
          .map(Number);
      } catch {
        return [];
      }
    },
    stat: (pid) => readStat(root, pid, bootMs),
    userId(pid) {
      const effective = /^Uid:\s+\d+\s+(\d+)/m.exec(read(`${root}/${pid}/status`, 4_096))?.[1];
      return effective === undefined ? null : Number(effective);
    },
    argv(pid) {
      const words = read(`${root}/${pid}/cmdline`, maxArgvBytes, 'utf8').split('\0');
      if (words.at(-1) === '') words.pop();
      return words;
    },
    variable(pid, name) {
      const words = read(`${root}/${pid}/environ`, maxArgvBytes, 'utf8').split('\0');
      return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1) ?? null;
    },
    isElsewhere(pid) {
      const own = statOf('/');
      const its = statOf(`${root}/${pid}/root/`);
      return own === null || its === null ? null : own.dev !== its.dev || own.ino !== its.ino;
    },
    cwd: (pid) => fileLink(`${pid}/cwd`),
    executable: (pid) => fileLink(`${pid}/exe`),
    descriptors(pid) {
      try {
        return readdirSync(`${root}/${pid}/fd`).map(Number);
      } catch (error) {
        return systemCode(error) === 'EACCES' || systemCode(error) === 'EPERM' ? 'denied' : 'gone';
      }
    },
    descriptor: (pid, number) => link(`${pid}/fd/${number}`),
    code(pid) {
      const text = read(`${root}/${pid}/maps`, maxMapsBytes, 'utf8');
      return text === '' ? null : mappedCode(text);
    },
    network: (pid) => link(`${pid}/ns/net`),
    networkTable: (pid, name, maxBytes) => read(`${root}/${pid}/net/${name}`, maxBytes, 'latin1', fullPage),
  };
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    // The process ended meanwhile, or is another user's.
    return null;
  }
}

/** "PID (name, which may have spaces and brackets) state ppid pgrp session …", the start being the twentieth after it. */
function readStat(root: string, pid: number, bootMs: number): ProcessStat | null {
  const text = read(`${root}/${pid}/stat`, 4_096);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [parentPid = Number.NaN, groupId = 0, sessionId = 0] = fields.slice(1, 4).map(Number);
  const startTicks = Number(fields[19]);
  // One that has ended and waits for its parent to notice has no more to show.
  if (!Number.isInteger(parentPid) || !Number.isInteger(startTicks) || fields[0] === 'Z') return null;
  return { pid, parentPid, groupId, sessionId, startTicks, startedMs: bootMs + (startTicks * 1000) / ticksPerSecond };
}

/**
 * Unix time of the boot that the ticks are counted from, ms. A container's /proc/uptime may tell since when the
 * container is up; this process's own start tells that apart.
 */
function bootTime(root: string): number {
  const nowMs = Date.now();
  const bootMs = nowMs - Number(read(`${root}/uptime`, 256).split(' ')[0]) * 1000;
  const own = readStat(root, process.pid, 0)?.startedMs ?? 0;
  const ownMs = performance.timeOrigin;
  return bootMs + own <= ownMs + slackMs ? bootMs : ownMs - own;
}

/** "START-END rwxp OFFSET DEVICE INODE PATH", a line a mapping. */
function mappedCode(text: string): MappedCode {
  const files = new Set<string>();
  let isAnonymous = false;
  for (const line of text.split('\n')) {
    const [, path] = /^[0-9a-f]+-[0-9a-f]+ ..x. [0-9a-f]+ [0-9a-f:]+ \d+ *(.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    // The system's own pages: [vdso], [vsyscall], [uprobes].
    if (/^\[(?:vdso|vsyscall|uprobes)\]$/.test(path)) continue;
    if (!path.startsWith('/') || path.startsWith('/memfd:')) isAnonymous = true;
    else files.add(path.endsWith(removed) ? path.slice(0, -removed.length) : path);
  }
  return { files: [...files], isAnonymous };
}

/** A file without a size, as all of /proc are: its first bytes, or nothing. A read shorter than `full` is the last. */
function read(path: string, maxBytes: number, encoding: BufferEncoding = 'latin1', full = 1): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch {
    return '';
  }
  try {
    const pieces: Buffer[] = [];
    for (let length = 0; length < maxBytes; ) {
      const piece = Buffer.allocUnsafe(Math.min(64 * 1024, maxBytes - length));
      const bytes = readSync(descriptor, piece, 0, piece.length, null);
      pieces.push(piece.subarray(0, bytes));
      length += bytes;
      if (bytes < full) break;
    }
    return Buffer.concat(pieces).toString(encoding);
  } catch {
    // The process ended meanwhile, or is another user's.
    return '';
  } finally {
    closeSync(descriptor);
  }
}
