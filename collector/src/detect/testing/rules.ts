/** Rules and activities for tests of the detection. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { StoredActivity } from '../../api/types.ts';
import { machine, sampleActivity, startMs } from '../../testing/sample.ts';
import { scratchDir } from '../../testing/scratch.ts';
import { createDetector, type Detector } from '../detector.ts';
import { noProfiles, type ProfileView } from '../finding.ts';
import { compileFiles, type LoadResult, loadRules } from '../load.ts';
import { Problems } from '../problem.ts';
import type { LoadedRule } from '../rule.ts';

/** Writes files into a folder of the test's own and returns it. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = scratchDir();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Loads one file's text. */
export function load(text: string): LoadResult {
  return loadRules(folderOf({ 'rule.yaml': text }));
}

/** Loads rules that must be without fault. */
export function rulesOf(...documents: readonly string[]): readonly LoadedRule[] {
  const problems = new Problems();
  const file = { path: 'rule.yaml', name: 'rule.yaml', text: documents.join('\n---\n') };
  const rules = compileFiles([file], problems);
  expect(problems.errors).toEqual([]);
  return rules;
}

/** A rule about one activity, with a detection section of its own; the id ends in the number given. */
export function rule(detection: string, options: { readonly id?: number; readonly more?: string } = {}): string {
  const { id = 1, more = '' } = options;
  const name = `rule_${id}`;
  return [
    `title: Rule ${id}`,
    `id: ${idOf(id)}`,
    `name: ${name}`,
    'logsource: {product: python, service: culprit}',
    `detection:\n${detection.replace(/^/gm, '    ')}`,
    'level: medium',
    more,
  ].join('\n');
}

export function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** A correlation with a section of its own. */
export function correlation(section: string, options: { readonly id?: number; readonly more?: string } = {}): string {
  const { id = 9, more = '' } = options;
  return [
    `title: Correlation ${id}`,
    `id: ${idOf(id)}`,
    `name: correlation_${id}`,
    `correlation:\n${section.replace(/^/gm, '    ')}`,
    'level: high',
    more,
  ].join('\n');
}

let activities = 0;

/** An activity of the sample machine; times are seconds after the start. */
export function stored(changes: Partial<StoredActivity> & { readonly at?: number } = {}): StoredActivity {
  const { at = 0, ...rest } = changes;
  activities += 1;
  const atMs = startMs + at * 1_000;
  return { ...sampleActivity({ atMs, lastMs: atMs }), id: `m-one:1:${activities}`, machine, ...rest };
}

export function detectorOf(rules: readonly LoadedRule[], profiles: ProfileView = noProfiles): Detector {
  return createDetector({ rules, profiles });
}

/** Whether a detection section matches an activity. */
export function isMatch(detection: string, activity: StoredActivity, profiles: ProfileView = noProfiles): boolean {
  return detectorOf(rulesOf(rule(detection)), profiles).process([activity]).length > 0;
}
