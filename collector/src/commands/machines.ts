import type { BlindProcess, CoveredPlace, Machine, MachineCoverage } from '../api/types.ts';
import { type Client, createClient } from './client.ts';
import { none, readOptions, single, usage } from './options.ts';
import { type Column, table } from './table.ts';
import type { Command, CommandContext, Terminal } from './terminal.ts';
import { time } from './text.ts';

export const machines: Command = {
  name: 'machines',
  summary: 'Every enrolled machine: whether it reports, how far, and what it lost',
  help: `Usage: culprit machines [--json]
       culprit machines MACHINE [--json]
       culprit machines sbom MACHINE

Lists the machines that are enrolled. LOST counts activities that a machine had to drop, BLIND its Python environments
and processes that are not covered; anything but 0 is a hole in what Culprit can tell. Of MACHINE, by its name or id, it
shows what is covered and what isn't, and why. Status 1 where it has blind spots.

sbom prints what is installed on a machine (its host name, or its ID) as a software bill of materials: CycloneDX 1.7
in JSON, a component an environment.

Examples:
  culprit machines
  culprit machines ann-laptop
  culprit machines sbom ann-laptop > ann-laptop.cdx.json
`,
  async run(args, context) {
    if (args[0] === 'sbom') return await sbom(args.slice(1), context);
    const { values, positionals } = readOptions('culprit machines', args, { json: { type: 'boolean' } });
    const [name, ...rest] = positionals;
    none('culprit machines', rest);
    const client = createClient(context);
    const { items } = await client.get<{ items: readonly Machine[] }>('/api/v1/machines');
    const { terminal } = context;
    if (name !== undefined) return await one(name, items, client, terminal, values.json === true);
    if (values.json) terminal.out(`${JSON.stringify(items, null, 2)}\n`);
    else if (items.length > 0) terminal.out(table(terminal, columns, items));
    else
      terminal.out(
        'No machine is enrolled yet.\n"culprit token create --enrol" makes a token, "culprit-agent enrol" uses it on the machine.\n',
      );
    return 0;
  },
};

/** The machine of a host name or an id. @throws CollectorError where there is none, or several */
function machineNamed(wanted: string, items: readonly Machine[]): Machine {
  const found = items.filter(({ id, name }) => id === wanted || name === wanted);
  const [machine] = found;
  if (machine === undefined) throw usage(`no machine is called ${wanted}`, '"culprit machines" lists them');
  if (found.length > 1) {
    const ids = found.map(({ id }) => id).join(', ');
    throw usage(`${found.length} machines are called ${wanted}`, `give the ID of one: ${ids}`);
  }
  return machine;
}

async function sbom(args: readonly string[], context: CommandContext): Promise<0> {
  const command = 'culprit machines sbom';
  const { positionals } = readOptions(command, args, {});
  const wanted = single(command, positionals, "a machine's host name or ID");
  const client = createClient(context);
  const { items } = await client.get<{ items: readonly Machine[] }>('/api/v1/machines');
  const machine = machineNamed(wanted, items);
  const bom = await client.get(`/api/v1/machines/${encodeURIComponent(machine.id)}/sbom`);
  context.terminal.out(`${JSON.stringify(bom, null, 2)}\n`);
  return 0;
}

type Told = MachineCoverage & { readonly toldMs: number };

/** What of one machine is covered. */
async function one(name: string, items: readonly Machine[], client: Client, terminal: Terminal, isJson: boolean) {
  const machine = machineNamed(name, items);
  if (machine.coverage === null) {
    terminal.err(`culprit: ${machine.name} has not told what is covered: its agent is away, or older than this.\n`);
    return 1;
  }
  const coverage = await client.get<Told>(`/api/v1/machines/${encodeURIComponent(machine.id)}/coverage`);
  const { places, processes, toldMs } = coverage;
  if (isJson)
    terminal.out(`${JSON.stringify({ machine: { id: machine.id, name: machine.name }, ...coverage }, null, 2)}\n`);
  else {
    terminal.out(
      `Policy ${coverage.policy}, as of ${time(toldMs)}; ${coverage.coveredProcesses} Python processes covered.\n\n`,
    );
    terminal.out(table(terminal, placeColumns, places));
    if (processes.length > 0) terminal.out(`\n${table(terminal, processColumns, processes)}`);
  }
  return places.some(({ coveredBy }) => coveredBy === null) || processes.length > 0 ? 1 : 0;
}

const why = (reason: string, detail: string): string => (detail === '' ? reason : `${reason} (${detail})`);

const placeColumns: readonly Column<CoveredPlace>[] = [
  { title: 'ENVIRONMENT', of: ({ path }) => path, isElastic: true },
  { title: 'MADE BY', of: ({ origin }) => origin },
  { title: 'PYTHON', of: ({ python }) => python || '–' },
  { title: 'COVERED', of: ({ coveredBy }) => coveredBy ?? 'no' },
  { title: 'WHY NOT', of: ({ reason, detail }) => (reason === null ? '' : why(reason, detail)) },
];
const processColumns: readonly Column<BlindProcess>[] = [
  { title: 'PROCESS', of: ({ executable }) => executable || '–', isElastic: true },
  { title: 'ENVIRONMENT', of: ({ environment }) => environment || '–' },
  { title: 'COUNT', of: ({ count }) => String(count), align: 'right' },
  { title: 'WHY NOT COVERED', of: ({ reason, detail }) => why(reason, detail) },
];

const columns: readonly Column<Machine>[] = [
  { title: 'MACHINE', of: ({ name }) => name, isElastic: true },
  { title: 'STATE', of: ({ connected }) => (connected ? 'connected' : 'away') },
  { title: 'LAST SEEN', of: ({ lastSeenMs }) => time(lastSeenMs) },
  { title: 'AGENT', of: ({ agentVersion }) => agentVersion || '–' },
  { title: 'ENVS', of: ({ environments }) => String(environments), align: 'right' },
  { title: 'PROCS', of: ({ processes }) => String(processes), align: 'right' },
  { title: 'WAITING', of: ({ spoolBatches }) => String(spoolBatches), align: 'right' },
  { title: 'LOST', of: ({ lost }) => String(lost), align: 'right' },
  {
    title: 'BLIND',
    of: ({ coverage }) => (coverage === null ? '–' : String(coverage.blind + coverage.blindProcesses)),
    align: 'right',
  },
  { title: 'ALERTS', of: ({ alerts }) => String(alerts), align: 'right' },
  { title: 'ID', of: ({ id }) => id },
];
