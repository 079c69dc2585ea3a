import { describe, expect, it } from 'vitest';
import { cleanEnv } from './clean-env.ts';
import { lastLine, runCommand } from './command.ts';

const node = (script: string, options: { input?: string; timeoutMs?: number } = {}) =>
  runCommand(process.execPath, ['-e', script], { env: cleanEnv(), ...options });

describe('runCommand', () => {
  it('gives both outputs and a status that is not 0 as a result', async () => {
    const script = 'process.stdin.pipe(process.stdout); process.stderr.write("no"); process.exitCode = 3';
    expect(await node(script, { input: 'yes' })).toEqual({ status: 3, signal: null, stdout: 'yes', stderr: 'no' });
  });

  it('gives the signal that ended a program', async () => {
    expect(await node('process.kill(process.pid, "SIGTERM")')).toMatchObject({ status: null, signal: 'SIGTERM' });
  });

  it('kills what runs too long, and says what it last said', async () => {
    const stuck = node('process.stderr.write("waiting for Godot\\n"); setInterval(() => {}, 1000)', {
      timeoutMs: 1500,
    });
    await expect(stuck).rejects.toThrow(/still running after 1500 ms.*Godot/);
  });
});

describe('cleanEnv', () => {
  it("drops a developer's Python and proxy settings and keeps what is given", () => {
    process.env.PYTHONSTARTUP = '/tmp/x';
    process.env.https_proxy = 'http://proxy.example:3128';
    try {
      const env = cleanEnv({ PYTHONPATH: '/given' });
      expect(env.PYTHONSTARTUP).toBeUndefined();
      expect(env.https_proxy).toBeUndefined();
      expect(env).toMatchObject({ PYTHONPATH: '/given', PATH: process.env.PATH });
    } finally {
      delete process.env.PYTHONSTARTUP;
      delete process.env.https_proxy;
    }
  });
});

describe('lastLine', () => {
  it('passes over blank lines at the end', () => {
    expect(lastLine('first\nlast \n\n')).toBe('last');
    expect(lastLine('\n')).toBe('nothing');
  });
});
