import { protocolVersion, uplink, type uplinkRoot } from '@culprit/proto';
import type { WebSocket } from 'ws';
import type { MachineRef } from '../api/types.ts';
import type { Events } from '../events.ts';
import { readBody } from '../store/batch-body.ts';
import type { BatchOutcome, InventoryStore, MachineStore } from '../store/store.ts';
import type { Ingest } from './ingest.ts';
import { coverageOf, digestsOf, environmentsOf, factsOf, healthOf, inventoryChangeOf } from './inventory.ts';

export interface ConnectionLimits {
  /** How long an agent may take to say who it is. */
  readonly helloMs: number;
  /** How often a silent agent is asked whether it lives; twice without an answer ends the connection. */
  readonly pingMs: number;
  /** So many messages wait for the store before no more are read. */
  readonly maxPending: number;
}

export const defaultLimits: ConnectionLimits = { helloMs: 10_000, pingMs: 20_000, maxPending: 32 };

/** Why a connection ends: WebSocket close codes, those from 4000 on our own. */
export const closeCodes = {
  stopping: 1001,
  protocol: 1002,
  fault: 1011,
  replaced: 4001,
  revoked: 4003,
  'batch-gap': 4009,
  'batch-invalid': 4010,
} as const;

type CloseReason = keyof typeof closeCodes;

export interface ConnectionOptions {
  readonly socket: WebSocket;
  readonly machine: MachineRef;
  readonly machines: MachineStore;
  readonly inventories: InventoryStore;
  readonly ingest: Ingest;
  readonly events: Events;
  readonly clock: () => number;
  readonly limits: ConnectionLimits;
  readonly onClose: (connection: AgentConnection) => void;
}

/**
 * One agent's uplink: AgentHello and Welcome, then batches and cumulative acks, with inventory and health between.
 * Messages are taken strictly one after another; a batch is acknowledged after its commit.
 */
