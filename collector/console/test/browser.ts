import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** The browser that the tests drive, or why there is none. */
export type FoundBrowser = { readonly path: string } | { readonly missing: string };

/** $CULPRIT_CHROMIUM, or Chromium or Chrome on the PATH. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): FoundBrowser {
  const named = env.CULPRIT_CHROMIUM;
  if (named !== undefined) {
    return existsSync(named) ? { path: named } : { missing: `CULPRIT_CHROMIUM names no file: ${named}` };
  }
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const folder of (env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name);
      if (existsSync(path)) return { path };
    }
  }
  return { missing: 'no Chromium on the PATH; install one, or name it in CULPRIT_CHROMIUM' };
}

/** Starts it without a window, and without a word to anyone. */
export function startBrowser(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
