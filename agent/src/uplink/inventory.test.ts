import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { uplink } from '@culprit/proto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inspectEnvironment } from '../environments/environment.ts';
import type { EnvironmentInventory } from '../environments/environments.ts';
import { InstalledPackages } from '../environments/installed.ts';
import { createInventories, type Inventories, type InventoryMessage, sourceText } from './inventory.ts';

const classifier = { path: (path: string) => path.replace(homedir(), '~') };
let dir = '';
let counter = 0;
beforeAll(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), 'culprit-uplink-')));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

class Machine {
  readonly all: { inventory: () => EnvironmentInventory; installed: InstalledPackages; root: string; path: string }[] =
    [];
  /** Whether the files of each package were read. */
  isRead = true;

  add(): string {
    const path = join(dir, `venv-${counter++}`);
    const root = join(path, 'lib/python3.11/site-packages');
    mkdirSync(root, { recursive: true });
    writeFileSync(join(path, 'pyvenv.cfg'), 'version = 3.11.7\n');
    const environment = inspectEnvironment(path);
    const installed = new InstalledPackages({ roots: environment.sitePackages, prefix: path });
    this.all.push({ path, root, installed, inventory: () => ({ environment, packages: installed.packages }) });
    return path;
  }

  put(index: number, name: string, version: string): void {
    const { root } = this.all[index] ?? { root: '' };
    this.remove(index, name);
    const info = join(root, `${name}-${version}.dist-info`);
    mkdirSync(info);
    writeFileSync(join(info, 'METADATA'), `Name: ${name}\nVersion: ${version}\n`);
    writeFileSync(join(info, 'INSTALLER'), 'pip\n');
    writeFileSync(join(info, 'RECORD'), `${name}.py,sha256=${version},1\n`);
  }

  remove(index: number, name: string): void {
    for (const version of ['1', '2']) {
      rmSync(join(this.all[index]?.root ?? '', `${name}-${version}.dist-info`), { recursive: true, force: true });
    }
  }

  inventories(): readonly EnvironmentInventory[] {
    return this.all.map(({ installed, inventory }) => {
      installed.read();
      if (this.isRead) for (const { facts } of installed.distributions) void facts;
      return inventory();
    });
  }
}

/** What a collector holds that does as uplink.proto says. */
class Collector {
  readonly held = new Map<string, { digest: string; packages: Map<string, string> }>();
  frames = 0;
  rows = 0;
  readonly #inventories: Inventories;

  constructor(inventories: Inventories) {
    this.#inventories = inventories;
  }

