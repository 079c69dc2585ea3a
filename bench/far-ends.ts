/** The far ends of what is measured, each in a thread of its own: an HTTP server, and an agent's socket that reads on. */
import { Worker } from 'node:worker_threads';

export interface FarEnds {
  /** Of a server on loopback that answers every request; by name, as a program would write it. */
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on `socket` in the agent's place, and starts the HTTP server. */
export async function openFarEnds(socket: string): Promise<FarEnds> {
  const start = async (data: string | null): Promise<[Worker, number]> => {
    const worker = new Worker(new URL('./far-end.ts', import.meta.url), { workerData: data });
    const port = await new Promise<number>((resolve, reject) => worker.once('message', resolve).once('error', reject));
    return [worker, port];
  };
  const [agent] = await start(socket);
  const [http, port] = await start(null);
  return {
    url: `http://localhost:${port}/`,
    async close() {
      await Promise.all([agent.terminate(), http.terminate()]);
    },
  };
}
