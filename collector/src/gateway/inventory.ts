import type { uplinkRoot } from '@culprit/proto';
import type { MachineCoverage } from '../api/types.ts';
import type {
  AgentFacts,
  EnvironmentDigest,
  HealthFacts,
  InstalledPackage,
  InventoryChange,
  InventoryEnvironment,
} from '../store/store.ts';

type Inventory = uplinkRoot.uplink.Inventory.$Properties;
type Health = uplinkRoot.uplink.Health.$Properties;
type Coverage = uplinkRoot.uplink.Coverage.$Properties;
type AgentHello = uplinkRoot.uplink.AgentHello.$Properties;

/** Longer than any path that a system takes; a peer that sends more is cut short. */
const maxTextLength = 4096;
const maxDigestLength = 64;
const maxNames = 64;
/** A machine with more of them isn't one. */
const maxEnvironments = 10_000;
const maxPlaces = 10_000;

/** What an agent says of its machine, with every text and number brought within bounds. */
export function factsOf(hello: AgentHello): AgentFacts {
  return {
    hostName: text(hello.hostName).slice(0, 255) || 'unnamed',
    platform: text(hello.platform).slice(0, 32),
    userName: text(hello.userName).slice(0, 255),
    agentVersion: text(hello.agentVersion).slice(0, 64),
  };
}

export function environmentsOf(inventory: Inventory): readonly InventoryEnvironment[] {
  return (inventory.environments ?? []).map(({ path, kind, python, packages }) => ({
    path: text(path),
    kind: text(kind),
    python: text(python),
    packages: (packages ?? [])
      .map(({ name, version, installer }) => ({ name: text(name), version: text(version), installer: text(installer) }))
      .filter(({ name }) => name !== ''),
  }));
}

/** Which environments there are, and which state of each. */
export function digestsOf({
  environments,
}: uplinkRoot.uplink.InventoryOffer.$Properties): readonly EnvironmentDigest[] {
  return (environments ?? []).slice(0, maxEnvironments).map(({ path, kind, python, digest }) => ({
    ...{ path: text(path), kind: text(kind), python: text(python), digest: text(digest).slice(0, maxDigestLength) },
  }));
}

export function inventoryChangeOf(said: uplinkRoot.uplink.InventoryChange.$Properties): InventoryChange {
  const { path, kind, python, base, digest, put, removed } = said;
  return {
    ...{ path: text(path), kind: text(kind), python: text(python) },
    base: text(base).slice(0, maxDigestLength),
    digest: text(digest).slice(0, maxDigestLength),
    put: (put ?? []).map(packageOf).filter(({ name }) => name !== ''),
    removed: (removed ?? []).map(text),
  };
}

function packageOf(said: uplinkRoot.uplink.Installed.$Properties): InstalledPackage {
  const { name, version, installer, native, requested, source, topLevel, startupFiles, installedMs } = said;
  return {
    ...{ name: text(name), version: text(version), installer: text(installer), source: text(source) },
    isNative: native === true,
    requested: requested === 1 ? true : requested === 2 ? false : null,
    topLevel: (topLevel ?? []).slice(0, maxNames).map(text),
    startupFiles: (startupFiles ?? []).slice(0, maxNames).map(text),
    installedMs: count(installedMs),
  };
}

export function healthOf(health: Health): HealthFacts {
  return {
    spoolBatches: count(health.spoolBatches),
    spoolBytes: count(health.spoolBytes),
    lost: count(health.lost),
    processes: count(health.processes),
  };
}

/** What an agent says is covered. What is too much is left out: a collector's memory is no agent's to fill. */
export function coverageOf(coverage: Coverage): MachineCoverage {
  return {
    policy: text(coverage.policy).slice(0, 32),
    places: (coverage.places ?? []).slice(0, maxPlaces).map((place) => ({
      ...{ path: text(place.path), kind: text(place.kind), python: text(place.python), origin: text(place.origin) },
      coveredBy: text(place.coveredBy) || null,
      reason: text(place.reason) || null,
      detail: text(place.detail),
    })),
    processes: (coverage.processes ?? []).slice(0, maxPlaces).map((process) => ({
      ...{ executable: text(process.executable), environment: text(process.environment) },
      ...{ reason: text(process.reason), detail: text(process.detail), count: count(process.count) },
    })),
    coveredProcesses: count(coverage.coveredProcesses),
  };
}

function text(value: string | null | undefined): string {
  return (value ?? '').slice(0, maxTextLength);
}

function count(value: number | null | undefined): number {
  return value !== null && value !== undefined && value >= 0 ? Math.min(Math.round(value), Number.MAX_SAFE_INTEGER) : 0;
}
