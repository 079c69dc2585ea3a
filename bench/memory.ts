/** How much memory the hook takes of a long process, and whether it grows. */
import { join } from 'node:path';
import type { Choice, Row, Table } from './benchmark.ts';
import { verdict } from './goals.ts';
import type { Lab } from './lab.ts';
import { bare, gateAlone, gateConnected, pureAlone, pureConnected, type Variant } from './variants.ts';

export const memoryName = 'memory after 10 million activities';

const measuredVariants = [bare, gateConnected, gateAlone, pureConnected, pureAlone] as const;
const [fastMillions, millions] = [2, 10];
const goalMb = 8;
/** What the second half of the activities may add: an allocator's room, not something that grows. */
const flatMb = 1;
const bytesPerMb = 1_000_000;

export interface Memory {
  readonly row: Row;
  readonly table: Table;
  /** Resident bytes at the start and after each million activities. */
  readonly measured: Readonly<Record<string, readonly number[]>>;
}

/** Runs bench/hook/memory.py once in each variant. */
export function measureMemory(lab: Lab, choice: Choice): Memory {
  const number = choice.isFast ? fastMillions : millions;
  const script = join(import.meta.dirname, 'hook', 'memory.py');
  const seen = new Map<Variant, readonly number[]>();
  for (const variant of measuredVariants) {
    choice.progress(`memory: ${number} million activities, ${variant}`);
    const said = lab.run(variant, [lab.environment.python, script, String(number)]);
    seen.set(variant, JSON.parse(said) as number[]);
  }
  const at = (variant: Variant, million: number): number => (seen.get(variant)?.[million] ?? Number.NaN) / bytesPerMb;
  const over = (variant: Variant, million: number): number => at(variant, million) - at(bare, million);
  const ours = [gateConnected, gateAlone] as const;
  const most = Math.max(...ours.map((variant) => over(variant, number)));
  const growth = Math.max(...ours.map((variant) => over(variant, number) - over(variant, number / 2)));
  const goal = verdict(
    `+ ${goalMb} MB, flat`,
    most <= goalMb && growth <= flatMb,
    `+ ${most.toFixed(1)} MB, ${growth.toFixed(1)} MB of it in the second half`,
  );
  const row: Row = {
    work: memoryName,
    ...Object.fromEntries(
      measuredVariants.slice(1).map((variant) => [variant, `+ ${over(variant, number).toFixed(1)} MB`]),
    ),
    [bare]: `${at(bare, number).toFixed(1)} MB`,
    goal: goal.text,
  };
  const points = Array.from({ length: number + 1 }, (_, million) => million);
  const label = (million: number): string => (million === 0 ? 'start' : `${million} M`);
  const table: Table = {
    columns: ['resident memory', ...points.map(label)],
    rows: measuredVariants.map((variant) => ({
      'resident memory': variant === bare ? 'bare, MB' : `${variant}, MB more`,
      ...Object.fromEntries(
        points.map((million) => [
          label(million),
          (variant === bare ? at(bare, million) : over(variant, million)).toFixed(1),
        ]),
      ),
    })),
    note: `One run each of bench/hook/memory.py, after so many million activities; one in ten is new.`,
  };
  return { row, table, measured: Object.fromEntries(seen) };
}
