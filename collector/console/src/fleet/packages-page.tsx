import { useEffect, useRef } from 'preact/hooks';
import type { PackageSummary } from '../../../src/api/types.ts';
import { replaceAddress, useAddress } from '../address/address.ts';
import { packageAddress, withQuery } from '../address/links.ts';
import { useRememberedScroll } from '../address/scroll.ts';
import { usePages } from '../api/pages.ts';
import { MorePages } from '../elements/more-pages.tsx';
import { Failure, Loading, Notice } from '../elements/notice.tsx';
import { PageTitle } from '../elements/page-title.tsx';
import { ScrollTable } from '../elements/scroll-table.tsx';
import { Ago } from '../text/moment.tsx';
import { Text } from '../text/text.tsx';
import { countWords } from '../text/time.ts';
import '../styles/fleet.css';

const typingDelayMs = 250;

/** What the fleet has installed or used. */
export function PackagesPage() {
  const q = useAddress().query.get('q') ?? '';
  const pages = usePages<PackageSummary>(withQuery('/api/v1/packages', { q, limit: '100' }));
  useRememberedScroll(pages.state !== 'loading');
  return (
    <div class="page">
      <div class="page-head">
        <PageTitle title="Packages" />
      </div>
      <NameFilter value={q} />
      <div class="sheet">
        {pages.state === 'loading' && <Loading what="the packages" />}
        {pages.state === 'failed' && <Failure problem={pages.problem} onRetry={pages.reload} />}
        {pages.state === 'ready' && pages.items.length === 0 && <NoPackages q={q} />}
        {pages.state === 'ready' && pages.items.length > 0 && <PackageTable packages={pages.items} />}
        {pages.state === 'ready' && <MorePages pages={pages} />}
      </div>
    </div>
  );
}

function NameFilter({ value }: { readonly value: string }) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <search>
      <form class="filters-plain" aria-label="Packages" onSubmit={(event) => event.preventDefault()}>
        <input
          class="field"
          type="search"
          aria-label="Part of a package’s name"
          placeholder="Part of a name"
          defaultValue={value}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => {
            clearTimeout(timer.current);
            const typed = currentTarget.value.trim();
            timer.current = setTimeout(() => replaceAddress(withQuery('/packages', { q: typed })), typingDelayMs);
          }}
        />
      </form>
    </search>
  );
}

function PackageTable({ packages }: { readonly packages: readonly PackageSummary[] }) {
  return (
    <ScrollTable label="Packages">
      <thead>
        <tr>
          <th scope="col">Package</th>
          <th scope="col">Versions</th>
          <th scope="col" class="end">
            Machines
          </th>
          <th scope="col">Last seen</th>
        </tr>
      </thead>
      <tbody>
        {packages.map((item) => (
          <tr key={item.name}>
            <th scope="row">
              <a class="mono" href={packageAddress(item.name)}>
                <Text value={item.name} />
              </a>
            </th>
            <td class="mono">
              <VersionNames names={item.versions} />
            </td>
            <td class="end number">{countWords(item.machines)}</td>
            <td class="nowrap">
              <Ago ms={item.lastMs} />
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

const maxNames = 4;

/** The newest versions by name; older ones are counted. */
function VersionNames({ names }: { readonly names: readonly string[] }) {
  const shown = names.slice(-maxNames).reverse();
  return (
    <>
      <Text value={shown.join(', ')} />
      {names.length > maxNames && <span class="muted"> and {names.length - maxNames} older</span>}
    </>
  );
}

function NoPackages({ q }: { readonly q: string }) {
  if (q === '') {
    return (
      <Notice title="No package is known yet">
        <p>Packages appear when an enrolled machine says what its environments hold.</p>
        <a class="button" href="/machines">
          To the machines
        </a>
      </Notice>
    );
  }
  return (
    <Notice title="No package has that in its name">
      <p>
        Names are normalised (PEP 503): lower case, with <code>-</code> for <code>_</code> and <code>.</code>. It is the
        name that was installed, not the one that is imported.
      </p>
    </Notice>
  );
}
