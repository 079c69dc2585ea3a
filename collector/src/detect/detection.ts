/** The detection section of a rule, and the filter section of a filter: selections and the conditions over them. */
import { AttributeReader } from './attribute-reader.ts';
import { compileCondition } from './condition.ts';
import type { MapTree, ScalarTree } from './document.ts';
import { anyOf, type Expression } from './expression.ts';
import type { Place, Reporter } from './problem.ts';
import { compileSelection } from './selection.ts';

/** Compiles a rule's detection; undefined where it can't be, which has been reported then. */
export function compileDetection(map: MapTree, report: Reporter): Expression | undefined {
  const reader = new AttributeReader(map, 'detection.', report);
  const timeframe = reader.entry('timeframe');
  if (timeframe !== undefined) {
    const mend = 'Write a correlation with a timespan.';
    reader.fault('condition-unsupported', timeframe.keyPlace, 'timeframe', 'Sigma gave up timeframe.', mend);
  }
  return compileSection(map, ['condition', 'timeframe'], 'detection.', report);
}

/**
 * Compiles selections and condition of a section.
 * @param others attributes of the section that are no selections.
 */
export function compileSection(
  map: MapTree,
  others: readonly string[],
  path: string,
  report: Reporter,
): Expression | undefined {
  const before = report.errorCount;
  const reader = new AttributeReader(map, path, report);
  reader.required('condition', 'Say which selections must hold: condition: selection.');
  const named = map.entries.filter(({ key }) => !others.includes(key));
  const selections = new Map(named.map(({ key, value }) => [key, compileSelection(value, path + key, report)]));
  const conditions = reader.scalars('condition');
  const used = new Set<string>();
  const compiled = conditions.map((one) => compileOne(one, selections, report, used));
  const usable = compiled.filter((one) => one !== undefined);
  if (compiled.length > 0 && usable.length === compiled.length) warnOfUnused(named, used, path, report);
  // An empty list of conditions is reported as a missing one would be; nothing must load without a condition.
  if (report.errorCount > before || usable.length === 0) {
    if (report.errorCount === before)
      reader.fault('condition-invalid', map.place, 'condition', 'There is no condition.', 'Name a selection.');
    return undefined;
  }
  return anyOf(usable);
}

function compileOne(
  condition: ScalarTree,
  selections: ReadonlyMap<string, Expression | undefined>,
  report: Reporter,
  used: Set<string>,
): Expression | undefined {
  return compileCondition(condition.text, selections, condition.place, report, used);
}

function warnOfUnused(
  named: readonly { readonly key: string; readonly keyPlace: Place }[],
  used: ReadonlySet<string>,
  path: string,
  report: Reporter,
): void {
  for (const { key, keyPlace } of named) {
    if (used.has(key)) continue;
    const message = `No condition names the selection ${key}.`;
    report.warning('selection-unused', keyPlace, path + key, message, 'Name it in the condition, or take it out.');
  }
}
