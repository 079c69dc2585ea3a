import { bomOf } from '@culprit/proto';
import { agentVersion } from '../agent.ts';
import { createTilde, slashed } from '../classify/home-folders.ts';
import { inspectEnvironment } from '../environments/environment.ts';
import { byName, readInventory } from '../environments/inventory.ts';
import { licenseOf, requiredNames } from '../environments/package-metadata.ts';
import { sourceText } from '../uplink/inventory.ts';
import { type CommandContext, json, readArguments } from './command.ts';

/** `env sbom PATH`: what is installed there, as CycloneDX 1.7 on standard output. */
export async function sbomOfEnvironment(args: readonly string[], { out }: CommandContext): Promise<0> {
  const { positionals } = readArguments('env sbom', args, {}, ['PATH, the folder of an environment']);
  const environment = inspectEnvironment(positionals[0] ?? '', { ask: () => null });
  const tilde = createTilde();
  const names = { path: (path: string) => tilde(slashed(path, process.platform)) };
  const packages = [...byName(readInventory(environment.sitePackages)).values()].map((of) => {
    const { name, version, installer, requested, changedMs, facts, infoPath } = of;
    const license = licenseOf(infoPath);
    return {
      ...{ name, version, installer: installer ?? '', requested, isNative: facts.isNative },
      source: facts.source === null ? '' : sourceText(facts.source, names),
      ...{ topLevel: facts.topLevel, startupFiles: facts.startupFiles, installedMs: changedMs },
      ...(license !== undefined && { license }),
      requires: requiredNames(infoPath),
    };
  });
  const { kind, python } = environment;
  const environments = [{ path: names.path(environment.path), kind, python, packages }];
  out(json(bomOf({ machine: null, environments, toolVersion: agentVersion, atMs: Date.now() })));
  return 0;
}
