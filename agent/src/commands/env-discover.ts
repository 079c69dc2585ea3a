/** `culprit-agent env discover` and `culprit-agent env policy`. */
import { setPriority } from 'node:os';
import { isAbsolute, resolve } from 'node:path';
import { blindReasons } from '../discovery/blind.ts';
import { type CoveredEnvironment, coverageOf } from '../discovery/coverage.ts';
import { placeStatus, placeWords } from '../discovery/coverage-status.ts';
import { discover } from '../discovery/discover.ts';
import { homesOf } from '../discovery/homes.ts';
import { changePolicy, type PolicyChange, readPolicy } from '../discovery/policy.ts';
import type { WalkResult } from '../discovery/walk.ts';
import type { Environments } from '../environments/environments.ts';
import { makeAgentHome } from '../home.ts';
import { type CommandContext, json, readArguments, usage, visible } from './command.ts';

const defaultSeconds = 120;
/** The lowest that a program may have: whatever else runs goes first. */
const lowestPriority = 19;

/** Looks for every environment of this machine, and says of each whether it is covered. */
export async function envDiscover(args: readonly string[], context: CommandContext, environments: Environments) {
  const { values } = readArguments('env discover', args, {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    blind: { type: 'boolean', default: false },
  });
  const seconds = Number(values.seconds ?? defaultSeconds);
  if (!(seconds >= 0)) {
    throw usage(`"${values.seconds}" is no number of seconds`, '"culprit-agent env --help" shows an example');
  }
  setPriority(lowestPriority);
  const policy = readPolicy(context.home.policyFile);
  const { found, walk } = await discover({
    homes: homesOf(policy.homes, { env: context.env }),
    roots: policy.roots,
    walk: { maxMs: seconds * 1000, pace: 'full' },
    signal: context.signal,
    onProgress: ({ folders, found: count }) =>
      context.progress(`${count} environments in ${folders} folders; Ctrl-C ends the search`),
  });
  context.progress('');
  const all = coverageOf(found, environments, policy);
  const shown = values.blind ? all.filter(({ coverage }) => coverage.state === 'blind') : all;
  if (values.json)
    context.out(
      json({ policy: { cover: policy.cover, base: policy.base }, environments: shown.map(placeStatus), walk }),
    );
  else context.out(inWords(shown, walk));
  return all.some(({ coverage }) => coverage.state === 'blind') ? 1 : 0;
}

function inWords(environments: readonly CoveredEnvironment[], walk: WalkResult | null): string {
  const lines = environments.map(placeStatus).flatMap((place) => {
    const what = `${place.origins.join(', ')}, Python ${place.python || 'unknown'}`;
    return [`${place.covered ? '+' : '-'} ${visible(place.path)}`, `    ${what}, ${visible(placeWords(place))}`];
  });
  const covered = environments.filter(({ coverage }) => coverage.state === 'covered').length;
  lines.push(`${environments.length} found, ${covered} covered.`, ...mends(environments));
  if (walk !== null && !walk.isComplete)
    lines.push(`The search ended after ${walk.folders} folders: --seconds N gives it more time.`);
  for (const { path, why } of walk?.left.filter(({ why: each }) => each !== 'deep') ?? []) {
    lines.push(`Not looked into: ${visible(path)} (${left[why]})`);
  }
  return `${lines.join('\n')}\n`;
}

/** What can be done about each reason that there is, once. */
function mends(environments: readonly CoveredEnvironment[]): string[] {
  const reasons = environments.flatMap(({ coverage }) => (coverage.state === 'blind' ? [coverage.blind.reason] : []));
  return [...new Set(reasons)].flatMap((reason) => {
    const [what, mend] = blindReasons[reason];
    return mend === null ? [] : [`Where ${what}: ${mend}.`];
  });
}

const left = {
  huge: 'it has tens of thousands of entries',
  mount: 'another file system',
  deep: 'too deep',
  unreadable: 'it cannot be read',
} as const;

/** Shows the policy in force, or changes it. */
export async function envPolicy(args: readonly string[], context: CommandContext) {
  const { values } = readArguments('env policy', args, {
    json: { type: 'boolean', default: false },
    cover: { type: 'string' },
    base: { type: 'string' },
    homes: { type: 'string' },
    exclude: { type: 'string', multiple: true },
    root: { type: 'string', multiple: true },
  });
  const { policyFile } = context.home;
  const before = readPolicy(policyFile);
  const change = changeOf(values, before);
  if (Object.keys(change).length > 0) makeAgentHome(context.home);
  const policy = Object.keys(change).length > 0 ? changePolicy(policyFile, change) : before;
  const { file, isWritten, cover, base, homes, roots, exclude } = policy;
  if (values.json) context.out(json({ file, isWritten, cover, base, homes, roots, exclude }));
  else {
    const lines = [
      ['file', isWritten ? file : `${file} (not there: these are the defaults)`],
      ['cover', `${cover}: ${coverWords[cover]}`],
      [
        'base',
        base ? 'on: interpreters are covered with their standard library, and each venv of theirs with them' : 'off',
      ],
      ['homes', homes === 'own' ? "own: this user's" : "all: everybody's on this machine"],
      ['roots', roots.length === 0 ? 'none besides the homes' : roots.join(', ')],
      ['exclude', exclude.length === 0 ? 'nothing' : exclude.join(', ')],
    ];
    context.out(`${lines.map(([name = '', value = '']) => `${name.padEnd(8)} ${visible(value)}`).join('\n')}\n`);
  }
  return 0 as const;
}

const coverWords = {
  all: 'whatever is found, and whatever is made later',
  listed: 'what "culprit-agent env add" named',
  ask: 'what is found waits for your word',
} as const;

type Values = Partial<Record<'cover' | 'base' | 'homes', string | undefined>> & {
  readonly exclude?: string[] | undefined;
  readonly root?: string[] | undefined;
};

function changeOf(values: Values, before: PolicyChange): PolicyChange {
  const mend = '"culprit-agent env --help" shows an example';
  const { cover, base, homes, exclude, root } = values;
  if (cover !== undefined && cover !== 'all' && cover !== 'listed' && cover !== 'ask') {
    throw usage(`--cover is all, listed or ask, not "${cover}"`, mend);
  }
  if (base !== undefined && base !== 'on' && base !== 'off') throw usage(`--base is on or off, not "${base}"`, mend);
  if (homes !== undefined && homes !== 'own' && homes !== 'all')
    throw usage(`--homes is own or all, not "${homes}"`, mend);
  const patterns = (exclude ?? []).map((text) =>
    /^[~*/]|^[A-Za-z]:/.test(text) || isAbsolute(text) ? text : resolve(text),
  );
  return {
    ...(cover === undefined ? {} : { cover }),
    ...(base === undefined ? {} : { base: base === 'on' }),
    ...(homes === undefined ? {} : { homes }),
    ...(exclude === undefined ? {} : { exclude: [...new Set([...(before.exclude ?? []), ...patterns])] }),
    ...(root === undefined
      ? {}
      : { roots: [...new Set([...(before.roots ?? []), ...root.map((path) => resolve(path))])] }),
  };
}
