import { useState } from 'preact/hooks';
import type { Alert } from '../../../src/api/types.ts';
import { EvidenceItem } from './evidence-item.tsx';

const shownFirst = 4;

/** The activities that met the rule, each with the place in the code. The last one decided, so it stands first. */
export function EvidenceList({ alert }: { readonly alert: Alert }) {
  const [isWhole, setIsWhole] = useState(false);
  const newestFirst = [...alert.evidence].reverse();
  const shown = isWhole ? newestFirst : newestFirst.slice(0, shownFirst);
  const hidden = newestFirst.length - shown.length;
  return (
    <section aria-labelledby="evidence">
      <div class="section-head">
        <h2 id="evidence">Evidence</h2>
        <p>What met the rule, the deciding act first</p>
      </div>
      <ol class="evidence">
        {shown.map((activity, index) => (
          <EvidenceItem key={activity.id} activity={activity} isOpen={index === 0} />
        ))}
      </ol>
      {hidden > 0 && (
        <button type="button" class="button" onClick={() => setIsWhole(true)}>
          Show {hidden} more
        </button>
      )}
    </section>
  );
}
