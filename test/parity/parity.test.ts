import { expect, test } from 'vitest';
import { findInterpreters } from '../python/interpreters.ts';
import { explanationOf } from './explained.ts';
import { moduleChoices, shortModules } from './modules.ts';
import { makePair } from './pair.ts';
import { compareModule } from './regression.ts';

const [newest] = await findInterpreters();
const reason = newest === undefined ? 'no Python ≥ 3.8' : await missingTests(newest.path);

/** Distributions often leave CPython's own tests out. */
async function missingTests(python: string): Promise<string | null> {
  const pair = await makePair(python);
  const { how } = await pair.run('bare', ['-c', 'import test.libregrtest'], { timeoutMs: 30_000 });
  await pair.close();
  return how === 'status 0' ? null : `${python} comes without CPython's own tests`;
}

test.skipIf(reason !== null)(
  `CPython's own tests end in the same way with the hook${reason === null ? '' : ` (skipped: ${reason})`}`,
  { timeout: 240_000 },
  async () => {
    const python = newest?.path ?? '';
    const pair = await makePair(python);
    try {
      for (const name of shortModules) {
        const choice = moduleChoices.find((entry) => entry.name === name);
        const compared = choice && (await compareModule(pair, choice, python));
        const open = compared?.differences.filter(({ test }) => explanationOf(test) === null) ?? [];
        expect(open, `differences in ${name}`).toEqual([]);
      }
      expect(pair.connections()).toBeGreaterThan(0);
    } finally {
      await pair.close();
    }
  },
);
