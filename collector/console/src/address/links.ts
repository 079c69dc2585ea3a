/** Addresses of pages. Whatever a name holds, it stays one segment or one parameter. */

/** The list of alerts, filtered. */
export function alertsAddress(filters: Readonly<Record<string, string | undefined>> = {}): string {
  return withQuery('/alerts', filters);
}

/** One alert. */
export function alertAddress(id: string): string {
  return `/alerts/${segment(id)}`;
}

/** One package. */
export function packageAddress(name: string): string {
  return `/packages/${segment(name)}`;
}

/** The question "which package called …?". */
export function askAddress(target: string, filters: Readonly<Record<string, string | undefined>> = {}): string {
  return withQuery('/ask', { target, ...filters });
}

/** The machines, with one of them pointed out. */
export function machineAddress(id: string): string {
  return withQuery('/machines', { machine: id });
}

/** An address with those parameters that have a value. */
export function withQuery(path: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== '') query.set(name, value);
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** One path segment; "." and ".." would otherwise be resolved away by the browser. */
export function segment(text: string): string {
  const encoded = encodeURIComponent(text.toWellFormed());
  return /^\.{1,2}$/.test(encoded) ? encoded.replaceAll('.', '%2E') : encoded;
}

/** The text of a path segment; undefined where it isn't one. */
export function segmentText(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
