/** The agent as a systemd unit: the user's own, or the machine's. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { canNotify } from './notify.ts';
import type { Service, ServiceOptions } from './service.ts';
import { createServiceFile, serviceNote } from './service-file.ts';
import { createSystemTool } from './system-tool.ts';
import { systemdUnit } from './systemd-unit.ts';

const unit = 'culprit-agent.service';

export function createSystemdService(options: ServiceOptions): Service {
  const { home, isForAll, env, userHome = homedir(), systemDir = '/etc/systemd/system' } = options;
  const config = env.XDG_CONFIG_HOME;
  const userDir = join(config && isAbsolute(config) ? config : join(userHome, '.config'), 'systemd/user');
  const file = createServiceFile(join(isForAll ? systemDir : userDir, unit), serviceNote(home));
  const scope = isForAll ? [] : ['--user'];
  const by = ['systemctl', ...scope].join(' ');
  const mend = `its unit is ${file.path}; "${by} status ${unit}" shows more, and "culprit-agent run" needs no service`;
  const systemctl = createSystemTool('systemctl', env, mend);

  return {
    file: file.path,
    install() {
      const isNew = file.write(systemdUnit(options, canNotify(env)));
      if (isNew) systemctl.run(...scope, 'daemon-reload');
      const isRunning = systemctl.succeeds(...scope, 'is-active', '--quiet', unit);
      systemctl.run(...scope, 'enable', '--quiet', unit);
      if (isNew || !isRunning) systemctl.run(...scope, 'restart', unit);
      if (!isNew && isRunning) return [`The service was there already, and runs: ${file.path}`];
      return [
        isNew ? `The service is written: ${file.path}` : `The service was there already: ${file.path}`,
        `It runs, and starts by itself from now on ("${by} status ${unit}").`,
      ];
    },
    stop() {
      if (!systemctl.succeeds(...scope, 'cat', unit)) return [];
      systemctl.run(...scope, 'disable', '--now', '--quiet', unit);
      return ['The service is stopped.'];
    },
    remove() {
      if (!file.remove()) return [];
      // Without a manager that answers there is nothing that would still know the unit.
      systemctl.succeeds(...scope, 'daemon-reload');
      return [`Removed: ${file.path}`];
    },
  };
}
