import type { Severity } from '../../../src/api/types.ts';

/** Most severe first. */
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'informational'];

/** The word for a severity. */
export const severityWords: Readonly<Record<Severity, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  informational: 'Info',
};

// Each has a shape of its own, so that colour is never alone.
const shapes: Readonly<Record<Severity, string>> = {
  critical: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  high: 'M8 1.5 15.5 14.5H.5z',
  medium: 'M8 .8 15.2 8 8 15.2 .8 8z',
  low: 'M8 1.5a6.5 6.5 0 1 1 0 13a6.5 6.5 0 1 1 0-13z',
  informational: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zm0 2.2a4.3 4.3 0 1 1 0 8.6a4.3 4.3 0 1 1 0-8.6z',
};

interface SeverityMarkProps {
  readonly value: Severity;
}

/** A severity: shape, word and colour. */
export function SeverityMark({ value }: SeverityMarkProps) {
  return (
    <span class={`severity severity-${value}`}>
      <SeverityShape value={value} />
      {severityWords[value]}
    </span>
  );
}

/** The shape alone, where the word stands beside it. */
export function SeverityShape({ value }: SeverityMarkProps) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[value]} fill="currentColor" />
    </svg>
  );
}
