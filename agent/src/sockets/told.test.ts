import { expect, test } from 'vitest';
import type { HookActivity } from '../listener/report.ts';
import { Told } from './told.ts';

const process = '42-1';
let lastId = 0;
function said(operation: HookActivity['operation'], target: string, more: Partial<HookActivity> = {}): HookActivity {
  lastId += 1;
  return {
    ...{ id: lastId, operation, atMs: 1_000, target, ip: '', port: 443, via: '', access: 0, other: '', segments: [] },
    ...more,
  };
}
function told(...activities: HookActivity[]): Told {
  const all = new Told();
  for (const activity of activities) all.note(activity, process);
  return all;
}
const at = (ip: string, port = 443) => ({ ip, port });

test('a connection is explained by its address and port, however they were written', () => {
  const all = told(
    said('net.connect', '203.0.113.7', { ip: '203.0.113.7' }),
    said('net.send', '2001:db8::1', { ip: '2001:db8::1', port: 53 }),
    said('net.connect', '127.1', { ip: '127.1', port: 80 }),
    said('net.connect', '0.0.0.0', { port: 81 }),
  );
  expect(all.explains(at('203.0.113.7'), 0)).toBe(true);
  expect(all.explains(at('203.0.113.7', 80), 0)).toBe(false);
  expect(all.explains(at('203.0.113.8'), 0)).toBe(false);
  expect(all.explains(at('2001:db8::1', 53), 0)).toBe(true);
  expect(all.explains(at('127.0.0.1', 80), 0)).toBe(true);
  // Who connects to any address gets to the machine itself.
  expect(all.explains(at('127.0.0.1', 81), 0)).toBe(true);
});

test('a name without an address explains what is connected to at its port within half a minute', () => {
  const request = said('net.request', 'api.example.org', { atMs: 1_000 });
  const all = told(request);
  expect(all.explains(at('203.0.113.7'), 20_000)).toBe(true);
  expect(all.explains(at('203.0.113.7', 80), 20_000)).toBe(false);
  expect(all.explains(at('203.0.113.7'), 32_000)).toBe(false);
  all.repeated(request.id, 60_000, 'another process');
  expect(all.explains(at('203.0.113.7'), 61_000)).toBe(false);
  all.repeated(request.id, 60_000, process);
  expect(all.explains(at('203.0.113.7'), 61_000)).toBe(true);
});

test.each([
  ['connected to', { ip: '203.0.113.7' }],
  ['asked of a proxy', { via: '10.0.0.1:3128' }],
])('a name that was %s explains nothing else', (_, more) => {
  const all = told(said('net.request', 'api.example.org'), said('net.connect', 'api.example.org', more));
  expect(all.explains(at('198.51.100.1'), 1_000)).toBe(false);
});

test('an address has the one name that it was reached by; with several, none', () => {
  const all = told(
    said('net.connect', 'api.example.org', { ip: '203.0.113.7' }),
    said('net.connect', '203.0.113.8', { ip: '203.0.113.8' }),
  );
  expect(all.nameOf('203.0.113.7')).toBe('api.example.org');
  expect(all.nameOf('203.0.113.8')).toBeNull();
  all.note(said('net.connect', 'www.example.org', { ip: '203.0.113.7' }), process);
  expect(all.nameOf('203.0.113.7')).toBeNull();
});

test('a port that is listened on is one, a Unix socket is none', () => {
  const all = told(said('net.listen', '0.0.0.0', { port: 8080 }), said('net.connect', '/run/x.sock', { port: 0 }));
  expect(all.listens(8080)).toBe(true);
  expect(all.listens(443)).toBe(false);
});

test('a process that connects to ever new places is remembered in part', () => {
  const all = told();
  for (let port = 1; port <= 5_000; port += 1) {
    all.note(said('net.connect', '203.0.113.7', { ip: '203.0.113.7', port }), process);
    all.note(said('net.request', `h${port}.example.org`, { port: 80 }), process);
  }
  expect(all.explains(at('203.0.113.7', 1), 99_999)).toBe(false);
  expect(all.explains(at('203.0.113.7', 5_000), 99_999)).toBe(true);
});
