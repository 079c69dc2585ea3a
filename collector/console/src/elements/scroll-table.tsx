import type { ComponentChildren } from 'preact';
import { visible } from '../text/visible.ts';

interface ScrollTableProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A table that may be wider than the page; it scrolls by itself, by keyboard too. */
export function ScrollTable({ label, children }: ScrollTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="scroll" aria-label={`Table: ${visible(label)}`} tabIndex={0}>
      <table class="table">{children}</table>
    </section>
  );
}
