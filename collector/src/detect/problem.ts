/**
 * What is wrong with a rule file. Loading never throws at the user: it returns problems, each with its place and its mend,
 * and a rule that has an error is the only one that isn't run.
 */

/** Every kind of problem that there is, so that scripts can tell them apart. A code is never reused for something else. */
export const problemCodes = {
  'file-unreadable': 'A file or folder could not be read.',
  'file-too-large': 'A file is larger than a rule file may be.',
  'yaml-invalid': 'The text is not valid YAML.',
  'yaml-too-large': 'A document has too many values, or nests too deep; aliases count as often as they are used.',
  'document-kind': 'A document is neither a rule, nor a correlation, nor a filter.',
  'collection-deprecated': 'Rule collections (action: global, reset, repeat) are no part of Sigma 2.',
  'attribute-unknown': 'An attribute that does not exist here.',
  'attribute-missing': 'A mandatory attribute is missing.',
  'attribute-type': 'A value has the wrong type.',
  'attribute-value': 'A value is not one of those allowed, or not of the right form.',
  'id-duplicate': 'Two rules have the same id.',
  'name-duplicate': 'Two rules have the same name.',
  'logsource-foreign': 'The log source is not one that Culprit has.',
  'field-unknown': 'A field that no activity has.',
  'modifier-unknown': 'A modifier that does not exist.',
  'modifier-unsupported': 'A modifier of Sigma that Culprit does not have.',
  'modifier-combination': 'Modifiers that make no sense together.',
  'value-invalid': 'A value that the field or the modifier cannot have.',
  'regex-invalid': 'A regular expression that RE2 does not accept.',
  'selection-empty': 'A selection without anything in it.',
  'selection-unused': 'A selection that no condition names.',
  'condition-invalid': 'A condition that cannot be read.',
  'condition-name': 'A condition names a selection that is not there.',
  'condition-unsupported': 'A condition uses what Sigma gave up, or what Culprit does not have.',
  'rule-never-matches': 'No activity can ever match this rule.',
  'rule-not-run': 'The status of a rule says that it is not to be run.',
  'rule-silenced': 'A correlation in another file keeps a rule from raising findings of its own.',
  'reference-unknown': 'A correlation or filter refers to a rule that is not there.',
  'reference-broken': 'A correlation or filter refers to a rule that could not be loaded.',
  'reference-cycle': 'Correlations refer to each other in a circle.',
  'correlation-unsupported': 'A correlation that Culprit does not have.',
  'filter-narrows': 'A filter that keeps what it names, instead of leaving it out.',
  'sentence-invalid': 'A sentence with a placeholder that stands for nothing.',
  'example-failed': 'A rule does not do to an example what the example says.',
  'example-invalid': 'An example that cannot be read.',
} as const;

export type ProblemCode = keyof typeof problemCodes;

/** A place in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Place {
  readonly code: ProblemCode;
  /** The file's path, as it was given or found. */
  readonly file: string;
  /** The attribute that it is about ("detection.selection.target|contain"), or null. */
  readonly field: string | null;
  /** One sentence: what is wrong. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly mend: string;
}

/** What a reader of a rule file tells its faults to. */
export interface Reporter {
  readonly file: string;
  error(code: ProblemCode, place: Place, field: string | null, message: string, mend: string): void;
  warning(code: ProblemCode, place: Place, field: string | null, message: string, mend: string): void;
  /** How many errors have been told so far: whoever sees it grow during its work has failed. */
  readonly errorCount: number;
}

/** Gathers the problems of many files. */
export class Problems {
  readonly errors: Problem[] = [];
  readonly warnings: Problem[] = [];

  /** A reporter for one file. */
  for(file: string): Reporter {
    const { errors, warnings } = this;
    let errorCount = 0;
    return {
      file,
      error(code, { line, column }, field, message, mend) {
        errorCount += 1;
        errors.push({ code, file, line, column, field, message, mend });
      },
      warning(code, { line, column }, field, message, mend) {
        warnings.push({ code, file, line, column, field, message, mend });
      },
      get errorCount() {
        return errorCount;
      },
    };
  }
}

/** Where a file begins: the place of a problem that is about all of it. */
export const fileStart: Place = { line: 1, column: 1 };
