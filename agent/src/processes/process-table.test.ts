import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createLinuxProcessTable } from './linux.ts';
import { createProcessTable } from './process-table.ts';

let dir = '';
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-processes-')));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A process that runs until the test is over. */
async function running(command: string, args: readonly string[]): Promise<ChildProcess & { pid: number }> {
  const child = spawn(command, args, { cwd: dir, stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'spawn');
  return Object.assign(child, { pid: child.pid ?? 0 });
}

test.each(['darwin', 'win32'] as const)('on %s it says that it is not supported, and knows nobody', (platform) => {
  const table = createProcessTable(platform);
  expect(table.isSupported).toBe(false);
  expect(table.pids()).toEqual([]);
  expect(table.stat(process.pid)).toBeNull();
  expect(table.descriptors(process.pid)).toBe('denied');
});

describe.skipIf(process.platform !== 'linux')('the processes of this machine (needs Linux)', () => {
  const table = createProcessTable('linux');

  test('a process is known by its pid, its parent and when it began, whatever its name', async () => {
    // Of all characters, those that end the name in the system's line about it.
    const program = join(dir, 'a) R 1 (b');
    copyFileSync(realpathSync('/bin/sleep'), program);
    const before = Date.now();
    const { pid } = await running(program, ['60']);
    const stat = table.stat(pid);
    const own = table.stat(process.pid);
    expect(stat).toMatchObject({ pid, parentPid: process.pid, groupId: own?.groupId, sessionId: own?.sessionId });
    expect(Math.abs((stat?.startedMs ?? 0) - before)).toBeLessThan(1_000);
    expect(table.stat(pid)).toEqual(stat);
    expect(table.pids()).toContain(pid);
    expect(table.executable(pid)).toBe(program);
    expect(table.argv(pid)).toEqual([program, '60']);
    expect(table.cwd(pid)).toBe(dir);
    expect(table.userId(pid)).toBe(process.getuid?.());
    expect(table.variable(pid, 'PATH')).toBe(process.env.PATH);
    expect(table.variable(pid, 'NO_SUCH_VARIABLE')).toBeNull();
    expect(table.isElsewhere(pid)).toBe(false);
  });

  test('one that has ended is gone, one that its parent has yet to notice as well', async () => {
    // The shell never waits for its child: that ends, and stays in the table as a zombie.
    const shell = await running('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60']);
    const [line] = (await once(shell.stdout ?? process.stdin, 'data')) as [Buffer];
    const zombie = Number(line.toString());
    await expect.poll(() => table.stat(zombie)).toBeNull();
    shell.kill('SIGKILL');
    await once(shell, 'exit');
    expect(table.stat(shell.pid)).toBeNull();
    expect(table.descriptors(shell.pid)).toBe('gone');
    expect(table.argv(shell.pid)).toEqual([]);
    expect(table.executable(shell.pid)).toBeNull();
    expect(table.code(shell.pid)).toBeNull();
    expect(table.isElsewhere(shell.pid)).toBeNull();
  });

  test('a descriptor leads to a file or a socket', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    const numbers = table.descriptors(process.pid);
    const links = typeof numbers === 'string' ? [] : numbers.map((number) => table.descriptor(process.pid, number));
    expect(links).toContainEqual(expect.stringMatching(/^socket:\[\d+\]$/));
    expect(table.descriptor(process.pid, 1_000_000)).toBeNull();
    const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
    expect(table.networkTable(process.pid, 'tcp', 1 << 20)).toContain(`0100007F:${hexPort}`);
    expect(table.networkTable(process.pid, 'tcp', 100)).toHaveLength(100);
    expect(table.networkTable(process.pid, 'no-such-table', 100)).toBe('');
    expect(table.network(process.pid)).toMatch(/^net:\[\d+\]$/);
  });

  test('the code that is mapped: the program and its libraries, one that was removed by the name that it had', async () => {
    const program = join(dir, 'short-lived');
    copyFileSync(realpathSync('/bin/sleep'), program);
    const { pid } = await running(program, ['60']);
    await expect.poll(() => table.code(pid)?.files).toContain(program);
    rmSync(program);
    const code = table.code(pid);
    expect(code?.files).toContain(program);
    expect(code?.files).toContainEqual(expect.stringMatching(/\/libc\.so|\/libc-|musl/));
    expect(code?.files.every((file) => file.startsWith('/'))).toBe(true);
    expect(code?.isAnonymous).toBe(false);
    // A JavaScript engine makes code of its own.
    expect(table.code(process.pid)?.isAnonymous).toBe(true);
  });

  test('where a container tells its own uptime, a start is still told in Unix time', () => {
    const root = join(dir, 'proc');
    const own = createLinuxProcessTable();
    const stat = own.stat(process.pid);
    mkdirSync(join(root, String(process.pid)), { recursive: true });
    const fields = `R 1 ${'0 '.repeat(17)}${stat?.startTicks} 0`;
    writeFileSync(join(root, String(process.pid), 'stat'), `${process.pid} (node) ${fields}\n`);
    writeFileSync(join(root, 'uptime'), '3.00 1.00\n');
    const told = createLinuxProcessTable(root).stat(process.pid);
    expect(told?.startTicks).toBe(stat?.startTicks);
    expect(Math.abs((told?.startedMs ?? 0) - performance.timeOrigin)).toBeLessThan(1_000);
  });
});
