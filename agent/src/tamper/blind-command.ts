/** Command lines that start a Python without its start-up files, and so without a hook. */

/** A Python by its usual names, where a word of a command line begins. */
const python = String.raw`(?:^|[\s/\\'";&|(])python(?:\d(?:\.\d+)?)?t?(?:\.exe)?['"]?`;
/** Options before -S: flags in one word, or those that take a value (-W, -X). */
const others = String.raw`(?:\s+(?:-[bBdEhiIOPqsuvx]+|-[WX]\s*\S+|--\S+))*`;
const withoutSite = new RegExp(`${python}${others}\\s+-[bBdEhiIOPqsuvx]*S`);

/** Whether this starts a Python under -S, as far as a command line tells; a shell's may have it in its midst. */
export function isBlindCommand(command: string): boolean {
  return withoutSite.test(command);
}
