import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { askStatus } from '../control/control.ts';
import { placeWords } from '../discovery/coverage-status.ts';
import { changePolicy, readPolicy } from '../discovery/policy.ts';
import { createEnvironments, type Environments } from '../environments/environments.ts';
import { makeAgentHome } from '../home.ts';
import { type Command, type CommandContext, json, readArguments, usage, visible } from './command.ts';
import { envDiscover, envPolicy } from './env-discover.ts';
import { sbomOfEnvironment } from './env-sbom.ts';
import { verifyEnvironments } from './env-verify.ts';

export const env: Command = {
  name: 'env',
  summary: 'The Python environments that are watched, and the hook in them',
  help: `Usage: culprit-agent env add PATH [--base] [--json]
       culprit-agent env remove PATH [--json]
       culprit-agent env list [--json]
       culprit-agent env verify [PATH] [--package NAME]… [--json]
       culprit-agent env discover [--blind] [--seconds N] [--json]
       culprit-agent env policy [--cover all|listed|ask] [--base on|off] [--exclude PATTERN]… [--root FOLDER]…
                                [--homes own|all] [--json]
       culprit-agent env sbom PATH

  add      puts the hook into an environment and watches it; doing it again repairs the hook. With --base, for an
           interpreter, into its standard library too: each venv made of it, before or after, is covered from its
           first start, and what stood there before keeps working
  remove   takes the hook out, file by file as it was put in, and forgets the environment
  list     every environment, with the state of its hook
  verify   holds the files of every package against its RECORD; of PATH, or of all environments that are watched. Status
           1 where a file was changed, is missing, or is too many. Byte code is compared with what its source compiles to
  discover looks for every interpreter and environment of this machine, by what each tool documents and by walking
           through the home folder; says how each came to be, and whether it is covered. Status 1 where one isn't;
           --blind shows those alone. Nothing that is found is run or changed
  policy   shows what is covered, or changes it. --cover all: whatever is found, and whatever is made later; listed: what
           "env add" named (the default); ask: what is found waits for your word. --base on: interpreters are covered
           as "env add --base" does. --exclude: never what matches, * within a part of a path, ** for any number of
           parts. --root: a further folder to look in. Take a line back in the file that it names
  sbom     what is installed there, as a software bill of materials: CycloneDX 1.7 in JSON

A running agent takes part at once.

Example:
  culprit-agent env add ~/shop/.venv
  culprit-agent env discover --blind
  culprit-agent env policy --cover all --exclude '~/scratch/**'
`,
  async run(args, context) {
    const [verb, ...rest] = args;
    const act = verbs[verb ?? ''];
    if (act !== undefined) return await act(rest, context);
    const what =
      verb === undefined
        ? '"culprit-agent env" needs add, remove, list, discover, policy, verify or sbom'
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

/** Where everything is to be covered, what the user takes the hook out of must not get it back a second later. */
function exclude(given: string, environments: Environments, { home, err }: CommandContext): void {
  const policy = readPolicy(home.policyFile);
  const wanted = [realPathOf(given), resolve(given)];
  const path = [...environments.registered().keys()].find((known) => wanted.includes(known));
  if (policy.cover !== 'all' || path === undefined || policy.excludes(path) !== null) return;
  changePolicy(home.policyFile, { exclude: [...policy.exclude, path] });
  err(`The policy covers whatever is found, so it excludes ${visible(path)} from now on.\n`);
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

/** What a running agent has found, and nobody covers; without one there is nobody to ask. */
async function listBlind({ home, out }: CommandContext): Promise<void> {
  const said = await askStatus(home.controlSocket).catch(() => null);
  const blind = said?.coverage.places.filter(({ covered }) => !covered) ?? [];
  if (blind.length > 0) out('\nFound by the running agent:\n');
  for (const place of blind) {
    const what = `${place.origins.join(', ')}, Python ${place.python || 'unknown'}, ${placeWords(place)}`;
    out(`${visible(place.path)}\n    ${visible(what)}\n`);
  }
}

const verbs: Readonly<Record<string, Command['run']>> = {
  verify: verifyEnvironments,
  sbom: sbomOfEnvironment,

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
    const environments = open(context);
    exclude(path, environments, context);
    const removed = environments.remove(path);
    if (values.json) context.out(json(removed));
    else if (removed !== null) {
      context.out(`The hook is out of ${visible(removed.path)}.\n`);
      for (const file of removed.left) context.out(`Left there, because it is not the hook's: ${visible(file)}\n`);
    }
    if (removed === null) context.err(`${visible(path)} is not watched; "culprit-agent env list" shows what is.\n`);
    return removed === null ? 1 : 0;
  },

  discover: (args, context) => envDiscover(args, context, open(context)),
  policy: envPolicy,

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
    if (!values.json) await listBlind(context);
    return environments.some(({ problem, hook }) => problem !== null || hook?.state !== 'installed') ? 1 : 0;
  },
};
