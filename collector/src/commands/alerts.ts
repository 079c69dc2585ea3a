import type { Alert, AlertSummary, StoredActivity } from '../api/types.ts';
import { createClient } from './client.ts';
import { followAlerts } from './follow.ts';
import { readOptions, usage, wholeNumber } from './options.ts';
import { facts } from './table.ts';
import type { Command, Terminal } from './terminal.ts';
import { plural, severityText, styled, time, visible, wrap } from './text.ts';

const defaultLimit = 50;
const jsonLimit = 10_000;

export const alerts: Command = {
  name: 'alerts',
  summary: 'What the rules found, newest first; one alert with all that explains it',
  help: `Usage: culprit alerts [ID] [options]

Lists alerts, newest first; with an ID tells that one with its evidence, its timeline and the package's versions.

Options:
  --severity LIST  only these, with commas between: informational, low, medium, high, critical
  --package NAME   only this culprit
  --machine NAME   only this machine (host name or id)
  --limit N        at most N alerts (${defaultLimit}; with --json ${jsonLimit})
  --follow         go on and tell new alerts as they come; Ctrl-C ends
  --json           JSON: an array; with an ID one object; with --follow one object a line

Examples:
  culprit alerts --severity high,critical
  culprit alerts 12
  culprit alerts --follow
`,
  async run(args, context) {
    const { values, positionals } = readOptions('culprit alerts', args, {
      severity: { type: 'string' },
      package: { type: 'string' },
      machine: { type: 'string' },
      limit: { type: 'string' },
      follow: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const { terminal } = context;
    const [id, more] = positionals;
    if (more !== undefined)
      throw usage(`"culprit alerts" takes one ID, and "${more}" is one more`, 'ask for one alert at a time');
    const limit = wholeNumber('limit', values.limit, 1, jsonLimit) ?? (values.json ? jsonLimit : defaultLimit);
    if (values.follow && id !== undefined) throw usage('--follow goes without an ID', 'leave one of them out');
    const client = createClient(context);
    if (id !== undefined) {
      const alert = await client.get<Alert>(`/api/v1/alerts/${encodeURIComponent(id)}`);
      terminal.out(values.json ? `${JSON.stringify(alert, null, 2)}\n` : detail(terminal, alert));
      return 0;
    }
    const filter = { severity: values.severity, package: values.package, machine: values.machine };
    if (values.follow) {
      const show = (alert: AlertSummary): void =>
        terminal.out(values.json ? `${JSON.stringify(alert)}\n` : summary(terminal, alert));
      await followAlerts(client, filter, { ...context, show });
      return 0;
    }
    const { items, isCut } = await client.all<AlertSummary>('/api/v1/alerts', filter, limit);
    if (values.json) terminal.out(`${JSON.stringify(items, null, 2)}\n`);
    else if (items.length === 0) terminal.out(nothing(Object.values(filter).some((value) => value !== undefined)));
    else terminal.out(items.map((alert) => summary(terminal, alert)).join(''));
    if (isCut)
      terminal.err(
        `There is more than these ${plural(items.length, 'alert')}; narrow it with --severity, --package or --machine, or raise --limit.\n`,
      );
    return 0;
  },
};

function summary(terminal: Terminal, alert: AlertSummary): string {
  const { id, severity, sentence, machine, lastMs, count } = alert;
  const often = count === 1 ? '' : `, ${count} times`;
  const head = `${styled(terminal, 'bold', `#${id}`)} ${severityText(terminal, severity)}  ${time(lastMs)}  ${visible(machine.name)}${often}`;
  const columns = terminal.isTty ? terminal.columns : Number.POSITIVE_INFINITY;
  return `${head}\n${wrap(visible(sentence), columns, '    ')}\n`;
}

function detail(terminal: Terminal, alert: Alert): string {
  const {
    rule,
    package: culprit,
    machine,
    environment,
    process,
    chain,
    evidence,
    timeline,
    versions,
    newInVersion,
  } = alert;
  const heading = (text: string): string => `\n${styled(terminal, 'bold', text)}\n`;
  const parts = [
    summary(terminal, alert),
    '\n',
    facts(terminal, [
      ['Package', culprit === null ? nobodyOf(alert) : visible(`${culprit.name} ${culprit.version}`)],
      ['Chain', visible(chain.map(({ name, version }) => `${name}@${version}`).join(' ← ')) || '–'],
      [
        'Process',
        process === null ? '–' : visible(`${process.command} (pid ${process.pid}, Python ${process.python})`),
      ],
      ['Environment', visible(environment)],
      ['Machine', visible(`${machine.name} (${machine.id})`)],
      ['Seen', `${time(alert.firstMs)} to ${time(alert.lastMs)}, ${plural(alert.count, 'time')}`],
      ['Rule', visible(`${rule.title} (${rule.id})`)],
      ...(rule.tags.length === 0 ? [] : [['Tags', visible(rule.tags.join(', '))] as const]),
    ]),
  ];
  if (newInVersion.length > 0 && culprit !== null) {
    const known = versions.map(({ version }) => version);
    const before = known.slice(0, Math.max(0, known.indexOf(culprit.version)));
    parts.push(
      heading(
        `New in ${visible(culprit.version)}; ${before.length === 1 ? 'version' : 'versions'} ${visible(before.join(', '))} never did`,
      ),
    );
    parts.push(
      ...newInVersion.map(
        ({ operation, targetClass }) => `  ${operation}${targetClass === '' ? '' : ` to ${visible(targetClass)}`}\n`,
      ),
    );
  }
  parts.push(heading('Evidence'), ...evidence.map((activity) => `${activityLine(activity)}${frameLines(activity)}`));
  const around = timeline.filter(({ deciding }) => !deciding).length;
  if (around > 0) {
    parts.push(heading(`Timeline (* met the rule)`));
    parts.push(...timeline.map(({ activity, deciding }) => `${deciding ? '*' : ' '}${activityLine(activity)}`));
  }
  return parts.join('');
}

/** Whom an alert is about where no package is named. */
function nobodyOf({ evidence, chain }: Alert): string {
  const isUnsure = evidence.at(-1)?.confidence === 'native' && chain.length > 0;
  return isUnsure ? '(not certain: native code of one in the chain)' : '(the application itself)';
}

function activityLine({ atMs, operation, target, targetClass, port, count, other, change }: StoredActivity): string {
  const where = port === null ? target : `${target}:${port}`;
  const changed =
    change === null
      ? ''
      : ` ${change.kind} ${[change.from, change.to].filter((version) => version !== null).join(' → ')}`;
  const notes = [targetClass, count > 1 ? `${count} times` : null].filter((note) => note !== null).join(', ');
  const isAlias = operation !== 'file.rename' && /^(?:file|net)\./.test(operation);
  // A socket that is a file may go by another path; one with a port, by a child that connected.
  const sign = isAlias ? (port === null ? 'as' : 'by') : '→';
  const more = other === null || change !== null ? '' : ` ${sign} ${other}`;
  return ` ${time(atMs)}  ${operation}  ${visible(`${where}${more}${changed}`)}${notes === '' ? '' : `  (${visible(notes)})`}\n`;
}

/** The culprit's own frames tell where in it; they are few. */
function frameLines({ frames }: StoredActivity): string {
  return frames
    .filter(({ culprit }) => culprit)
    .slice(0, 5)
    .map(
      ({ file, function: name, line, dynamic }) =>
        `     ${visible(`${file}:${line} in ${name}`)}${dynamic ? ', code from no file' : ''}\n`,
    )
    .join('');
}

function nothing(isNarrowed: boolean): string {
  return isNarrowed
    ? 'No alert is like that.\nLeave out --severity, --package or --machine to see all.\n'
    : 'No alerts.\n"culprit machines" shows whether machines report; "culprit who TARGET" asks what they saw.\n';
}
