/** Rules between reading and linking: complete but for what they say of each other. */
import type { Severity } from '../api/types.ts';
import type { Attributes } from './attributes.ts';
import type { CorrelationSection } from './correlation.ts';
import type { Place, Reporter } from './problem.ts';
import type { DetectionRule } from './rule.ts';
import type { RuleFile } from './rule-files.ts';

/** What a document was read to be; `place` is where it begins. */
interface Definition {
  readonly attributes: Attributes;
  readonly file: RuleFile;
  readonly text: string;
  readonly place: Place;
  readonly report: Reporter;
}

export interface DetectionDefinition extends Definition {
  readonly kind: 'detection';
  readonly rule: DetectionRule;
  readonly category: string | null;
}

export interface CorrelationDefinition extends Definition {
  readonly kind: 'correlation';
  readonly section: CorrelationSection;
}

export type RuleDefinition = DetectionDefinition | CorrelationDefinition;

/** What every loaded rule says of itself. */
export function about(attributes: Attributes, level: Severity, text: string, file: RuleFile) {
  const { id, name, title, description, tags, references, falsePositives, sentence } = attributes;
  return {
    id,
    name,
    title,
    level,
    description,
    tags,
    references,
    falsePositives,
    sentence,
    text,
    file: file.name,
    path: file.path,
  };
}
