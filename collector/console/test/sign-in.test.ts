import { expect, test } from 'vitest';
import { ok, problem } from './fixture-server.ts';
import { fleetAnswers } from './fleet.ts';
import { describeInBrowser } from './in-browser.ts';

const refused = problem(401, 'Unauthorized', 'This link was used before.');
const signedOut = {
  '/api/v1/session': refused,
  '/api/v1/alerts': refused,
  '/api/v1/machines': refused,
  '/api/v1/events': refused,
};

describeInBrowser('signing in', (open) => {
  test('a link’s token is traded for a session and leaves the address', async () => {
    const { page } = await open('/#sign-in=abc_DEF-123');
    await page.waitForSelector('.alert-row');
    expect(new URL(page.url()).pathname).toBe('/alerts');
    expect(page.url()).not.toContain('abc_DEF-123');
    await page.goBack().catch(() => null);
    expect(page.url()).not.toContain('abc_DEF-123');
  });

  test('a used link says how to make another', async () => {
    const { page } = await open('/#sign-in=abc', { answers: signedOut });
    await page.getByRole('heading', { name: 'This sign-in link no longer works' }).waitFor();
    await page.getByText('This link was used before.').waitFor();
    await page.getByText('culprit token create --sign-in').waitFor();
    expect(page.url()).not.toContain('abc');
  });

  test('a link that was cut in half is no different', async () => {
    const { page } = await open('/#sign-in=', { answers: signedOut });
    await page.getByRole('heading', { name: 'This sign-in link no longer works' }).waitFor();
  });

  test('a new link pasted into the same tab is taken', async () => {
    const { page, server } = await open('/alerts', { answers: signedOut });
    await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
    for (const [path, answer] of Object.entries(fleetAnswers)) server.answer(path, answer);
    await page.evaluate(() => location.assign('#sign-in=new'));
    await page.waitForSelector('.alert-row');
    expect(page.url()).not.toContain('new');
  });

  test('too many tries may pass: the same link can be tried again', async () => {
    const { page, server } = await open('/#sign-in=abc', {
      answers: { ...signedOut, '/api/v1/session': problem(429, 'Too Many Requests', 'Try again in 40 seconds.') },
    });
    await page.getByText('Try again in 40 seconds.').waitFor();
    for (const [path, answer] of Object.entries(fleetAnswers)) server.answer(path, answer);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('.alert-row');
  });

  test('a session that ends shows the sign-in page in the page’s place, and goes on there', async () => {
    const { page, server } = await open('/ask?target=x.test');
    await page.waitForSelector('.answer');
    server.answer('/api/v1/packages/aiocpa', refused);
    server.answer('/api/v1/session', refused);
    await page.getByRole('link', { name: 'aiocpa' }).click();
    await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
    expect(page.url()).toContain('/packages/aiocpa');
    for (const [path, answer] of Object.entries(fleetAnswers)) server.answer(path, answer);
    await page.evaluate(() => dispatchEvent(new Event('focus')));
    await page.getByRole('heading', { name: 'aiocpa' }).waitFor();
  });

  test('a stream that is refused ends the session, too', async () => {
    const { page, server } = await open('/alerts');
    await page.getByText('Live', { exact: true }).waitFor();
    for (const [path, answer] of Object.entries(signedOut)) server.answer(path, answer);
    server.dropStreams();
    await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor({ timeout: 15_000 });
  });

  test('signing out ends it here, and only if the collector heard', async () => {
    const { page, server } = await open('/alerts');
    await page.waitForSelector('.alert-row');
    server.answer('/api/v1/session', problem(500, 'No', 'No.'));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect.poll(() => server.asked.at(-1)).toBe('/api/v1/session');
    expect(await page.locator('.alert-row').count()).toBeGreaterThan(0);
    server.answer('/api/v1/session', ok(null));
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
  });
});
