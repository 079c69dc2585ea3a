import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Behaviour } from '../../../src/api/types.ts';
import { habits } from '../text/activity-words.ts';
import { Text } from '../text/text.tsx';
import { countWords, dateTimeWords } from '../text/time.ts';
import { visible } from '../text/visible.ts';
import type { BehaviourTable } from './behaviour-table.ts';
import '../styles/versions.css';

interface BehaviourMatrixProps {
  readonly table: BehaviourTable;
  /** The version whose column stands out. */
  readonly version?: string | undefined;
  readonly caption: string;
}

/** Which version did what, at a glance: a filled dot where it did. */
export function BehaviourMatrix({ table, version, caption }: BehaviourMatrixProps) {
  const scroller = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // Where there isn't room for all versions, the newest are what matters.
    scroller.current?.scrollTo(scroller.current.scrollWidth, 0);
  }, []);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section ref={scroller} class="scroll" aria-label={visible(caption)} tabIndex={0}>
      <table class="matrix">
        <caption class="unseen">{visible(caption)}</caption>
        <thead>
          <tr>
            <td />
            {table.versions.map((column) => (
              <th key={column.version} scope="col" class={column.version === version ? 'matrix-now' : undefined}>
                <span class="matrix-version mono">
                  <Text value={column.version} />
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={`${row.operation} ${row.targetClass}`} class={row.isNew ? 'matrix-new' : undefined}>
              <th scope="row">
                {habits[row.operation] ?? row.operation}{' '}
                {row.targetClass !== '' && (
                  <span class="badge">
                    <Text value={row.targetClass} />
                  </span>
                )}
                {row.isNew && <span class="badge badge-warning">new</span>}
              </th>
              {table.versions.map((column, index) => (
                <td key={column.version} class={column.version === version ? 'matrix-now' : undefined}>
                  <Cell behaviour={row.cells[index]} isNew={row.isNew && column.version === version} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ behaviour, isNew }: { readonly behaviour: Behaviour | undefined; readonly isNew: boolean }) {
  if (behaviour === undefined) {
    return (
      <>
        <svg class="matrix-never" viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="1.5" />
        </svg>
        <span class="unseen">never</span>
      </>
    );
  }
  const words = `${behaviour.count === 1 ? 'once' : `${countWords(behaviour.count)} times`}, first ${visible(dateTimeWords(behaviour.firstMs))}`;
  return (
    <>
      <svg class={isNew ? 'matrix-did matrix-did-new' : 'matrix-did'} viewBox="0 0 16 16" aria-hidden="true">
        <title>{words}</title>
        {isNew ? <path d="M8 .8 15.2 8 8 15.2 .8 8z" /> : <circle cx="8" cy="8" r="5" />}
      </svg>
      <span class="unseen">{words}</span>
    </>
  );
}