  take(messages: readonly InventoryMessage[]): void {
    for (const { inventoryOffer, inventoryChange } of messages) {
      this.frames += 1;
      if (inventoryOffer) this.#offered(inventoryOffer.environments ?? []);
      if (!inventoryChange) continue;
      expect(uplink.ToCollector.encode({ inventoryChange }).finish().length).toBeLessThan(1_000_000);
      const { path = '', base = '', digest = '', put, removed } = inventoryChange;
      const known = this.held.get(path ?? '');
      if (base !== '' && known?.digest !== base) {
        this.take(this.#inventories.wanted([path ?? '']));
        continue;
      }
      const packages = base === '' || known === undefined ? new Map<string, string>() : known.packages;
      for (const name of removed ?? []) packages.delete(name);
      for (const { name, version } of put ?? []) packages.set(name ?? '', version ?? '');
      this.rows += put?.length ?? 0;
      this.held.set(path ?? '', { digest: digest ?? '', packages });
    }
  }

  #offered(environments: readonly { path?: string | null; digest?: string | null }[]): void {
    const paths = environments.map(({ path }) => path ?? '');
    for (const path of this.held.keys()) if (!paths.includes(path)) this.held.delete(path);
    const wanted = environments.filter(({ path, digest }) => digest && this.held.get(path ?? '')?.digest !== digest);
    if (wanted.length > 0) this.take(this.#inventories.wanted(wanted.map(({ path }) => path ?? '')));
  }

  names(path: string): string[] {
    return [...(this.held.get(path)?.packages ?? [])].map(([name, version]) => `${name} ${version}`).sort();
  }
}

describe('what the collector holds', () => {
  let machine: Machine;
  let inventories: Inventories;
  let collector: Collector;
  beforeEach(() => {
    machine = new Machine();
    inventories = createInventories({ inventories: () => machine.inventories(), classifier });
    collector = new Collector(inventories);
  });

  test('is what there is, and of a change only what changed is sent', () => {
    const [a, b] = [machine.add(), machine.add()];
    for (const name of ['one', 'two', 'three']) machine.put(0, name, '1');
    machine.put(1, 'one', '1');
    collector.take([inventories.offer()]);
    expect([collector.names(a), collector.names(b)]).toEqual([['one 1', 'three 1', 'two 1'], ['one 1']]);
    collector.rows = 0;
    machine.put(0, 'two', '2');
    machine.remove(0, 'three');
    collector.take(inventories.changes());
    expect([collector.names(a), collector.rows]).toEqual([['one 1', 'two 2'], 1]);
    expect(inventories.changes()).toEqual([]);
  });

  test('is not sent again on another connection, but for what changed meanwhile', () => {
    const path = machine.add();
    machine.put(0, 'one', '1');
    collector.take([inventories.offer()]);
    collector.rows = 0;
    collector.take([inventories.offer()]);
    expect(collector.rows).toBe(0);
    machine.put(0, 'two', '1');
    collector.take([inventories.offer()]);
    expect([collector.names(path), collector.rows]).toEqual([['one 1', 'two 1'], 2]);
  });

  test('follows environments that come, and those that go', () => {
    const first = machine.add();
    machine.put(0, 'one', '1');
    collector.take([inventories.offer()]);
    const second = machine.add();
    machine.put(1, 'two', '1');
    machine.put(0, 'one', '2');
    collector.take(inventories.changes());
    expect([collector.names(first), collector.names(second)]).toEqual([['one 2'], ['two 1']]);
    machine.all.shift();
    collector.take(inventories.changes());
    expect([...collector.held.keys()]).toEqual([second]);
  });

  test('stays as it was while files are still to be read', () => {
    const path = machine.add();
    for (const name of ['one', 'two']) machine.put(0, name, '1');
    machine.isRead = false;
    collector.held.set(path, { digest: 'of before', packages: new Map([['one', '1']]) });
    collector.take([inventories.offer()]);
    expect(inventories.changes()).toEqual([]);
    expect(collector.names(path)).toEqual(['one 1']);
    machine.isRead = true;
    collector.take(inventories.changes());
    expect(collector.names(path)).toEqual(['one 1', 'two 1']);
  });

  test('is asked for whole where a difference starts from something else', () => {
    const path = machine.add();
    machine.put(0, 'one', '1');
    collector.take([inventories.offer()]);
    collector.held.set(path, { digest: 'other', packages: new Map([['old', '1']]) });
    machine.put(0, 'two', '1');
    collector.take(inventories.changes());
    expect(collector.names(path)).toEqual(['one 1', 'two 1']);
  });

  test('comes in parts where it is large', () => {
    const path = machine.add();
    for (let i = 0; i < 4000; i += 1) machine.put(0, `package-with-a-long-name-${i}`, '1');
    collector.take([inventories.offer()]);
    expect(collector.names(path)).toHaveLength(4000);
    expect(collector.frames).toBeGreaterThan(2);
  }, 60_000);
});

test.each([
  [{ kind: 'index', at: null }, 'index'],
  [{ kind: 'editable', at: `${homedir()}/src/shop` }, 'editable ~/src/shop'],
  [{ kind: 'archive', at: 'https://host/x-1.whl' }, 'archive https://host/x-1.whl'],
  [{ kind: 'vcs', at: 'git+https://host/r.git@abc' }, 'vcs git+https://host/r.git@abc'],
  [{ kind: 'vcs', at: `git+file://${homedir()}/r@abc` }, 'vcs git+file://~/r@abc'],
] as const)('%o is told as %s', (source, text) => {
  expect(sourceText(source, classifier)).toBe(text);
});
