import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser, startBrowser } from '../../collector/console/test/browser.ts';
import { openStory, type Story } from '../demo/story.ts';
import { findInterpreters } from '../python/interpreters.ts';
import { Stack } from '../stack/stack.ts';

const browserFound = findBrowser();
const missing = 'missing' in browserFound ? browserFound.missing : null;
const [newest] = await findInterpreters();

test.runIf(process.env.CI === 'true')('CI has a browser', () => expect(missing).toBeNull());

describe.skipIf(missing !== null)(
  `the console, with the aiocpa case${missing === null ? '' : ` (skipped: ${missing})`}`,
  () => {
    let home: string;
    let stack: Stack;
    let story: Story;
    let browser: Browser;
    let page: Page;
    const faults: string[] = [];

    beforeAll(async () => {
      home = await mkdtemp(join(tmpdir(), 'culprit-console-'));
      stack = new Stack({ home, port: 0 });
      await stack.start();
      story = await openStory({ dir: join(home, 'shop'), python: newest?.path ?? 'python3' });
      await stack.ok('culprit-agent', ['env', 'add', story.venv.dir]);
      browser = await startBrowser('path' in browserFound ? browserFound.path : '');
      page = await browser.newPage();
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    });
    afterAll(async () => {
      await browser?.close();
      await story?.stop();
      await stack?.stop();
      await rm(home, { recursive: true, force: true });
    });

    test('without a session it asks for a link', async () => {
      await page.goto(`${stack.url}/alerts`);
      await page.getByText('culprit token create --sign-in').first().waitFor();
      faults.length = 0; // the browser itself reports the refused request
    });

    test('the one-time link signs in, leaves no secret in the address, and works once', async () => {
      const link = await stack.signInLink();
      await page.goto(link);
      await page.getByRole('heading', { name: 'Alerts' }).waitFor();
      expect(page.url()).not.toContain('sign-in=');
      const other = await browser.newPage();
      await other.context().clearCookies();
      const second = await (await browser.newContext()).newPage();
      await second.goto(link);
      await second.getByText('culprit token create --sign-in').first().waitFor();
      await second.close();
      await other.close();
      // Clearing cookies above signed this context out as well: in again, with a link of its own.
      await page.goto(await stack.signInLink());
      await page.getByRole('heading', { name: 'Alerts' }).waitFor();
      faults.length = 0;
    });

    test('an alert appears by itself when the case is played', async () => {
      await story.install('clean');
      await story.checkout(1);
      await story.install('bad');
      await new Promise((resolve) => setTimeout(resolve, 1500)); // the upgrade settles, as it would between two runs
      await story.checkout(1);
      await page
        .getByText(/aiocpa 0\.1\.13 .*api\.telegram\.org/)
        .first()
        .waitFor({ timeout: 15_000 });
    });

    test('the alert tells what happened, where, and what is new', async () => {
      await page
        .getByRole('link', { name: /which 0\.1\.12 never did|no earlier version|never did/i })
        .first()
        .click();
      await page
        .getByRole('heading', { level: 1 })
        .getByText(/api\.telegram\.org/)
        .waitFor();
      const text = await page.locator('main').innerText();
      for (const fact of ['aiocpa', '0.1.13', '0.1.12', 'sync.py', 'checkout.py', hostname()])
        expect(text).toContain(fact);
    });

    test('the question box answers which package called', async () => {
      await page.goto(`${stack.url}/alerts`);
      await page.getByRole('heading', { name: 'Alerts' }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('api.telegram.org');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/ask\?target=api\.telegram\.org/);
      await page.locator('main').getByText('aiocpa').first().waitFor();
      await page.locator('main').getByText('culprit who api.telegram.org').first().waitFor();
    });

    test('nothing went wrong in the page meanwhile', () => {
      expect(faults).toEqual([]);
    });
  },
);
