import { selftest as runIt } from '../selftest/selftest.ts';
import { type Command, json, readArguments } from './command.ts';
import { findingWords } from './doctor.ts';

export const selftest: Command = {
  name: 'selftest',
  summary: 'Proves with a harmless package that what packages do reaches the collector',
  help: `Usage: culprit-agent selftest [--python PATH] [--local] [--json]

Makes a venv that is thrown away, installs a harmless package in it (it connects to a port of this machine), runs it, and
follows that connection: heard by the running agent, named rightly, committed by the collector. Needs no network. Status 1
where a step fails; the line says what would mend it.

Options:
  --python PATH   the interpreter to make the venv of, in place of the first that works
  --local         ends at the agent, for a machine that is not enrolled

Example:
  culprit-agent selftest
`,
  async run(args, { out, progress, env, home, signal }) {
    const { values } = readArguments('selftest', args, {
      python: { type: 'string' },
      local: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    });
    const findings = await runIt({
      ...{ home, env, signal, python: values.python ?? null, isLocal: values.local },
      onStep: (step) => progress(`${step} …`),
    });
    progress('');
    const isPassed = findings.every(({ state }) => state !== 'fault');
    if (values.json) out(json({ isPassed, findings }));
    else out(`${findings.map(findingWords).join('')}${isPassed ? 'The self-test passed.' : 'The self-test failed.'}\n`);
    return isPassed ? 0 : 1;
  },
};
