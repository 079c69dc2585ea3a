import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRegistry } from './registry.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'culprit-registry-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('the registry', () => {
  it('keeps what was added, in order, each once, in a file that only its owner reads', () => {
    let now = 1000;
    const registry = createRegistry({ dir: join(dir, 'agent'), clock: () => now });
    expect(registry.list()).toEqual([]);
    expect(registry.add('/b')).toBe(true);
    now = 2000;
    expect(registry.add('/a', { base: true, by: 'policy' })).toBe(true);
    expect(registry.add('/b')).toBe(false);
    // What isn't said again stays.
    expect(registry.add('/a', { by: 'policy' })).toBe(false);
    const expected = [
      { path: '/b', addedMs: 1000, base: false, by: 'user' },
      { path: '/a', addedMs: 2000, base: true, by: 'policy' },
    ];
    expect(createRegistry({ dir: join(dir, 'agent') }).list()).toEqual(expected);
    expect(statSync(registry.file).mode & 0o777).toBe(0o600);
    expect(registry.remove('/b')).toBe(true);
    expect(registry.remove('/b')).toBe(false);
    expect(registry.list()).toEqual(expected.slice(1));
    expect(readdirSync(join(dir, 'agent'))).toEqual(['environments.json']);
  });

  it.each([
    ['cut off', '{"environments": [{"path": "/a"', 'is no JSON'],
    ['of another shape', '{"environments": {}}', 'at environments'],
    ['with a relative path', '{"environments": [{"path": "a", "addedMs": 1}]}', 'at environments.0.path'],
    ['empty', '', 'is no JSON'],
  ])('is never emptied: a file %s stays, and the error names it and the mend', (_, text, said) => {
    const registry = createRegistry({ dir });
    writeFileSync(registry.file, text);
    for (const act of [() => registry.list(), () => registry.add('/x'), () => registry.remove('/x')]) {
      expect(act).toThrow(expect.objectContaining({ code: 'AGENT_ERR_REGISTRY_CORRUPT' }));
      expect(act).toThrow(said);
      expect(act).toThrow(registry.file);
      expect(act).toThrow('move it away');
    }
    expect(readFileSync(registry.file, 'utf8')).toBe(text);
    expect(existsSync(`${registry.file}.lock`)).toBe(false);
  });

  it('says in one sentence that its folder cannot be written', () => {
    writeFileSync(join(dir, 'agent'), 'a file');
    const registry = createRegistry({ dir: join(dir, 'agent', 'deeper') });
    expect(() => registry.add('/x')).toThrow(expect.objectContaining({ code: 'AGENT_ERR_HOME_UNWRITABLE' }));
  });

  it('takes over the lock of a process that died', () => {
    const registry = createRegistry({ dir });
    mkdirSync(dir, { recursive: true });
    writeFileSync(`${registry.file}.lock`, '');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(`${registry.file}.lock`, longAgo, longAgo);
    expect(registry.add('/x')).toBe(true);
  });

  it('loses nothing when several processes add at once', async () => {
    const module = new URL('./registry.ts', import.meta.url).href;
    const script = `
      const { createRegistry } = await import(${JSON.stringify(module)});
      const registry = createRegistry({ dir: process.argv[1] });
      for (let i = 0; i < 10; i += 1) registry.add('/' + process.argv[2] + '/' + i);`;
    const run = promisify(execFile);
    const all = ['one', 'two', 'three'];
    await Promise.all(all.map((name) => run(process.execPath, ['--input-type=module', '-e', script, dir, name])));
    expect(createRegistry({ dir }).list()).toHaveLength(30);
  });
});
