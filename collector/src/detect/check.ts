/** `culprit rules check`: everything that can be said of rule files before they run, their examples included. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { matches, readExamples } from './examples.ts';
import { compileFiles } from './load.ts';
import { type Problem, Problems } from './problem.ts';
import type { LoadedRule } from './rule.ts';
import { type RuleFile, readRuleFiles } from './rule-files.ts';

export interface CheckOptions {
  /** The folder of rules that the files may refer to, and whose ids are taken; null is none. Unless told, the shipped one. */
  readonly library?: string | null;
}

export interface CheckResult {
  /** The rules of the files that could be loaded. */
  readonly rules: readonly LoadedRule[];
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** How many examples were tried. */
  readonly examples: number;
}

/** The folder of everything that ships as rules; `CULPRIT_RULES` names another. */
export function rulesFolder(env: Readonly<Record<string, string | undefined>> = process.env): string {
  return env.CULPRIT_RULES || fileURLToPath(new URL('.', import.meta.resolve('@culprit/rules/package.json')));
}

/**
 * Checks rule files (and folders of them): that they load, together with the rules that ship, and that each does to its
 * examples (in ../examples, under the same file name) what they say. It never throws over what it reads.
 */
export function checkFiles(paths: readonly string[], options: CheckOptions = {}): CheckResult {
  const { library = join(rulesFolder(), 'detections') } = options;
  const problems = new Problems();
  const files = readRuleFiles(paths, problems);
  const context = libraryFiles(library, files);
  // The library comes first, so that an id that is taken is the fault of the file being checked.
  const all = compileFiles([...context, ...files], problems);
  const strangers = new Set(context.map(({ path }) => path));
  const rules = all.filter(({ path }) => !strangers.has(path));
  // Of a file with several rules the examples are the last one's: what stands before serves it.
  const last = rules.filter((rule, index) => rules[index + 1]?.path !== rule.path);
  const examples = last.reduce((sum, rule) => sum + tryExamples(rule, all, problems), 0);
  const isOurs = ({ file }: Problem): boolean => !strangers.has(file);
  return { rules, errors: problems.errors.filter(isOurs), warnings: problems.warnings.filter(isOurs), examples };
}

/** The library's files but for those that are being checked. Its own faults are for whoever checks the library. */
function libraryFiles(library: string | null, files: readonly RuleFile[]): readonly RuleFile[] {
  if (library === null || !existsSync(library)) return [];
  const checked = new Set(files.map(({ path }) => realpathSync(path)));
  return readRuleFiles([library], new Problems()).filter(({ path }) => !checked.has(realpathSync(path)));
}

/** Tries the examples of a rule; returns how many there were. */
function tryExamples(rule: LoadedRule, all: readonly LoadedRule[], problems: Problems): number {
  const file = examplesOf(rule);
  if (!existsSync(file)) return 0;
  const report = problems.for(file);
  const examples = readExamples(readFileSync(file, 'utf8'), report);
  for (const example of examples) {
    if (matches(example, rule, all) === example.isMatch) continue;
    const message = `"${rule.title}" ${example.isMatch ? 'does not match' : 'matches'} this example.`;
    report.error('example-failed', example.place, null, message, 'Mend the rule, or the example.');
  }
  return examples.length;
}

/** Where the examples of a rule stand: in the folder beside its own, under the name of its file. */
export function examplesOf({ path }: LoadedRule): string {
  return join(dirname(path), '..', 'examples', basename(path));
}
