/** The deed is done while a package is installed, by what builds it; and what an installer does for itself is expected. */
import { casesOf, connects, opensKey } from '../case.ts';

const deed = `
import os, socket, time
open(os.path.join(os.environ["HOME"], ".ssh", "id_ed25519")).read()
socket.create_connection(("127.0.0.1", int(os.environ["ATTRIBUTION_PORT"])), 5).close()
time.sleep(0.3)  # what pip unpacked is gone when this fails, and whose it was is read there
`;
const pkgInfo = 'Metadata-Version: 2.1\nName: trap\nVersion: 9.1\n';
const backend = `${deed}
def get_requires_for_build_wheel(config_settings=None): return []
def build_wheel(directory, config_settings=None, metadata_directory=None):
    raise SystemExit("a stand-in: it builds nothing")
`;
const setupPy = `${deed}\nfrom setuptools import setup\nsetup(name="trap", version="9.1")\n`;
const trap = { chain: ['trap', 'pip'], culprit: 'trap' } as const;
const bySetuptools = { chain: ['trap', 'setuptools', 'pip'], culprit: 'trap' } as const;
/** Packs the sdist, and becomes pip: its parent is not to be seen. */
const installing = `
import os, sys, tarfile
with tarfile.open("trap-9.1.tar.gz", "w:gz") as sdist: sdist.add("trap-9.1")
options = "--no-index --no-deps --no-build-isolation --disable-pip-version-check --quiet"
os.execv(sys.executable, [sys.executable, "-m", "pip", "install", *options.split(), "./trap-9.1.tar.gz"])
`;

export const install = casesOf('install', [
  {
    name: 'build-backend',
    title: 'pip install of an sdist whose own build backend reads and connects',
    files: {
      'trap-9.1/PKG-INFO': pkgInfo,
      'trap-9.1/pyproject.toml':
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n[project]\nname = "trap"\nversion = "9.1"\n',
      'trap-9.1/backend.py': backend,
    },
    app: installing,
    expected: [opensKey(trap), connects(trap)],
  },
  {
    name: 'setup-py-by-backend',
    title: 'pip install of an sdist whose setup.py, run by setuptools as its build backend, reads and connects',
    needs: ['setuptools', 'wheel'],
    files: {
      'trap-9.1/PKG-INFO': pkgInfo,
      'trap-9.1/pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "setuptools.build_meta"\n',
      'trap-9.1/setup.py': setupPy,
    },
    app: installing,
    expected: [opensKey(bySetuptools), connects(bySetuptools)],
  },
  {
    name: 'setup-py',
    title: 'pip install of an sdist whose setup.py, run by pip up to 25.2, reads and connects',
    needs: ['setuptools', 'wheel'],
    files: { 'trap-9.1/PKG-INFO': pkgInfo, 'trap-9.1/setup.py': setupPy },
    app: `
import pip
if tuple(map(int, pip.__version__.split('.')[:2])) >= (25, 3): print('SKIP: this pip leaves every setup.py to setuptools'); raise SystemExit
${installing}`,
    expected: [opensKey({ culprit: 'trap', chain: ['trap'] }), connects({ culprit: 'trap', chain: ['trap'] })],
  },
  {
    name: 'installer-itself',
    title: 'pip itself reads credentials and calls an index: it is named, and expected to',
    files: { '.netrc': 'machine 127.0.0.1\n', 'app.py': '' },
    args: [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--disable-pip-version-check',
      '--retries',
      '0',
      '--timeout',
      '2',
      'nothing-of-that-name',
    ],
    env: { PIP_INDEX_URL: 'http://127.0.0.1:9/simple/', PIP_CONFIG_FILE: '/dev/null', PIP_FIND_LINKS: '' },
    expected: [
      { operation: 'net.connect', target: '127.0.0.1', chain: ['pip'], culprit: 'pip' },
      { operation: 'file.open', target: '~/.netrc', chain: ['pip'], culprit: 'pip' },
    ],
  },
]);
