import type { PackageVersion } from '../../../src/api/types.ts';
import { ScrollTable } from '../elements/scroll-table.tsx';
import { Moment } from '../text/moment.tsx';
import { Text } from '../text/text.tsx';
import { countWords } from '../text/time.ts';

/** A package's versions, the newest first. */
export function VersionTable({ versions }: { readonly versions: readonly PackageVersion[] }) {
  return (
    <ScrollTable label="Versions">
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col" class="end">
            Machines
          </th>
          <th scope="col" class="end">
            Behaviours
          </th>
          <th scope="col">First seen</th>
          <th scope="col">Last seen</th>
        </tr>
      </thead>
      <tbody>
        {[...versions].reverse().map((version) => (
          <tr key={version.version}>
            <th scope="row" class="mono">
              <Text value={version.version} />
            </th>
            <td class="end number">{countWords(version.machines)}</td>
            <td class="end number">{countWords(version.behaviours.length)}</td>
            <td class="nowrap">
              <Moment ms={version.firstMs} />
            </td>
            <td class="nowrap">
              <Moment ms={version.lastMs} />
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
