import type { Operation } from '@culprit/proto';
import type { StoredActivity } from '../api/types.ts';
import { ActivityEvent } from './event.ts';
import type { Expression, IsKnown } from './expression.ts';
import { type Field, operationField } from './fields.ts';
import { noProfiles } from './finding.ts';

/** Whether no activity with one of these operations can match, whatever its other fields are. */
export function neverMatches(expression: Expression, operations: ReadonlySet<Operation>): boolean {
  const event = new ActivityEvent(noProfiles);
  for (const operation of operations) {
    event.show({ ...blank, operation });
    if (expression.foresee(event, knownOf(operation)) !== false) return false;
  }
  return true;
}

/** What is known of an activity from its operation alone: that, and which fields it can't have. */
export function knownOf(operation: Operation): IsKnown {
  return (field: Field) => field === operationField || (field.operations !== null && !field.operations.has(operation));
}

/** An activity of which nothing is known yet. */
export const blank: StoredActivity = {
  id: '',
  machine: { id: '', name: '' },
  atMs: 0,
  lastMs: 0,
  count: 1,
  operation: 'file.open',
  target: '',
  targetClass: null,
  ip: null,
  port: null,
  via: null,
  access: null,
  other: null,
  process: null,
  environment: '',
  package: null,
  confidence: 'unknown',
  chain: [],
  frames: [],
  change: null,
};
