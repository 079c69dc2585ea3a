import { onSessionLost } from '../session/session.ts';
import { AlertList } from './alert-list.ts';
import { readFilters } from './filters.ts';
import { isReading } from './reading.ts';

const maxHeld = 4;
const held = new Map<string, AlertList>();
onSessionLost(() => held.clear());

/** The list of an address's query: the one that was left, where it is still held, so that Back shows what was there. */
export function heldList(query: string): AlertList {
  const list =
    held.get(query) ?? new AlertList({ filters: readFilters(new URLSearchParams(query)), isBeingRead: isReading });
  held.delete(query);
  held.set(query, list);
  for (const oldest of held.keys()) {
    if (held.size <= maxHeld) break;
    held.delete(oldest);
  }
  return list;
}

/** The neighbours of an alert in the list that was looked at last; for going through alerts one by one. */
export function neighbours(id: string): { newer: string | undefined; older: string | undefined } {
  const items = [...held.values()].at(-1)?.state.items ?? [];
  const index = items.findIndex((item) => item.id === id);
  if (index < 0) return { newer: undefined, older: undefined };
  return { newer: items[index - 1]?.id, older: items[index + 1]?.id };
}

/** Whether one of the lists that were looked at shows an alert already. */
export function isListed(id: string): boolean {
  return [...held.values()].some(({ state }) => state.items.some((item) => item.id === id));
}
