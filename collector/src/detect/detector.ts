/**
 * The detection: rules over activities, as they come. It decides at once, keeps only what correlations need, and asks
 * nobody but the profiles. Time is the activities' own; nothing here looks at a clock.
 */
import type { StoredActivity } from '../api/types.ts';
import { Correlator, type Match } from './correlator.ts';
import { ActivityEvent } from './event.ts';
import type { Finding, FindingRule, ProfileView } from './finding.ts';
import { type CorrelationRule, type DetectionRule, describeRule, type LoadedRule } from './rule.ts';
import { RuleIndex } from './rule-index.ts';
import { correlationSentence, sentenceOf } from './sentence.ts';
import { Watermarks } from './watermarks.ts';

export type { Finding, FindingRule, ProfileView } from './finding.ts';

/** Batches between two looks for what correlations can forget. */
const batchesBetweenExpiry = 64;

export interface DetectorOptions {
  readonly rules: readonly LoadedRule[];
  readonly profiles: ProfileView;
}

export interface Detector {
  /** What the rules find in these activities, in their order. Machines may come in any order, each one's batches in theirs. */
  process(activities: readonly StoredActivity[]): Finding[];
  /** Takes activities in without finding anything: to rebuild after a start what was known before it. */
  replay(activities: readonly StoredActivity[]): void;
  /** What correlations keep at the moment. */
  readonly size: { readonly groups: number; readonly entries: number };
}

/** Creates a detector for rules from loadRules(). */
export function createDetector(options: DetectorOptions): Detector {
  const engine = new Engine(options);
  return {
    process: (activities) => engine.take(activities),
    replay(activities) {
      engine.take(activities);
    },
    get size() {
      return engine.size;
    },
  };
}

interface Correlation {
  readonly rule: CorrelationRule;
  readonly correlator: Correlator;
  readonly ruleNames: readonly (readonly string[])[];
}

/** A correlation that a rule serves, and as which of its rules. */
interface Service {
  readonly correlation: Correlation;
  readonly slot: number;
}

class Engine {
  readonly #event: ActivityEvent;
  readonly #index: RuleIndex;
  readonly #watermarks = new Watermarks();
  readonly #correlations: readonly Correlation[];
  /** By the id of the rule that serves. */
  readonly #services = new Map<string, Service[]>();
  readonly #descriptions = new Map<string, FindingRule>();
  /** Used again and again, so that activities that match nothing allocate nothing. */
  readonly #matched: DetectionRule[] = [];
  #batches = 0;

  constructor({ rules, profiles }: DetectorOptions) {
    this.#event = new ActivityEvent(profiles);
    this.#index = new RuleIndex(rules.filter((rule) => rule.kind === 'detection'));
    const names = new Map(rules.map(({ id, name }) => [id, name === null ? [id] : [id, name]]));
    this.#correlations = rules
      .filter((rule) => rule.kind === 'correlation')
      .map((rule) => ({
        rule,
        correlator: new Correlator(rule.section, this.#watermarks),
        ruleNames: rule.correlates.map((id) => names.get(id) ?? [id]),
      }));
    for (const correlation of this.#correlations) this.#register(correlation);
    for (const rule of rules) this.#descriptions.set(rule.id, describeRule(rule));
  }

  get size(): Detector['size'] {
    const sizes = this.#correlations.map(({ correlator }) => correlator.size);
    const sum = (key: 'groups' | 'entries'): number => sizes.reduce((total, size) => total + size[key], 0);
    return { groups: sum('groups'), entries: sum('entries') };
  }

  take(activities: readonly StoredActivity[]): Finding[] {
    const findings: Finding[] = [];
    this.#noteTimes(activities);
    for (const activity of activities) {
      this.#event.show(activity);
      this.#matched.length = 0;
      this.#index.match(this.#event, this.#matched);
      for (const rule of this.#matched) this.#meet(rule, activity, findings);
    }
    return findings;
  }

  #register(correlation: Correlation): void {
    for (const [slot, id] of correlation.rule.correlates.entries()) {
      const services = this.#services.get(id) ?? [];
      services.push({ correlation, slot });
      this.#services.set(id, services);
    }
  }

  #meet(rule: DetectionRule, activity: StoredActivity, findings: Finding[]): void {
    if (rule.isStandalone) {
      findings.push(this.#finding(rule, activity, [activity], sentenceOf(this.#event, rule.sentence)));
    }
    this.#serve(rule.id, [activity], findings);
    // A correlation that serves another has turned the event to its own deciding activity.
    if (this.#event.activity !== activity) this.#event.show(activity);
  }

  #serve(id: string, evidence: readonly StoredActivity[], findings: Finding[]): void {
    for (const { correlation, slot } of this.#services.get(id) ?? []) {
      const deciding = evidence.at(-1);
      if (deciding === undefined) continue;
      if (this.#event.activity !== deciding) this.#event.show(deciding);
      const match = correlation.correlator.observe(slot, this.#event, evidence);
      if (match !== null) this.#complete(correlation, match, findings);
    }
  }

  #complete({ rule, ruleNames }: Correlation, match: Match, findings: Finding[]): void {
    const deciding = match.activities.at(-1);
    if (deciding === undefined) return;
    this.#event.show(deciding);
    if (rule.isStandalone) {
      const { type, timespanMs } = rule.section;
      const sentence = correlationSentence(this.#event, rule.sentence, { type, timespanMs, match, ruleNames });
      findings.push(this.#finding(rule, deciding, match.activities, sentence));
    }
    this.#serve(rule.id, match.activities, findings);
  }

  #finding(rule: LoadedRule, deciding: StoredActivity, evidence: readonly StoredActivity[], sentence: string): Finding {
    const { package: ref, machine, atMs, environment, process } = deciding;
    const described = this.#descriptions.get(rule.id) ?? describeRule(rule);
    return {
      rule: described,
      severity: rule.level,
      package: ref,
      machine,
      atMs,
      sentence,
      evidence,
      environment,
      process,
    };
  }

  #noteTimes(activities: readonly StoredActivity[]): void {
    let machine: string | undefined;
    let earliestMs = Number.POSITIVE_INFINITY;
    for (const activity of activities) {
      if (machine !== undefined && activity.machine.id !== machine) {
        this.#watermarks.note(machine, earliestMs);
        earliestMs = Number.POSITIVE_INFINITY;
      }
      machine = activity.machine.id;
      earliestMs = Math.min(earliestMs, activity.atMs);
    }
    if (machine !== undefined) this.#watermarks.note(machine, earliestMs);
    this.#batches += 1;
    if (this.#batches % batchesBetweenExpiry !== 0) return;
    for (const { correlator } of this.#correlations) correlator.expire();
  }
}
