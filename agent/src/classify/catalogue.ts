/**
 * What a file, a host or a package is, as rules/catalogue says it. The folder's README explains the format to those who
 * write it; here it is checked, once, at the start.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AgentError, reasonOf } from '../errors.ts';
import { hostFault, rangeFault } from './endpoint-syntax.ts';
import { patternFault } from './glob.ts';
import { type Mistake, mistakeLine, type Parsed, parseYaml } from './yaml-file.ts';

const platforms = ['linux', 'darwin', 'win32'] as const;

const text = z.string({ error: 'must be text' }).min(1, 'must not be empty');
const texts = z.array(text, { error: 'must be a list' });
const checked = (fault: (text: string) => string | null, what: string) =>
  text.superRefine((value, context) => {
    const found = fault(value);
    // A pattern is no secret, and without it nobody finds the line in a list that is written on one.
    if (found !== null) context.addIssue({ code: 'custom', message: `${what} ${JSON.stringify(value)} ${found}` });
  });
const className = text.regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case words joined by hyphens, like ssh-key');
const described = { class: className, description: text, owners: texts.optional(), source: text };
const patterns = z.array(checked(patternFault, 'the pattern'), { error: 'must be a list of patterns' });

const filesSchema = z.array(
  z.strictObject({
    ...described,
    paths: patterns.min(1, 'must have a pattern'),
    except: patterns.optional(),
    os: z
      .array(z.enum(platforms, { error: `must be of ${platforms.join(', ')}` }), { error: 'must be a list' })
      .optional(),
  }),
  { error: 'must be a list of entries' },
);

const endpointsSchema = z.array(
  z.strictObject({
    ...described,
    hosts: z.array(checked(hostFault, 'the host'), { error: 'must be a list of hosts' }),
    cidrs: z.array(checked(rangeFault, 'the range'), { error: 'must be a list of ranges' }).optional(),
  }),
  { error: 'must be a list of entries' },
);

const conduitsSchema = z.strictObject({
  conduits: z.array(text.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be a normalised name (PEP 503), like httpx')),
});

const nativeSchema = z.strictObject({
  quiet: z.array(text.regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'must be a normalised name (PEP 503), like cryptography')),
});

export type FileEntry = z.infer<typeof filesSchema>[number];
export type EndpointEntry = z.infer<typeof endpointsSchema>[number];

export interface Catalogue {
  readonly files: readonly FileEntry[];
  readonly endpoints: readonly EndpointEntry[];
  /** Normalised names. */
  readonly conduits: ReadonlySet<string>;
  /** Normalised names of packages whose native code leaves the network alone, whatever it asks the system for. */
  readonly quiet: ReadonlySet<string>;
}

export type LoadedCatalogue =
  | { readonly status: 'ok'; readonly catalogue: Catalogue }
  | { readonly status: 'mistaken'; readonly mistakes: readonly Mistake[] };

/** The folder with the rules: CULPRIT_RULES, or the one that came with this agent. */
export function rulesFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.CULPRIT_RULES || fileURLToPath(new URL('.', import.meta.resolve('@culprit/rules/package.json')));
}

/**
 * Reads and checks the files of a catalogue, and tells every mistake at once.
 * @throws AgentError AGENT_ERR_CATALOGUE_MISSING where one can't be read
 */
export function loadCatalogue(rulesDir: string): LoadedCatalogue {
  const files = load(rulesDir, 'files.yaml', filesSchema);
  const endpoints = load(rulesDir, 'endpoints.yaml', endpointsSchema);
  const conduits = load(rulesDir, 'conduits.yaml', conduitsSchema);
  const native = load(rulesDir, 'native.yaml', nativeSchema);
  const all = [files, endpoints, conduits, native] as const;
  if (files.status === 'ok' && endpoints.status === 'ok' && conduits.status === 'ok' && native.status === 'ok') {
    const sets = { conduits: new Set(conduits.value.conduits), quiet: new Set(native.value.quiet) };
    return { status: 'ok', catalogue: { files: files.value, endpoints: endpoints.value, ...sets } };
  }
  return { status: 'mistaken', mistakes: all.flatMap((loaded) => (loaded.status === 'ok' ? [] : loaded.mistakes)) };
}

/**
 * As loadCatalogue, for those who can't go on without one.
 * @throws AgentError AGENT_ERR_CATALOGUE_INVALID (a line a mistake), AGENT_ERR_CATALOGUE_MISSING
 */
export function requireCatalogue(rulesDir: string = rulesFolder()): Catalogue {
  const loaded = loadCatalogue(rulesDir);
  if (loaded.status === 'ok') return loaded.catalogue;
  throw new AgentError('AGENT_ERR_CATALOGUE_INVALID', loaded.mistakes.map(mistakeLine).join('\n'));
}

function load<T>(rulesDir: string, name: string, schema: z.ZodType<T>): Parsed<T> {
  const path = join(rulesDir, 'catalogue', name);
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (cause) {
    const message = `The catalogue ${path} can't be read (${reasonOf(cause)}); reinstall Culprit, or correct CULPRIT_RULES.`;
    throw new AgentError('AGENT_ERR_CATALOGUE_MISSING', message, { cause });
  }
  return parseYaml(path, content, schema);
}
