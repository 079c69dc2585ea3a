/** A package version as a package URL (ECMA-427): "pkg:pypi/aiocpa@0.1.13". */
export function purlOf(name: string, version: string): string {
  return `pkg:pypi/${encodeURIComponent(name)}${version === '' ? '' : `@${encode(version)}`}`;
}

/** purl's own rule: everything but letters, digits and ".-_~" is percent-encoded; the colon stays. */
function encode(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
