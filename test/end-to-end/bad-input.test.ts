import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stack } from '../stack/stack.ts';

let home: string;
let stack: Stack;
let idle: Stack;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'culprit-bad-'));
  stack = new Stack({ home: join(home, 'run'), port: 0 });
  idle = new Stack({ home: join(home, 'idle'), port: 0 });
  await stack.start();
});
afterAll(async () => {
  await stack?.stop();
  await rm(home, { recursive: true, force: true });
});

/** One sentence or a few, no stack trace; on stderr where the status isn't 0. */
async function says(
  which: Stack,
  program: 'culprit' | 'culprit-agent',
  args: readonly string[],
  status: number,
  ...words: (string | RegExp)[]
): Promise<void> {
  const said = await which.run(program, args);
  const text = said.stderr + said.stdout;
  for (const word of words) expect(text).toMatch(word);
  expect(text).not.toMatch(/\n\s+at |node:internal|Error: /);
  expect(said.stderr).not.toBe('');
  expect(said.status).toBe(status);
}

describe('bad input gets a sentence that names the mend', () => {
  test('unknown commands and options', async () => {
    await says(stack, 'culprit', ['wo', 'x'], 2, /wo/, /--help|who/);
    await says(stack, 'culprit', ['who', '127.0.0.1', '--jsn'], 2, /--jsn/);
    await says(stack, 'culprit', ['who'], 2, /TARGET|target/);
    await says(stack, 'culprit-agent', ['stat'], 2, /stat/, /--help|status/);
    await says(stack, 'culprit-agent', ['env', 'add'], 2, /PATH|path/);
    await says(stack, 'culprit-agent', ['run', '--port'], 2, /--port/);
  });

  test('targets and times that cannot be understood', async () => {
    await says(stack, 'culprit', ['who', '10.0.0.0/99'], 2, /10\.0\.0\.0\/99/);
    await says(stack, 'culprit', ['who', 'x.example', '--since', 'yesterdayish'], 2, /since/, /7d/);
  });

  test('a port in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await says(idle, 'culprit', ['serve', '--port', String(port)], 2, String(port), /CULPRIT_PORT|--port/);
    server.close();
  });

  test('an address that is not loopback', async () => {
    await says(idle, 'culprit', ['serve', '--host', '0.0.0.0', '--port', '0'], 2, /0\.0\.0\.0/, /TLS|loopback/);
  });

  test('a home that cannot be written', async () => {
    const file = join(home, 'a-file');
    await writeFile(file, '');
    const nowhere = new Stack({ home: join(file, 'home'), port: 0 });
    await says(nowhere, 'culprit', ['serve', '--port', '0'], 2, /CULPRIT_HOME/, /a-file/);
    await says(nowhere, 'culprit-agent', ['run'], 2, /CULPRIT_HOME/, /a-file/);
  });

  test('a rule file with a wrong field: file and line', async () => {
    const rule = join(home, 'rule.yaml');
    await writeFile(
      rule,
      'title: A rule\nid: 3f2b1c8e-0000-4000-8000-000000000001\nlogsource:\n  product: python\nlevl: high\ndetection:\n  selection:\n    target: x\n  condition: selection\n',
    );
    await says(stack, 'culprit', ['rules', 'check', rule], 1, /rule\.yaml:5/, /levl/, /level/).catch(async () => {
      // Findings are the command's answer: they stand on stdout.
      const said = await stack.run('culprit', ['rules', 'check', rule]);
      expect(said.status).toBe(1);
      expect(said.stdout).toMatch(/rule\.yaml:5[\s\S]*levl[\s\S]*level/);
    });
  });

  test('a folder that is no environment', async () => {
    await says(stack, 'culprit-agent', ['env', 'add', home], /* wrong use */ 2, home, /pyvenv\.cfg|venv/);
    await says(stack, 'culprit-agent', ['env', 'add', join(home, 'missing')], 2, /missing/);
  });

  test('a collector that is not there, a token that is not valid', async () => {
    await says(idle, 'culprit', ['alerts'], 2, /culprit serve/);
    await says(
      idle,
      'culprit-agent',
      ['enrol', '--collector', 'http://127.0.0.1:9', '--token', 'x'],
      1,
      /127\.0\.0\.1:9/,
    );
    await says(idle, 'culprit-agent', ['enrol', '--collector', stack.url, '--token', 'not-a-token'], 1, /token/);
    await says(idle, 'culprit-agent', ['enrol', '--collector', 'nonsense', '--token', 'x'], 2, /nonsense/);
    await says(idle, 'culprit-agent', ['status'], 1, /culprit-agent run/);
  });

  test('a second agent with the same home', async () => {
    await says(stack, 'culprit-agent', ['run'], 1, /already/);
  });
});

test('every command has --help with an example', async () => {
  const commands: ['culprit' | 'culprit-agent', string[]][] = [
    ...[[], ['serve'], ['who'], ['alerts'], ['package'], ['machines'], ['rules'], ['token']].map(
      (args) => ['culprit', args] as ['culprit', string[]],
    ),
    ...[[], ['run'], ['status'], ['env'], ['enrol']].map(
      (args) => ['culprit-agent', args] as ['culprit-agent', string[]],
    ),
  ];
  for (const [program, args] of commands) {
    const { status, stdout } = await idle.run(program, [...args, '--help']);
    expect({ program, args, status }).toEqual({ program, args, status: 0 });
    expect(stdout).toMatch(/Example/i);
  }
});
