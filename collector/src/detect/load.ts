/**
 * Loads rules, in three stages: files to documents, documents to definitions, definitions to compiled rules that know each
 * other. A fault costs the rule that it is in, never the others, and never goes unsaid.
 */
import { AttributeReader } from './attribute-reader.ts';
import { type Attributes, checkRelated, readAttributes } from './attributes.ts';
import { readCorrelation } from './correlation.ts';
import { about, type CorrelationDefinition, type DetectionDefinition, type RuleDefinition } from './definition.ts';
import { compileDetection } from './detection.ts';
import { type Document, entryOf, type MapTree, readDocuments } from './document.ts';
import { applyFilters, type FilterDefinition, readFilter } from './filter.ts';
import { neverMatches } from './foresight.ts';
import { link } from './link.ts';
import { readLogSource } from './logsource.ts';
import { type Problem, Problems, type Reporter } from './problem.ts';
import type { DetectionRule, LoadedRule } from './rule.ts';
import { type RuleFile, readRuleFiles } from './rule-files.ts';

export interface LoadResult {
  /** What can be run, in the order of files and documents. */
  readonly rules: readonly LoadedRule[];
  readonly errors: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** Loads rule files, and the .yaml and .yml files of folders. It never throws over what it reads. */
export function loadRules(paths: string | readonly string[]): LoadResult {
  const problems = new Problems();
  const files = readRuleFiles(typeof paths === 'string' ? [paths] : paths, problems);
  const rules = compileFiles(files, problems);
  return { rules, errors: problems.errors, warnings: problems.warnings };
}

/** Everything that the documents defined, the ids and names of what failed included. */
interface Definitions {
  readonly rules: RuleDefinition[];
  readonly filters: FilterDefinition[];
  /** Ids and names of documents that had an error or are not to be run: referring to them is another fault than a typo. */
  readonly broken: Set<string>;
}

/** The second and third stage alone: from files that were read to rules that can be run. */
export function compileFiles(files: readonly RuleFile[], problems: Problems): LoadedRule[] {
  const definitions: Definitions = { rules: [], filters: [], broken: new Set() };
  for (const file of files) {
    const report = problems.for(file.path);
    for (const document of readDocuments(file.text, report)) readDefinition(document, file, report, definitions);
  }
  const unique = withoutDuplicates(definitions);
  return link(applyFilters(unique, definitions.filters), definitions.broken);
}

function readDefinition(document: Document, file: RuleFile, report: Reporter, definitions: Definitions): void {
  const map = document.tree;
  if (map.kind !== 'map') {
    const message = `The document is a ${map.kind === 'list' ? 'list' : 'single value'}, not a rule.`;
    report.error('document-kind', map.place, null, message, 'Write title, id, logsource, detection and level.');
    return;
  }
  if (entryOf(map, 'filter') !== undefined) {
    const filter = readFilter(map, report);
    if (filter !== undefined) definitions.filters.push(filter);
    return;
  }
  const before = report.errorCount;
  const definition = readRule(map, document.text, file, report);
  if (definition !== undefined && report.errorCount === before && definition.attributes.isToBeRun) {
    definitions.rules.push(definition);
    return;
  }
  for (const key of ['id', 'name']) {
    const tree = entryOf(map, key)?.value;
    if (tree?.kind === 'scalar') definitions.broken.add(tree.text);
  }
}

function readRule(map: MapTree, text: string, file: RuleFile, report: Reporter): RuleDefinition | undefined {
  const action = entryOf(map, 'action');
  if (action !== undefined) {
    const mend = 'Write each rule whole, in a document or file of its own.';
    report.error(
      'collection-deprecated',
      action.keyPlace,
      'action',
      'Rule collections (action) are no part of Sigma 2.',
      mend,
    );
    return undefined;
  }
  const isCorrelation = entryOf(map, 'correlation') !== undefined;
  if (isCorrelation && entryOf(map, 'detection') !== undefined) {
    const mend = 'Write the rule and the correlation as two documents.';
    report.error('document-kind', map.place, null, 'The document has both a detection and a correlation.', mend);
    return undefined;
  }
  const attributes = readAttributes(map, report);
  checkRelated(map, report);
  return isCorrelation
    ? readCorrelationRule(map, attributes, text, file, report)
    : readDetectionRule(map, attributes, text, file, report);
}

function readDetectionRule(
  map: MapTree,
  attributes: Attributes | undefined,
  text: string,
  file: RuleFile,
  report: Reporter,
): DetectionDefinition | undefined {
  const reader = new AttributeReader(map, '', report);
  const source = readLogSource(map, report);
  reader.required('detection', 'Write selections and a condition below it (or a correlation).');
  const section = reader.submap('detection');
  const expression = section === undefined ? undefined : compileDetection(section, report);
  if (attributes === undefined || source === undefined || expression === undefined) return undefined;
  if (attributes.level === null) {
    const message = `"${attributes.title}" has no level, and counts as low.`;
    report.warning('attribute-missing', map.place, 'level', message, 'Give it a level.');
  }
  const { operations, category } = source;
  checkSentence(attributes, report);
  if (neverMatches(expression, operations)) {
    const message = `No activity can ever match "${attributes.title}".`;
    const mend = 'Check that its fields belong to the log source, and that its selections do not exclude each other.';
    report.warning('rule-never-matches', map.place, 'detection', message, mend);
  }
  const rule: DetectionRule = {
    kind: 'detection',
    ...about(attributes, attributes.level ?? 'low', text, file),
    isStandalone: true,
    operations,
    expression,
  };
  return { kind: 'detection', attributes, file, text, place: map.place, report, rule, category };
}

function checkSentence({ sentence }: Attributes, report: Reporter): void {
  const stray = sentence?.parts.find((part) => typeof part !== 'string' && part.rule !== null);
  if (sentence === null || stray === undefined || typeof stray === 'string') return;
  const message = `The sentence names the rule ${stray.rule}, and only a correlation has rules to name.`;
  report.error('sentence-invalid', sentence.place, 'culprit.sentence', message, 'Write the field alone.');
}

function readCorrelationRule(
  map: MapTree,
  attributes: Attributes | undefined,
  text: string,
  file: RuleFile,
  report: Reporter,
): CorrelationDefinition | undefined {
  const tree = new AttributeReader(map, '', report).submap('correlation');
  const section = tree === undefined ? undefined : readCorrelation(tree, report);
  const logsource = entryOf(map, 'logsource');
  if (logsource !== undefined) {
    const mend = 'Leave it out: a correlation is about what its rules are about.';
    report.error('attribute-unknown', logsource.keyPlace, 'logsource', 'A correlation has no log source.', mend);
  }
  if (attributes === undefined || section === undefined) return undefined;
  return { kind: 'correlation', attributes, file, text, place: map.place, report, section };
}

/** Leaves out rules whose id or name an earlier one has. */
function withoutDuplicates({ rules }: Definitions): RuleDefinition[] {
  const first = new Map<string, RuleDefinition>();
  return rules.filter((definition) => {
    const { id, name } = definition.attributes;
    const sameId = first.get(id);
    const sameName = name === null ? undefined : first.get(`name ${name}`);
    if (sameId !== undefined)
      refuse(definition, 'id-duplicate', `The id ${id}`, sameId, 'Give this one an id of its own.');
    else if (sameName !== undefined)
      refuse(definition, 'name-duplicate', `The name ${name}`, sameName, 'Give this one another name.');
    if (sameId !== undefined || sameName !== undefined) return false;
    first.set(id, definition);
    if (name !== null) first.set(`name ${name}`, definition);
    return true;
  });
}

function refuse(
  { report, place }: RuleDefinition,
  code: 'id-duplicate' | 'name-duplicate',
  what: string,
  other: RuleDefinition,
  mend: string,
): void {
  const message = `${what} belongs to "${other.attributes.title}" in ${other.file.path} already.`;
  report.error(code, place, code === 'id-duplicate' ? 'id' : 'name', message, mend);
}
