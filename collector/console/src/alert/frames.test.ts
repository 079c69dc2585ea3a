import type { Frame } from '@culprit/proto';
import { expect, test } from 'vitest';
import { shownFrames, splitFile } from './frames.ts';

test.each([
  ['~/t/.venv/lib/python3.11/site-packages/cryptopay/utils/sync.py', 'cryptopay/utils/sync.py'],
  ['/usr/lib/python3/dist-packages/yaml/__init__.py', 'yaml/__init__.py'],
  ['C:\\venv\\Lib\\site-packages\\a\\b.py', 'a\\b.py'],
  ['/usr/lib/python3.11/urllib/request.py', 'urllib/request.py'],
  ['~/trader/bot.py', '~/trader/bot.py'],
  ['', ''],
])('of %s, the package’s own part is %s', (path, file) => {
  const split = splitFile(path);
  expect(split.file).toBe(file);
  expect(split.root + split.file).toBe(path);
});

test('a deep stack is cut, but never before the culprit', () => {
  const frames = Array.from({ length: 60 }, (_, line): Frame => {
    return { file: 'a.py', function: 'f', line, dynamic: false, culprit: line === 30 };
  });
  const shown = shownFrames(frames);
  expect(shown.length).toBeLessThan(60);
  expect(shown.some(({ culprit }) => culprit)).toBe(true);
  expect(shownFrames(frames.slice(0, 10))).toHaveLength(10);
});
