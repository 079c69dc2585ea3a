import { useEffect, useRef } from 'preact/hooks';
import type { WhoRow } from '../../../src/api/types.ts';
import { navigate, replaceAddress, useAddress } from '../address/address.ts';
import { askAddress, withQuery } from '../address/links.ts';
import { useRememberedScroll } from '../address/scroll.ts';
import { usePages } from '../api/pages.ts';
import { Command } from '../elements/command.tsx';
import { MorePages } from '../elements/more-pages.tsx';
import { Failure, Loading, Notice } from '../elements/notice.tsx';
import { PageTitle } from '../elements/page-title.tsx';
import { useShortcuts } from '../shell/shortcuts.ts';
import { whoCommand } from '../text/shell-word.ts';
import { Text } from '../text/text.tsx';
import { countWords } from '../text/time.ts';
import { visible } from '../text/visible.ts';
import { AnswerGroup } from './answer-group.tsx';
import { groupAnswers } from './answer-groups.ts';
import { TargetExamples } from './target-examples.tsx';
import '../styles/ask.css';

/** The question that Culprit is for: which package called …? */
export function AskPage() {
  const { query } = useAddress();
  const target = query.get('target')?.trim() ?? '';
  return (
    <div class="page">
      <PageTitle title={target === '' ? 'Ask' : `Which package called ${target}?`} class="ask-title">
        Which package called …?
      </PageTitle>
      <AskForm target={target} />
      {target === '' ? <TargetExamples /> : <Answers key={query.toString()} query={query} target={target} />}
    </div>
  );
}

function AskForm({ target }: { readonly target: string }) {
  const field = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => field.current?.focus() });
  useEffect(() => {
    if (field.current === null) return;
    if (document.activeElement !== field.current) field.current.value = target;
    if (target === '') field.current.focus();
  }, [target]);
  return (
    <search>
      <form
        class="ask-form"
        onSubmit={(event) => {
          event.preventDefault();
          const asked = field.current?.value.trim() ?? '';
          if (asked !== '') navigate(askAddress(asked));
        }}
      >
        <input
          ref={field}
          class="field mono"
          type="search"
          name="target"
          aria-label="A host, an address, a file path, or a class"
          placeholder="api.telegram.org"
          defaultValue={target}
          autocomplete="off"
          spellcheck={false}
        />
        <button type="submit" class="button button-main">
          Ask
        </button>
      </form>
    </search>
  );
}

const spans = [
  { since: '', words: 'At any time' },
  { since: '24h', words: 'In the last 24 hours' },
  { since: '7d', words: 'In the last 7 days' },
  { since: '30d', words: 'In the last 30 days' },
];

function SinceFilter({ query }: { readonly query: URLSearchParams }) {
  const since = query.get('since') ?? '';
  const known = spans.some((span) => span.since === since) ? spans : [...spans, { since, words: `Since ${since}` }];
  return (
    <select
      class="field ask-since"
      aria-label="When"
      value={since}
      onChange={({ currentTarget }) => {
        const filters = Object.fromEntries(query);
        replaceAddress(withQuery('/ask', { ...filters, since: currentTarget.value }));
      }}
    >
      {known.map((span) => (
        <option key={span.since} value={span.since}>
          {visible(span.words)}
        </option>
      ))}
    </select>
  );
}

interface AnswersProps {
  readonly query: URLSearchParams;
  readonly target: string;
}

function Answers({ query, target }: AnswersProps) {
  const filters = {
    since: query.get('since') ?? undefined,
    package: query.get('package') ?? undefined,
    machine: query.get('machine') ?? undefined,
  };
  const pages = usePages<WhoRow>(withQuery('/api/v1/who', { target, ...filters, limit: '200' }));
  useRememberedScroll(pages.state !== 'loading');
  const isNarrow = filters.package !== undefined || filters.machine !== undefined;
  return (
    <>
      <div class="ask-command">
        <SinceFilter query={query} />
        <Command text={whoCommand(target, filters)} />
      </div>
      {isNarrow && (
        <button type="button" class="button" onClick={() => replaceAddress(askAddress(target))}>
          Ask without the filters
        </button>
      )}
      {pages.state === 'loading' && (
        <div class="sheet">
          <Loading what="the answer" />
        </div>
      )}
      {pages.state === 'failed' && (
        <div class="sheet">
          <Failure problem={pages.problem} onRetry={pages.reload} />
        </div>
      )}
      {pages.state === 'ready' && pages.items.length === 0 && <Nobody target={target} />}
      {pages.state === 'ready' && pages.items.length > 0 && (
        <>
          <AnswerSummary rows={pages.items} target={target} isPart={pages.hasMore} />
          <div class="sections">
            {groupAnswers(pages.items).map((group) => (
              <AnswerGroup key={group.name ?? ''} group={group} />
            ))}
          </div>
          <MorePages pages={pages} />
        </>
      )}
    </>
  );
}

interface AnswerSummaryProps {
  readonly rows: readonly WhoRow[];
  readonly target: string;
  readonly isPart: boolean;
}

function AnswerSummary({ rows, target, isPart }: AnswerSummaryProps) {
  const packages = new Set(rows.flatMap((row) => (row.package === null ? [] : [row.package]))).size;
  const machines = new Set(rows.map((row) => row.machine)).size;
  const subject =
    packages === 0
      ? 'No package, only applications'
      : packages === 1
        ? 'One package'
        : `${countWords(packages)} packages`;
  return (
    <p class="ask-summary" role="status">
      <strong>{subject}</strong>
      {packages > 0 && rows.some((row) => row.package === null) && ', and applications themselves,'} called{' '}
      <Text value={target} />, on {machines === 1 ? 'one machine' : `${countWords(machines)} machines`}
      {isPart ? ', among the newest answers' : ''}.
    </p>
  );
}

function Nobody({ target }: { readonly target: string }) {
  return (
    <div class="sheet">
      <Notice title="Nobody did, as far as the fleet has seen">
        <p>
          No enrolled machine has reported <Text value={target} />. A host stands for every name below it, so its parent
          finds more; a path has <code>~</code> for any home folder, and <code>*</code> and <code>**</code> for what
          varies.
        </p>
        <p>
          Code that calls the system itself, without Python, is not seen. <a href="/machines">Machines</a> says which
          report at all.
        </p>
      </Notice>
    </div>
  );
}
