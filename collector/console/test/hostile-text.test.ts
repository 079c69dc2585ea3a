import { expect, test } from 'vitest';
import { ok, page as pageOf, problem } from './fixture-server.ts';
import { summary, whoRow } from './fixtures.ts';
import { hostileAlert, markup, reversed } from './hostile.ts';
import { describeInBrowser } from './in-browser.ts';

const name = `x${markup}\u202E`;
const answers = {
  '/api/v1/alerts': pageOf([hostileAlert]),
  '/api/v1/who': pageOf([
    whoRow({ package: name, version: markup, chain: [name], target: reversed, machine: markup, application: markup }),
  ]),
  '/api/v1/machines': pageOf([
    {
      ...hostileAlert.machine,
      platform: markup,
      agentVersion: '\u0000',
      connected: false,
      enrolledMs: -1,
      lastSeenMs: 1e99,
      sequence: 0,
      environments: 0,
      processes: 0,
      spoolBatches: 0,
      lost: 1,
      alerts: 1,
    },
  ]),
  '/api/v1/packages': pageOf([{ name, versions: [markup, '\u202e'], machines: 1, lastMs: 1e99 }]),
  [`/api/v1/packages/${name}`]: ok({
    name,
    versions: hostileAlert.versions,
    installed: [{ machine: hostileAlert.machine, environment: markup, version: markup }],
    alerts: [hostileAlert],
  }),
};

describeInBrowser('text that an attacker chose', (open) => {
  test.each([
    ['the alerts', '/alerts'],
    ['an alert', '/alerts/hostile'],
    ['answers', `/ask?target=${encodeURIComponent(markup)}`],
    ['machines', '/machines'],
    ['packages', '/packages'],
    ['a package', `/packages/${encodeURIComponent(name)}`],
  ])('stays text, and visible, in %s', async (_, path) => {
    const { page } = await open(path, { answers });
    const main = page.locator('main');
    await main.getByText('<script>').filter({ visible: true }).first().waitFor();
    await main.getByText('‹U+202E›').filter({ visible: true }).first().waitFor();
    expect(await page.title()).not.toBe('owned');
    expect(await page.locator('main img, main script, main style, main [style]').count()).toBe(0);
    const unseen = await page.evaluate(() => document.body.innerText.match(/[\p{Cf}\u2028\u2029]/u));
    expect(unseen).toBeNull();
    expect(await page.title()).not.toMatch(/\u202e/);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  test('fits on a phone', async () => {
    const { page } = await open('/alerts/hostile', { answers, context: { viewport: { width: 390, height: 844 } } });
    await page.waitForSelector('.rule');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });

  test('is no address to follow', async () => {
    const { page } = await open('/alerts/hostile', { answers });
    await page.waitForSelector('.rule');
    const links = await page.locator('a').evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    expect(links.filter((href) => !/^https?:/.test(href))).toEqual([]);
  });

  test('in an announcement and in a problem is written out as well', async () => {
    const { page, server } = await open('/alerts', { answers: { '/api/v1/alerts': problem(500, markup, reversed) } });
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('safe‹U+202E›gpj.exe');
    await page.getByText('Live', { exact: true }).waitFor();
    server.push(summary({ sentence: reversed }));
    await expect.poll(() => page.getByRole('status', { name: 'New alerts' }).innerText()).toContain('‹U+202E›');
  });
});
