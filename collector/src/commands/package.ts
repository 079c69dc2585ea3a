import type { PackageDetail, PackageVersion, VersionReview } from '../api/types.ts';
import { createClient } from './client.ts';
import { readOptions, single } from './options.ts';
import { type Column, table } from './table.ts';
import type { Command, Terminal } from './terminal.ts';
import { plural, severityText, styled, time, visible } from './text.ts';

export const packageCommand: Command = {
  name: 'package',
  summary: 'One package: its versions and what each does, where it is installed, its alerts',
  help: `Usage: culprit package NAME [--json]

Tells which versions of a package the fleet knows and what each of them does, on which machines it is installed, and
its alerts.

Example:
  culprit package aiocpa
`,
  async run(args, context) {
    const { values, positionals } = readOptions('culprit package', args, { json: { type: 'boolean' } });
    const { terminal } = context;
    const name = single('culprit package', positionals, 'a name');
    const detail = await createClient(context).get<PackageDetail>(`/api/v1/packages/${encodeURIComponent(name)}`);
    terminal.out(values.json ? `${JSON.stringify(detail, null, 2)}\n` : page(terminal, detail));
    return 0;
  },
};

function page(terminal: Terminal, { name, versions, installed, alerts }: PackageDetail): string {
  const heading = (text: string): string => `\n${styled(terminal, 'bold', text)}\n`;
  const parts = [
    `${styled(terminal, 'bold', visible(name))}, ${plural(versions.length, 'version')}\n\n`,
    table(terminal, versionColumns, versions),
  ];
  for (const { version, reviews } of versions) for (const review of reviews) parts.push(reviewText(version, review));
  parts.push(heading('Installed'));
  parts.push(installed.length === 0 ? 'On no machine now.\n' : table(terminal, placeColumns, installed));
  parts.push(heading('Alerts'));
  if (alerts.length === 0) parts.push('None.\n');
  for (const { id, severity, sentence, count, lastMs } of alerts) {
    parts.push(
      `#${id} ${severityText(terminal, severity)}  ${time(lastMs)}  ${plural(count, 'time')}\n    ${visible(sentence)}\n`,
    );
  }
  return parts.join('');
}

const versionColumns: readonly Column<PackageVersion>[] = [
  { title: 'VERSION', of: ({ version }) => version },
  { title: 'MACHINES', of: ({ machines }) => String(machines), align: 'right' },
  { title: 'FIRST SEEN', of: ({ firstMs }) => time(firstMs) },
  { title: 'DOES', of: behavioursOf, isElastic: true },
];

const placeColumns: readonly Column<PackageDetail['installed'][number]>[] = [
  { title: 'MACHINE', of: ({ machine }) => machine.name, isElastic: true },
  { title: 'VERSION', of: ({ version }) => version },
  { title: 'SINCE', of: ({ sinceMs }) => time(sinceMs) },
  { title: 'FROM', of: fromOf, isElastic: true },
  { title: 'ENVIRONMENT', of: ({ environment }) => environment, isElastic: true },
];

/** Whether it was asked for, by which installer, and from where. */
function fromOf({ installer, requested, source, startupFiles }: PackageDetail['installed'][number]): string {
  const parts = [source, installer && `by ${installer}`, requested === false ? 'as a dependency' : ''];
  const atStart = startupFiles.length === 0 ? '' : `runs at every start: ${startupFiles.join(', ')}`;
  return [...parts, atStart].filter((part) => part !== '').join(', ') || '–';
}

function reviewText(version: string, { from, outcome, newKinds, findings }: VersionReview): string {
  const news = newKinds.length === 0 ? 'brought nothing new of kind' : `brought ${newKinds.join(', ')}`;
  const limits = outcome === 'partial' ? ' (not all of it was compared)' : '';
  const lines = findings.map((line) => `    ${visible(line)}\n`);
  return `\n${visible(`${version}, compared with ${from}, ${news}${limits}`)}\n${lines.join('')}`;
}

/** What stands out first: targets of a class before those of none. */
function behavioursOf({ behaviours }: PackageVersion): string {
  const special = behaviours.filter(({ targetClass }) => targetClass !== '');
  const plain = new Set(behaviours.filter(({ targetClass }) => targetClass === '').map(({ operation }) => operation));
  return [...special.map(({ operation, targetClass }) => `${operation} to ${targetClass}`), ...plain].join(', ') || '–';
}
