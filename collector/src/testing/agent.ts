/** The far end of the uplink, for tests: sends what it is told and keeps what it hears. */
import { type Activity, uplink, type uplinkRoot } from '@culprit/proto';
import { WebSocket } from 'ws';
import { batchBody } from './sample.ts';

export type ToAgent = uplinkRoot.uplink.ToAgent.$Properties;

export class TestAgent {
  readonly socket: WebSocket;
  readonly heard: ToAgent[] = [];
  closed: { code: number; reason: string } | null = null;
  #wake: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (bytes) => {
      this.heard.push(uplink.ToAgent.decode(bytes as Buffer));
      this.#stir();
    });
    socket.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
      this.#stir();
    });
    socket.on('error', () => undefined);
  }

  /** Rejects with the HTTP status where the upgrade is refused. */
  static open(url: string, credential: string, headers: Record<string, string> = {}): Promise<TestAgent> {
    const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/uplink`, {
      perMessageDeflate: false,
      headers: { authorization: `Bearer ${credential}`, ...headers },
    });
    return new Promise((resolve, reject) => {
      const agent = new TestAgent(socket);
      socket.once('open', () => resolve(agent));
      socket.once('unexpected-response', (_, response) => reject(new Error(String(response.statusCode))));
      socket.once('error', reject);
    });
  }

  /** Opens, says hello and waits for the Welcome: the sequence that the collector holds. */
  static async greet(url: string, credential: string): Promise<{ agent: TestAgent; sequence: number }> {
    const agent = await TestAgent.open(url, credential);
    agent.hello();
    const { welcome } = await agent.hears(({ welcome: said }) => Boolean(said));
    return { agent, sequence: welcome?.sequence ?? -1 };
  }

  send(message: uplinkRoot.uplink.ToCollector.$Properties): void {
    this.socket.send(uplink.ToCollector.encode(message).finish());
  }

  hello(protocol = 1): void {
    this.send({
      hello: { protocol, agentVersion: '0.1.0', hostName: 'ann-laptop', platform: 'linux', userName: 'ann' },
    });
  }

  batch(sequence: number, activities: readonly Activity[], lost = 0): void {
    this.send({ batch: { sequence, activities: batchBody(activities, lost) } });
  }

  /** The first message like that, as soon as it is there. */
  hears(is: (message: ToAgent) => boolean, withinMs = 5000): Promise<ToAgent> {
    return this.#until(() => this.heard.find(is), withinMs);
  }

  /** Everything up to the sequence is acknowledged. */
  async acked(sequence: number): Promise<void> {
    await this.hears(({ ack }) => (ack?.sequence ?? 0) >= sequence);
  }

  ended(withinMs = 5000): Promise<{ code: number; reason: string }> {
    return this.#until(() => this.closed ?? undefined, withinMs);
  }

  async #until<T>(find: () => T | undefined, withinMs: number): Promise<T> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const found = find();
      if (found !== undefined) return found;
      if (Date.now() > deadline) throw new Error(`nothing within ${withinMs} ms; heard ${JSON.stringify(this.heard)}`);
      await new Promise<void>((resolve) => {
        this.#wake.push(resolve);
        setTimeout(resolve, 50);
      });
    }
  }

  #stir(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
