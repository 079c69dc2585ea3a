import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuiltConsole, buildConsole } from './built-console.ts';

const maxFirstLoad = 60 * 1024;
let built: BuiltConsole;
beforeAll(async () => {
  built = await buildConsole();
});
afterAll(() => built?.remove());

const gzipped = (path: string): number => gzipSync(readFileSync(join(built.dist, path))).length;

test('the first load is light, and every asset bears a hash', () => {
  const html = readFileSync(join(built.dist, 'index.html'), 'utf8');
  const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  expect(first.filter((path) => path.endsWith('.js')).length).toBeGreaterThan(0);
  expect(first.reduce((total, path) => total + gzipped(path), gzipped('index.html'))).toBeLessThan(maxFirstLoad);
  for (const file of readdirSync(join(built.dist, 'assets'))) expect(file).toMatch(/-[\w-]{8}\.(js|css|svg)$/);
});

test('the page has nothing inline and nothing from elsewhere', () => {
  const html = readFileSync(join(built.dist, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<style|style=|<script(?![^>]*\ssrc=)|\son\w+=/);
  expect(html).not.toMatch(/(?:src|href)="(?!\/)/);
  expect(html).toContain('blocking="render"');
  const code = readdirSync(join(built.dist, 'assets')).map((file) =>
    readFileSync(join(built.dist, 'assets', file), 'utf8'),
  );
  expect(code.join('\n')).not.toMatch(/@import|@font-face|url\(\s*["']?(?:https?:|data:)/);
});
