/** Runs cases on interpreters. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Interpreter } from '../python/interpreters.ts';
import type { Case } from './case.ts';
import { type OnTold, openGround } from './ground.ts';
import type { Judgement } from './judge.ts';

/** Programs that run at the same time. */
const atOnce = 3;

export interface Cell extends Judgement {
  readonly name: string;
  /** "3.11.7" */
  readonly python: string;
}

export interface MatrixOptions {
  /** Called as each cell is done. */
  readonly onCell?: (cell: Cell) => void;
  readonly onTold?: OnTold | undefined;
}

/** Every case on every interpreter, one interpreter after the other. */
export async function runMatrix(
  cases: readonly Case[],
  interpreters: readonly Interpreter[],
  { onCell, onTold }: MatrixOptions = {},
): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (const interpreter of interpreters) {
    const dir = await mkdtemp(join(tmpdir(), 'culprit-m-'));
    const ground = await openGround({ interpreter, cases, dir, onTold });
    try {
      const left = [...cases];
      const work = async (): Promise<void> => {
        for (let each = left.shift(); each !== undefined; each = left.shift()) {
          const cell = { name: each.name, python: interpreter.version, ...(await ground.run(each)) };
          cells.push(cell);
          onCell?.(cell);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    } finally {
      await ground.close();
      await rm(dir, { recursive: true, force: true });
    }
  }
  return cells;
}
