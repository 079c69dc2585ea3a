import type { WhoRow } from '../../../src/api/types.ts';
import { packageAddress } from '../address/links.ts';
import { ScrollTable } from '../elements/scroll-table.tsx';
import { activityWords, confidenceWords } from '../text/activity-words.ts';
import { applicationName } from '../text/application-name.ts';
import { Ago } from '../text/moment.tsx';
import { Text } from '../text/text.tsx';
import { countWords } from '../text/time.ts';
import type { PackageAnswers, VersionAnswers } from './answer-groups.ts';

/** One package's answers: its versions, and below each the machines. */
export function AnswerGroup({ group }: { readonly group: PackageAnswers }) {
  const id = `answer-${group.name ?? ''}`;
  return (
    <section class="sheet answer" aria-labelledby={id}>
      <div class="answer-head">
        <h2 id={id}>
          {group.name === null ? (
            'Applications themselves'
          ) : (
            <a class="package" href={packageAddress(group.name)}>
              <Text value={group.name} />
            </a>
          )}
        </h2>
        <p class="number">
          {group.count === 1 ? 'once' : `${countWords(group.count)} times`} on{' '}
          {group.machines === 1 ? '1 machine' : `${countWords(group.machines)} machines`}, first{' '}
          <Ago ms={group.firstMs} />, last <Ago ms={group.lastMs} />
        </p>
      </div>
      <ScrollTable label={`Answers: ${group.name ?? 'applications'}`}>
        <colgroup>
          <col class="answer-column-machine" />
          <col class="answer-column-act" />
          <col class="answer-column-application" />
          <col />
          <col class="answer-column-count" />
          <col class="answer-column-time" />
          <col class="answer-column-time" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Machine</th>
            <th scope="col">What it did</th>
            <th scope="col">Application</th>
            <th scope="col">Chain</th>
            <th scope="col" class="end">
              Count
            </th>
            <th scope="col">First</th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        {group.versions.map((version) => (
          <VersionRows key={version.version ?? ''} version={version} />
        ))}
      </ScrollTable>
    </section>
  );
}

function VersionRows({ version }: { readonly version: VersionAnswers }) {
  return (
    <tbody>
      {version.version !== null && (
        <tr class="answer-version">
          <th scope="rowgroup" colSpan={4}>
            <span class="mono answer-version-name">
              <Text value={version.version} />
            </span>
          </th>
          <td class="end number">{countWords(version.count)}</td>
          <td class="nowrap">
            <Ago ms={version.firstMs} />
          </td>
          <td class="nowrap">
            <Ago ms={version.lastMs} />
          </td>
        </tr>
      )}
      {version.rows.map((row, index) => (
        <AnswerRow key={index} row={row} />
      ))}
    </tbody>
  );
}

function AnswerRow({ row }: { readonly row: WhoRow }) {
  const { verb, object } = activityWords({ ...row, access: null, change: null });
  return (
    <tr>
      <th scope="row">
        <Text value={row.machine} />
      </th>
      <td>
        {verb}{' '}
        <span class="mono">
          <Text value={object} />
        </span>{' '}
        {row.targetClass !== null && (
          <span class="badge">
            <Text value={row.targetClass} />
          </span>
        )}
        {row.ip !== null && row.ip !== row.target && (
          <span class="answer-more mono">
            <Text value={row.ip} />
          </span>
        )}
      </td>
      <td>
        <span class="mono">
          <Text value={applicationName(row.application)} />
        </span>
        <span class="answer-more">
          Python <Text value={row.python} />
          {row.pid !== null && `, pid ${row.pid}`}
        </span>
      </td>
      <td class="mono answer-chain" title={`Attribution: ${confidenceWords[row.confidence] ?? 'not known'}`}>
        <Text value={[...row.chain].reverse().join(' → ')} />
      </td>
      <td class="end number">{countWords(row.count)}</td>
      <td class="nowrap">
        <Ago ms={row.firstSeen} />
      </td>
      <td class="nowrap">
        <Ago ms={row.lastSeen} />
      </td>
    </tr>
  );
}
