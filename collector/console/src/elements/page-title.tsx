import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { visible } from '../text/visible.ts';

interface PageTitleProps {
  /** For the tab and the history. */
  readonly title: string;
  /** What the heading shows; the title where there is none. */
  readonly children?: ComponentChildren;
  readonly class?: string;
}

let isFirstPage = true;

/** The page's heading: names the tab, and takes the focus when the page was come to by a link, as a new page would. */
export function PageTitle({ title, children, class: className }: PageTitleProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${visible(title)} · Culprit`;
  }, [title]);
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true });
    isFirstPage = false;
  }, []);
  return (
    <h1 ref={heading} tabIndex={-1} class={className}>
      {children ?? title}
    </h1>
  );
}
