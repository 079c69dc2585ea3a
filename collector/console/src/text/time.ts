/** Times and lengths of time in words. Times come from machines that may lie: none of these throws. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// en-GB: day before month by its name, 24 hours. The words around it are English, whatever the browser speaks.
const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options);
const dateFormat = format({ day: 'numeric', month: 'short', year: 'numeric' });
const clockFormat = format({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const preciseFormat = format({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});
const wholeNumber = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** The Date of a Unix time in ms, or undefined where there is none. */
function dateOf(ms: number): Date | undefined {
  const date = new Date(ms);
  return ms > 0 && Number.isFinite(date.getTime()) ? date : undefined;
}

/** Whether there is such a time at all. */
export function isTime(ms: number): boolean {
  return dateOf(ms) !== undefined;
}

/** "20 Nov 2024", in the viewer's zone. */
export function dateWords(ms: number): string {
  const date = dateOf(ms);
  return date === undefined ? 'at an unknown time' : dateFormat.format(date);
}

/** "18:04:41", or "18:04:41.123" where milliseconds matter, in the viewer's zone. */
export function clockWords(ms: number, isPrecise = false): string {
  const date = dateOf(ms);
  return date === undefined ? '–' : (isPrecise ? preciseFormat : clockFormat).format(date);
}

/** "20 Nov 2024, 18:04:41", in the viewer's zone. */
export function dateTimeWords(ms: number): string {
  return dateOf(ms) === undefined ? dateWords(ms) : `${dateWords(ms)}, ${clockWords(ms)}`;
}

/** "2024-11-20 18:04:41.123 UTC": what can be compared with other logs. */
export function utcWords(ms: number): string {
  const date = dateOf(ms);
  return date === undefined ? 'unknown time' : `${date.toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** For a time element's datetime; undefined where there is no such time. */
export function isoTime(ms: number): string | undefined {
  return dateOf(ms)?.toISOString();
}

/** "5 min ago"; a date beyond a week. A clock that runs ahead by up to a minute is "just now". */
export function agoWords(ms: number, nowMs: number): string {
  const age = nowMs - ms;
  if (dateOf(ms) === undefined || age < -minute || age >= 7 * day) return dateWords(ms);
  if (age < 45 * second) return 'just now';
  if (age < hour) return `${Math.max(1, Math.round(age / minute))} min ago`;
  if (age < day) return `${Math.round(age / hour)} h ago`;
  return `${Math.round(age / day)} d ago`;
}

/** "412 ms", "1.2 s", "5 min", "3 h", "12 days". */
export function spanWords(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms < second) return `${Math.round(ms)} ms`;
  if (ms < 10 * second) return `${(ms / second).toFixed(1).replace('.0', '')} s`;
  if (ms < 2 * minute) return `${Math.round(ms / second)} s`;
  if (ms < 2 * hour) return `${Math.round(ms / minute)} min`;
  if (ms < 2 * day) return `${Math.round(ms / hour)} h`;
  return `${wholeNumber.format(Math.round(ms / day))} days`;
}

/** "1,204" */
export function countWords(count: number): string {
  return wholeNumber.format(count);
}
