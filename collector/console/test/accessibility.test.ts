import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { page as pageOf, problem } from './fixture-server.ts';
import { describeInBrowser } from './in-browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const refused = problem(401, 'Unauthorized', 'This link was used before.');

/** What axe finds wrong, each with the elements; evaluated, because the policy lets no script be added to the page. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate(() =>
    (window as unknown as { axe: { run(options: object): Promise<AxeResults> } }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
  );
}

const pages = [
  ['the alerts', '/alerts', '.alert-row', {}],
  ['filtered alerts', '/alerts?severity=high&package=aiocpa&machine=m2', '.alert-row', {}],
  ['an alert', '/alerts/aiocpa', '.matrix', {}],
  ['a crowded alert', '/alerts/litellm', '.matrix', {}],
  ['a hostile alert', '/alerts/hostile', '.rule', {}],
  ['the question', '/ask', '.ask-examples', {}],
  ['answers', '/ask?target=api.telegram.org', '.answer', {}],
  ['machines', '/machines?machine=m4', '.table', {}],
  ['packages', '/packages', '.table', {}],
  ['a package', '/packages/aiocpa', '.matrix', {}],
  ['nothing watched', '/alerts', '.notice-steps', { '/api/v1/alerts': pageOf([]), '/api/v1/machines': pageOf([]) }],
  ['a failure', '/alerts', '.notice-failed', { '/api/v1/alerts': problem(503, 'No', 'Wait.') }],
  ['the sign-in page', '/#sign-in=x', '.command', { '/api/v1/session': refused }],
] as const;

const themes = ['light', 'dark'] as const;

describeInBrowser('axe finds nothing', (open) => {
  for (const theme of themes) {
    test.each(pages)(`in %s, ${theme}`, async (_, path, landmark, answers) => {
      const { page } = await open(path, { answers, context: { colorScheme: theme } });
      await page.locator(landmark).first().waitFor();
      expect(await findings(page)).toEqual([]);
    });
  }

  test('on a phone, and in a theme that was chosen against the system’s', async () => {
    const { page } = await open('/alerts/aiocpa', {
      context: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
    });
    await page.waitForSelector('.matrix');
    await page.getByRole('button', { name: /^Theme: as the system/ }).click();
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(28, 29, 32)');
    expect(await findings(page)).toEqual([]);
    await page.reload();
    await page.waitForSelector('.matrix');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
  });

  test('with new alerts waiting, a row focused and the shortcuts open', async () => {
    const { page } = await open('/alerts');
    await page.waitForSelector('.alert-row');
    await page.keyboard.press('j');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await findings(page)).toEqual([]);
  });
});

describeInBrowser('the keyboard and the screen reader', (open) => {
  test('the first stop is the way past the header', async () => {
    const { page } = await open('/alerts');
    await page.waitForSelector('.alert-row');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
  });

  test('a page that was come to by a link begins at its heading', async () => {
    const { page } = await open('/alerts');
    await page.getByRole('link', { name: 'Machines', exact: true }).click();
    await page.getByRole('heading', { name: 'Machines' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  });
});
