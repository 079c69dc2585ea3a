import type { WhoRow } from '../api/types.ts';
import { createClient } from './client.ts';
import { readOptions, single, wholeNumber } from './options.ts';
import { type Column, table } from './table.ts';
import type { Command } from './terminal.ts';
import { plural, time } from './text.ts';

const defaultLimit = 100;
/** With --json, which is for programs, all of it up to this. */
const jsonLimit = 10_000;

export const who: Command = {
  name: 'who',
  summary: 'Which package made a call: to a host, an address, a file, or a class of targets',
  help: `Usage: culprit who TARGET [options]

Tells which packages touched TARGET, newest first. TARGET is one of
  a host           api.telegram.org        (names below it too)
  an address       149.154.167.220, 2001:db8::1
  a network        10.0.0.0/8
  a file or folder ~/.ssh/id_rsa, ~/.ssh, '~/.aws/*', '**/.env'
  a class          class:ssh-key, class:bot-api

Options:
  --since WHEN     only what was seen since: 30m, 12h, 7d, or a date such as 2024-11-20
  --package NAME   only this package
  --machine NAME   only this machine (host name or id)
  --limit N        at most N rows (${defaultLimit}; with --json ${jsonLimit})
  --json           an array of rows as JSON

Example:
  culprit who api.telegram.org --since 7d
`,
  async run(args, context) {
    const { values, positionals } = readOptions('culprit who', args, {
      since: { type: 'string' },
      package: { type: 'string' },
      machine: { type: 'string' },
      limit: { type: 'string' },
      json: { type: 'boolean' },
    });
    const { terminal } = context;
    const target = asStored(single('culprit who', positionals, 'a target'), context.userHome);
    const limit = wholeNumber('limit', values.limit, 1, jsonLimit) ?? (values.json ? jsonLimit : defaultLimit);
    const query = { target, since: values.since, package: values.package, machine: values.machine };
    const { items, isCut } = await createClient(context).all<WhoRow>('/api/v1/who', query, limit);
    if (values.json) terminal.out(`${JSON.stringify(items, null, 2)}\n`);
    else if (items.length === 0) terminal.out(nothing(target, values));
    else terminal.out(table(terminal, columns, items));
    if (isCut)
      terminal.err(
        `There is more than these ${plural(items.length, 'row')}; narrow it with --since, --package or --machine, or raise --limit.\n`,
      );
    return 0;
  },
};

const columns: readonly Column<WhoRow>[] = [
  { title: 'PACKAGE', of: packageOf, isElastic: true },
  { title: 'DID', of: ({ operation }) => operation },
  { title: 'TARGET', of: targetOf, isElastic: true },
  { title: 'APPLICATION', of: ({ application, environment }) => application || environment, isElastic: true },
  { title: 'MACHINE', of: ({ machine }) => machine, isElastic: true },
  { title: 'COUNT', of: ({ count }) => String(count), align: 'right' },
  { title: 'LAST SEEN', of: ({ lastSeen }) => time(lastSeen) },
];

function packageOf({ package: name, version, chain }: WhoRow): string {
  const culprit = name === null ? '(the application)' : `${name} ${version ?? ''}`;
  // The conduits that carried the call stand inside of the culprit on the chain.
  const via = chain.slice(0, name === null ? undefined : Math.max(0, chain.indexOf(`${name}@${version}`)));
  return via.length === 0 ? culprit : `${culprit} via ${via.map((link) => link.replace(/@[^@]*$/, '')).join(', ')}`;
}

function targetOf({ operation, target, other, ip, port }: WhoRow): string {
  const withPort = port === null ? target : `${target}:${port}`;
  const where = ip === null || ip === target ? withPort : `${withPort} (${ip})`;
  if (other === null) return where;
  if (operation === 'file.rename') return `${target} → ${other}`;
  // A socket that is a file may go by another path; one with a port, by a child that connected.
  return port === null ? `${target} as ${other}` : `${where} by ${other}`;
}

/** The shell writes the home folder out; Culprit keeps it "~". */
export function asStored(target: string, userHome: string): string {
  if (
    userHome.length > 1 &&
    (target === userHome || target.startsWith(`${userHome}/`) || target.startsWith(`${userHome}\\`))
  ) {
    return `~${target.slice(userHome.length)}`;
  }
  return target;
}

function nothing(target: string, values: { since?: string; package?: string; machine?: string }): string {
  const narrowed = values.since ?? values.package ?? values.machine;
  const next =
    narrowed === undefined
      ? '"culprit machines" shows which machines report, "culprit alerts" what stood out.'
      : 'Leave out --since, --package or --machine to look further.';
  return `Nothing that Culprit has seen touched ${target}.\n${next}\n`;
}
