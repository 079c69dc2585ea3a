import type { uplinkRoot } from '@culprit/proto';
import type { AgentFacts, HealthFacts, InventoryEnvironment } from '../store/store.ts';

type Inventory = uplinkRoot.uplink.Inventory.$Properties;
type Health = uplinkRoot.uplink.Health.$Properties;
type AgentHello = uplinkRoot.uplink.AgentHello.$Properties;

/** Longer than any path that a system takes; a peer that sends more is cut short. */
const maxTextLength = 4096;

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

export function healthOf(health: Health): HealthFacts {
  return {
    spoolBatches: count(health.spoolBatches),
    spoolBytes: count(health.spoolBytes),
    lost: count(health.lost),
    processes: count(health.processes),
  };
}

function text(value: string | null | undefined): string {
  return (value ?? '').slice(0, maxTextLength);
}

function count(value: number | null | undefined): number {
  return value !== null && value !== undefined && value >= 0 ? Math.min(Math.round(value), Number.MAX_SAFE_INTEGER) : 0;
}
