/** The text of the agent's systemd unit. */
import { AgentError } from '../errors.ts';
import type { ServiceOptions } from './service.ts';
import { serviceVariables } from './service-variables.ts';

/** The agent says so often that it lives; silence for so long, s, and systemd starts it anew. */
const watchdogS = 120;

/**
 * What the agent needs can't be taken from it: it reads /proc of all processes, and reads and writes environments wherever
 * they are. So no option that hides folders stands here; for a user's unit each of those would put the agent into a user
 * namespace as well, from which the kernel shows nothing of processes outside.
 */
const hardening = [
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictNamespaces=yes',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'SystemCallArchitectures=native',
  'SystemCallFilter=@system-service',
  'SystemCallErrorNumber=EPERM',
  'LimitCORE=0',
];

/**
 * What a user's unit hasn't anyway. The capabilities: others' folders, whose files are to be theirs; others' /proc; and
 * other users' interpreters, which run as those users.
 */
const hardeningOfRoot = [
  'CapabilityBoundingSet=CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_CHOWN CAP_FOWNER CAP_SYS_PTRACE CAP_SETUID CAP_SETGID CAP_KILL',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
  'ProtectControlGroups=yes',
  'PrivateDevices=yes',
];

/**
 * @param canNotify whether the agent can say that it is ready: Node has no datagram sockets of Unix, so it does so by
 *   systemd's own tool. Without that, the unit is ready once the program runs, and has no watchdog.
 */
export function systemdUnit(options: ServiceOptions, canNotify: boolean): string {
  const { program, version, isForAll } = options;
  const kind = canNotify
    ? // It is a child of the agent that tells.
      ['Type=notify', 'NotifyAccess=all', `WatchdogSec=${watchdogS}`]
    : ['Type=exec'];
  return `# Written by "culprit-agent install", taken away by "culprit-agent uninstall".
[Unit]
Description=Culprit's agent: which Python package does what
X-Culprit-Version=${version}

[Service]
${kind.join('\n')}
ExecStart=${program.map(commandWord).join(' ')}
${serviceVariables(options)
  .map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`)
  .join('\n')}
Restart=on-failure
RestartSec=5
# The command line or a file has to be mended: starting again would not.
RestartPreventExitStatus=2
TimeoutStopSec=10
OOMPolicy=continue
${[...hardening, ...(isForAll ? hardeningOfRoot : [])].join('\n')}

[Install]
WantedBy=${isForAll ? 'multi-user.target' : 'default.target'}
`;
}

/** In a command systemd puts variables in, anywhere else it doesn't. */
const commandWord = (word: string): string => quoted(word).replaceAll('$', '$$$$');

function quoted(word: string): string {
  if (/[\p{Cc}]/u.test(word)) {
    const message = `A path for the service has a control character in it (${JSON.stringify(word)}); use another folder.`;
    throw new AgentError('AGENT_ERR_SERVICE', message);
  }
  return `"${word.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
}
