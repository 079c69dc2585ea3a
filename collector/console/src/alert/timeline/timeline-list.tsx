import type { StoredActivity } from '../../../../src/api/types.ts';
import { Icon } from '../../elements/icon.tsx';
import { activityWords } from '../../text/activity-words.ts';
import { TimeElement } from '../../text/moment.tsx';
import { PackageName } from '../../text/package-name.tsx';
import { Text } from '../../text/text.tsx';
import { clockWords, countWords, spanWords } from '../../text/time.ts';
import { laneOf } from './lanes.ts';
import type { Row } from './rows.ts';

interface TimelineListProps {
  readonly rows: readonly Row[];
  readonly onPoint: (id: string | undefined) => void;
  readonly onShowAll: () => void;
}

/** The acts in words, oldest first. */
export function TimelineList({ rows, onPoint, onShowAll }: TimelineListProps) {
  return (
    <ol class="acts" aria-label="What happened, oldest first">
      {rows.map((row) => {
        if (row.kind === 'gap') {
          return (
            <li key={`gap-${row.ms}`} class="acts-gap">
              {spanWords(row.ms)} later
            </li>
          );
        }
        if (row.kind === 'hidden') {
          return (
            <li key={row.key} class="acts-hidden">
              <button type="button" class="button button-plain" onClick={onShowAll}>
                {row.count === 1 ? '1 other act' : `${countWords(row.count)} other acts`}
              </button>
            </li>
          );
        }
        const { activity, deciding } = row.entry;
        return (
          <li
            key={activity.id}
            id={actElementId(activity.id)}
            class={deciding ? 'act act-deciding' : 'act'}
            tabIndex={-1}
            onPointerEnter={() => onPoint(activity.id)}
            onPointerLeave={() => onPoint(undefined)}
          >
            <TimeElement ms={activity.atMs} words={clockWords(activity.atMs, true)} />
            <Icon name={laneOf(activity.operation).icon} />
            <Act activity={activity} isDeciding={deciding} />
          </li>
        );
      })}
    </ol>
  );
}

/** The id of an act's row. */
export function actElementId(id: string): string {
  return `act-${id}`;
}

function Act({ activity, isDeciding }: { readonly activity: StoredActivity; readonly isDeciding: boolean }) {
  const { verb, object, rest } = activityWords(activity);
  return (
    <p class="act-words">
      {activity.package !== null && activity.operation !== 'package.change' && (
        <span class="act-who">
          <PackageName value={activity.package} />{' '}
        </span>
      )}
      {verb}{' '}
      <span class="mono act-object">
        <Text value={object} />
      </span>{' '}
      {rest !== '' && <Text value={rest} />}{' '}
      {activity.targetClass !== null && (
        <span class="badge">
          <Text value={activity.targetClass} />
        </span>
      )}
      {activity.count > 1 && <span class="muted number"> ×{countWords(activity.count)}</span>}
      {isDeciding && <span class="badge act-badge">met the rule</span>}
    </p>
  );
}
