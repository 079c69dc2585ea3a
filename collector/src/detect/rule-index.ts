/**
 * Which rules an activity has to meet. Rules stand in buckets by operation, target class and whether a package acted: a
 * bucket holds only the rules that can still match once these are known. Within a bucket, a rule that needs one of a few
 * exact texts in some field (a host, a package's name) is found by that text. So thousands of rules cost an activity little.
 */
import { allOperations, type Operation } from '@culprit/proto';
import type { ActivityEvent } from './event.ts';
import { type Field, packageFields, targetClassField } from './fields.ts';
import { knownOf } from './foresight.ts';
import type { DetectionRule } from './rule.ts';

/** Classes that get buckets of their own, for each operation: agents name them, so there could be any number. */
const maxClasses = 256;

interface Bucket {
  readonly always: readonly DetectionRule[];
  readonly byText: readonly { readonly field: Field; readonly rules: ReadonlyMap<string, readonly DetectionRule[]> }[];
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
    const { always, byText } = this.#bucketOf(event);
    for (const rule of always) if (rule.expression.test(event)) found.push(rule);
    for (const { field, rules } of byText) {
      const text = event.lowered(field);
      const some = text === null ? undefined : rules.get(text);
      if (some === undefined) continue;
      for (const rule of some) if (rule.expression.test(event)) found.push(rule);
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
    const always: DetectionRule[] = [];
    const byField = new Map<Field, Map<string, DetectionRule[]>>();
    for (const rule of this.#byOperation.get(operation) ?? []) {
      if (rule.expression.foresee(event, isKnown) === false) continue;
      const need = rule.expression.need(isKnown);
      if (need === null) {
        always.push(rule);
        continue;
      }
      const rules = byField.get(need.field) ?? new Map<string, DetectionRule[]>();
      byField.set(need.field, rules);
      for (const text of need.texts) rules.set(text, [...(rules.get(text) ?? []), rule]);
    }
    return { always, byText: [...byField].map(([field, rules]) => ({ field, rules })) };
  }
}

/** By target class; null is no class, undefined the classes past the bound. */
type Buckets = Map<string | null | undefined, Bucket>;

const emptyBucket: Bucket = { always: [], byText: [] };
