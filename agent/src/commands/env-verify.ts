import { inspectEnvironment } from '../environments/environment.ts';
import { createRegistry } from '../environments/registry.ts';
import type { VerifyReport } from '../integrity/report.ts';
import { Verifier } from '../integrity/verifier.ts';
import { type CommandContext, json, readArguments, usage, visible } from './command.ts';

/** Findings that are listed by name; --json has them all. */
const maxListed = 200;

/** `env verify [PATH] [--package NAME]…`: 1 where a file isn't what its RECORD says. */
export async function verifyEnvironments(args: readonly string[], context: CommandContext): Promise<0 | 1> {
  const options = { json: { type: 'boolean', default: false }, package: { type: 'string', multiple: true } } as const;
  const { values, positionals } = readArguments('env verify', args, options, [], ['PATH']);
  const [path] = positionals;
  const paths =
    path === undefined
      ? createRegistry({ dir: context.home.dir })
          .list()
          .map((each) => each.path)
      : [path];
  if (paths.length === 0) {
    throw usage('no environment is watched yet', 'give the PATH of one, or add it with "culprit-agent env add PATH"');
  }
  const names = values.package?.map((name) => name.toLowerCase().replace(/[-_.]+/g, '-')) ?? null;
  const verifier = new Verifier();
  context.signal.addEventListener('abort', () => void verifier.stop(), { once: true });
  const reports: { environment: string; report: VerifyReport }[] = [];
  try {
    for (const each of paths) {
      const environment = inspectEnvironment(each, { ask: () => null });
      const { sitePackages, prefix, python } = environment;
      const report = await verifier.verify({ sitePackages, prefix, python, names, sinceMs: null }, ({ done, total }) =>
        context.progress(`${visible(environment.path)}: ${done} of ${total} packages`),
      );
      context.progress('');
      reports.push({ environment: environment.path, report });
      if (!values.json) context.out(inWords(environment.path, report));
    }
  } finally {
    await verifier.stop();
  }
  if (values.json) context.out(json(reports.map(({ environment, report }) => ({ environment, ...report }))));
  return reports.some(({ report }) => report.findings.length > 0) ? 1 : 0;
}

function inWords(path: string, report: VerifyReport): string {
  const { packages, files, byteCode, findings, unverified, unhashed, outside, unreadable, byteCodeProblem } = report;
  const megabytes = (report.bytes / 1e6).toFixed(1);
  const lines = [
    `${visible(path)}: ${packages} packages, ${files} files (${megabytes} MB) and ${byteCode} byte code files in ${(report.ms / 1000).toFixed(1)} s`,
  ];
  for (const { kind, package: of, path: file, detail } of findings.slice(0, maxListed)) {
    lines.push(
      `  ${kind.padEnd(8)} ${visible(file)}`,
      `           of ${visible(`${of.name} ${of.version}`)}: ${visible(detail)}`,
    );
  }
  if (findings.length > maxListed) lines.push(`  … and ${findings.length - maxListed} more: --json lists them all`);
  if (report.isCut) lines.push('  … and more than are kept');
  if (findings.length === 0) lines.push(files === 0 ? '  nothing to verify' : '  every file is what its RECORD says');
  const without = (reason: string): string[] =>
    unverified.filter((each) => each.reason === reason).map(({ package: of }) => visible(of.name));
  const notes: [names: readonly string[], what: string][] = [
    [without('no-record'), 'have no RECORD, so nothing can be said of their files'],
    [without('no-hashes'), 'have a RECORD without hashes'],
    [without('system'), "are the system's, whose package manager has sums of its own: dpkg --verify"],
    [without('editable'), 'run from a folder that nobody has recorded (editable)'],
  ];
  for (const [names, what] of notes) {
    if (names.length > 0) lines.push(`  not verified: ${names.join(', ')} ${what}`);
  }
  if (unhashed > 0) lines.push(`  ${unhashed} files are named without a hash that proves anything`);
  if (outside > 0) lines.push(`  ${outside} files are claimed outside of the environment, and were not read`);
  for (const line of unreadable) lines.push(`  not read: ${visible(line)}`);
  if (byteCodeProblem !== null) lines.push(`  byte code was not compared: ${visible(byteCodeProblem)}`);
  return `${lines.join('\n')}\n`;
}
