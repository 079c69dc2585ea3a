/** From what the watches find to activities: a package's change waits a moment for its review, and has it verified. */
import type { EnsuredEnvironment } from '../environments/ensured.ts';
import type { EnvironmentChange } from '../environments/watch.ts';
import type { IntegrityWatch } from '../integrity/integrity-watch.ts';
import type { Reviewer } from '../review/reviewer.ts';
import type { Pipeline } from './pipeline.ts';

export interface ToldChangesOptions {
  readonly watched: (path: string) => EnsuredEnvironment | null;
  readonly reviewer: Pick<Reviewer, 'review'>;
  readonly integrity: Pick<IntegrityWatch, 'packageChanged'>;
  readonly pipeline: Pick<Pipeline, 'change'>;
}

/** Tells a change; what it returns is settled once the change is on its way. */
export function createToldChanges({ watched, reviewer, integrity, pipeline }: ToldChangesOptions) {
  return (change: EnvironmentChange): void | Promise<void> => {
    if (change.type !== 'package') return pipeline.change(change);
    integrity.packageChanged(change.environment, change.name);
    const found = watched(change.environment);
    if (found === null || change.kind === 'removed') return pipeline.change(change);
    const { prefix, python } = found.environment;
    const { distributions } = found.installed;
    return reviewer
      .review(change, { prefix, python, distributions })
      .catch(() => null)
      .then((review) => pipeline.change(change, review));
  };
}
