/** Text from elsewhere, made fit to stand in a sentence. */

/** A value takes at most this many characters of a sentence. */
const maxLength = 160;

/** Control characters; what turns or hides text (bidirectional marks, zero width, tags); line separators; lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text with what can't be seen written out (\x1b, \u202e), and with its middle left out where it is very long. */
export function visible(text: string): string {
  const short = text.length <= maxLength ? text : `${text.slice(0, 100)}…${text.slice(-50)}`;
  return short.replace(unseen, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
