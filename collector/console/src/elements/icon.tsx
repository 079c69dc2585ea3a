const paths = {
  sun: 'M8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13M11 8a3 3 0 1 1-6 0a3 3 0 1 1 6 0z',
  moon: 'M13.7 10.2A6.2 6.2 0 0 1 5.8 2.3a6.2 6.2 0 1 0 7.9 7.9z',
  half: 'M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4zM8 2v12M10.2 3.5v9M12.3 5v6',
  keys: 'M2.5 3.5h11a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1zM4.5 6.5h.01M8 6.5h.01M11.5 6.5h.01M5 9.8h6',
  copy: 'M5.5 5.5V3a1 1 0 0 1 1-1H13a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1h-2.5M3 5.5h6.5a1 1 0 0 1 1 1V13a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1z',
  check: 'M2.5 8.5l3.5 3.5 7.5-8',
  back: 'M9.5 3 4.5 8l5 5',
  up: 'M8 13V3M4 7l4-4 4 4',
  outside: 'M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v3a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1h3',
  arrow: 'M1.5 8h13M10.5 4l4 4-4 4',
  leave: 'M6.5 2H3a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h3.5M6.5 8H14M11 5l3 3-3 3',
  warning: 'M8 2 15 14H1zM8 6.5v3.5M8 12h.01',
  package: 'M8 1.5 14 5v6.5L8 15l-6-3.5V5zM2 5l6 3.4L14 5M8 8.4V15',
  code: 'M5.5 4 1.5 8l4 4M10.5 4l4 4-4 4',
  file: 'M4 1.5h5.5L13 5v9.5H4zM9.5 1.5V5H13',
  name: 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13zM1.5 8h13M8 1.5c-4.7 4.3-4.7 8.7 0 13M8 1.5c4.7 4.3 4.7 8.7 0 13',
  connection: 'M1.5 8h8.5M7 4.5 10.5 8 7 11.5M13.5 2.5v11',
  child: 'M3 2v7a2 2 0 0 0 2 2h8M10 8l3 3-3 3',
  hook: 'M8 1.5v8.5a3 3 0 0 1-6 0V8.5M5.5 4h5',
} as const;

export type IconName = keyof typeof paths;

/** A drawing of one stroke beside a word, never instead of one. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
