import type { Operation } from '@culprit/proto';

/** Changes of an environment happen to a package; they are nothing that it does. */
const happenings: ReadonlySet<Operation> = new Set([
  'package.change',
  'startup.change',
  'integrity.change',
  'hook.tamper',
]);

/**
 * The family under which a profile counts an operation: a lookup and a connection are one thing to a profile, as are
 * opening and listing; whatever else stands by itself. null where it says nothing about what a package does.
 */
export function familyOf(operation: Operation): string | null {
  if (happenings.has(operation)) return null;
  if (operation === 'dns.lookup' || operation.startsWith('net.')) return 'net';
  if (operation === 'file.open' || operation === 'file.list') return 'file';
  return operation;
}
