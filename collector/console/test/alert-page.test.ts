import { expect, test } from 'vitest';
import { aiocpaAlert } from './aiocpa.ts';
import { ok, problem } from './fixture-server.ts';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('the page of an alert', (open) => {
  test('says it in one sentence, and its facts lead on', async () => {
    const { page } = await open('/alerts/aiocpa');
    const sentence = page.getByRole('heading', { level: 1 });
    expect(await sentence.innerText()).toBe(aiocpaAlert.sentence);
    expect(await sentence.getByRole('link', { name: 'aiocpa 0.1.13' }).getAttribute('href')).toBe('/packages/aiocpa');
    expect(await sentence.getByRole('link', { name: 'api.telegram.org' }).getAttribute('href')).toBe(
      '/ask?target=api.telegram.org',
    );
  });

  test('draws the way of the call from the application to the target', async () => {
    const { page } = await open('/alerts/litellm');
    await page.waitForSelector('.chain-node');
    const nodes = await page.locator('.chain-node').allInnerTexts();
    expect(nodes.map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'application -m agents.worker',
      'caller langchain@1.2.0',
      'culprit litellm@1.82.8',
      'conduit httpx@0.28.1',
      'conduit httpcore@1.0.9',
      'connected to models.litellm.cloud:443',
    ]);
  });

  test('tells what decided in the timeline, drawn and in words', async () => {
    const { page } = await open('/alerts/aiocpa');
    await page.waitForSelector('.mark-deciding');
    expect(await page.locator('.mark-deciding').count()).toBe(3);
    const deciding = await page.locator('.act-deciding').allInnerTexts();
    expect(deciding).toHaveLength(3);
    expect(deciding[2]).toContain('connected to api.telegram.org:443');
    expect(await page.locator('.acts-gap').allInnerTexts()).toEqual(['9 h later']);
  });

  test('a mark in the drawing leads to its row, also where the short list left it out', async () => {
    const { page } = await open('/alerts/litellm');
    await page.waitForSelector('.mark-tick', { state: 'attached' });
    expect(await page.locator('.act').count()).toBeLessThan(20);
    await page.locator('.mark-tick').nth(60).dispatchEvent('click');
    await page.waitForSelector('.act:focus');
    expect(await page.locator('.act').count()).toBe(131);
    expect(await page.locator('.act:focus').innerText()).toContain('pyproject.toml');
  });

  test('shows which file of the package did it, and that the code came from no file', async () => {
    const { page } = await open('/alerts/aiocpa');
    const frame = page.locator('.frame-culprit').first();
    expect(await frame.locator('.frame-file').innerText()).toBe('cryptopay/utils/sync.py');
    expect(await frame.innerText()).toContain('code from no file');
    expect(await page.getByText('149.154.167.220').isVisible()).toBe(true);
  });

  test('shows what is new in this version', async () => {
    const { page } = await open('/alerts/aiocpa');
    expect(await page.locator('.versions-new').innerText()).toBe(
      'New in 0.1.13: connects bot-api; looks up names bot-api; runs code from no file. None of the 12 versions before it ever did.',
    );
    const row = page.getByRole('row', { name: /^connects bot-api/ });
    expect(await row.locator('.matrix-never').count()).toBe(12);
    expect(await row.locator('.matrix-did-new').count()).toBe(1);
  });

  test('shows machine, environment and process, and the rule with its own text', async () => {
    const { page } = await open('/alerts/aiocpa');
    const where = await page.getByRole('complementary').innerText();
    for (const fact of [
      'ws-042',
      '~/trader/.venv',
      '~/trader/bot.py',
      'Python 3.11.7',
      '48213',
      'culprit who api.telegram.org',
    ]) {
      expect(where).toContain(fact);
    }
    await page.getByText('The rule’s own text').click();
    expect(await page.locator('pre').innerText()).toContain('profile.new_in_version: true');
    expect(await page.getByRole('link', { name: 'ATT&CK T1195.002' }).getAttribute('href')).toBe(
      'https://attack.mitre.org/techniques/T1195/002/',
    );
  });

  test('an alert without package, process and timeline is told as well', async () => {
    const { page } = await open('/alerts/bare');
    await page.getByRole('heading', { level: 1, name: 'A start-up file was added to ~/trader/.venv.' }).waitFor();
    expect(await page.locator('.chain, .timeline, .matrix').count()).toBe(0);
  });

  test('counts up while it is being read', async () => {
    const { page, server } = await open('/alerts/aiocpa');
    await page.getByText('3 times', { exact: true }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    server.answer('/api/v1/alerts/aiocpa', ok({ ...aiocpaAlert, count: 4 }));
    server.push({ ...aiocpaAlert, count: 4 });
    await page.getByText('4 times', { exact: true }).waitFor();
  });

  test('one that is not there says so', async () => {
    const { page } = await open('/alerts/none', {
      answers: { '/api/v1/alerts/none': problem(404, 'Not Found', 'There is no such alert.') },
    });
    await page.getByText('There is no such alert.').waitFor();
    await page.getByRole('link', { name: 'Alerts' }).first().waitFor();
  });

  test('j and k go on to its neighbours in the list', async () => {
    const { page } = await open('/alerts');
    await page.getByRole('link', { name: /^litellm/ }).click();
    await page.waitForURL('**/alerts/litellm');
    await page.waitForSelector('.chain');
    await page.keyboard.press('j');
    await page.waitForURL('**/alerts/aiocpa');
    await page.getByRole('heading', { level: 1, name: /^aiocpa/ }).waitFor();
  });

  test('can be read on a phone without scrolling sideways', async () => {
    const { page } = await open('/alerts/litellm', { context: { viewport: { width: 390, height: 844 } } });
    await page.waitForSelector('.matrix');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
