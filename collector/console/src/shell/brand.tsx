/** The chain of packages, and the one that did it. */
export function Brand() {
  return (
    <a class="brand" href="/alerts">
      <svg viewBox="0 0 32 32" aria-hidden="true" fill="none">
        <path class="link" d="M7.5 16h4M20.5 16h4" stroke-width="2.5" />
        <circle class="link" cx="4.5" cy="16" r="2.8" stroke-width="2.2" />
        <circle class="culprit" cx="16" cy="16" r="6.5" />
        <circle class="link" cx="27.5" cy="16" r="2.8" stroke-width="2.2" />
      </svg>
      Culprit
    </a>
  );
}
