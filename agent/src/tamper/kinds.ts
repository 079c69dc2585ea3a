import type { TamperKind } from '@culprit/proto';

/** What the hook calls what it tells, and what kind that is. */
const ofHook: ReadonlyMap<string, TamperKind> = new Map([
  ['CULPRIT_DISABLE', 'hook-switch'],
  ['hook-code', 'hook-code'],
  ['kept-out', 'hook-kept-out'],
  ['audit-hook', 'audit-hook'],
  ['descriptor', 'hook-descriptor'],
  ['agent-signal', 'agent-signal'],
]);

/** The kind of what the hook tells by this name; null for a name that no hook of ours uses. */
export function tamperKindOf(name: string): TamperKind | null {
  return ofHook.get(name) ?? null;
}
