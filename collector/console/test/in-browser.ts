import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, startBrowser } from './browser.ts';
import { type BuiltConsole, buildConsole } from './built-console.ts';
import { type Answer, type FixtureServer, startFixtureServer } from './fixture-server.ts';
import { fleetAnswers } from './fleet.ts';

/** One console with a server of its own, in a real browser. */
export interface Opened {
  readonly page: Page;
  readonly server: FixtureServer;
}

/** Opens an address of the console. What isn't answered otherwise is answered as `fleetAnswers` says. */
export type Open = (
  path: string,
  options?: { answers?: Readonly<Record<string, Answer>>; context?: BrowserContextOptions },
) => Promise<Opened>;

type Browse = (url: string, options?: BrowserContextOptions) => Promise<Page>;

/** For a console that another server serves. */
export interface Bare {
  browse: Browse;
  /** The folder of the built console. */
  dist(): string;
}

/**
 * Tests in the real browser. After each, the page must have broken no rule of its policy and thrown nothing.
 * Without a browser they are skipped by name; where CI says that there must be one, they fail.
 */
export function describeInBrowser(name: string, tests: (open: Open, bare: Bare) => void): void {
  const found = findBrowser();
  if ('missing' in found) {
    if (process.env.CI === 'true') test(name, () => expect.fail(found.missing));
    else describe.skip(`${name} (${found.missing})`, () => test('in a browser', () => undefined));
    return;
  }
  describe(name, () => {
    let built: BuiltConsole;
    let browser: Browser;
    const cleanUps: (() => Promise<void>)[] = [];
    const faults: string[] = [];
    beforeAll(async () => {
      [built, browser] = await Promise.all([buildConsole(), startBrowser(found.path)]);
    });
    afterEach(async () => {
      for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
      expect(faults.splice(0)).toEqual([]);
    });
    afterAll(async () => {
      await browser?.close();
      built?.remove();
    });
    const browse: Browse = async (url, options = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 800 },
        reducedMotion: 'reduce',
        ...options,
      });
      cleanUps.push(() => context.close());
      context.setDefaultTimeout(10_000);
      watchFor(faults, context);
      const page = await context.newPage();
      await page.goto(url);
      return page;
    };
    const open: Open = async (path, { answers = {}, context } = {}) => {
      const server = await startFixtureServer(built.dist, { ...fleetAnswers, ...answers });
      cleanUps.push(() => server.stop());
      return { page: await browse(server.url + path, context), server };
    };
    tests(open, { browse, dist: () => built.dist });
  });
}

/** Notes what a page must never do: break its policy, throw, open a dialog. */
function watchFor(faults: string[], context: BrowserContext): void {
  context.on('weberror', (error) => faults.push(String(error.error())));
  context.on('console', (message) => {
    // A refused request is what some of these tests are about; the browser logs each.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(message.text());
  });
  context.on('dialog', (dialog) => {
    faults.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}
