import type { StoredActivity } from '../../../src/api/types.ts';
import { askAddress } from '../address/links.ts';
import { activityWords, confidenceWords } from '../text/activity-words.ts';
import { TimeElement } from '../text/moment.tsx';
import { Text } from '../text/text.tsx';
import { clockWords, countWords, dateWords } from '../text/time.ts';
import { FrameList } from './frame-list.tsx';

/** One activity in full: what, when, how it is known, and where in the code. */
export function EvidenceItem({ activity }: { readonly activity: StoredActivity }) {
  const { verb, object, rest } = activityWords(activity);
  const { ip, via, target, targetClass, count, confidence, atMs, lastMs } = activity;
  return (
    <li class="evidence-item sheet">
      <div class="evidence-head">
        <h3>
          {capital(verb)}{' '}
          <a class="mono" href={askAddress(target)}>
            <Text value={object} />
          </a>
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
          <dt>Responsible package</dt>
          <dd>{confidenceWords[confidence]}</dd>
        </div>
      </dl>
      <FrameList frames={activity.frames} />
    </li>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
