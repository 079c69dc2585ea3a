import type { Problem } from '../../../src/api/types.ts';
import { Text } from '../text/text.tsx';

interface MorePagesProps {
  readonly pages: {
    readonly hasMore: boolean;
    readonly isLoadingMore: boolean;
    readonly problem: Problem | null;
    readonly more: () => void;
  };
}

/** The foot of a list that goes on. */
export function MorePages({ pages }: MorePagesProps) {
  if (!pages.hasMore) return null;
  return (
    <div class="more">
      {pages.problem !== null && (
        <p role="alert">
          <Text value={pages.problem.title} />. <Text value={pages.problem.detail} />
        </p>
      )}
      <button type="button" class="button" disabled={pages.isLoadingMore} onClick={pages.more}>
        {pages.isLoadingMore ? 'Loading…' : 'Load more'}
      </button>
    </div>
  );
}
