/**
 * Where this machine gets its packages from, learnt from the installers' own settings and sources: which hosts those are
 * differs from company to company, so none is written down here.
 */
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readText } from '../environments/bounded-read.ts';
import { BoundedMap } from './bounded-map.ts';
import { canonicalHost } from './endpoint-syntax.ts';

const maxFileBytes = 256 * 1024;
const maxHosts = 256;
const maxEnvironments = 512;
/** Settings are read again when a process starts and this has passed, ms. */
const refreshMs = 60_000;

const settings = ['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_FIND_LINKS', 'UV_INDEX_URL', 'UV_EXTRA_INDEX_URL'];
const uvSettings = ['UV_DEFAULT_INDEX', 'UV_INDEX', 'UV_FIND_LINKS'];
const indexKeys = new Set(['index', 'index-url', 'extra-index-url', 'default-index', 'find-links']);

export interface PackageIndexesOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly platform?: NodeJS.Platform;
  readonly userHome?: string;
  /** Unix time, ms. */
  readonly clock?: () => number;
}

/** An environment whose installer's settings count. */
export interface IndexSource {
  readonly prefix: string;
  /** The interpreter that it was made from: its pip counts where the environment has none of its own (uv's have none). */
  readonly basePrefix: string;
  readonly sitePackages: readonly string[];
}

export interface PackageIndexes {
  /** Whether a host is an index, or where an index keeps its files. */
  has(host: string): boolean;
  /** Takes note of an environment: its own settings, and the default of the pip that is installed in it. */
  learn(source: IndexSource): void;
}

export function createPackageIndexes(options: PackageIndexesOptions = {}): PackageIndexes {
  const { env = process.env, platform = process.platform, userHome = homedir(), clock = Date.now } = options;
  const hosts = new Set<string>();
  const lookedMs = new BoundedMap<string, number>(maxEnvironments);

  const add = (urls: readonly string[]): void => {
    for (const url of urls) {
      const host = canonicalHost(url);
      if (host !== '' && hosts.size < maxHosts) hosts.add(host);
    }
  };
  const isDue = (what: string): boolean => {
    const now = clock();
    if (now - (lookedMs.get(what) ?? Number.NEGATIVE_INFINITY) < refreshMs) return false;
    lookedMs.set(what, now);
    return true;
  };
  const learnMachine = (): void => {
    if (!isDue('')) return;
    for (const name of [...settings, ...uvSettings]) add(urlsIn(env[name] ?? ''));
    const { pip, uv } = settingsFiles(env, platform, userHome);
    for (const path of pip) add(urlsOfIni(readText(path, maxFileBytes) ?? ''));
    for (const path of uv) add(urlsOfToml(readText(path, maxFileBytes) ?? ''));
  };

  return {
    has(host) {
      learnMachine();
      return hosts.has(host);
    },
    learn({ prefix, basePrefix, sitePackages }) {
      if (!isDue(prefix)) return;
      add(urlsOfIni(readText(join(prefix, platform === 'win32' ? 'pip.ini' : 'pip.conf'), maxFileBytes) ?? ''));
      for (const folder of new Set([...sitePackages, ...sitePackagesOf(basePrefix)])) {
        add(urlsOfPip(readText(join(folder, 'pip/_internal/models/index.py'), maxFileBytes) ?? ''));
      }
    },
  };
}

/** Where pip and uv look for their settings, per machine and per user. */
function settingsFiles(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, userHome: string) {
  const named = [env.PIP_CONFIG_FILE, env.UV_CONFIG_FILE];
  const own = (index: number): string[] => (named[index] ? [named[index]] : []);
  if (platform === 'win32') {
    const roaming = env.APPDATA || join(userHome, 'AppData/Roaming');
    const shared = env.ProgramData || 'C:/ProgramData';
    return {
      pip: [...own(0), join(shared, 'pip/pip.ini'), join(roaming, 'pip/pip.ini'), join(userHome, 'pip/pip.ini')],
      uv: [...own(1), join(shared, 'uv/uv.toml'), join(roaming, 'uv/uv.toml')],
    };
  }
  const config = env.XDG_CONFIG_HOME || join(userHome, '.config');
  const shared = platform === 'darwin' ? ['/Library/Application Support/pip/pip.conf'] : [];
  const support = platform === 'darwin' ? [join(userHome, 'Library/Application Support/pip/pip.conf')] : [];
  const global = ['/etc/pip.conf', '/etc/xdg/pip/pip.conf', ...shared];
  return {
    pip: [...own(0), ...global, ...support, join(config, 'pip/pip.conf'), join(userHome, '.pip/pip.conf')],
    uv: [...own(1), '/etc/uv/uv.toml', join(config, 'uv/uv.toml')],
  };
}

function urlsIn(text: string): string[] {
  return text.match(/https?:\/\/[^\s'",\]}]+/gi) ?? [];
}

/** pip's settings: `key = value`, a value going on in the lines that are indented below it. */
function urlsOfIni(text: string): string[] {
  const urls: string[] = [];
  let isIndex = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*[#;]/.test(line)) continue;
    const key = /^([A-Za-z_-]+)\s*[=:]/.exec(line)?.[1];
    if (key !== undefined) isIndex = indexKeys.has(key.toLowerCase().replaceAll('_', '-'));
    else if (!/^\s/.test(line)) isIndex = false;
    if (isIndex) urls.push(...urlsIn(line));
  }
  return urls;
}

/** uv's settings: the keys of an index, at any depth, and `url` in an [[index]] table. A list may span lines. */
function urlsOfToml(text: string): string[] {
  const urls: string[] = [];
  let table = '';
  let isIndex = false;
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*#/.test(line)) continue;
    const header = /^\s*\[\[?\s*([\w."-]+)\s*\]\]?/.exec(line)?.[1];
    const key = /^\s*([\w-]+)\s*=/.exec(line)?.[1];
    if (header !== undefined) {
      table = header;
      isIndex = false;
    } else if (key !== undefined) {
      isIndex = indexKeys.has(key) || (key === 'url' && table.endsWith('index'));
    }
    if (isIndex) urls.push(...urlsIn(line));
  }
  return urls;
}

/** pip's own default, as the installed pip has it: PyPI = PackageIndex("URL", file_storage_domain="HOST"). */
function urlsOfPip(source: string): string[] {
  const found =
    /^PyPI\s*=\s*PackageIndex\(\s*["']([^"']{1,256})["']\s*,\s*file_storage_domain\s*=\s*["']([^"']{1,256})["']/m;
  const [, url = '', storage = ''] = found.exec(source) ?? [];
  return [url, storage].filter((text) => text !== '');
}

/** Where a base interpreter may keep its packages, that of Debian too. */
function sitePackagesOf(prefix: string): string[] {
  const below = (folder: string): string[] => {
    try {
      return readdirSync(join(prefix, folder)).filter((name) => /^python\d/.test(name));
    } catch {
      return [];
    }
  };
  const versioned = below('lib').flatMap((name) =>
    ['site-packages', 'dist-packages'].map((dir) => join('lib', name, dir)),
  );
  return [...versioned, 'Lib/site-packages'].map((folder) => join(prefix, folder));
}
