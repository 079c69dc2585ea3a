/** Whether what was told of a case is what had to be told. */
import type { Activity, PackageRef } from '@culprit/proto';
import type { Case, Expectation } from './case.ts';

/** `unknown` is right too, where the case says why nothing sure may be said. */
export type Verdict = 'right' | 'wrong' | 'unknown' | 'skip';

export interface Judgement {
  readonly verdict: Verdict;
  /** What was wrong, or why it was skipped or may be unknown; empty where it is right. */
  readonly why: string;
}

/** Of a package that is being built, and so is not installed. */
const builtVersion = '9.1';

const right: Judgement = { verdict: 'right', why: '' };

/** Right only if every activity with the expected operation and target, and there is one, says all that is expected. */
export function judge(each: Case, told: readonly Activity[], versions: ReadonlyMap<string, string>): Judgement {
  const mistaken = told.find(
    ({ target, operation }) => each.unexpected?.includes(target) || each.untold?.includes(operation),
  );
  if (mistaken !== undefined) return { verdict: 'wrong', why: `${mistaken.operation} ${mistaken.target} was told` };
  const judgements = each.expected.map((expected) => judgeOne(expected, each, told, versions));
  return judgements.find(({ verdict }) => verdict === 'wrong') ?? judgements.find(isUnknown) ?? right;
}

const isUnknown = ({ verdict }: Judgement): boolean => verdict === 'unknown';

function judgeOne(
  expected: Expectation,
  { unknownByDesign }: Case,
  told: readonly Activity[],
  versions: ReadonlyMap<string, string>,
): Judgement {
  const what = `${expected.operation} ${expected.target}`;
  const unsure = (why: string): Judgement =>
    unknownByDesign === undefined ? { verdict: 'wrong', why } : { verdict: 'unknown', why: unknownByDesign };
  const found = told.filter(
    ({ operation, target }) => operation === expected.operation && fits(expected.target, target),
  );
  if (found.length === 0) return unsure(`${what} was not told`);
  if (!found.some((activity) => hasParts(expected, activity))) {
    const parts = found.map(({ access, other, targetClass, via }) =>
      JSON.stringify({ access, other, targetClass, via }),
    );
    return { verdict: 'wrong', why: `${what} was told with ${[...new Set(parts)].join(' and ')}` };
  }
  if (found.every(({ confidence, package: culprit }) => confidence === 'unknown' && culprit === null)) {
    return expected.confidence === 'unknown' ? right : unsure(`${what}: nobody was named`);
  }
  const { chain: names = ['suspect'], confidence = 'stack' } = expected;
  const versioned = (name: string): string => `${name}@${versions.get(name) ?? builtVersion}`;
  const culprit = expected.culprit === undefined ? 'suspect' : expected.culprit;
  const wanted = said(culprit === null ? null : versioned(culprit), names.map(versioned), confidence);
  const others = found
    .map((activity) => said(textOf(activity.package), activity.chain.map(textOf), activity.confidence))
    .filter((text) => text !== wanted);
  if (others.length === 0) return right;
  return { verdict: 'wrong', why: `${what}: ${[...new Set(others)].join(' and ')} instead of ${wanted}` };
}

function fits(wanted: string, text: string): boolean {
  if (wanted.endsWith('*')) return text.startsWith(wanted.slice(0, -1));
  return wanted.startsWith('*') ? text.endsWith(wanted.slice(1)) : text === wanted;
}

function hasParts({ access, other, targetClass, via }: Expectation, activity: Activity): boolean {
  return (
    (access === undefined || access === activity.access) &&
    (other === undefined || other === activity.other) &&
    (targetClass === undefined || targetClass === activity.targetClass) &&
    (via === undefined || (via === null ? activity.via === null : fits(via, activity.via ?? '')))
  );
}

function textOf(ref: PackageRef | null): string {
  return ref === null ? '' : `${ref.name}@${ref.version}`;
}

function said(culprit: string | null, chain: readonly string[], confidence: string): string {
  return `${culprit || 'the application'} [${chain.join(' ← ')}] by ${confidence}`;
}
