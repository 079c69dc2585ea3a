/**
 * What is installed on this machine, as the collector is told: which environments there are with a digest of each, and
 * differences from what it holds. Nothing is sent twice, however often anything is asked for.
 */
import { createHash } from 'node:crypto';
import type { uplinkRoot } from '@culprit/proto';
import type { Classifier } from '../classify/classifier.ts';
import type { Distribution } from '../environments/distribution.ts';
import type { EnvironmentInventory } from '../environments/environments.ts';
import type { PackageSource } from '../environments/package-facts.ts';

/** The collector takes frames of at most 1 MiB: a larger environment goes in parts of about this, bytes. */
const maxPartBytes = 400_000;
const maxEnvironments = 10_000;

type Installed = uplinkRoot.uplink.Installed.$Properties;
export type InventoryMessage = Pick<uplinkRoot.uplink.ToCollector.$Properties, 'inventoryOffer' | 'inventoryChange'>;

export interface InventoriesOptions {
  readonly inventories: () => readonly EnvironmentInventory[];
  readonly classifier: Pick<Classifier, 'path'>;
}

/** An environment as the collector has it, or is about to. */
interface Held {
  readonly digest: string;
  readonly packages: readonly Distribution[];
}

export interface Inventories {
  /** A connection begins: which environments there are. What the collector doesn't hold, it will ask for. */
  offer(): InventoryMessage;
  /** The collector asks for environments, by their paths. */
  wanted(paths: readonly string[]): readonly InventoryMessage[];
  /** Something changed: what the collector has to be told to hold what there is now. */
  changes(): readonly InventoryMessage[];
}

/** The state of one connection's other end; offer() begins anew. */
export function createInventories({ inventories, classifier }: InventoriesOptions): Inventories {
  const digests = new WeakMap<readonly Distribution[], string>();
  let held = new Map<string, Held>();
  let offered = '';

  const digestOf = ({ packages }: EnvironmentInventory): string => {
    // Until the files of each were read there is nothing to tell apart yet.
    if (packages.some(({ factsIfRead }) => factsIfRead === null)) return '';
    const known = digests.get(packages);
    if (known !== undefined) return known;
    const hash = createHash('sha256');
    for (const of of packages) hash.update(JSON.stringify(rowOf(of, classifier)));
    const digest = hash.digest('base64url').slice(0, 32);
    digests.set(packages, digest);
    return digest;
  };
  const pathOf = ({ environment }: EnvironmentInventory): string => classifier.path(environment.path);
  const namesOf = (all: readonly EnvironmentInventory[]): string =>
    JSON.stringify(all.map((each) => [pathOf(each), each.environment.kind, each.environment.python]));

  const offer = (): InventoryMessage => {
    const all = inventories().slice(0, maxEnvironments);
    held = new Map();
    const environments = all.map((each) => {
      const { kind, python } = each.environment;
      const [path, digest] = [pathOf(each), digestOf(each)];
      // If it holds another state it asks for this one, and starts from there.
      if (digest !== '') held.set(path, { digest, packages: each.packages });
      return { path, kind, python, digest };
    });
    offered = namesOf(all);
    return { inventoryOffer: { environments } };
  };

  const whole = (each: EnvironmentInventory): InventoryMessage[] => {
    const { kind, python } = each.environment;
    const [path, digest] = [pathOf(each), digestOf(each)];
    if (digest === '') return [];
    held.set(path, { digest, packages: each.packages });
    const parts = inParts(each.packages.map((of) => rowOf(of, classifier)));
    const digestAfter = (index: number): string => (index === parts.length - 1 ? digest : `${digest}.${index}`);
    return parts.map((put, index) => ({
      inventoryChange: {
        ...{ path, kind, python, put, removed: [] },
        ...{ base: index === 0 ? '' : digestAfter(index - 1), digest: digestAfter(index) },
      },
    }));
  };

  const difference = (each: EnvironmentInventory, before: Held): InventoryMessage[] => {
    const { kind, python } = each.environment;
    const [path, digest] = [pathOf(each), digestOf(each)];
    if (digest === '' || digest === before.digest) return [];
    const known = new Map(before.packages.map((of) => [of.name, of]));
    const names = new Set(each.packages.map(({ name }) => name));
    const put = each.packages.filter((of) => known.get(of.name) !== of).map((of) => rowOf(of, classifier));
    const removed = [...known.keys()].filter((name) => !names.has(name));
    const [only, more] = inParts(put);
    if (more !== undefined) return whole(each);
    held.set(path, { digest, packages: each.packages });
    return [{ inventoryChange: { path, kind, python, base: before.digest, digest, put: only ?? [], removed } }];
  };

  return {
    offer,

    wanted(paths) {
      const asked = new Set(paths);
      return inventories()
        .filter((each) => asked.has(pathOf(each)))
        .flatMap(whole);
    },

    changes() {
      const all = inventories().slice(0, maxEnvironments);
      const differences = all.flatMap((each) => {
        const before = held.get(pathOf(each));
        return before === undefined ? [] : difference(each, before);
      });
      const isNew = all.some((each) => !held.has(pathOf(each)) && digestOf(each) !== '');
      return isNew || namesOf(all) !== offered ? [...differences, offer()] : differences;
    },
  };
}

/** A package as it may leave. */
function rowOf(of: Distribution, classifier: Pick<Classifier, 'path'>): Installed {
  const { name, version, installer, requested, changedMs, facts } = of;
  return {
    ...{ name, version, installer: installer ?? '', native: facts.isNative, installedMs: Math.round(changedMs) },
    requested: requested === null ? 0 : requested ? 1 : 2,
    source: facts.source === null ? '' : sourceText(facts.source, classifier),
    topLevel: [...facts.topLevel],
    startupFiles: [...facts.startupFiles],
  };
}

/** "index", "archive URL", "vcs URL@COMMIT", "folder PATH", "editable PATH"; the home folder written ~. */
export function sourceText({ kind, at }: PackageSource, classifier: Pick<Classifier, 'path'>): string {
  if (at === null) return kind;
  const [, scheme = '', path = ''] = /^([a-z]+\+file:\/\/)(.*)$/.exec(at) ?? [];
  if (scheme !== '') return `${kind} ${scheme}${classifier.path(path)}`;
  return `${kind} ${/^[a-z][a-z0-9+.-]*:\/\//i.test(at) ? at : classifier.path(at)}`;
}

/** At least one part, though it be empty. */
function inParts(rows: readonly Installed[]): Installed[][] {
  const parts: Installed[][] = [[]];
  let bytes = 0;
  for (const row of rows) {
    bytes += JSON.stringify(row).length;
    if (bytes > maxPartBytes && parts.at(-1)?.length !== 0) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(row);
  }
  return parts;
}
