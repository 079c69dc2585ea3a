/** The id of the list's element, by which it is asked whether someone reads in it. */
export const listElementId = 'alert-list';

const topPx = 24;

/**
 * Whether someone reads the list: it is scrolled, or the pointer or the focus is in it. While the tab is hidden,
 * nobody does, wherever it was left, unless it is scrolled.
 */
export function isReading(): boolean {
  const list = document.getElementById(listElementId);
  if (list === null) return false;
  if (scrollY > topPx) return true;
  if (document.hidden) return false;
  return list.matches(':hover, :focus-within');
}
