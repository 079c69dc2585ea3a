/** Which activities a rule is about: Sigma's log source, and the operations that belong to each of our categories. */
import { allOperations, type Operation } from '@culprit/proto';
import { AttributeReader } from './attribute-reader.ts';
import type { MapTree } from './document.ts';
import { didYouMean } from './nearest.ts';
import type { Reporter } from './problem.ts';

const starting = (start: string): readonly Operation[] => allOperations.filter((name) => name.startsWith(start));

/** Each category's operations. */
export const categories: Readonly<Record<string, readonly Operation[]>> = {
  file_access: starting('file.'),
  dns_lookup: ['dns.lookup'],
  network_connection: starting('net.'),
  process_creation: ['process.spawn'],
  code_execution: ['code.exec'],
  native_load: ['native.load'],
  package_change: ['package.change'],
  startup_hook: ['startup.change'],
  integrity: ['integrity.change'],
  tamper: ['hook.tamper'],
};

export interface LogSource {
  readonly category: string | null;
  readonly operations: ReadonlySet<Operation>;
}

/** Reads the log source of a rule or filter; undefined where it isn't ours, which has been reported then. */
export function readLogSource(map: MapTree, report: Reporter): LogSource | undefined {
  const before = report.errorCount;
  const top = new AttributeReader(map, '', report);
  const mend = 'Write product: python and service: culprit below it, and a category if there is one.';
  top.required('logsource', mend);
  const source = top.submap('logsource');
  if (source === undefined) return undefined;
  const reader = new AttributeReader(source, 'logsource.', report);
  reader.allowOnly(['product', 'service', 'category', 'definition']);
  reader.required('product', mend);
  for (const [key, ours] of [
    ['product', 'python'],
    ['service', 'culprit'],
  ] as const) {
    const text = reader.text(key);
    const place = reader.entry(key)?.value.place;
    if (text === undefined || place === undefined || text === ours) continue;
    const message = `Culprit has no log source of the ${key} ${text}.`;
    reader.fault('logsource-foreign', place, key, message, `Write ${key}: ${ours}.`);
  }
  const category = reader.text('category') ?? null;
  const operations = category === null ? allOperations : categories[category];
  const place = reader.entry('category')?.value.place;
  if (operations === undefined && category !== null && place !== undefined) {
    const choice = didYouMean(category, Object.keys(categories));
    reader.fault('logsource-foreign', place, 'category', `There is no category ${category}.`, choice);
  }
  return report.errorCount > before ? undefined : { category, operations: new Set(operations) };
}
