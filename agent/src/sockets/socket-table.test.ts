import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readlinkSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createProcessTable, type ProcessTable } from '../processes/process-table.ts';
import { findSockets } from './socket-table.ts';

const head = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const row = (local: string, remote: string, state: string, inode: number): string =>
  `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 20\n`;

/** A network whose tables have this text. */
function network(tables: Readonly<Record<string, string>>) {
  const read: string[] = [];
  const table: ProcessTable = {
    ...createProcessTable('darwin'),
    networkTable(_, name, maxBytes) {
      read.push(name);
      return (tables[name] ?? '').slice(0, maxBytes);
    },
  };
  return { table, read };
}

describe('a table of the kernel', () => {
  test('addresses are read as the processor wrote them', () => {
    const { table } = network({
      tcp: head + row('0100007F:D431', '2A7100CB:01BB', '01', 11) + row('0100007F:1F90', '00000000:0000', '0A', 12),
      tcp6:
        head +
        row('0000000000000000FFFF00000100007F:D432', '0000000000000000FFFF0000076433C6:0050', '02', 13) +
        row('B80D0120000000000000000001000000:D433', 'B80D0120000000000000000002000000:20FB', '01', 14),
    });
    const view = findSockets(table, 1, new Set([11, 12, 13, 14]));
    expect([...view.connections.values()]).toEqual([
      ...[
        { protocol: 'tcp', ip: '203.0.113.42', port: 443, localIp: '127.0.0.1', localPort: 54_321, isStarting: false },
      ],
      ...[{ protocol: 'tcp', ip: '198.51.100.7', port: 80, localIp: '127.0.0.1', localPort: 54_322, isStarting: true }],
      ...[
        {
          protocol: 'tcp',
          ip: '2001:db8::2',
          port: 8443,
          localIp: '2001:db8::1',
          localPort: 54_323,
          isStarting: false,
        },
      ],
    ]);
    expect([...view.others]).toEqual([12]);
    expect([...view.listening]).toEqual([8080]);
  });

  test('what has no remote end yet, no owner any more, or a line cut short is not found', () => {
    const { table } = network({
      udp: head + row('00000000:D431', '00000000:0000', '07', 21),
      tcp: `${head}${row('0100007F:D431', '2A7100CB:01BB', '06', 0)}nonsense\n   1: 0100007F:D431 zz 01`,
    });
    const view = findSockets(table, 1, new Set([0, 21, 22]));
    expect(view.connections.size).toBe(0);
  });

  test('no more tables are read than are needed, and those of TCP last', () => {
    const { table, read } = network({
      unix: 'Num RefCount\n0000000000000000: 00000003 00000000 00000000 0001 03 31 /run/x\n',
      udp: head + row('0100007F:D431', '2A7100CB:0035', '01', 32),
    });
    expect([...findSockets(table, 1, new Set([31])).others]).toEqual([31]);
    expect(read.splice(0)).toEqual(['unix']);
    findSockets(table, 1, new Set([31, 32]));
    expect(read.splice(0)).toEqual(['unix', 'udp', 'udp6']);
    findSockets(table, 1, new Set([33]));
    expect(read).toEqual(['unix', 'udp', 'udp6', 'tcp', 'tcp6']);
  });
});

describe.skipIf(process.platform !== 'linux')('the sockets of this machine (needs Linux)', () => {
  const table = createProcessTable('linux');
  const inodes = (): Set<number> => {
    const numbers = table.descriptors(process.pid);
    const links = typeof numbers === 'string' ? [] : numbers.map((number) => table.descriptor(process.pid, number));
    return new Set(links.map((link) => Number(/^socket:\[(\d+)\]$/.exec(link ?? '')?.[1] ?? 0)));
  };
  const listening = async (at: string | number, host?: string): Promise<Server> => {
    const server = createServer();
    onTestFinished(() => void server.close());
    if (typeof at === 'string') server.listen(at);
    else server.listen(at, host);
    await once(server, 'listening');
    return server;
  };
  const portOf = (server: Server): number => {
    const address = server.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  };

  test.each(['127.0.0.1', '::1'])('a TCP connection to %s, and that somebody listens there', async (ip) => {
    const port = portOf(await listening(0, ip));
    const before = inodes();
    const socket = connect(port, ip);
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    const view = findSockets(table, process.pid, inodes().difference(before));
    expect([...view.connections.values()]).toContainEqual(expect.objectContaining({ protocol: 'tcp', ip, port }));
    expect([...view.listening]).toContain(port);
  });

  test('a connected UDP socket, and a Unix socket that leads nowhere', async () => {
    const server = createSocket('udp4').bind(0, '127.0.0.1');
    const socket = createSocket('udp4');
    onTestFinished(() => {
      server.close();
      socket.close();
    });
    await once(server, 'listening');
    const { port } = server.address();
    socket.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const before = inodes();
    await listening(join(tmpdir(), `culprit-socket-table-${process.pid}`));
    const [local] = [...inodes().difference(before)];
    const view = findSockets(table, process.pid, inodes());
    expect([...view.connections.values()]).toContainEqual(
      expect.objectContaining({ protocol: 'udp', ip: '127.0.0.1', port }),
    );
    expect(view.others.has(local ?? 0)).toBe(true);
    expect(readlinkSync('/proc/self/ns/net')).toBe(table.network(process.pid));
  });
});
