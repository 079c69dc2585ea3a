/**
 * Text from elsewhere (package names, paths, hosts, command lines) can hold characters that nobody sees or that turn
 * the text around them: U+202E makes `gpj.exe` look like `exe.jpg`. They are written out instead of being obeyed.
 */

/** A stretch of text as it is, or one character that has to be written out. */
export interface VisiblePart {
  readonly text: string;
  readonly isControl: boolean;
}

// Controls, formats, surrogates, private and unassigned code points, line separators, whatever Unicode lets a font
// leave out, the blank Braille pattern, every space but the common one, and a third accent on one letter.
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}|(?<=\p{M}{2})\p{M}/gu;

/** Splits text into what can be shown as it is, and characters written out as ‹U+XXXX›. */
export function visibleParts(text: string): VisiblePart[] {
  const parts: VisiblePart[] = [];
  let from = 0;
  for (const match of text.matchAll(unseen)) {
    if (match.index > from) parts.push({ text: text.slice(from, match.index), isControl: false });
    parts.push({ text: writtenOut(match[0]), isControl: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from), isControl: false });
  return parts;
}

/** The same as one string, for titles, labels and drawings. */
export function visible(text: string): string {
  return text.replace(unseen, writtenOut);
}

/** At most `length` characters, the middle left out: the beginning and the end tell paths and hosts apart. */
export function shortened(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  const tail = length - 1 - head;
  return `${characters.slice(0, head).join('')}…${tail > 0 ? characters.slice(-tail).join('') : ''}`;
}

function writtenOut(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  return `‹U+${point.toString(16).toUpperCase().padStart(4, '0')}›`;
}
