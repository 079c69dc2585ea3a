import { askStatus } from '../control/control.ts';
import type { AgentStatus } from '../control/status.ts';
import { type BlindReason, blindReasons } from '../discovery/blind.ts';
import type { CoverageStatus } from '../discovery/coverage-status.ts';
import { type Command, json, readArguments, visible } from './command.ts';

export const status: Command = {
  name: 'status',
  summary: 'What the running agent does: connection, environments, what waits, what was lost',
  help: `Usage: culprit-agent status [--json]

Asks the agent that runs with this home. Status 1 where none runs.

Example:
  culprit-agent status --json
`,
  async run(args, { out, home }) {
    const { values } = readArguments('status', args, { json: { type: 'boolean', default: false } });
    const said = await askStatus(home.controlSocket);
    out(values.json ? json(said) : inWords(said));
    return 0;
  },
};

const states: Readonly<Record<AgentStatus['uplink']['state'], string>> = {
  'not-enrolled': 'not enrolled: run "culprit-agent enrol --collector URL --token T"',
  connecting: 'connecting',
  connected: 'connected',
  'credential-refused': 'the collector refuses this machine: run "culprit-agent enrol" again',
  stopped: 'stopped',
};

function socketsInWords({ isSupported, processes, children }: AgentStatus['sockets']): string {
  if (!isSupported)
    return 'not supported on this platform: connections of native code and of other programs are not seen';
  return `of ${processes} Python processes and ${children} of their children compared with what was told`;
}

const gates: Readonly<Record<AgentStatus['gate'], string>> = {
  ready: 'there: programs have it where it loads',
  absent: 'none for this machine: the hook is pure Python, and slower',
  refused: "refused: its file isn't what was built. The hook is pure Python, and slower: reinstall Culprit",
};

function inWords(said: AgentStatus): string {
  const { uplink, spool, environments } = said;
  const minutes = Math.floor(said.upMs / 60_000);
  const lost = Object.entries(said.lost).map(([reason, count]) => `${count} (${reason})`);
  const facts: [string, string][] = [
    ['agent', `${said.version}, pid ${said.pid}, up ${Math.floor(minutes / 60)} h ${minutes % 60} min`],
    ['collector', `${uplink.collector ?? 'none'}: ${states[uplink.state]}`],
    ['machine', uplink.machine ?? 'unknown'],
    ['processes', `${said.processes} Python processes connected`],
    ['sockets', socketsInWords(said.sockets)],
    [
      'waiting',
      `${spool.batches} batches (${spool.bytes} bytes), the oldest for ${Math.round(spool.oldestMs / 1000)} s`,
    ],
    ['integrity', integrityWords(said.integrity)],
    ['lost', lost.length === 0 ? 'nothing' : lost.join(', ')],
    [
      'environments',
      environments.length === 0 ? 'none: run "culprit-agent env add PATH"' : String(environments.length),
    ],
    ['gate', gates[said.gate]],
  ];
  const lines = facts.map(([name, value]) => `${name.padEnd(13)} ${visible(value)}`);
  for (const { path, python, hook, watch, problem } of environments) {
    lines.push(
      `  ${visible(path)}: ${visible(problem ?? `Python ${python}, hook ${hook?.state ?? 'unknown'}, ${watch}`)}`,
    );
  }
  lines.push(...blindSpots(said.coverage));
  return `${lines.join('\n')}\n`;
}

function integrityWords({ findings, verifying, verifiedMs }: AgentStatus['integrity']): string {
  const found =
    findings === 0 ? 'every verified file is what its RECORD says' : `${findings} files are not what their RECORD says`;
  const mend = findings === 0 ? '' : ': "culprit-agent env verify" lists them';
  const when =
    verifiedMs === null
      ? 'not all environments were verified yet'
      : `all verified since ${new Date(verifiedMs).toISOString()}`;
  return `${found}${mend}; ${verifying === null ? when : `verifying ${verifying}`}`;
}

/** What of this machine isn't covered, and why: the same reason once, with how many it is true of. */
function blindSpots({ cover, places, blindProcesses, coveredProcesses, isPolling }: CoverageStatus): string[] {
  const blind = places.filter(({ covered }) => !covered);
  const counts = new Map<string, number>();
  const note = (what: string, reason: BlindReason | null): void => {
    if (reason === null) return;
    const words = `${what}: ${blindReasons[reason][0]}`;
    counts.set(words, (counts.get(words) ?? 0) + 1);
  };
  for (const { reason } of blind) note('environments', reason);
  for (const { reason } of blindProcesses) note('processes', reason);
  const known = places.length - blind.length;
  const lines = [
    `${'coverage'.padEnd(13)} ${known} of ${places.length} environments, ${coveredProcesses} of ${coveredProcesses + blindProcesses.length} Python processes; policy ${cover}`,
    ...[...counts].map(([words, count]) => `  not covered: ${count} ${words}`),
  ];
  if (isPolling)
    lines.push('  no file watches left, new environments are found by polling: raise fs.inotify.max_user_watches');
  return lines;
}
