import { expect, test } from 'vitest';
import { TestAgent } from '../../src/testing/agent.ts';
import { collectorBench } from '../../src/testing/collector.ts';
import { aiocpa, sampleActivity, sampleProcess } from '../../src/testing/sample.ts';
import { describeInBrowser } from './in-browser.ts';

describeInBrowser('the console of a real collector', (_, { browse, dist }) => {
  test('signs in, teaches, takes an alert in as it happens, and tells all about it', async () => {
    const bench = await collectorBench({ consoleDir: dist() });
    const page = await browse(bench.signInLink);
    await page.getByRole('heading', { name: 'No machine is watched yet' }).waitFor();
    expect(page.url()).toBe(`${bench.url}/alerts`);
    await page.getByText('Live', { exact: true }).waitFor();

    const { credential } = await bench.enrol();
    const { agent } = await TestAgent.greet(bench.url, credential);
    const at = (ms: number) => ({ atMs: Date.now() + ms, lastMs: Date.now() + ms });
    const process = sampleProcess({ startedMs: Date.now() - 2000 });
    agent.batch(1, [
      sampleActivity({
        ...at(-86_400_000),
        package: aiocpa('0.1.12'),
        target: 'pay.test',
        targetClass: null,
        chain: [],
      }),
      sampleActivity({
        ...at(-900),
        operation: 'code.exec',
        target: 'cryptopay.utils.sync',
        targetClass: null,
        process,
        ip: null,
        port: null,
      }),
      sampleActivity({ ...at(0), process }),
    ]);
    await agent.acked(1);

    const row = page.locator('.alert-row');
    await row.getByText('aiocpa@0.1.13').waitFor();
    await row.getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: /aiocpa 0\.1\.13.*api\.telegram\.org/ }).waitFor();
    await page.locator('.mark-deciding').first().waitFor();
    await page.locator('.versions-new').getByText('New in 0.1.13:').waitFor();
    expect(await page.locator('.frame-culprit').innerText()).toContain('code from no file');
    expect(await page.getByRole('complementary').innerText()).toContain('ann-laptop');

    await page.keyboard.press('/');
    await page.keyboard.type('telegram.org\n');
    await page.locator('.answer').getByText('0.1.13', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Machines', exact: true }).click();
    await page
      .getByRole('row', { name: /ann-laptop/ })
      .getByText('Connected', { exact: true })
      .waitFor();
    await page.getByRole('link', { name: 'Packages' }).click();
    await page.getByRole('link', { name: 'aiocpa' }).click();
    await page.locator('.matrix').waitFor();
    await page.getByRole('link', { name: 'Alerts', exact: true }).click();
    await page.getByLabel('Critical').check({ force: true });
    await page.getByText('No alert matches these filters').waitFor();
  });

  test('says in the collector’s words what a question must look like', async () => {
    const bench = await collectorBench({ consoleDir: dist() });
    const page = await browse(bench.signInLink);
    await page.waitForSelector('.notice');
    await page.keyboard.press('/');
    await page.keyboard.type('api.telegram.org:443\n');
    await page.getByText('Leave the port out; write api.telegram.org.').waitFor();
  });

  test('a page deep within opens by its address, and the link works once', async () => {
    const bench = await collectorBench({ consoleDir: dist() });
    const page = await browse(bench.signInLink);
    await page.waitForSelector('.notice');
    await page.goto(`${bench.url}/packages/none.such`);
    await page.getByText('No machine has or had this package').waitFor();
    const stranger = await browse(bench.signInLink);
    await stranger.getByRole('heading', { name: 'This sign-in link no longer works' }).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in to the console' }).waitFor();
  });
});
