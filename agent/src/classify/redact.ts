/**
 * What of a command line may leave the workstation: which program, which options, which hosts; no secret, no path of a
 * URL. Where it is unclear whether something is a secret, it is taken for one.
 */
import { basename } from 'node:path';
import type { Tilde } from './home-folders.ts';

/** Stands where a secret stood. */
export const redacted = '•••';
/** Longer command lines are cut before anything else looks at them, characters. */
const maxInput = 8_192;
const maxWords = 512;
/** What leaves is at most this long, characters. */
const maxOutput = 1_024;

/** A name whose value is nobody's business: an option, a variable, a key in code, a header. */
const secretName =
  /pass(?:word|wd|phrase|code)|pwd|secret|token|bearer|credential|cookie|signature|api[-_]?key|access[-_]?key|private[-_]?key|encryption[-_]?key|master[-_]?key|session[-_]?(?:id|key)|conn(?:ection)?[-_]?str|webhook|mnemonic|seed[-_]?phrase|(?:^|[-_.])(?:pass|auth|authorization|dsn|pin|otp|key|sig|jwt|pat)(?:$|[-_.])/i;
/** It ends in a name like those, and says where a secret is rather than what: --password-file, TOKEN_PATH. */
const secretPlace = /(?:file|path|dir|stdin|env|type|name|length|ttl|url)$/i;

/** Programs that take a password right behind -p. */
const attachedPassword =
  /^(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump|sshpass|mongo|mongosh|7z|7za|zip|unrar)(?:\.exe)?$/i;

const isSecretName = (name: string): boolean => secretName.test(name) && !secretPlace.test(name);

/** Redacts a command line that was split by whoever started it. */
export function redactArguments(argv: readonly string[], tilde: Tilde): string {
  const words: string[] = [];
  const program = basename(argv[0] ?? '');
  let length = 0;
  let isValue: 'secret' | 'short' | 'user' | false = false;
  for (const whole of argv.slice(0, maxWords)) {
    if (length >= maxInput) break;
    const word = whole.slice(0, maxInput - length);
    length += word.length;
    const said = isValue === false ? redactWord(word, program, tilde) : redactValue(word, isValue, tilde);
    words.push(said);
    isValue = valueAfter(word);
  }
  return bound(words.join(' '), maxOutput);
}

