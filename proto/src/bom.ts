/**
 * What is installed, as a software bill of materials: CycloneDX 1.7 in JSON, of one environment or of a whole machine,
 * whose environments are components with components in them. https://cyclonedx.org/docs/1.7/json/
 */
import { randomUUID } from 'node:crypto';
import { purlOf } from './purl.ts';

export const bomMediaType = 'application/vnd.cyclonedx+json; version=1.7';

export interface BomPackage {
  readonly name: string;
  readonly version: string;
  /** Empty where it isn't told. */
  readonly installer: string;
  readonly requested: boolean | null;
  readonly isNative: boolean;
  /** "index", "archive URL", "vcs URL@COMMIT", "folder PATH", "editable PATH"; empty where it isn't told. */
  readonly source: string;
  readonly topLevel: readonly string[];
  readonly startupFiles: readonly string[];
  /** Unix time, ms; 0 where it isn't known. */
  readonly installedMs: number;
  /** An SPDX expression or a name, as its author gives it. */
  readonly license?: { readonly expression: string } | { readonly name: string };
  /** Names of packages that it needs; those that aren't there are left out. */
  readonly requires?: readonly string[];
}

export interface BomEnvironment {
  readonly path: string;
  readonly kind: string;
  readonly python: string;
  readonly packages: readonly BomPackage[];
}

export interface BomOptions {
  /** A machine's host name: the bill is of that machine. null is of the first environment alone. */
  readonly machine: string | null;
  readonly environments: readonly BomEnvironment[];
  /** Culprit's own. */
  readonly toolVersion: string;
  /** Unix time, ms. */
  readonly atMs: number;
}

interface Component {
  readonly [key: string]: unknown;
  readonly 'bom-ref': string;
}

interface Dependency {
  readonly ref: string;
  readonly dependsOn?: readonly string[];
}

/** The bill, ready for JSON.stringify. The serial number is a new one each time. */
export function bomOf({ machine, environments, toolVersion, atMs }: BomOptions): Record<string, unknown> {
  const [only] = environments;
  const isOfMachine = machine !== null || only === undefined;
  const subject = isOfMachine
    ? { type: 'device', 'bom-ref': 'machine', name: machine ?? 'unknown' }
    : platform(only, 'environment');
  const parts = environments.map((each, index) => {
    const ref = isOfMachine ? `environment-${index + 1}` : 'environment';
    return { ref, component: platform(each, ref), ...packagesOf(each, isOfMachine ? `${ref}/` : '') };
  });
  const nested = parts.map(({ component, components }) => ({
    ...component,
    ...(components.length > 0 && { components }),
  }));
  const ofEnvironments = parts.flatMap(({ ref, roots, dependencies }) => [{ ref, dependsOn: roots }, ...dependencies]);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.7.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    serialNumber: `urn:uuid:${randomUUID()}`,
    version: 1,
    metadata: {
      timestamp: new Date(atMs).toISOString(),
      lifecycles: [{ phase: 'operations' }],
      tools: { components: [{ type: 'application', name: 'culprit', version: toolVersion }] },
      component: subject,
    },
    components: isOfMachine ? nested : (parts[0]?.components ?? []),
    dependencies: isOfMachine
      ? [{ ref: 'machine', dependsOn: parts.map(({ ref }) => ref) }, ...ofEnvironments]
      : ofEnvironments,
  };
}

function platform({ path, kind, python }: BomEnvironment, ref: string): Component {
  const properties = [property('kind', kind), property('python', python)].flat();
  return { type: 'platform', 'bom-ref': ref, name: path, version: python, properties };
}

/** An environment's packages; `roots` are those that no other needs, or that were asked for. */
function packagesOf({ packages }: BomEnvironment, refPrefix: string) {
  const refs = new Map(packages.map(({ name, version }) => [name, refPrefix + purlOf(name, version)]));
  const refOf = (name: string): string => refs.get(name) ?? '';
  const needs = (of: BomPackage): string[] =>
    (of.requires ?? []).filter((name) => refs.has(name) && name !== of.name).map(refOf);
  const needed = new Set(packages.flatMap(needs));
  const dependencies = packages.map((of): Dependency => {
    const dependsOn = [...new Set(needs(of))];
    return { ref: refOf(of.name), ...(dependsOn.length > 0 && { dependsOn }) };
  });
  const roots = packages
    .filter(({ name, requested }) => requested === true || !needed.has(refOf(name)))
    .map(({ name }) => refOf(name));
  return { components: packages.map((of) => library(of, refOf(of.name))), dependencies, roots };
}

function library(of: BomPackage, ref: string): Component {
  const { name, version, installer, requested, isNative, source, topLevel, startupFiles, installedMs, license } = of;
  const references = externalReferences(source);
  const properties = [
    property('installer', installer),
    property('requested', requested === null ? '' : String(requested)),
    property('native', String(isNative)),
    property('source', source),
    property('installed', installedMs > 0 ? new Date(installedMs).toISOString() : ''),
    ...topLevel.map((each) => property('top-level', each)),
    ...startupFiles.map((each) => property('startup-file', each)),
  ].flat();
  return {
    ...{ type: 'library', 'bom-ref': ref, name, version, purl: purlOf(name, version) },
    ...(license !== undefined && { licenses: ['expression' in license ? license : { license }] }),
    ...(references.length > 0 && { externalReferences: references }),
    properties,
  };
}

function property(name: string, value: string): { readonly name: string; readonly value: string }[] {
  return value === '' ? [] : [{ name: `culprit:${name}`, value }];
}

/** Only addresses that others can follow: a path of this machine is none. */
function externalReferences(source: string): { readonly type: string; readonly url: string }[] {
  const [kind, url = ''] = source.split(' ', 2);
  if (!/^(?:[a-z]+\+)?(?:https?|ssh|git):\/\/[^\s"<>\\^`{|}]+$/.test(url)) return [];
  return [{ type: kind === 'vcs' ? 'vcs' : 'distribution', url }];
}
