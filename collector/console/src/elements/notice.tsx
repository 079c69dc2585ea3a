import type { ComponentChildren } from 'preact';
import type { Problem } from '../../../src/api/types.ts';
import { Text } from '../text/text.tsx';
import { Icon } from './icon.tsx';

interface NoticeProps {
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** Stands where a list or a page would: nothing is here, and what to do about it. */
export function Notice({ title, children }: NoticeProps) {
  return (
    <div class="notice">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

interface FailureProps {
  readonly problem: Problem;
  readonly onRetry: () => void;
}

/** Stands where an answer would: what is wrong, the mend, and another try. */
export function Failure({ problem, onRetry }: FailureProps) {
  return (
    <div class="notice notice-failed" role="alert">
      <h2>
        <Icon name="warning" />
        <Text value={problem.title} />
      </h2>
      <p>
        <Text value={problem.detail} />
      </p>
      <button type="button" class="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

/** Stands where an answer will. */
export function Loading({ lines = 6, what }: { readonly lines?: number; readonly what: string }) {
  return (
    <div class="skeleton" role="status">
      <i class="unseen">Loading {what}</i>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
