import { createEnvironments, type Environments } from '../environments/environments.ts';
import { makeAgentHome } from '../home.ts';
import { type Command, type CommandContext, json, readArguments, usage, visible } from './command.ts';
import { verifyEnvironments } from './env-verify.ts';

export const env: Command = {
  name: 'env',
  summary: 'The Python environments that are watched, and the hook in them',
  help: `Usage: culprit-agent env add PATH [--base] [--json]
       culprit-agent env remove PATH [--json]
       culprit-agent env list [--json]
       culprit-agent env verify [PATH] [--package NAME]… [--json]

  add      puts the hook into an environment and watches it; doing it again repairs the hook. With --base, for an
           interpreter, into its standard library too: each venv made of it, before or after, is covered from its
           first start, and what stood there before keeps working
  remove   takes the hook out, file by file as it was put in, and forgets the environment
  list     every environment, with the state of its hook
  verify   holds the files of every package against its RECORD; of PATH, or of all environments that are watched. Status
           1 where a file was changed, is missing, or is too many. Byte code is compared with what its source compiles to

A running agent takes part at once.

Example:
  culprit-agent env add ~/shop/.venv
`,
  async run(args, context) {
    const [verb, ...rest] = args;
    const act = verbs[verb ?? ''];
    if (act !== undefined) return await act(rest, context);
    const what =
      verb === undefined
        ? '"culprit-agent env" needs add, remove, list or verify'
        : `"culprit-agent env" can't "${verb}"`;
    throw usage(what, '"culprit-agent env --help" shows an example');
  },
};

const options = { json: { type: 'boolean', default: false } } as const;

/** The room as a command uses it: the registry and the hook's files, without watching anything. */
function open({ home, log }: CommandContext): Environments {
  makeAgentHome(home);
  return createEnvironments({ dir: home.dir, socketPath: home.hookSocket, log, onChange: () => {} });
}

const verbs: Readonly<Record<string, Command['run']>> = {
  verify: verifyEnvironments,

  async add(args, context) {
    const { values, positionals } = readArguments('env add', args, { ...options, base: { type: 'boolean' } }, [
      'PATH, the folder of an environment',
    ]);
    const registration = values.base === undefined ? {} : { base: values.base };
    const { environment, isNew, isWritten } = open(context).add(positionals[0] ?? '', registration);
    const { path, python, kind } = environment;
    const isBase = values.base === true && (kind === 'base' || kind === 'conda');
    if (values.base === true && !isBase) {
      context.err(`${visible(path)} is no interpreter, so --base has no meaning there; it is covered as it is.\n`);
    }
    if (values.json) context.out(json({ path, kind, python, isNew, isWritten, base: isBase }));
    else {
      const did = isNew ? 'The hook is in' : isWritten ? 'The hook was renewed in' : 'The hook already was in';
      context.out(`${did} ${visible(path)} (${kind}, Python ${python}).\n`);
      if (isBase) context.out('Every venv that is made of it is covered too.\n');
      context.out('Programs that start from now on are seen; those that run already are not.\n');
    }
    return 0;
  },

  async remove(args, context) {
    const { values, positionals } = readArguments('env remove', args, options, ['PATH, the folder of an environment']);
    const path = positionals[0] ?? '';
    const removed = open(context).remove(path);
    if (values.json) context.out(json(removed));
    else if (removed !== null) {
      context.out(`The hook is out of ${visible(removed.path)}.\n`);
      for (const file of removed.left) context.out(`Left there, because it is not the hook's: ${visible(file)}\n`);
    }
    if (removed === null) context.err(`${visible(path)} is not watched; "culprit-agent env list" shows what is.\n`);
    return removed === null ? 1 : 0;
  },

  async list(args, context) {
    const { values } = readArguments('env list', args, options);
    const environments = open(context).list();
    if (values.json) context.out(json(environments));
    else if (environments.length === 0) {
      context.out('No environment is watched yet: "culprit-agent env add PATH" puts the hook into one.\n');
    }
    for (const { path, python, kind, hook, packages, problem } of values.json ? [] : environments) {
      const state = problem ?? `${kind}, Python ${python}, ${packages} packages, hook ${hook?.state ?? 'unknown'}`;
      context.out(`${visible(path)}\n    ${visible(state)}\n`);
    }
    return environments.some(({ problem, hook }) => problem !== null || hook?.state !== 'installed') ? 1 : 0;
  },
};
