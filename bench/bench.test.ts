import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtGate } from '../python-hook/test/gate.ts';
import { cleanEnv } from '../test/python/clean-env.ts';
import { runCommand } from '../test/python/command.ts';
import { findInterpreters } from '../test/python/interpreters.ts';
import { ofBare, ofBareOrMore, ofFloor } from './goals.ts';
import { Samples } from './samples.ts';
import { markdownOf, putBetweenMarkers } from './tables.ts';
import { bare, gateAlone, gateConnected, noopInC, variants } from './variants.ts';

const [python] = await findInterpreters();
const { missing } = await builtGate();

const bench = (...args: string[]) =>
  runCommand(process.execPath, [join(import.meta.dirname, 'bench.ts'), ...args], {
    env: cleanEnv(),
    timeoutMs: 110_000,
  });

function samples(seconds: Partial<Record<(typeof variants)[number], readonly number[]>>): Samples {
  const made = new Samples();
  for (const variant of variants) for (const one of seconds[variant] ?? []) made.add(variant, one);
  return made;
}

describe('samples', () => {
  it('compare within a round, so that a slow round is slow on both sides', () => {
    const measured = samples({ [bare]: [1, 10, 2], [gateAlone]: [1.1, 11, 2.4] });
    expect(measured.ratio(gateAlone, bare)).toBeCloseTo(1.1);
    expect(measured.excess(gateAlone, bare)).toBeCloseTo(0.4);
    expect(measured.median(bare)).toBe(2);
  });
});

describe('goals', () => {
  const measured = samples({ [bare]: [0.02], [noopInC]: [0.022], [gateConnected]: [0.023], [gateAlone]: [0.0226] });
  it('are judged by the worse of ours with an agent and without', () => {
    expect(ofBare(1.15)(measured)).toEqual({ text: '1.15×: holds (1.15×)', holds: true });
    expect(ofBare(1.14)(measured)).toEqual({ text: '1.14×: **missed** (1.15×)', holds: false });
    expect(ofFloor(1.03)(measured)).toMatchObject({
      text: '1.03× of the no-op hook in C: **missed** (1.05×)',
      holds: false,
    });
  });

  it('hold by the ratio or by the time', () => {
    expect(ofBareOrMore(1.1, 4)(measured)).toEqual({ text: '1.1× or + 4 ms: holds (1.15×, + 3.0 ms)', holds: true });
    expect(ofBareOrMore(1.1, 2)(measured).holds).toBe(false);
  });
});

describe('the tables', () => {
  it('stand between the markers of their benchmark, and nothing else changes', () => {
    const dir = mkdtempSync(join(tmpdir(), 'culprit-tables-'));
    try {
      const path = join(dir, 'page.md');
      writeFileSync(path, 'before\n<!-- bench:x -->old<!-- /bench:x -->\nafter\n');
      putBetweenMarkers(
        path,
        'x',
        markdownOf([{ columns: ['work', 'bare'], rows: [{ work: 'id', bare: '1 ms' }], note: 'Note.' }]),
      );
      expect(readFileSync(path, 'utf8')).toBe(
        'before\n<!-- bench:x -->\n| work | bare |\n| --- | --- |\n| id | 1 ms |\n\nNote.\n<!-- /bench:x -->\nafter\n',
      );
      expect(() => putBetweenMarkers(path, 'y', '')).toThrow('add the lines <!-- bench:y --> and <!-- /bench:y -->');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('the command', () => {
  it('shows how to use it, and says what it does not know', async () => {
    expect(await bench('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Example: npm run') });
    expect(await bench('nothing')).toMatchObject({ status: 2, stderr: expect.stringContaining('"nothing"') });
    expect(await bench('--rounds', '0')).toMatchObject({ status: 2, stderr: expect.stringContaining('whole number') });
    expect(await bench('--no-such')).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage') });
    expect(await bench('hook', '--only', 'no such row')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no row'),
    });
  });

  it.skipIf(python === undefined || missing !== null)(
    'measures a row in every variant, and says whether the goal holds',
    async () => {
      const { status, stdout, stderr } = await bench('hook', '--only', 'id() loop', '--rounds', '1', '--json');
      expect({ status, stderr }).toMatchObject({ status: 0 });
      const { tables, measured } = JSON.parse(stdout);
      expect(tables[0].rows).toHaveLength(1);
      for (const variant of variants) {
        expect(tables[0].rows[0][variant]).toMatch(variant === bare ? /^[\d.]+ m?s$/ : /^[\d.]+×$/);
        expect(measured.works[0].seconds[variant]).toEqual([expect.any(Number)]);
      }
      expect(tables[0].rows[0].goal).toMatch(/^1\.03× of the no-op hook in C: (holds|\*\*missed\*\*) \([\d.]+×\)$/);
    },
    120_000,
  );
});
