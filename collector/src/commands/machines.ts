import type { Machine } from '../api/types.ts';
import { createClient } from './client.ts';
import { none, readOptions } from './options.ts';
import { type Column, table } from './table.ts';
import type { Command } from './terminal.ts';
import { time } from './text.ts';

export const machines: Command = {
  name: 'machines',
  summary: 'Every enrolled machine: whether it reports, how far, and what it lost',
  help: `Usage: culprit machines [--json]

Lists the machines that are enrolled. LOST counts activities that a machine had to drop; anything but 0 is a hole in
what Culprit can tell.

Example:
  culprit machines
`,
  async run(args, context) {
    const { values, positionals } = readOptions('culprit machines', args, { json: { type: 'boolean' } });
    none('culprit machines', positionals);
    const { items } = await createClient(context).get<{ items: readonly Machine[] }>('/api/v1/machines');
    const { terminal } = context;
    if (values.json) terminal.out(`${JSON.stringify(items, null, 2)}\n`);
    else if (items.length > 0) terminal.out(table(terminal, columns, items));
    else
      terminal.out(
        'No machine is enrolled yet.\n"culprit token create --enrol" makes a token, "culprit-agent enrol" uses it on the machine.\n',
      );
    return 0;
  },
};

const columns: readonly Column<Machine>[] = [
  { title: 'MACHINE', of: ({ name }) => name, isElastic: true },
  { title: 'STATE', of: ({ connected }) => (connected ? 'connected' : 'away') },
  { title: 'LAST SEEN', of: ({ lastSeenMs }) => time(lastSeenMs) },
  { title: 'AGENT', of: ({ agentVersion }) => agentVersion || '–' },
  { title: 'ENVS', of: ({ environments }) => String(environments), align: 'right' },
  { title: 'PROCS', of: ({ processes }) => String(processes), align: 'right' },
  { title: 'WAITING', of: ({ spoolBatches }) => String(spoolBatches), align: 'right' },
  { title: 'LOST', of: ({ lost }) => String(lost), align: 'right' },
  { title: 'ALERTS', of: ({ alerts }) => String(alerts), align: 'right' },
  { title: 'ID', of: ({ id }) => id },
];
