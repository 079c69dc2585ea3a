import type { PackageRef } from '@culprit/proto';
import type { Alert } from '../../../src/api/types.ts';
import { askAddress, packageAddress } from '../address/links.ts';
import { activityWords, canBeAsked } from '../text/activity-words.ts';
import { applicationName } from '../text/application-name.ts';
import { PackageName } from '../text/package-name.tsx';
import { Text } from '../text/text.tsx';
import { shortened } from '../text/visible.ts';
import { chainParts } from './chain-parts.ts';

const maxName = 64;

/** The way that the call took: application → callers → culprit → conduits → target. */
export function ChainFigure({ alert }: { readonly alert: Alert }) {
  const { callers, culprit, conduits } = chainParts(alert.chain, alert.package);
  // An alert about an environment: no process, so no way from an application to a target.
  if (alert.process === null && alert.chain.length === 0) return null;
  const decided = alert.evidence.at(-1);
  const words = decided === undefined ? undefined : activityWords(decided);
  return (
    <figure class="chain sheet" aria-labelledby="chain-title">
      <figcaption id="chain-title" class="unseen">
        The way that the call took, from the application to the target
      </figcaption>
      <ol>
        <li class={culprit === null ? 'chain-node chain-culprit' : 'chain-node'}>
          <span class="chain-role">{culprit === null ? 'culprit: the application itself' : 'application'}</span>
          <span class="chain-name mono">
            <Text value={shortened(applicationName(alert.process?.application ?? ''), maxName)} />
          </span>
        </li>
        {callers.map((ref) => (
          <PackageNode key={ref.name} value={ref} part="caller" />
        ))}
        {culprit !== null && <PackageNode value={culprit} part="culprit" />}
        {conduits.map((ref) => (
          <PackageNode key={ref.name} value={ref} part="conduit" />
        ))}
        {decided !== undefined && words !== undefined && (
          <li class="chain-node chain-target">
            <span class="chain-role">
              {words.verb}
              {decided.targetClass !== null && (
                <span class="badge">
                  <Text value={decided.targetClass} />
                </span>
              )}
            </span>
            {canBeAsked(decided) ? (
              <a class="chain-name mono" href={askAddress(decided.target)}>
                <Text value={shortened(words.object, maxName)} />
              </a>
            ) : (
              <span class="chain-name mono">
                <Text value={shortened(words.object, maxName)} />
              </span>
            )}
          </li>
        )}
      </ol>
    </figure>
  );
}

interface PackageNodeProps {
  readonly value: PackageRef;
  readonly part: 'caller' | 'culprit' | 'conduit';
}

function PackageNode({ value, part }: PackageNodeProps) {
  return (
    <li class={`chain-node chain-${part}`}>
      <span class="chain-role">{part}</span>
      <a class="chain-name" href={packageAddress(value.name)}>
        <PackageName value={value} />
      </a>
    </li>
  );
}
