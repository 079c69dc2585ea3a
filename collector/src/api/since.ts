const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

export const sinceMend =
  'must be a length of time such as 30m, 12h or 7d, or a date such as 2024-11-20 or 2024-11-20T18:00:00Z';

/** A point in time, Unix ms, from a length of time before now ("30m", "12h", "7d") or an ISO date; else null. */
export function parseSince(text: string, nowMs: number): number | null {
  const length = /^(\d{1,6})([smhdw])$/.exec(text);
  if (length !== null) return nowMs - Number(length[1]) * (units[length[2] ?? ''] ?? 0);
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/.test(text)) return null;
  const ms = Date.parse(text);
  // 2024-02-31 is taken for March by the parser: a date that doesn't come back as it was is none.
  return Number.isNaN(ms) || !new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10))
    ? null
    : ms;
}
