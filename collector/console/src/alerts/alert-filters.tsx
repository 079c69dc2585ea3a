import { useEffect, useRef } from 'preact/hooks';
import { replaceAddress } from '../address/address.ts';
import { alertsAddress } from '../address/links.ts';
import { useMachines } from '../fleet/machines.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import { SeverityShape, severities, severityWords } from '../text/severity.tsx';
import { Text } from '../text/text.tsx';
import { visible } from '../text/visible.ts';
import { type AlertFilters, severitiesOf, severityText } from './filters.ts';

const typingDelayMs = 250;

/** What narrows the list. Each change changes the address; the list follows that. */
export function AlertFiltersBar({ filters }: { readonly filters: AlertFilters }) {
  const change = (part: Partial<Record<keyof AlertFilters, string | undefined>>) =>
    replaceAddress(alertsAddress({ ...filters, ...part }));
  return (
    <form class="filters" aria-label="Filter the alerts" onSubmit={(event) => event.preventDefault()}>
      <TextFilter value={filters.q ?? ''} onChange={(q) => change({ q })} />
      <SeverityFilter value={filters.severity ?? ''} onChange={(severity) => change({ severity })} />
      <MachineFilter value={filters.machine} onChange={(machine) => change({ machine })} />
      {filters.package !== undefined && (
        <FilterChip name="Package" value={filters.package} onRemove={() => change({ package: undefined })} />
      )}
      {filters.rule !== undefined && (
        <FilterChip name="Rule" value={filters.rule} onRemove={() => change({ rule: undefined })} />
      )}
    </form>
  );
}

interface SeverityFilterProps {
  readonly value: string;
  readonly onChange: (value: string | undefined) => void;
}

/** Any of them can be on; none on is all. */
function SeverityFilter({ value, onChange }: SeverityFilterProps) {
  const on = severitiesOf(value);
  return (
    <fieldset class="severity-filter">
      <legend class="unseen">Only these severities</legend>
      {severities.map((severity) => (
        <label key={severity} class={`severity-${severity}`}>
          <input
            type="checkbox"
            class="unseen"
            checked={on.includes(severity)}
            onChange={({ currentTarget }) => {
              const others = on.filter((other) => other !== severity);
              onChange(severityText(currentTarget.checked ? [...others, severity] : others));
            }}
          />
          <SeverityShape value={severity} />
          <span class="severity-name">{severityWords[severity]}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface TextFilterProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TextFilter({ value, onChange }: TextFilterProps) {
  const field = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useShortcuts({ f: () => field.current?.focus() });
  useEffect(() => {
    // The address can change from elsewhere (Back, "clear the filters"); what is being typed is never overwritten.
    if (field.current !== null && document.activeElement !== field.current) field.current.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <input
      ref={field}
      class="field filter-text"
      type="search"
      aria-label="Filter by words of the sentence, package, machine or rule"
      placeholder="Filter these alerts"
      defaultValue={value}
      autocomplete="off"
      spellcheck={false}
      onInput={({ currentTarget }) => {
        clearTimeout(timer.current);
        const typed = currentTarget.value;
        timer.current = setTimeout(() => onChange(typed.trim()), typingDelayMs);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
    />
  );
}

interface MachineFilterProps {
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function MachineFilter({ value, onChange }: MachineFilterProps) {
  const machines = useMachines();
  const known = machines.state === 'ready' ? machines.value : [];
  const isUnknown = value !== undefined && !known.some(({ id }) => id === value);
  return (
    <select
      class="field filter-machine"
      aria-label="Machine"
      value={value ?? ''}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
    >
      <option value="">All machines</option>
      {known.map((machine) => (
        <option key={machine.id} value={machine.id}>
          {visible(machine.name)}
        </option>
      ))}
      {isUnknown && <option value={value}>{visible(value)}</option>}
    </select>
  );
}

interface FilterChipProps {
  readonly name: string;
  readonly value: string;
  readonly onRemove: () => void;
}

function FilterChip({ name, value, onRemove }: FilterChipProps) {
  return (
    <button type="button" class="filter-chip" onClick={onRemove}>
      <span class="unseen">Remove the filter </span>
      <span class="muted">{name}</span> <Text value={value} /> <span aria-hidden="true">×</span>
    </button>
  );
}
