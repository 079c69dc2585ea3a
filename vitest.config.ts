import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{proto,agent,collector,python-hook,rules,test,bench}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // Real processes, venvs and browsers on a small machine: slow is no failure, hanging is.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
