import type { Machine } from '../api/types.ts';
import { createClient } from './client.ts';
import { none, readOptions, single, usage } from './options.ts';
import { type Column, table } from './table.ts';
import type { Command, CommandContext } from './terminal.ts';
import { time } from './text.ts';

export const machines: Command = {
  name: 'machines',
  summary: 'Every enrolled machine: whether it reports, how far, and what it lost',
  help: `Usage: culprit machines [--json]
       culprit machines sbom MACHINE

Lists the machines that are enrolled. LOST counts activities that a machine had to drop; anything but 0 is a hole in
what Culprit can tell.

sbom prints what is installed on a machine (its host name, or its ID) as a software bill of materials: CycloneDX 1.7
in JSON, a component an environment.

Examples:
  culprit machines
  culprit machines sbom ann-laptop > ann-laptop.cdx.json
`,
  async run(args, context) {
    if (args[0] === 'sbom') return await sbom(args.slice(1), context);
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

async function sbom(args: readonly string[], context: CommandContext): Promise<0> {
  const command = 'culprit machines sbom';
  const { positionals } = readOptions(command, args, {});
  const wanted = single(command, positionals, "a machine's host name or ID");
  const client = createClient(context);
  const { items } = await client.get<{ items: readonly Machine[] }>('/api/v1/machines');
  const found = items.filter(({ id, name }) => id === wanted || name === wanted);
  const [machine] = found;
  if (machine === undefined) throw usage(`no machine is called ${wanted}`, '"culprit machines" lists them');
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ');
    throw usage(`${found.length} machines are called ${wanted}`, `give the ID of one: ${ids}`);
  }
  const bom = await client.get(`/api/v1/machines/${encodeURIComponent(machine.id)}/sbom`);
  context.terminal.out(`${JSON.stringify(bom, null, 2)}\n`);
  return 0;
}

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
