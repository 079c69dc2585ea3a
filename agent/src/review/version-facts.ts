/** What kinds of things the files of one package version do: what a later version is held against. */
import { isAbsolute, join, normalize } from 'node:path';
import { z } from 'zod';
import { readHead } from '../environments/bounded-read.ts';
import type { Distribution } from '../environments/distribution.ts';
import { minorOf } from '../environments/environment.ts';
import { interpreterIn, statsOf } from '../environments/layout.ts';
import { askHelper, type HelperAnswer } from '../integrity/code-helper.ts';
import { declaredThings } from './declared.ts';

/** Beyond these a package is reviewed in part, which is said. */
const maxSources = 4_000;
const maxSourceBytes = 64 * 1024 * 1024;
const maxOtherFiles = 10_000;
const maxThingsOfKind = 200;
const maxTextLength = 200;

/** The kinds that are told as new; "host" is evidence for another. */
export const kinds = [
  'network',
  'dynamic-code',
  'encoded-literal',
  'hidden-code',
  'process',
  'native-code',
  'native-call',
  'startup-file',
  'dependency',
  'install-hook',
  'entry-point',
  'unreadable',
  'host',
] as const;
export type Kind = (typeof kinds)[number];

/** One thing of a kind: a function's name, a host, a file. */
export interface Thing {
  readonly kind: Kind;
  readonly what: string;
  /** Relative to site-packages; of what the package's metadata declares, the metadata's name. */
  readonly file: string;
  /** 0 where there is none. */
  readonly line: number;
}

export interface VersionFacts {
  readonly things: readonly Thing[];
  /** Some files were left out. */
  readonly isPartial: boolean;
}

export interface ReadOptions {
  /** The environment that it is in: its interpreter reads the sources. */
  readonly prefix: string;
  readonly python: string;
  readonly isUrgent: boolean;
  readonly signal?: AbortSignal;
}

/** Reads them from an installed package; null where no interpreter can. Nothing of the package is executed. */
export async function readVersionFacts(of: Distribution, options: ReadOptions): Promise<VersionFacts | null> {
  const { sources, others, isCut } = filesOf(of);
  const read = await readSources(of.location, sources, options);
  if (read === null) return null;
  const native = others.filter((path) => isMachineCode(join(of.location, path)));
  const things: Thing[] = [
    ...read,
    ...native.map((file): Thing => ({ kind: 'native-code', what: file, file, line: 0 })),
    ...of.facts.startupFiles.map((file): Thing => ({ kind: 'startup-file', what: file, file, line: 1 })),
    ...declaredThings(of.infoPath),
  ];
  const bounded = kinds.map((kind) => things.filter((thing) => thing.kind === kind));
  return {
    things: bounded.flatMap((all) => all.slice(0, maxThingsOfKind)),
    isPartial: isCut || bounded.some((all) => all.length > maxThingsOfKind),
  };
}

/** What some source files do, by their paths relative to `root`; null where no interpreter can read them. */
export async function readSources(
  root: string,
  paths: readonly string[],
  { prefix, python, isUrgent, signal }: ReadOptions,
): Promise<Thing[] | null> {
  if (paths.length === 0) return [];
  const interpreter = interpreterIn(prefix, minorOf(python));
  if (interpreter === null) return null;
  const requests = paths.map((path) => join(root, path));
  const answers = await askHelper({ python: interpreter, prefix, name: 'facts', isUrgent, signal }, requests);
  if (signal?.aborted) return null;
  return answers.flatMap((answer, index) => thingsIn(answer, paths[index] ?? ''));
}

const answerSchema = z.object({
  kinds: z.record(z.string(), z.array(z.tuple([z.string(), z.number()]))),
});

function thingsIn(answer: HelperAnswer, file: string): Thing[] {
  if (answer.status === 'failed') return [{ kind: 'unreadable', what: cut(answer.reason), file, line: 0 }];
  const parsed = answerSchema.safeParse(answer.value);
  if (!parsed.success) return [];
  return Object.entries(parsed.data.kinds).flatMap(([name, found]) => {
    const kind = kinds.find((each) => each === name);
    return kind === undefined ? [] : found.map(([what, line]): Thing => ({ kind, what: cut(what), file, line }));
  });
}

function cut(text: string): string {
  return text.slice(0, maxTextLength);
}

/** Its files below site-packages, relative to it: Python's sources, and the rest but for byte code. */
function filesOf(of: Distribution): { sources: string[]; others: string[]; isCut: boolean } {
  const sources: string[] = [];
  const others: string[] = [];
  let bytes = 0;
  for (const { path: raw } of of.files()) {
    const path = normalize(raw);
    if (path.startsWith('..') || isAbsolute(path) || path.endsWith('.pyc')) continue;
    if (!path.endsWith('.py')) others.push(path);
    else {
      bytes += statsOf(join(of.location, path))?.size ?? 0;
      sources.push(path);
    }
    if (sources.length > maxSources || bytes > maxSourceBytes || others.length > maxOtherFiles) {
      return { sources: sources.slice(0, maxSources), others, isCut: true };
    }
  }
  return { sources, others, isCut: false };
}

/** ELF, Mach-O in its four spellings, universal ones, and Windows' (which needs its name, too: "MZ" may begin a text). */
const magics = ['7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', 'cafebabe'];

function isMachineCode(path: string): boolean {
  try {
    const head = readHead(path, 4)?.toString('hex') ?? '';
    return magics.includes(head) || (head.startsWith('4d5a') && /\.(?:exe|dll|pyd|com|scr|sys)$|\/[^./]+$/i.test(path));
  } catch {
    return false;
  }
}
