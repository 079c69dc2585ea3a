/**
 * Sigma's filters: one exclusion for many rules. A filter's condition is joined to each rule's by "and", so one that leaves
 * something out says "not selection".
 */
import { AttributeReader } from './attribute-reader.ts';
import { readAttributes } from './attributes.ts';
import type { Reference } from './correlation.ts';
import type { RuleDefinition } from './definition.ts';
import { compileSection } from './detection.ts';
import { entryOf, type MapTree } from './document.ts';
import { allOf, type Expression } from './expression.ts';

import { readLogSource } from './logsource.ts';
import { didYouMean } from './nearest.ts';
import type { Reporter } from './problem.ts';

export interface FilterDefinition {
  readonly title: string;
  readonly rules: readonly Reference[];
  readonly category: string | null;
  readonly expression: Expression;
  readonly report: Reporter;
}

/** Reads a filter document; undefined where something is wrong, which has been reported then. */
export function readFilter(map: MapTree, report: Reporter): FilterDefinition | undefined {
  const before = report.errorCount;
  const attributes = readAttributes(map, report);
  for (const key of ['detection', 'correlation', 'level']) {
    const entry = entryOf(map, key);
    if (entry === undefined) continue;
    const mend = 'Take it out: a filter adds to rules that have one.';
    report.error('attribute-unknown', entry.keyPlace, key, `A filter has no ${key}.`, mend);
  }
  const source = readLogSource(map, report);
  const section = new AttributeReader(map, '', report).submap('filter');
  if (section === undefined) return undefined;
  const reader = new AttributeReader(section, 'filter.', report);
  reader.required('rules', 'List the ids or names of the rules that it is for.');
  const rules = reader.scalars('rules');
  const expression = compileSection(section, ['rules', 'condition'], 'filter.', report);
  if (attributes === undefined || source === undefined || expression === undefined) return undefined;
  if (report.errorCount > before || !attributes.isToBeRun) return undefined;
  for (const { text, place } of reader.scalars('condition')) {
    if (/\bnot\b/i.test(text)) continue;
    const message = 'The filter keeps only what it names: its condition is joined to the rule by "and".';
    report.warning('filter-narrows', place, 'filter.condition', message, 'To leave it out, write: not selection.');
  }
  return { title: attributes.title, rules, category: source.category, expression, report };
}

/** The rules with the filters that are for them. A filter that fits no rule is reported, and the rule runs without it. */
export function applyFilters(
  definitions: readonly RuleDefinition[],
  filters: readonly FilterDefinition[],
): readonly RuleDefinition[] {
  const added = new Map<string, Expression[]>();
  for (const filter of filters) {
    for (const reference of filter.rules) {
      const target = findTarget(definitions, filter, reference);
      if (target === undefined) continue;
      const { id } = target.attributes;
      added.set(id, [...(added.get(id) ?? []), filter.expression]);
    }
  }
  return definitions.map((definition) => {
    const expressions = added.get(definition.attributes.id);
    if (definition.kind !== 'detection' || expressions === undefined) return definition;
    const { rule } = definition;
    return { ...definition, rule: { ...rule, expression: allOf([rule.expression, ...expressions]) } };
  });
}

function findTarget(
  definitions: readonly RuleDefinition[],
  filter: FilterDefinition,
  { text, place }: Reference,
): RuleDefinition | undefined {
  const target = definitions.find(({ attributes: { id, name } }) => id === text.toLowerCase() || name === text);
  const attribute = 'filter.rules';
  if (target === undefined) {
    const names = definitions.flatMap(({ attributes: { id, name } }) => (name === null ? [id] : [id, name]));
    const message = `The filter "${filter.title}" is for ${text}, and no rule has that id or name.`;
    const mend = names.length === 0 ? 'Load the rule together with it.' : didYouMeanShort(text, names);
    filter.report.error('reference-unknown', place, attribute, message, mend);
    return undefined;
  }
  if (target.kind === 'correlation') {
    const message = `"${target.attributes.title}" is a correlation, and has nothing to filter.`;
    filter.report.error('reference-broken', place, attribute, message, 'Filter the rules that it correlates.');
    return undefined;
  }
  if (filter.category !== null && filter.category !== target.category) {
    const message = `The filter is for ${filter.category}, and "${target.attributes.title}" is for ${target.category ?? 'all categories'}.`;
    filter.report.error('attribute-value', place, attribute, message, 'Give the filter the log source of the rule.');
    return undefined;
  }
  return target;
}

/** Without the list of everything there is, which would be all rules. */
export function didYouMeanShort(text: string, names: readonly string[]): string {
  const mend = didYouMean(text, names);
  return mend.startsWith('Did') ? mend : 'Check the id, or load the rule together with it.';
}
