import { defineConfig, type Plugin } from 'vite';

/**
 * Nothing is painted before the console's own script has run, so that a theme chosen by hand never flashes the other
 * one. The usual cure, a line of script in the page, is what the strict Content-Security-Policy forbids.
 */
const paintAfterScript: Plugin = {
  name: 'paint-after-script',
  transformIndexHtml: {
    order: 'post',
    handler: (html) => html.replace('<script type="module"', '<script type="module" blocking="render"'),
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [paintAfterScript],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // The first browsers that know light-dark(), nesting and subgrid: what the styles are written in.
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // Everything is a file of its own: data: URLs would need a hole in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:7790' } },
});
