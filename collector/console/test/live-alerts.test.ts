import { expect, test } from 'vitest';
import { page as pageOf } from './fixture-server.ts';
import { summary } from './fixtures.ts';
import { describeInBrowser } from './in-browser.ts';

const listed = Array.from({ length: 30 }, (_, i) => summary({ id: `n${i}`, sentence: `Package ${i} did it.` }));
const many = { '/api/v1/alerts': pageOf(listed) };
const fresh = (id: string, part = {}) =>
  summary({ id, sentence: `Fresh ${id}.`, firstMs: Date.now(), lastMs: Date.now(), ...part });

describeInBrowser('new alerts', (open) => {
  test('come by themselves where nobody reads, and are told to screen readers', async () => {
    const { page, server } = await open('/alerts', { answers: many });
    await page.getByText('Live', { exact: true }).waitFor();
    server.push(fresh('a'));
    await page.locator('.alert-row').first().getByText('Fresh a.').waitFor();
    expect(await page.getByRole('status', { name: 'New alerts' }).innerText()).toBe('New alert, High: Fresh a.');
  });

  test('wait while someone reads, so that nothing moves, until they are asked for', async () => {
    const { page, server } = await open('/alerts', { answers: many });
    await page.getByText('Live', { exact: true }).waitFor();
    await page.getByText('Package 3 did it.').hover();
    const before = await page.getByText('Package 3 did it.').boundingBox();
    server.push(fresh('a'));
    server.push(fresh('b'));
    await page.getByRole('button', { name: '2 new alerts' }).waitFor();
    expect(await page.getByText('Package 3 did it.').boundingBox()).toEqual(before);
    await page.keyboard.press('n');
    await expect.poll(() => page.locator('.alert-row a').first().innerText()).toBe('Fresh b.');
    expect(await page.locator('.alert-row').count()).toBe(32);
  });

  test('wait while the list is scrolled, too', async () => {
    const { page, server } = await open('/alerts', { answers: many });
    await page.getByText('Live', { exact: true }).waitFor();
    await page.evaluate(() => scrollTo(0, 400));
    server.push(fresh('a'));
    await page.getByRole('button', { name: '1 new alert' }).click();
    await page.getByText('Fresh a.').first().waitFor();
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });

  test('a listed alert counts up in its place, and is not told as new', async () => {
    const { page, server } = await open('/alerts', { answers: many });
    await page.getByText('Live', { exact: true }).waitFor();
    server.push({ ...(listed[3] ?? summary()), count: 9 });
    await page.locator('.alert-row').nth(3).getByText('×9').waitFor();
    expect(await page.getByRole('status', { name: 'New alerts' }).innerText()).toBe('');
  });

  test('with filters, the collector is asked what matches', async () => {
    const { page, server } = await open('/alerts?q=fresh', { answers: many });
    await page.getByText('Live', { exact: true }).waitFor();
    server.push(fresh('other'));
    server.answer('/api/v1/alerts', pageOf([fresh('match'), ...listed]));
    await page.locator('.alert-row').first().getByText('Fresh match.').waitFor();
    expect(await page.getByText('Fresh other.', { exact: true }).count()).toBe(0);
  });

  test('what came while the stream was away is asked for when it is back', async () => {
    const { page, server } = await open('/alerts', { answers: many });
    await page.getByText('Live', { exact: true }).waitFor();
    server.answer('/api/v1/alerts', pageOf([fresh('missed'), ...listed]));
    server.dropStreams();
    await page.getByText('Reconnecting').waitFor();
    await page.locator('.alert-row').first().getByText('Fresh missed.').waitFor({ timeout: 15_000 });
    await page.getByText('Live', { exact: true }).waitFor();
  });

  test('come to every tab by one stream, which another tab takes over', async () => {
    const { page, server } = await open('/alerts', { answers: many });
    await page.getByText('Live', { exact: true }).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${server.url}/alerts`);
    await other.getByText('Live', { exact: true }).waitFor();
    expect(server.streams()).toBe(1);
    server.push(fresh('a'));
    for (const tab of [page, other]) await tab.getByText('Fresh a.').first().waitFor();
    server.answer('/api/v1/alerts', pageOf([fresh('between'), fresh('a'), ...listed]));
    await page.close();
    await expect.poll(() => server.asked.filter((path) => path === '/api/v1/events').length).toBe(2);
    await other.getByText('Fresh between.').first().waitFor();
    expect(server.streams()).toBe(1);
    server.push(fresh('b'));
    await other.getByText('Fresh b.').first().waitFor();
  });
});
