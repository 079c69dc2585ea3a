import { expect, test } from 'vitest';
import { ok, page as pageOf, problem } from './fixture-server.ts';
import { machine, summary } from './fixtures.ts';
import { describeInBrowser } from './in-browser.ts';

const listed = Array.from({ length: 30 }, (_, i) => summary({ id: `n${i}`, sentence: `Package ${i} did it.` }));
const many = { '/api/v1/alerts': pageOf(listed) };

describeInBrowser('the list of alerts', (open) => {
  test('tells what happened, how severe it is, which package, where, and how often', async () => {
    const { page } = await open('/alerts');
    const row = page.locator('.alert-row').nth(1);
    for (const words of [
      'High',
      'aiocpa 0.1.13 called api.telegram.org',
      'aiocpa@0.1.13',
      'ws-042',
      '×3',
      '11 min ago',
    ]) {
      expect(await row.innerText()).toContain(words);
    }
    expect(await row.locator('time').first().getAttribute('title')).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} UTC$/,
    );
    expect(await page.title()).toBe('Alerts · Culprit');
  });

  test('asks the collector for what the address filters, and the filters write the address', async () => {
    const { page, server } = await open('/alerts?severity=critical,high&package=aiocpa&q=telegram');
    await page.waitForSelector('.alert-row');
    expect(server.asked).toContain('/api/v1/alerts?severity=critical%2Chigh&package=aiocpa&q=telegram&limit=50');
    await page.getByLabel('Medium').check({ force: true });
    await page.getByRole('button', { name: /Package aiocpa/ }).click();
    await page.getByLabel('Machine', { exact: true }).selectOption({ label: 'ws-017' });
    await expect
      .poll(() => new URL(page.url()).search)
      .toBe('?severity=critical%2Chigh%2Cmedium&machine=m2&q=telegram');
    await expect
      .poll(() => server.asked.at(-1))
      .toBe('/api/v1/alerts?severity=critical%2Chigh%2Cmedium&machine=m2&q=telegram&limit=50');
    await page.getByLabel(/^Filter by words/).fill('x y');
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('x y');
  });

  test('is gone through with j and k, Enter opens, and Back returns to the same place', async () => {
    const { page } = await open('/alerts', {
      answers: { ...many, '/api/v1/alerts/n11': problem(404, 'Gone', 'It is gone.') },
    });
    await page.waitForSelector('.alert-row');
    for (let i = 0; i < 14; i += 1) await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('k');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Package 11 did it.');
    const scrolled = await page.evaluate(() => scrollY);
    expect(scrolled).toBeGreaterThan(100);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/alerts/n11');
    await page.waitForSelector('h1');
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await page.goBack();
    await page.waitForSelector('.alert-row');
    expect(await page.evaluate(() => scrollY)).toBe(scrolled);
  });

  test('keys do nothing in a field, and can be turned off', async () => {
    const { page } = await open('/alerts', { answers: many });
    await page.waitForSelector('.alert-row');
    await page.keyboard.press('/');
    await page.keyboard.type('j/k?');
    expect(await page.getByLabel(/^Which package called/).inputValue()).toBe('j/k?');
    await page.keyboard.press('Escape');
    await page.keyboard.press('?');
    await page.getByLabel(/Single-key shortcuts/).uncheck();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('f');
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('INPUT');
  });

  test('loads the next page where it is asked to, and goes on at its first row', async () => {
    const { page, server } = await open('/alerts', {
      answers: { '/api/v1/alerts': ok({ items: listed, next: 'c1' }) },
    });
    await page.waitForSelector('.alert-row');
    const more = [listed[29], summary({ id: 'z1', sentence: 'The oldest.' })];
    server.answer('/api/v1/alerts', ok({ items: more, next: null }));
    await page.getByRole('button', { name: 'Load more' }).click();
    await expect.poll(() => page.locator('.alert-row').count()).toBe(31);
    expect(server.asked).toContain('/api/v1/alerts?limit=50&cursor=c1');
    expect(await page.getByRole('button', { name: 'Load more' }).count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('The oldest.');
  });

  test('says what is wrong and how to mend it, and tries again', async () => {
    const { page, server } = await open('/alerts', {
      answers: { '/api/v1/alerts': problem(503, 'The store is being rebuilt', 'Wait a minute.') },
    });
    const notice = page.getByRole('alert');
    await notice.waitFor();
    expect(await notice.innerText()).toContain('The store is being rebuilt');
    expect(await notice.innerText()).toContain('Wait a minute.');
    server.answer('/api/v1/alerts', pageOf(listed));
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('.alert-row');
  });

  test.each([
    ['no machine is watched', [], 'culprit token create --enrol'],
    ['all is quiet', [machine()], 'culprit who api.telegram.org'],
  ])('teaches what to do next where %s', async (_, machines, command) => {
    const { page } = await open('/alerts', {
      answers: { '/api/v1/alerts': pageOf([]), '/api/v1/machines': pageOf(machines) },
    });
    await page.getByText(command).first().waitFor();
    await page.getByText('npm run demo').waitFor();
  });

  test('offers to clear the filters where nothing matches them', async () => {
    const { page } = await open('/alerts?q=nothing', { answers: { '/api/v1/alerts': pageOf([]) } });
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expect.poll(() => page.url()).toMatch(/\/alerts$/);
    expect(await page.getByLabel(/^Filter by words/).inputValue()).toBe('');
  });
});
