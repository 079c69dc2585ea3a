/** The header of a package's METADATA beyond its name: what it needs, and under which licence it is. */
import { join } from 'node:path';
import { readText } from './bounded-read.ts';
import { normalizeName } from './names.ts';

const maxBytes = 1024 * 1024;
/** Some packages put the whole text of their licence where its name belongs. */
const maxLicenseLength = 200;

/** The names in Requires-Dist, normalised, without those that only an extra brings; sorted, each once. */
export function requiredNames(infoPath: string): string[] {
  const names = [...headerOf(infoPath).matchAll(/^Requires-Dist:[ \t]*([A-Za-z0-9][\w.-]*)(.*)$/gm)].flatMap(
    ([, name, rest]) =>
      name === undefined || /;.*\bextra\s*==/.test(rest ?? '') ? [] : [normalizeName(name.replace(/[.-]+$/, ''))],
  );
  return [...new Set(names)].sort();
}

/** Its licence: an SPDX expression (PEP 639), or whatever name its author gave it; undefined where there is none. */
export function licenseOf(infoPath: string): { expression: string } | { name: string } | undefined {
  const header = headerOf(infoPath);
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.+?)[ \\t]*\\r?$`, 'm').exec(header)?.[1] ?? '';
  const expression = field('License-Expression');
  if (/^[\w.+:() -]{1,200}$/.test(expression)) return { expression };
  const classified = /^Classifier:[ \t]*License :: (?:OSI Approved :: )?(.+?)[ \t]*\r?$/m.exec(header)?.[1];
  const name = classified ?? field('License');
  return name === '' || name.length > maxLicenseLength || name === 'UNKNOWN' ? undefined : { name };
}

function headerOf(infoPath: string): string {
  const text = readText(join(infoPath, 'METADATA'), maxBytes) ?? '';
  return text.split(/\r?\n\r?\n/, 1)[0] ?? '';
}
