/** Follows what the self-test's package does on its way into the spool, so that one can see how far it came. */
import type { Activity, ActivityBatch } from '@culprit/proto';
import type { Spool } from '../spool/spool.ts';

/** The package that "culprit-agent selftest" makes and runs. */
export const selftestPackage = 'culprit-selftest';
const maxReceipts = 16;

/** An activity of the self-test, as it was resolved and stored. */
export interface Receipt {
  readonly operation: string;
  readonly target: string;
  readonly port: number | null;
  readonly version: string;
  readonly confidence: string;
  /** The collector has committed it. */
  readonly isAcknowledged: boolean;
}

export interface Receipts {
  /** The spool, with an eye on what goes into it. */
  readonly spool: Pick<Spool, 'append'>;
  /** The last few, oldest first. */
  list(): readonly Receipt[];
}

export function createReceipts(spool: Pick<Spool, 'append' | 'acknowledged'>): Receipts {
  const kept: { readonly activity: Activity; readonly sequence: number }[] = [];
  return {
    spool: {
      async append(batch: ActivityBatch): Promise<number> {
        const sequence = await spool.append(batch);
        for (const activity of batch.activities) {
          if (activity.package?.name !== selftestPackage) continue;
          kept.push({ activity, sequence });
          if (kept.length > maxReceipts) kept.shift();
        }
        return sequence;
      },
    },
    list: () =>
      kept.map(({ activity: { operation, target, port, package: culprit, confidence }, sequence }) => ({
        ...{ operation, target, port, confidence },
        version: culprit?.version ?? '',
        isAcknowledged: sequence <= spool.acknowledged,
      })),
  };
}
