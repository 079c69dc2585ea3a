/** The far ends of the hook's benchmark, in a thread of their own: an HTTP server and a hook socket that reads on. */
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

createServer((socket) => socket.on('error', () => {}).resume()).listen(workerData as string, () => {
  const http = createHttpServer((_request, response) => response.end('hello'));
  http.listen(0, '127.0.0.1', () => parentPort?.postMessage((http.address() as AddressInfo).port));
});
