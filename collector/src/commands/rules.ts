import { join } from 'node:path';
import type { Problem } from '../detect/problem.ts';
import { readOptions, usage } from './options.ts';
import type { Command, Terminal } from './terminal.ts';
import { plural, styled, visible } from './text.ts';

export const rules: Command = {
  name: 'rules',
  summary: 'Check rule files before they go live',
  help: `Usage: culprit rules check FILE… [--json]

Checks Sigma rule files (or folders of them) and tries their examples. Each problem is told as
FILE:LINE:COLUMN, with what is wrong and the mend. Needs no running collector.
Exit status: 0 all is well, 1 there is something to mend.

Example:
  culprit rules check rules/detections
`,
  async run(args, { terminal, env }) {
    const [verb, ...rest] = args;
    if (verb !== 'check') {
      throw usage(
        verb === undefined ? '"culprit rules" needs check' : `"culprit rules" can't "${verb}"`,
        '"culprit rules check FILE…" checks rule files',
      );
    }
    const { values, positionals } = readOptions('culprit rules check', rest, { json: { type: 'boolean' } });
    if (positionals.length === 0)
      throw usage('"culprit rules check" needs at least one file or folder', '"culprit rules --help" shows an example');
    // Loaded here: what compiles rules is large, and no other command needs it.
    const { checkFiles, rulesFolder } = await import('../detect/check.ts');
    const library = join(rulesFolder(env), 'detections');
    const { rules: loaded, errors, warnings, examples } = checkFiles(positionals, { library });
    if (values.json) {
      const found = loaded.map(({ id, title, level, file }) => ({ id, title, level, file }));
      terminal.out(`${JSON.stringify({ rules: found, errors, warnings, examples }, null, 2)}\n`);
    } else {
      terminal.out(
        [
          ...errors.map((each) => line(terminal, 'error', each)),
          ...warnings.map((each) => line(terminal, 'warning', each)),
        ].join(''),
      );
      const said = `${plural(loaded.length, 'rule')}, ${plural(examples, 'example')}: ${plural(errors.length, 'error')}, ${plural(warnings.length, 'warning')}`;
      terminal.err(`${said}.\n`);
    }
    return errors.length + warnings.length > 0 ? 1 : 0;
  },
};

function line(
  terminal: Terminal,
  level: 'error' | 'warning',
  { file, line: at, column, message, mend }: Problem,
): string {
  const word = styled(terminal, level === 'error' ? 'red' : 'yellow', level);
  return `${visible(file)}:${at}:${column}: ${word}: ${visible(message)} ${visible(mend)}\n`;
}
