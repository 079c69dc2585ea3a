/** A search identifier: a map (all of its lines), or a list of maps and keywords (any of them). */
import type { MapTree, ScalarTree, Tree } from './document.ts';
import { allOf, anyOf, type Expression, item } from './expression.ts';
import { allFields } from './fields.ts';
import { compileItem, compileKeyword } from './item.ts';
import { readScalars } from './line.ts';
import { type Modifiers, readModifiers } from './modifiers.ts';
import type { TextTest } from './pattern.ts';
import type { Reporter } from './problem.ts';

const plain: Modifiers = {
  kind: 'text',
  before: true,
  after: true,
  all: false,
  cased: false,
  negated: false,
  flags: new Set(),
};

/** Compiles a selection; undefined where it can't be, which has been reported then. */
export function compileSelection(tree: Tree, name: string, report: Reporter): Expression | undefined {
  if (tree.kind === 'map') return compileMap(tree, name, report);
  if (tree.kind === 'scalar') {
    const mend = 'Write fields with values below it, or a list of keywords.';
    report.error('attribute-type', tree.place, name, `${name} is a single value.`, mend);
    return undefined;
  }
  const parts = tree.items.map((part) => compilePart(part, name, report));
  if (parts.length === 0) return refuseEmpty(tree, name, report);
  return parts.includes(undefined) ? undefined : anyOf(parts.filter((part) => part !== undefined));
}

function compilePart(tree: Tree, name: string, report: Reporter): Expression | undefined {
  if (tree.kind === 'map') return compileMap(tree, name, report);
  if (tree.kind === 'scalar') return compileKeywords([tree], plain, report);
  report.error('attribute-type', tree.place, name, `${name} has a list in a list.`, 'Write one list.');
  return undefined;
}

function compileMap(tree: MapTree, name: string, report: Reporter): Expression | undefined {
  const parts: Expression[] = [];
  for (const { key, keyPlace, value } of tree.entries) {
    // A key without a field ("|all") holds keywords.
    const isKeywords = key === '' || key.startsWith('|');
    const part = isKeywords ? compileKeywordKey(key, value, report) : compileItem(key, keyPlace, value, report);
    if (part !== undefined) parts.push(part);
  }
  if (tree.entries.length === 0) return refuseEmpty(tree, name, report);
  return parts.length < tree.entries.length ? undefined : allOf(parts);
}

function refuseEmpty(tree: Tree, name: string, report: Reporter): undefined {
  report.error('selection-empty', tree.place, name, `${name} has nothing in it.`, 'Give it at least one field.');
  return undefined;
}

function compileKeywordKey(key: string, value: Tree, report: Reporter): Expression | undefined {
  const names = key.split('|').filter((part) => part !== '' && part !== 'contains');
  const modifiers = readModifiers(names, key, value.place, report);
  const scalars = readScalars(value, key, report);
  if (modifiers === undefined || scalars === undefined) return undefined;
  if (modifiers.negated || (modifiers.kind !== 'text' && modifiers.kind !== 're')) {
    const message = 'Keywords take the modifiers all, cased and re only.';
    report.error('modifier-combination', value.place, key, message, 'Name the field that you mean before the bar.');
    return undefined;
  }
  return compileKeywords(scalars, modifiers, report);
}

/** Keywords are looked for in every field; with all, each may be in another. */
function compileKeywords(
  scalars: readonly ScalarTree[],
  modifiers: Modifiers,
  report: Reporter,
): Expression | undefined {
  const compiled = scalars.map((value) => compileKeyword(modifiers, value, report));
  if (compiled.includes(undefined)) return undefined;
  const tests = compiled.filter((test) => test !== undefined);
  const isCased = modifiers.cased || modifiers.kind === 're';
  const parts = tests.map((test) => anywhere(test, isCased));
  return modifiers.all ? allOf(parts) : anyOf(parts);
}

function anywhere(test: TextTest, isCased: boolean): Expression {
  return item(allFields, (event) =>
    allFields.some((field) => {
      if (field.kind === 'list') return (isCased ? event.list(field) : event.loweredList(field))?.some(test) ?? false;
      const text = isCased ? event.text(field) : event.lowered(field);
      return text !== null && test(text);
    }),
  );
}
