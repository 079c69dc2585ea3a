import type { StoredActivity } from '../../../src/api/types.ts';
import { askAddress } from '../address/links.ts';
import { activityWords, canBeAsked, confidenceWords } from '../text/activity-words.ts';
import { TimeElement } from '../text/moment.tsx';
import { Text } from '../text/text.tsx';
import { clockWords, countWords, dateWords } from '../text/time.ts';
import { FrameList } from './frame-list.tsx';
import { splitFile } from './frames.ts';

interface EvidenceItemProps {
  readonly activity: StoredActivity;
  /** The stack is shown at once. */
  readonly isOpen: boolean;
}

/** One activity in full: what, when, how it is known, and where in the code. */
export function EvidenceItem({ activity, isOpen }: EvidenceItemProps) {
  const { verb, object, rest } = activityWords(activity);
  const { ip, via, target, targetClass, count, confidence, atMs, lastMs } = activity;
  return (
    <li class="evidence-item sheet">
      <div class="evidence-head">
        <h3>
          {capital(verb)}{' '}
          {canBeAsked(activity) ? (
            <a class="mono" href={askAddress(target)}>
              <Text value={object} />
            </a>
          ) : (
            <span class="mono">
              <Text value={object} />
            </span>
          )}
          {rest !== '' && (
            <>
              {' '}
              <Text value={rest} />
            </>
          )}
          {targetClass !== null && (
            <>
              {' '}
              <span class="badge">
                <Text value={targetClass} />
              </span>
            </>
          )}
        </h3>
        <p class="evidence-when">
          <TimeElement ms={atMs} words={`${dateWords(atMs)}, ${clockWords(atMs, true)}`} />
          {count > 1 && (
            <>
              {' '}
              ×{countWords(count)}, last <TimeElement ms={lastMs} words={clockWords(lastMs)} />
            </>
          )}
        </p>
      </div>
      <dl class="evidence-facts">
        {ip !== null && ip !== target && (
          <div>
            <dt>Address</dt>
            <dd class="mono">
              <a href={askAddress(ip)}>
                <Text value={ip} />
              </a>
            </dd>
          </div>
        )}
        {via !== null && (
          <div>
            <dt>Through the proxy</dt>
            <dd class="mono">
              <Text value={via} />
            </dd>
          </div>
        )}
        <div>
          <dt>Attribution</dt>
          <dd>{confidenceWords[confidence]}</dd>
        </div>
      </dl>
      <Code activity={activity} isOpen={isOpen} />
    </li>
  );
}

/** The stack, behind the one line of it that matters most: the culprit's innermost. */
function Code({ activity, isOpen }: EvidenceItemProps) {
  const { frames } = activity;
  if (frames.length === 0) return <p class="frames-none">No stack came with it.</p>;
  const frame = frames.find(({ culprit }) => culprit) ?? frames[0];
  return (
    <details open={isOpen}>
      <summary>
        Where in the code{' '}
        {frame !== undefined && (
          <span class="mono">
            <Text value={`${splitFile(frame.file).file}${frame.line > 0 ? `:${frame.line}` : ''}`} />
          </span>
        )}
      </summary>
      <FrameList frames={frames} />
    </details>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