export class AgentConnection {
  readonly machineId: string;
  readonly #options: ConnectionOptions;
  #machine: MachineRef;
  #state: 'greeting' | 'open' | 'closed' = 'greeting';
  #tail: Promise<void> = Promise.resolve();
  #pending = 0;
  #isAlive = true;
  #ackDue: number | null = null;
  readonly #helloTimer: NodeJS.Timeout;
  readonly #pingTimer: NodeJS.Timeout;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#machine = options.machine;
    this.machineId = options.machine.id;
    const { socket, limits } = options;
    this.#helloTimer = setTimeout(() => this.refuse('protocol', 'No AgentHello came.'), limits.helloMs);
    this.#pingTimer = setInterval(() => this.#ping(), limits.pingMs);
    socket.on('message', (message, isBinary) => this.#onMessage(message as Buffer, isBinary));
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    // The close event follows each error and says all that there is to do.
    socket.on('error', () => undefined);
    socket.on('close', (code) => this.#onClose(String(code)));
  }

  /** Sends a Refusal and ends the connection. */
  refuse(reason: CloseReason, message: string, sequence = 0): void {
    if (this.#state === 'closed') return;
    this.#send({ refusal: { code: reason, message, sequence } });
    this.close(reason);
  }

  close(reason: CloseReason): void {
    if (this.#state === 'closed') return;
    this.#options.socket.close(closeCodes[reason], reason);
    this.#onClose(reason);
  }

  /** Ends it at once, whatever the peer does. */
  terminate(): void {
    this.#options.socket.terminate();
  }

  #onClose(reason: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    clearTimeout(this.#helloTimer);
    clearInterval(this.#pingTimer);
    this.#options.events.machineDisconnected(this.machineId, reason);
    this.#options.onClose(this);
  }

  #ping(): void {
    // While nothing is read, no pong can be.
    if (this.#options.socket.isPaused) return;
    if (!this.#isAlive) {
      this.terminate();
      return;
    }
    this.#isAlive = false;
    this.#options.socket.ping();
  }

  #onMessage(bytes: Buffer, isBinary: boolean): void {
    if (this.#state === 'closed') return;
    this.#isAlive = true;
    if (!isBinary) {
      this.refuse('protocol', 'A message is binary: one ToCollector of uplink.proto.');
      return;
    }
    this.#hold(1);
    this.#tail = this.#tail
      .then(() => this.#take(bytes))
      .catch((error: unknown) => {
        this.#options.events.commitFailed(error);
        this.close('fault');
      })
      .finally(() => this.#hold(-1));
  }

  /** Counts what waits, and stops reading from the socket while it is too much. */
  #hold(change: 1 | -1): void {
    this.#pending += change;
    const { socket, limits } = this.#options;
    if (this.#state === 'closed') return;
    if (this.#pending >= limits.maxPending) socket.pause();
    else if (socket.isPaused && this.#pending <= limits.maxPending / 2) socket.resume();
  }

  async #take(bytes: Buffer): Promise<void> {
    if (this.#state === 'closed') return;
    const message = decode(bytes);
    if (message === null) return this.refuse('protocol', 'A message is one ToCollector of uplink.proto.');
    const { hello, batch, inventory, inventoryOffer, inventoryChange, health, coverage } = message;
    if (hello) return await this.#onHello(hello);
    if (this.#state === 'greeting') return this.refuse('protocol', 'The first message is AgentHello.');
    const { machines, inventories, clock } = this.#options;
    if (batch) this.#onBatch(batch.sequence ?? 0, batch.activities ?? new Uint8Array());
    else if (inventoryOffer) await this.#onOffer(inventoryOffer);
    else if (inventoryChange) await this.#onInventoryChange(inventoryChange);
    else if (inventory) await inventories.replace(this.machineId, environmentsOf(inventory), clock());
    else if (coverage) await machines.coverage(this.machineId, coverageOf(coverage), clock());
    else if (health) await machines.health(this.machineId, healthOf(health), clock());
    else this.refuse('protocol', 'A message has one of the bodies of ToCollector.');
  }

  async #onHello(hello: uplinkRoot.uplink.AgentHello.$Properties): Promise<void> {
    if (this.#state !== 'greeting') return this.refuse('protocol', 'AgentHello comes once.');
    if (hello.protocol !== protocolVersion) {
      const asked = `protocol ${hello.protocol ?? 0}`;
      return this.refuse(
        'protocol',
        `This collector speaks protocol ${protocolVersion}, not ${asked}; update the older of the two.`,
      );
    }
    clearTimeout(this.#helloTimer);
    const facts = factsOf(hello);
    const sequence = await this.#options.machines.hello(this.machineId, facts, this.#options.clock());
    if (this.#isClosed()) return;
    this.#machine = { id: this.machineId, name: facts.hostName };
    this.#state = 'open';
    this.#send({ welcome: { sequence } });
    this.#options.events.machineConnected(this.machineId, sequence);
  }

  async #onOffer(offer: uplinkRoot.uplink.InventoryOffer.$Properties): Promise<void> {
    const { inventories, clock } = this.#options;
    this.#want(await inventories.offer(this.machineId, digestsOf(offer), clock()));
  }

  async #onInventoryChange(said: uplinkRoot.uplink.InventoryChange.$Properties): Promise<void> {
    const { inventories, clock } = this.#options;
    const change = inventoryChangeOf(said);
    // A difference to another state than the one that is held: the whole is asked for.
    if (!(await inventories.change(this.machineId, change, clock()))) this.#want([change.path]);
  }

  #want(paths: readonly string[]): void {
    if (paths.length > 0) this.#send({ inventoryWanted: { paths: [...paths] } });
  }

  #onBatch(sequence: number, body: Uint8Array): void {
    if (!Number.isSafeInteger(sequence) || sequence < 1) {
      this.refuse('protocol', 'A batch has a sequence number: 1, 2, 3 …');
      return;
    }
    this.#hold(1);
    const { ingest, clock } = this.#options;
    ingest
      .submit({ machine: this.#machine, sequence, receivedMs: clock(), body, contents: readBody(body) })
      .then((outcome) => this.#onOutcome(sequence, outcome))
      // Told by ingest already. Without an ack the agent keeps the batch, and sends it again when it is back.
      .catch(() => this.close('fault'))
      .finally(() => this.#hold(-1));
  }

  #onOutcome(sequence: number, outcome: BatchOutcome): void {
    if (outcome.status === 'gap') {
      this.refuse('batch-gap', `Batch ${outcome.sequence + 1} is missing before ${sequence}.`, outcome.sequence);
      return;
    }
    this.#ack(outcome.sequence);
    if (outcome.status === 'quarantined') {
      this.#flushAck();
      this.refuse('batch-invalid', `Batch ${sequence} was set aside: ${outcome.reason}.`, sequence);
    }
  }

  /** Acks are cumulative, so the batches of one commit need one. */
  #ack(sequence: number): void {
    if (this.#ackDue === null) setImmediate(() => this.#flushAck());
    this.#ackDue = Math.max(this.#ackDue ?? 0, sequence);
  }

  #flushAck(): void {
    if (this.#ackDue === null) return;
    this.#send({ ack: { sequence: this.#ackDue } });
    this.#ackDue = null;
  }

  #send(message: uplinkRoot.uplink.ToAgent.$Properties): void {
    if (this.#state === 'closed' || this.#options.socket.readyState !== this.#options.socket.OPEN) return;
    this.#options.socket.send(uplink.ToAgent.encode(message).finish());
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }
}

function decode(bytes: Buffer): uplinkRoot.uplink.ToCollector.$Properties | null {
  try {
    return uplink.ToCollector.decode(bytes);
  } catch {
    return null;
  }
}
