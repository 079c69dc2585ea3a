/** The agent as a launchd job: the user's own, or the machine's. */
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Service, ServiceOptions } from './service.ts';
import { createServiceFile, serviceNote } from './service-file.ts';
import { serviceVariables } from './service-variables.ts';
import { createSystemTool } from './system-tool.ts';

const label = 'dev.culprit.agent';

export function createLaunchdService(options: ServiceOptions): Service {
  const { home, isForAll, env, userHome = homedir(), systemDir = '/Library/LaunchDaemons' } = options;
  const dir = isForAll ? systemDir : join(userHome, 'Library/LaunchAgents');
  const file = createServiceFile(join(dir, `${label}.plist`), serviceNote(home));
  const domain = isForAll ? 'system' : `gui/${userInfo().uid}`;
  const job = `${domain}/${label}`;
  const mend = `its file is ${file.path}; "launchctl print ${job}" shows more, and "culprit-agent run" needs no service`;
  const launchctl = createSystemTool('launchctl', env, mend);

  const stop = (): readonly string[] => {
    if (!launchctl.succeeds('print', job)) return [];
    launchctl.run('bootout', job);
    return ['The service is stopped.'];
  };
  return {
    file: file.path,
    install() {
      const isNew = file.write(launchdJob(options));
      const isRunning = launchctl.succeeds('print', job);
      if (!isNew && isRunning) return [`The service was there already, and runs: ${file.path}`];
      if (isRunning) launchctl.run('bootout', job);
      launchctl.run('bootstrap', domain, file.path);
      return [`The service is written: ${file.path}`, 'It runs, and starts by itself from now on.'];
    },
    stop,
    remove: () => (file.remove() ? [`Removed: ${file.path}`] : []),
  };
}

/** The text of the job's property list. */
export function launchdJob(options: ServiceOptions): string {
  const { program, version, home } = options;
  const variables = [...serviceVariables(options), ['CULPRIT_SERVICE_VERSION', version] as const];
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key><string>${label}</string>
  <key>ProgramArguments</key>
  <array>
${program.map((word) => `    <string>${escaped(word)}</string>`).join('\n')}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
${variables.map(([name, value]) => `    <key>${name}</key><string>${escaped(value)}</string>`).join('\n')}
  </dict>
  <key>RunAtLoad</key><true/>
  <key>KeepAlive</key><dict><key>SuccessfulExit</key><false/></dict>
  <key>ThrottleInterval</key><integer>5</integer>
  <key>ProcessType</key><string>Background</string>
  <key>StandardErrorPath</key><string>${escaped(join(home, 'agent', 'agent.log'))}</string>
</dict>
</plist>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
