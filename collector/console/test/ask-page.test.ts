import { expect, test } from 'vitest';
import { page as pageOf, problem } from './fixture-server.ts';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('the question', (open) => {
  test('can be asked from any page', async () => {
    const { page, server } = await open('/machines');
    await page.waitForSelector('table');
    await page.keyboard.press('/');
    await page.keyboard.type('api.telegram.org\n');
    await page.waitForURL('**/ask?target=api.telegram.org');
    await page.waitForSelector('.answer');
    expect(server.asked).toContain('/api/v1/who?target=api.telegram.org&limit=200');
  });

  test('is answered by package, version and machine, with the chain and the application', async () => {
    const { page } = await open('/ask?target=api.telegram.org');
    const first = page.locator('.answer').first();
    await first.waitFor();
    expect(await first.getByRole('heading').innerText()).toBe('aiocpa');
    expect(await first.locator('.answer-head').innerText()).toContain('5 times on 2 machines');
    const second = await page.locator('.answer').nth(1).innerText();
    expect(second).toContain('python-telegram-bot@21.7 → httpx@0.27.2 → httpcore@1.0.6');
    expect(second).toContain('21.6');
    expect(await page.locator('.answer').nth(2).innerText()).toContain('Applications themselves');
  });

  test('stands as a command to copy', async () => {
    const { page, server } = await open('/ask?target=~%2F.ssh%2F*');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
    await page.getByRole('button', { name: /^Copy the command/ }).click();
    await page.getByText('Copied').waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("culprit who '~/.ssh/*'");
  });

  test('is narrowed in time, in the address and in the command', async () => {
    const { page, server } = await open('/ask?target=x.test');
    await page.getByLabel('When').selectOption('7d');
    await expect.poll(() => server.asked.at(-1)).toBe('/api/v1/who?target=x.test&since=7d&limit=200');
    await page.getByText('culprit who --since=7d x.test').waitFor();
  });

  test('that the collector does not understand is answered with its mend', async () => {
    const { page } = await open('/ask?target=a:1', {
      answers: { '/api/v1/who': problem(400, 'Bad Request', 'Leave the port out; write a.') },
    });
    await page.getByText('Leave the port out; write a.').waitFor();
  });

  test('that nobody did says what else to try', async () => {
    const { page } = await open('/ask?target=x.test', { answers: { '/api/v1/who': pageOf([]) } });
    await page.getByText('Nobody did, as far as the fleet has seen').waitFor();
  });

  test('not asked yet, shows what can be asked for', async () => {
    const { page } = await open('/ask');
    await page.getByRole('link', { name: 'class:ssh-key' }).click();
    await page.waitForURL('**/ask?target=class%3Assh-key');
    expect(await page.getByLabel(/^A host, an address/).inputValue()).toBe('class:ssh-key');
  });
});
