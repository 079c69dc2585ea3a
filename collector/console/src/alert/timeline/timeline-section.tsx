import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Alert } from '../../../../src/api/types.ts';
import { createRows } from './rows.ts';
import { createScale } from './scale.ts';
import { TimelineFigure } from './timeline-figure.tsx';
import { actElementId, TimelineList } from './timeline-list.tsx';

const mostEntries = 200;

/** What happened before, at and after the alert: a drawing, and the same in words. */
export function TimelineSection({ alert }: { readonly alert: Alert }) {
  const { timeline, severity } = alert;
  const [isWhole, setIsWhole] = useState(false);
  const [pointed, setPointed] = useState<string>();
  const [chosen, setChosen] = useState<{ id: string }>();
  const rows = useMemo(() => {
    const times = timeline.flatMap(({ activity }) => [activity.atMs, activity.lastMs]);
    return createRows(timeline, createScale(times, { x0: 0, x1: 1 }), isWhole);
  }, [timeline, isWhole]);
  useEffect(() => {
    if (chosen === undefined) return;
    const row = document.getElementById(actElementId(chosen.id));
    if (row === null) {
      setIsWhole(true);
      return;
    }
    row.scrollIntoView({ block: 'nearest' });
    row.focus({ preventScroll: true });
    setChosen(undefined);
  }, [chosen, rows]);
  if (timeline.length === 0) return null;
  return (
    <section aria-labelledby="timeline">
      <div class="section-head">
        <h2 id="timeline">Timeline</h2>
        <p>
          What the same process did, and changes of the package
          {timeline.length >= mostEntries ? `; the nearest ${mostEntries} acts` : ''}
        </p>
      </div>
      <div class="sheet timeline-sheet">
        <TimelineFigure
          timeline={timeline}
          severity={severity}
          pointed={pointed}
          onChoose={(id) => setChosen({ id })}
        />
        <TimelineList rows={rows} onPoint={setPointed} onShowAll={() => setIsWhole(true)} />
      </div>
    </section>
  );
}
