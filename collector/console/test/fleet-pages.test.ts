import { expect, test } from 'vitest';
import { page as pageOf, problem } from './fixture-server.ts';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('machines and packages', (open) => {
  test('machines tell whether they report, and what they lost', async () => {
    const { page } = await open('/machines?machine=m5');
    const row = page.getByRole('row', { name: /ws-101/ });
    await row.waitFor();
    expect(await row.innerText()).toContain('Not connected');
    expect(await row.innerText()).toContain('212');
    expect(await row.getAttribute('class')).toBe('row-pointed');
    expect(await row.getByRole('link').getAttribute('href')).toBe('/alerts?machine=m5');
    expect(await page.getByText('5 enrolled, 1 not connected').count()).toBe(1);
  });

  test('where no machine is enrolled, the way to do it is told with this collector’s own address', async () => {
    const { page, server } = await open('/machines', { answers: { '/api/v1/machines': pageOf([]) } });
    await page.getByText(`culprit-agent enrol --collector ${server.url} --token TOKEN`).waitFor();
  });

  test('packages are found by a part of their name', async () => {
    const { page, server } = await open('/packages');
    await page.getByLabel('Part of a package’s name').fill('aio');
    await expect.poll(() => server.asked.at(-1)).toBe('/api/v1/packages?q=aio&limit=100');
    await page.getByRole('link', { name: 'aiocpa' }).click();
    await page.waitForURL('**/packages/aiocpa');
  });

  test('a package tells its alerts, what each version did, and who has it', async () => {
    const { page } = await open('/packages/aiocpa');
    await page.waitForSelector('.matrix');
    expect(await page.locator('.alert-row').count()).toBe(2);
    expect(await page.locator('.matrix thead th').count()).toBe(13);
    expect(await page.getByRole('row', { name: /build-3/ }).innerText()).toContain('0.1.11');
    expect(await page.getByText('13 versions known, installed on 3 machines').count()).toBe(1);
  });

  test('a package that nobody has says where to search', async () => {
    const { page } = await open('/packages/none', {
      answers: { '/api/v1/packages/none': problem(404, 'Not Found', 'No machine has or had this package.') },
    });
    await page.getByText('No machine has or had this package.').waitFor();
  });

  test('an address that leads nowhere says so', async () => {
    const { page } = await open('/nothing/here');
    await page.getByRole('heading', { name: 'No such page' }).waitFor();
  });
});
