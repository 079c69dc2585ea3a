/** A server on loopback that answers whatever looks like HTTP (/slow after a while), and hangs up on the rest. */
import { createServer, type Socket } from 'node:net';

/** What does not speak first is waiting for a greeting that never comes: it is let go after this, ms. */
const patienceMs = 40;
/** So long a connection stays open that the kernel's tables are to show, ms. */
const slowMs = 1_000;
const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nok';

export interface LoopbackServer {
  readonly port: number;
  close(): Promise<void>;
}

export async function openServer(): Promise<LoopbackServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const timer = setTimeout(() => socket.destroy(), patienceMs);
    socket.once('data', (chunk) => {
      clearTimeout(timer);
      const request = chunk.toString('latin1');
      if (/^GET \/slow /.test(request)) setTimeout(() => socket.end(answer), slowMs);
      else if (/^(GET|POST|HEAD) /.test(request)) socket.end(answer);
      else socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      sockets.delete(socket);
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
