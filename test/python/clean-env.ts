/**
 * Whatever changes how Python starts or where its requests go. A developer's own settings must neither bend a test
 * nor let a replica's request out by a proxy that isn't ours.
 */
const unwanted = [
  /^PYTHON/i,
  /^__PYVENV_LAUNCHER__$/,
  /^(VIRTUAL_ENV|CONDA)/i,
  /^(PYENV_VERSION|PYENV_VIRTUAL_ENV)$/,
  /^CULPRIT_/i,
  /^(HTTP|HTTPS|ALL|FTP|NO)_PROXY$/i,
  /^SSL_CERT_(FILE|DIR)$/i,
  /^(REQUESTS|CURL)_CA_BUNDLE$/i,
];

/** This process's environment without the settings above, then `extra` over it; a value of undefined takes one out. */
export function cleanEnv(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !unwanted.some((pattern) => pattern.test(name)));
  return { ...Object.fromEntries(kept), ...extra };
}

/** Over cleanEnv, for pip: it goes where the developer's own would, by their proxy, with their certificates. */
export function networkSettings(): NodeJS.ProcessEnv {
  const wanted = /^((HTTP|HTTPS|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|PIP_.*)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => wanted.test(name)));
}