/** Redacts a command line in one piece, as a shell would be given it. */
export function redactCommand(text: string, tilde: Tilde): string {
  // Words in quotes stay whole, so that the second half of a password is no word of its own.
  const words = text.slice(0, maxInput).match(/(?:"[^"]*"?|'[^']*'?|[^\s"'])+/g) ?? [];
  return redactArguments(words, tilde);
}

/** Cuts a text, and shows that it was cut. */
export function bound(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}…`;
}

/** What the word after this one is. */
function valueAfter(word: string): 'secret' | 'short' | 'user' | false {
  if (word === '-p' || word === '-P') return 'short';
  if (word === '-u' || word === '--user' || word === '-U' || word === '--proxy-user') return 'user';
  const option = /^--?([A-Za-z][\w.-]*)$/.exec(word)?.[1];
  return option !== undefined && isSecretName(option) ? 'secret' : false;
}

function redactValue(word: string, kind: 'secret' | 'short' | 'user', tilde: Tilde): string {
  if (kind === 'user') {
    const colon = word.indexOf(':');
    return colon < 0 ? redactText(word, tilde) : `${redactText(word.slice(0, colon), tilde)}:${redacted}`;
  }
  // -p is a port as often as a password; and where the next option comes at once, there was no value.
  if (kind === 'short' && /^\d{1,5}(?::\d{1,5})?(?:\/\w+)?$/.test(word)) return word;
  if (/^--?[A-Za-z][\w-]*(?:=|$)/.test(word)) return redactText(word, tilde);
  return redacted;
}

function redactWord(word: string, program: string, tilde: Tilde): string {
  if (attachedPassword.test(program) && /^-p.+/.test(word)) return `-p${redacted}`;
  const assignment = /^(-{0,2}[A-Za-z_][\w.-]*)=(.*)$/s.exec(word);
  if (assignment !== null) {
    const [, name = '', value = ''] = assignment;
    // The = at the end of base64 assigns nothing.
    if (/^=?$/.test(value) && isRandom(name)) return redacted;
    return `${redactText(name, tilde)}=${isSecretName(name) && value !== '' ? redacted : redactText(value, tilde)}`;
  }
  return redactText(word, tilde);
}

/** Tokens that their makers gave a face, and private keys. */
const knownTokens =
  /(?:gh[oprsu]_|github_pat_|glpat-|sk-|[rs]k_(?:live|test)_|xox[a-z]-|xapp-|npm_|pypi-|hf_|AKIA|ASIA|AIza|ya29\.|eyJ|dop_v1_|shpat_|SG\.|whsec_|AGE-SECRET-KEY-)[\w.~+/=-]{8,}/g;
const botToken = /\d{6,12}:[\w-]{30,}/g;
const privateKey = /-----BEGIN[^-]{0,64}-----[\s\S]*/g;
const url = /\b([a-z][a-z0-9+.-]{1,20}):\/\/([^\s'"<>`]*)/gi;
/** user:password@host without a scheme. */
const userInfo = /[^\s:@/'"=]{1,128}:[^\s@/'"]{1,256}@(?=[\w-]+)/g;
/** A header, or a scheme of authorization. */
const header = /\b((?:proxy-)?authorization|cookie|x-[\w-]{0,40}(?:key|token|secret|auth)[\w-]{0,20})(\s*:\s*)[^'"]+/gi;
const bearer = /\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi;
/** password='…', "token": "…" inside a piece of code or of JSON. */
const assigned = /([A-Za-z_][\w-]{0,60})(["']?\s*[:=]\s*)(["'])([^"'\n]*)\3?/g;
/** Inside a shell's line: NAME=value. */
const shellAssigned = /([A-Za-z_][\w-]{0,60})=([^\s'"&;|)]+)/g;
const tokenLike = /[\w+=.~-]{16,}/g;

/** Takes secrets out of any text, and writes home folders as ~. */
export function redactText(text: string, tilde: Tilde): string {
  const plain = text
    .replace(privateKey, redacted)
    .replace(url, (_, scheme: string, rest: string) => redactUrl(scheme, rest))
    .replace(header, (_, name: string, colon: string) => `${name}${colon}${redacted}`)
    .replace(bearer, (_, scheme: string) => `${scheme} ${redacted}`)
    .replace(botToken, redacted)
    .replace(knownTokens, redacted)
    .replace(userInfo, `${redacted}@`)
    .replace(assigned, (all, name: string, between: string, quote: string) =>
      isSecretName(name) ? `${name}${between}${quote}${redacted}${quote}` : all,
    )
    .replace(shellAssigned, (all, name: string) => (isSecretName(name) ? `${name}=${redacted}` : all))
    .replace(tokenLike, (candidate) => (isRandom(candidate) ? redacted : candidate));
  return tildeWithin(plain, tilde);
}

/** Scheme, host and port of a URL. */
function redactUrl(scheme: string, rest: string): string {
  const [, authority = '', beyond = ''] = /^([^/?#\\]*)(.*)$/s.exec(rest) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return `${scheme}://${host}${beyond.replace('/', '') === '' ? '' : `/${redacted}`}`;
}

/** Whether letters and digits are mixed as nobody would write them: a key, a hash, a token. */
function isRandom(text: string): boolean {
  for (const run of text.match(/[A-Za-z0-9]{16,}/g) ?? []) {
    const digits = run.replace(/\D/g, '').length;
    const isHex = /^[0-9a-f]{24,}$/i.test(run);
    if (isHex && digits > 0) return true;
    if (digits >= 3 && digits < run.length && entropy(run) > 3.2) return true;
    // A name in camel case has long words between its capitals.
    if (run.length >= 20 && changes(run) > run.length / 3) return true;
  }
  // A UUID is cut into short runs; so may a token be.
  return /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i.test(text);
}

/** Bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** How often a character is of another kind (upper case, lower case, digit) than the one before it. */
function changes(text: string): number {
  const kinds = text.replace(/[0-9]/g, '0').replace(/[A-Z]/g, 'A').replace(/[a-z]/g, 'a');
  let found = 0;
  for (let i = 1; i < kinds.length; i += 1) if (kinds[i] !== kinds[i - 1]) found += 1;
  return found;
}

/** Home folders anywhere in a text: a path begins where a word, a quote, or an option's value does. */
function tildeWithin(text: string, tilde: Tilde): string {
  return text.replace(
    /(^|[\s'"=:,;([{<>@])((?:[A-Za-z]:)?[/\\][^\s'":,;)\]}<>]*)/g,
    (_, before: string, path: string) => {
      const slashes = /^[A-Za-z]:\\/.test(path) ? path.replaceAll('\\', '/') : path;
      return `${before}${tilde(slashes)}`;
    },
  );
}
