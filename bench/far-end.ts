/** A thread of far-ends.ts: an agent's socket at the path that it is given, or an HTTP server where that is null. */
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

function hear(socket: string): void {
  const server = createServer((connection) => connection.on('error', () => {}).resume());
  server.listen(socket, () => parentPort?.postMessage(0));
}

/** On both addresses of localhost, so that no attempt is refused; without IPv6, on the one. */
function answer(): void {
  const four = createHttpServer((_request, response) => response.end('hello'));
  four.listen(0, '127.0.0.1', () => {
    const { port } = four.address() as AddressInfo;
    const six = createHttpServer((_request, response) => response.end('hello'));
    six.once('error', () => parentPort?.postMessage(port));
    six.listen(port, '::1', () => parentPort?.postMessage(port));
  });
}

if (typeof workerData === 'string') hear(workerData);
else answer();
