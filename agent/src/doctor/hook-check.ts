import { basename, join } from 'node:path';
import { type Environment, inspectEnvironment } from '../environments/environment.ts';
import { startupFiles } from '../environments/hook-source.ts';
import { namesIn } from '../environments/layout.ts';
import { readStartupFile } from '../environments/startup-files.ts';
import { reasonOf } from '../errors.ts';
import { type Check, type Finding, fault, note, ok } from './check.ts';

/** Is the hook in each environment that it should be in: whole, of this version, and first in order? */
export const checkHooks: Check = ({ environments }) => {
  const registered = [...environments.registered().values()];
  if (registered.length === 0) {
    return [
      note('hooks', 'no environment is covered', 'culprit-agent env add PATH, or culprit-agent env policy --cover all'),
    ];
  }
  const findings = registered.flatMap(({ path, base }): Finding[] => {
    try {
      const environment = inspectEnvironment(path, { ask: () => null });
      return hookFindings(path, environment, environments.hookIn(environment, base));
    } catch (error) {
      return [note(`hook in ${path}`, reasonOf(error), `culprit-agent env remove ${path}, if it is gone for good`)];
    }
  });
  const faults = findings.filter(({ state }) => state !== 'ok');
  // Dozens that are well are one line.
  const well = findings.length - faults.length;
  return well === 0 ? faults : [ok('hooks', `${well} environments have the hook, whole and first in order`), ...faults];
};

function hookFindings(
  path: string,
  environment: Environment,
  hook: ReturnType<Parameters<Check>[0]['environments']['hookIn']>,
): Finding[] {
  const about = `hook in ${path}`;
  const again = `culprit-agent env add ${path}`;
  if (hook.state === 'absent') return [fault(about, 'it is not there', again)];
  if (hook.state === 'damaged')
    return [fault(about, `these files are missing or changed: ${hook.files.join(', ')}`, again)];
  if (hook.state === 'outdated') return [fault(about, 'it is of another version, or for another agent', again)];
  const before = startingBefore(environment);
  if (before.length === 0) return [ok(about, 'whole, of this version, first in order')];
  return [
    note(about, `${before.join(', ')} runs before it, unseen`, 'look at what that file does, and who put it there'),
  ];
}

/** `.pth` files that run code, and run before ours: in the order of their names. */
function startingBefore({ sitePackages }: Environment): string[] {
  const [ours] = startupFiles;
  return sitePackages.slice(0, 1).flatMap((site) =>
    namesIn(site)
      .filter((name) => name.endsWith('.pth') && name < ours)
      .map((name) => join(site, name))
      .filter((file) => readStartupFile(file) !== null)
      .map((file) => basename(file)),
  );
}
