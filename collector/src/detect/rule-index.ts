/**
 * Which rules an activity has to meet. Rules stand in buckets by operation, target class and whether a package acted: a
 * bucket holds only the rules that can still match once these are known. Within a bucket, a rule that needs one of a few
 * exact texts in some field (a host, a package's name) is found by that text, and all rules that need some part of a field
 * (the end of a path, a word of a command line) are ruled out together, by one search for any of their parts. So thousands
 * of rules cost an activity little.
 */
import { allOperations, type Operation } from '@culprit/proto';
import type { ActivityEvent } from './event.ts';
import type { Need } from './expression.ts';
import { type Field, packageFields, targetClassField } from './fields.ts';
import { knownOf } from './foresight.ts';
import type { DetectionRule } from './rule.ts';

/** Classes that get buckets of their own, for each operation: agents name them, so there could be any number. */
const maxClasses = 256;

interface Bucket {
  readonly always: readonly DetectionRule[];
  readonly byText: readonly { readonly field: Field; readonly rules: ReadonlyMap<string, readonly DetectionRule[]> }[];
  readonly byPart: readonly {
    readonly field: Field;
    readonly parts: RegExp;
    readonly rules: readonly DetectionRule[];
  }[];
}

export class RuleIndex {
  readonly #byOperation: ReadonlyMap<Operation, readonly DetectionRule[]>;
  readonly #buckets = new Map<Operation, { readonly ofPackage: Buckets; readonly ofApplication: Buckets }>();

  constructor(rules: readonly DetectionRule[]) {
    this.#byOperation = new Map(
      allOperations.map((operation) => [operation, rules.filter(({ operations }) => operations.has(operation))]),
    );
    for (const operation of allOperations) {
      this.#buckets.set(operation, { ofPackage: new Map(), ofApplication: new Map() });
    }
  }

  /** Appends the rules that the event's activity matches, in no particular order. */
  match(event: ActivityEvent, found: DetectionRule[]): void {
    const { always, byText, byPart } = this.#bucketOf(event);
    for (const rule of always) if (rule.expression.test(event)) found.push(rule);
    for (const { field, rules } of byText) {
      const text = event.lowered(field);
      const some = text === null ? undefined : rules.get(text);
      if (some === undefined) continue;
      for (const rule of some) if (rule.expression.test(event)) found.push(rule);
    }
    for (const { field, parts, rules } of byPart) {
      if (!hasPart(event, field, parts)) continue;
      for (const rule of rules) if (rule.expression.test(event)) found.push(rule);
    }
  }

  #bucketOf(event: ActivityEvent): Bucket {
    const { operation, targetClass, package: ref } = event.activity;
    const ofOperation = this.#buckets.get(operation);
    if (ofOperation === undefined) return emptyBucket;
    const buckets = ref === null ? ofOperation.ofApplication : ofOperation.ofPackage;
    const known = buckets.get(targetClass);
    if (known !== undefined) return known;
    // Past the bound all further classes share one bucket, which knows nothing of the class.
    const isFull = buckets.size >= maxClasses;
    const key = isFull ? undefined : targetClass;
    const shared = isFull ? buckets.get(key) : undefined;
    if (shared !== undefined) return shared;
    const bucket = this.#build(event, !isFull);
    buckets.set(key, bucket);
    return bucket;
  }

  #build(event: ActivityEvent, isClassKnown: boolean): Bucket {
    const { operation, package: ref } = event.activity;
    const ofOperation = knownOf(operation);
    const isKnown = (field: Field): boolean =>
      ofOperation(field) || (isClassKnown && field === targetClassField) || (ref === null && packageFields.has(field));
    const plan = new Plan();
    for (const rule of this.#byOperation.get(operation) ?? []) {
      if (rule.expression.foresee(event, isKnown) !== false) plan.add(rule, rule.expression.need(isKnown));
    }
    return plan.bucket();
  }
}

function hasPart(event: ActivityEvent, field: Field, parts: RegExp): boolean {
  if (field.kind === 'list') return event.loweredList(field)?.some((text) => parts.test(text)) ?? false;
  const text = event.lowered(field);
  return text !== null && parts.test(text);
}

/** Sorts a bucket's rules by what they need. */
class Plan {
  readonly #always: DetectionRule[] = [];
  readonly #texts = new Map<Field, Map<string, DetectionRule[]>>();
  readonly #parts = new Map<Field, { readonly parts: Set<string>; readonly rules: DetectionRule[] }>();

  add(rule: DetectionRule, need: Need | null): void {
    if (need === null) this.#always.push(rule);
    else if (need.isPart) this.#addParts(rule, need);
    else this.#addTexts(rule, need);
  }

  bucket(): Bucket {
    return {
      always: this.#always,
      byText: [...this.#texts].map(([field, rules]) => ({ field, rules })),
      // A test for one of many literals costs about as much as for one.
      byPart: [...this.#parts].map(([field, { parts, rules }]) => ({ field, parts: anyPart(parts), rules })),
    };
  }

  #addTexts(rule: DetectionRule, { field, texts }: Need): void {
    const rules = this.#texts.get(field) ?? new Map<string, DetectionRule[]>();
    this.#texts.set(field, rules);
    for (const text of texts) rules.set(text, [...(rules.get(text) ?? []), rule]);
  }

  #addParts(rule: DetectionRule, { field, texts }: Need): void {
    const group = this.#parts.get(field) ?? { parts: new Set<string>(), rules: [] };
    this.#parts.set(field, group);
    for (const text of texts) group.parts.add(text);
    group.rules.push(rule);
  }
}

/** Literals only, so that its time is bounded whatever the rules and the texts are. */
function anyPart(parts: ReadonlySet<string>): RegExp {
  return new RegExp([...parts].map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'));
}

/** By target class; null is no class, undefined the classes past the bound. */
type Buckets = Map<string | null | undefined, Bucket>;

const emptyBucket: Bucket = { always: [], byText: [], byPart: [] };
