import type { Alert } from '../../src/api/types.ts';
import { aiocpaAlert } from './aiocpa.ts';
import { activity, entry, summary, version } from './fixtures.ts';

/** What an attacker can choose: markup, control and bidirectional characters, and lengths, in every field. */

export const markup = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';
export const reversed = 'safe\u202Egpj.exe';
const name = `x${markup}\u202E`;
const long = `~/${'very-long-folder-name-without-any-break/'.repeat(30)}end.py`;
const culprit = { name, version: `1.0\u0000${markup}` };
const frames = [
  { file: `${long}${markup}`, function: `f\n${markup}`, line: 4_294_967_295, dynamic: true, culprit: true },
  { file: '\u001b[2J', function: '\u2066', line: 0, dynamic: false, culprit: false },
];
const act = activity({
  target: `${markup}${reversed}`,
  targetClass: `class\u200b${markup}`,
  ip: `1.2.3.4${markup}`,
  port: 65_535,
  via: `${markup}:1`,
  environment: long,
  package: culprit,
  chain: [{ name: `conduit${markup}`, version: '' }, culprit],
  frames,
  atMs: 8.64e15,
  lastMs: Number.MAX_VALUE,
  count: 4_294_967_295,
});

export const hostileAlert: Alert = {
  ...aiocpaAlert,
  ...summary({
    id: 'hostile',
    severity: 'medium',
    sentence: `${name} read ${reversed} and ${markup}\u0007`,
    package: culprit,
    machine: { id: `m${markup}`, name: `host\u202E${markup}` },
    count: 4_294_967_295,
    firstMs: -1,
    lastMs: 8.64e15,
  }),
  rule: {
    ...aiocpaAlert.rule,
    id: markup,
    title: `Rule ${markup}`,
    description: markup,
    references: ['javascript:document.title="owned"', `https://example.test/${markup}`],
    tags: [markup, 'attack.t1027'],
    text: `title: ${markup}\n\u202Edetection: x\n`,
  },
  environment: long,
  process: {
    key: markup,
    pid: 1,
    parentPid: 0,
    startedMs: Number.MAX_VALUE,
    python: markup,
    executable: long,
    application: `${long}${reversed}`,
    command: `python -c "${markup}\u001b]0;owned\u0007"`,
    environment: long,
  },
  chain: [{ name: `conduit${markup}`, version: '' }, culprit],
  evidence: [act],
  timeline: [
    entry({ ...act, id: 'h:1:0' }, true),
    entry({ ...act, id: 'h:2:0', operation: 'process.spawn', other: markup, atMs: 5 }),
  ],
  versions: [
    version(`0${markup}`),
    version(culprit.version, {
      behaviours: [{ operation: 'net.connect', targetClass: markup, firstMs: -5, count: 1 }],
    }),
  ],
  newInVersion: [{ operation: 'net.connect', targetClass: markup, firstMs: -5, count: 1 }],
};
