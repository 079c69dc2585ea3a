/** Ties correlations to the rules that they refer to. */
import type { Severity } from '../api/types.ts';
import { levels } from './attributes.ts';
import type { Reference } from './correlation.ts';
import { about, type CorrelationDefinition, type RuleDefinition } from './definition.ts';
import { didYouMeanShort } from './filter.ts';

import type { CorrelationRule, LoadedRule } from './rule.ts';

/**
 * The rules that can be run: every detection, and the correlations whose rules are all there. A rule that a correlation
 * refers to raises findings of its own only where some correlation says `generate: true`.
 */
export function link(definitions: readonly RuleDefinition[], broken: ReadonlySet<string>): LoadedRule[] {
  const linker = new Linker(definitions, broken);
  const rules = definitions.map((definition) => linker.rule(definition)).filter((rule) => rule !== null);
  const correlations = rules.filter((rule) => rule.kind === 'correlation');
  const generated = new Set(
    correlations.filter(({ section }) => section.generate).flatMap(({ correlates }) => correlates),
  );
  const silenced = new Set(correlations.flatMap(({ correlates }) => correlates).filter((id) => !generated.has(id)));
  for (const correlation of correlations) linker.warnOfSilenced(correlation, silenced);
  return rules.map((rule) => (silenced.has(rule.id) ? { ...rule, isStandalone: false } : rule));
}

class Linker {
  readonly #definitions: readonly RuleDefinition[];
  readonly #broken: ReadonlySet<string>;
  readonly #done = new Map<RuleDefinition, LoadedRule | null>();
  readonly #open = new Set<RuleDefinition>();

  constructor(definitions: readonly RuleDefinition[], broken: ReadonlySet<string>) {
    this.#definitions = definitions;
    this.#broken = broken;
  }

  /** The rule of a definition, or null where something that it refers to is missing. */
  rule(definition: RuleDefinition): LoadedRule | null {
    if (definition.kind === 'detection') return definition.rule;
    const known = this.#done.get(definition);
    if (known !== undefined) return known;
    this.#open.add(definition);
    const rule = this.#correlation(definition);
    this.#open.delete(definition);
    this.#done.set(definition, rule);
    return rule;
  }

  #correlation(definition: CorrelationDefinition): CorrelationRule | null {
    const { attributes, section, file, text } = definition;
    const rules = section.rules.map((reference) => this.#resolve(definition, reference));
    const found = rules.filter((rule) => rule !== null);
    if (found.length < rules.length || !this.#hasGoodSentence(definition, found)) return null;
    // Without a level of its own a correlation is as grave as the gravest of its rules.
    const level = attributes.level ?? gravest(found.map((rule) => rule.level));
    const correlates = found.map(({ id }) => id);
    return { kind: 'correlation', ...about(attributes, level, text, file), isStandalone: true, section, correlates };
  }

  #resolve(definition: CorrelationDefinition, { text, place }: Reference): LoadedRule | null {
    const { report, attributes } = definition;
    const field = 'correlation.rules';
    const target = this.#definitions.find(
      (other) => other.attributes.id === text.toLowerCase() || other.attributes.name === text,
    );
    if (target === undefined) {
      const isBroken = this.#broken.has(text);
      const names = this.#definitions.flatMap((other) => [other.attributes.id, other.attributes.name ?? []].flat());
      const message = isBroken
        ? `"${attributes.title}" needs the rule ${text}, which could not be loaded.`
        : `"${attributes.title}" refers to ${text}, and no rule has that id or name.`;
      const mend = isBroken ? 'Mend that rule first.' : didYouMeanShort(text, names);
      report.error(isBroken ? 'reference-broken' : 'reference-unknown', place, field, message, mend);
      return null;
    }
    if (this.#open.has(target)) {
      const message = `"${attributes.title}" refers to itself, by way of ${text}.`;
      report.error('reference-cycle', place, field, message, 'Break the circle.');
      return null;
    }
    const rule = this.rule(target);
    if (rule === null) {
      const message = `"${attributes.title}" needs "${target.attributes.title}", which could not be loaded.`;
      report.error('reference-broken', place, field, message, 'Mend that correlation first.');
    }
    return rule;
  }

  /** Placeholders of a correlation may name its rules, and no others. */
  #hasGoodSentence({ attributes, report }: CorrelationDefinition, rules: readonly LoadedRule[]): boolean {
    const names = rules.flatMap(({ id, name }) => (name === null ? [id] : [id, name]));
    for (const part of attributes.sentence?.parts ?? []) {
      if (typeof part === 'string' || part.rule === null || names.includes(part.rule)) continue;
      const message = `The sentence names ${part.rule}, which is none of the correlated rules.`;
      const place = attributes.sentence?.place ?? { line: 1, column: 1 };
      report.error('sentence-invalid', place, 'culprit.sentence', message, didYouMeanShort(part.rule, names));
      return false;
    }
    return true;
  }

  /** Someone who adds a correlation may not know that it silences a rule of another file. */
  warnOfSilenced(correlation: CorrelationRule, silenced: ReadonlySet<string>): void {
    const own = this.#definitions.find(({ attributes }) => attributes.id === correlation.id);
    for (const id of correlation.correlates) {
      const other = this.#definitions.find(({ attributes }) => attributes.id === id);
      if (own === undefined || other === undefined || !silenced.has(id) || other.file.path === own.file.path) continue;
      // An informational rule is a building block; it was never meant to speak for itself.
      if (other.attributes.level === 'informational') continue;
      const message = `"${other.attributes.title}" raises no findings of its own, since "${own.attributes.title}" refers to it.`;
      const mend = 'Add generate: true to the correlation to keep both.';
      own.report.warning('rule-silenced', own.place, 'correlation.generate', message, mend);
    }
  }
}

function gravest(given: readonly Severity[]): Severity {
  return levels.findLast((level) => given.includes(level)) ?? 'low';
}
