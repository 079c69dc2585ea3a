/** What a cell of the matrix is about: one way in which a package does something, and what must be said of it. */
import type { Access, Confidence, Operation } from '@culprit/proto';

export const groups = [
  'direct',
  'names',
  'threads',
  'async',
  'disguise',
  'lifecycle',
  'processes',
  'install',
  'native',
] as const;
export type Group = (typeof groups)[number];

/** What the activity must say. Versions are those that are installed. */
export interface Expectation {
  readonly operation: Operation;
  /** Exact; one that begins with * is the end of it, one that ends with * its beginning. */
  readonly target: string;
  /** Packages, innermost first; just `suspect` where nothing is said. */
  readonly chain?: readonly string[];
  /** `suspect` where nothing is said; null is the application itself. */
  readonly culprit?: string | null;
  /** `stack` where nothing is said. */
  readonly confidence?: Confidence;
  /** These are looked at where something is said of them. */
  readonly access?: Access | null;
  readonly other?: string | null;
  readonly targetClass?: string | null;
  /** Exact; one that begins with * is the end of it, one that ends with * its beginning. */
  readonly via?: string | null;
}

export interface Case {
  /** Unique, in kebab-case. */
  readonly name: string;
  readonly group: Group;
  /** One line for the table: how it is done. */
  readonly title: string;
  /** The module suspect.NAME (dashes become underscores) of the wheel `suspect`, after a prelude (packages.ts). */
  readonly suspect?: string;
  /** The application's script, which may print "SKIP: reason"; calls deed() of that module where nothing is said. */
  readonly app?: string;
  /** Arguments of Python in place of the script. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Further files in the application's folder, by their path in it. */
  readonly files?: Readonly<Record<string, string>>;
  /** Further files of the wheel `suspect`, by their path in it. All cases share it: ATTRIBUTION_CASE tells which runs. */
  readonly wheelFiles?: Readonly<Record<string, string>>;
  /** Requirements from the package index. */
  readonly needs?: readonly string[];
  /** Uses suspect._beacon, which is compiled (beacon.c). */
  readonly needsCompiler?: boolean;
  /** Oldest minor version of Python 3 that has what the case uses, and the newest. */
  readonly since?: number;
  readonly until?: number;
  readonly expected: readonly Expectation[];
  /** Targets that none of the programs' activities may have: what another name would be. */
  readonly unexpected?: readonly string[];
  /** Operations that must not be told at all. */
  readonly untold?: readonly Operation[];
  /** Why nothing, or nothing sure, may be said here. */
  readonly unknownByDesign?: string;
}

type Told = Omit<Case, 'group'>;

/** Cases of one group. */
export function casesOf(group: Group, cases: readonly Told[]): readonly Case[] {
  return cases.map((told) => ({ ...told, group }));
}

/** The decoy's path as it leaves the workstation. */
export const key = '~/.ssh/id_ed25519';
export const bot = 'api.telegram.org';

type More = Omit<Expectation, 'operation' | 'target'>;
/** The decoy key is opened. */
export const opensKey = (more: More = {}, target = key): Expectation => ({ operation: 'file.open', target, ...more });
/** The stand-in server on loopback is connected to. */
export const connects = (more: More = {}): Expectation => ({ operation: 'net.connect', target: '127.0.0.1', ...more });
/** The messaging host is looked up. */
export const looksUp = (more: More = {}): Expectation => ({ operation: 'dns.lookup', target: bot, ...more });
export const byCause = { confidence: 'cause' } as const;
/** Of a call that travels as data, where whoever runs it names it nowhere and nobody who does is on the stack. */
export const handedOver =
  'what is called was handed over as data: whoever calls it never names it, and nothing is kept of who handed it over. The chain has those who carried it out';
