import type { Alert } from '../../../src/api/types.ts';
import { packageAddress } from '../address/links.ts';
import { habits } from '../text/activity-words.ts';
import { Text } from '../text/text.tsx';
import { BehaviourMatrix } from '../versions/behaviour-matrix.tsx';
import { createBehaviourTable } from '../versions/behaviour-table.ts';

const maxVersions = 14;

/** The culprit's versions, and what this one does that none before it ever did. */
export function VersionsSection({ alert }: { readonly alert: Alert }) {
  const { package: culprit, versions, newInVersion } = alert;
  if (culprit === null || versions.length === 0) return null;
  const table = createBehaviourTable({ versions, version: culprit.version, isNew: newInVersion, maxVersions });
  const at = versions.findIndex(({ version }) => version === culprit.version);
  const earlier = at < 0 ? versions.length : at;
  return (
    <section aria-labelledby="versions">
      <div class="section-head">
        <h2 id="versions">
          Versions of <Text value={culprit.name} />
        </h2>
        <p>What the fleet has seen each of them do</p>
      </div>
      <div class="sheet">
        <p class="versions-new">
          <NewWords alert={alert} earlier={earlier} />
        </p>
        {table.rows.length > 0 && (
          <BehaviourMatrix
            table={table}
            version={culprit.version}
            caption={`What each version of ${culprit.name} did`}
          />
        )}
        <p class="versions-foot">
          <a href={packageAddress(culprit.name)}>
            All about <Text value={culprit.name} />
          </a>
          {table.leftOut > 0 && <span class="muted">{table.leftOut} other versions are not drawn here</span>}
        </p>
      </div>
    </section>
  );
}

function NewWords({ alert, earlier }: { readonly alert: Alert; readonly earlier: number }) {
  const { newInVersion, package: culprit } = alert;
  const version = <Text value={culprit?.version ?? ''} />;
  if (earlier === 0) return <>The fleet knows no version before {version} to compare it with.</>;
  const before = earlier === 1 ? 'the version before it' : `the ${earlier} versions before it`;
  if (newInVersion.length === 0) {
    return (
      <>
        {version} did nothing that {before} had not done.
      </>
    );
  }
  return (
    <>
      <strong>New in {version}:</strong>{' '}
      {newInVersion.map(({ operation, targetClass }, index) => (
        <span key={`${operation} ${targetClass}`}>
          {index > 0 && '; '}
          {habits[operation] ?? operation}
          {targetClass !== '' && (
            <>
              {' '}
              <span class="badge">
                <Text value={targetClass} />
              </span>
            </>
          )}
        </span>
      ))}
      . None of {before} ever did.
    </>
  );
}
