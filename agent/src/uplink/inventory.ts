/** What is installed on this machine, as the collector is told. */
import type { uplinkRoot } from '@culprit/proto';
import type { Classifier } from '../classify/classifier.ts';
import type { EnvironmentInventory } from '../environments/environments.ts';

/** The collector takes frames of at most 1 MiB: room for the largest environments, and then no more of them, bytes. */
const maxBytes = 900_000;
/** What a package costs beside its texts, bytes. */
const overheadBytes = 12;

/** The Inventory message; environments that don't fit any more are left out. */
export function inventoryOf(
  inventories: readonly EnvironmentInventory[],
  classifier: Pick<Classifier, 'path'>,
): uplinkRoot.uplink.Inventory.$Properties {
  let bytes = 0;
  const environments = inventories.flatMap(({ environment, packages }) => {
    const installed = packages.map(({ name, version, installer }) => ({ name, version, installer: installer ?? '' }));
    bytes += installed.reduce(
      (total, { name, version, installer }) => total + name.length + version.length + installer.length + overheadBytes,
      environment.path.length + overheadBytes,
    );
    if (bytes > maxBytes) return [];
    const { kind, python } = environment;
    return [{ path: classifier.path(environment.path), kind, python, packages: installed }];
  });
  return { environments };
}
