import type { Operation } from '@culprit/proto';
import type { CorrelationSection } from './correlation.ts';
import type { Expression } from './expression.ts';
import type { FindingRule } from './finding.ts';
import type { Template } from './template.ts';

interface RuleBase extends FindingRule {
  /** Its file as it was found. */
  readonly path: string;
  /** By which a correlation may refer to it. */
  readonly name: string | null;
  /** Its own sentence, or null. */
  readonly sentence: Template | null;
  /** Whether it raises findings of its own, or only serves correlations. */
  readonly isStandalone: boolean;
}

/** A rule about one activity. */
export interface DetectionRule extends RuleBase {
  readonly kind: 'detection';
  readonly operations: ReadonlySet<Operation>;
  readonly expression: Expression;
}

/** A rule about several activities. */
export interface CorrelationRule extends RuleBase {
  readonly kind: 'correlation';
  readonly section: CorrelationSection;
  /** The ids of the rules that it correlates, in their order. */
  readonly correlates: readonly string[];
}

export type LoadedRule = DetectionRule | CorrelationRule;

/** What a finding says of its rule: plain data, without the compiled parts. */
export function describeRule(rule: LoadedRule): FindingRule {
  const { id, title, level, description, tags, references, falsePositives, text, file } = rule;
  return { id, title, level, description, tags, references, falsePositives, text, file };
}
