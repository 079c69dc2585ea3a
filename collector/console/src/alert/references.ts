/** An address that may be followed from a page: http and https, nothing that a script could hide in. */
export function webAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined;
}

/** The ATT&CK technique of a Sigma tag ("attack.t1195.002"), with its page. */
export function techniqueOf(tag: string): { name: string; href: string } | undefined {
  const match = /^attack\.(t\d{4})(?:\.(\d{3}))?$/i.exec(tag);
  if (match?.[1] === undefined) return undefined;
  const technique = match[1].toUpperCase();
  const part = match[2];
  return part === undefined
    ? { name: `ATT&CK ${technique}`, href: `https://attack.mitre.org/techniques/${technique}/` }
    : { name: `ATT&CK ${technique}.${part}`, href: `https://attack.mitre.org/techniques/${technique}/${part}/` };
}
