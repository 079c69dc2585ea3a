import type { Severity } from '../../../src/api/types.ts';
import { severities } from '../text/severity.tsx';

/** What the list of alerts is narrowed to; it stands in the address, so that a link to it says the same to others. */
export interface AlertFilters {
  /** One or more, with commas between, most severe first. */
  readonly severity: string | undefined;
  readonly package: string | undefined;
  /** A machine's id. */
  readonly machine: string | undefined;
  readonly rule: string | undefined;
  readonly q: string | undefined;
}

/** The filters of an address; what isn't understood is left out. */
export function readFilters(query: URLSearchParams): AlertFilters {
  const text = (name: string): string | undefined => query.get(name)?.trim() || undefined;
  return {
    severity: severityText(severitiesOf(query.get('severity') ?? '')),
    package: text('package'),
    machine: text('machine'),
    rule: text('rule'),
    q: text('q'),
  };
}

/** Whether anything is left out by them. */
export function areNarrow(filters: AlertFilters): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

/** The severities that a filter's text names. */
export function severitiesOf(text: string): readonly Severity[] {
  const named = text.split(',');
  return severities.filter((severity) => named.includes(severity));
}

/** The filter's text for some severities: none for all of them, because that leaves nothing out. */
export function severityText(some: readonly Severity[]): string | undefined {
  if (some.length === 0 || some.length === severities.length) return undefined;
  return severities.filter((severity) => some.includes(severity)).join(',');
}
