/** The deed is done by a process that the package started. */
import { byCause, casesOf, connects, opensKey } from '../case.ts';

const byDescent = { confidence: 'descent' } as const;
/** A program for python -c that opens the key. */
const program = 'import os; open(os.path.expanduser("~/.ssh/id_ed25519")).read()';
const imports = 'import os, subprocess, sys, time';
const quoted = JSON.stringify(program);
/** multiprocessing runs the main script again: only its first run acts. */
const guarded = (name: string): string => `import suspect.${name} as it\nif __name__ == "__main__": it.deed()\n`;

/** Skips where a program is missing. */
const withProgram = (program: string, name: string): string => `
import shutil, sys
if shutil.which("${program}") is None: sys.exit(print("SKIP: there is no ${program}"))
import suspect.${name} as it
it.deed()
`;

const multiprocessing = (method: string) => ({
  suspect: `
import multiprocessing, urllib.request
def deed():
    p = multiprocessing.get_context("${method}").Process(target=urllib.request.urlopen, args=(URL,))
    p.start(); p.join()
`,
  app: guarded(`multiprocessing_${method}`),
});

const processPool = (method: string) => ({
  suspect: `
import concurrent.futures, multiprocessing, os, urllib.request
def deed():
    context = multiprocessing.get_context("${method}")
    with concurrent.futures.ProcessPoolExecutor(1, context) as pool: pool.submit(os.listdir, os.path.dirname(KEY)).result()
`,
  app: guarded(`process_pool_${method}`),
  expected: [{ operation: 'file.list', target: '~/.ssh', ...byCause } as const],
});

export const processes = casesOf('processes', [
  {
    name: 'curl',
    title: 'subprocess.run(["curl", …]): the spawn, and where curl connects to while that is to be seen',
    suspect: `
${imports}
def deed(): subprocess.run(["curl", "-s", "--max-time", "5", URL + "slow"], stdout=subprocess.DEVNULL)
`,
    app: withProgram('curl', 'curl'),
    expected: [{ operation: 'process.spawn', target: 'curl' }, connects(byDescent)],
  },
  {
    name: 'curl-detached',
    title: 'a shell leaves curl behind and ends',
    suspect: `
${imports}
def deed():
    subprocess.Popen(["/bin/sh", "-c", "sleep 0.5; curl -s --max-time 5 $0 >/dev/null & exit", URL + "slow"], start_new_session=True).wait()
    time.sleep(2)
`,
    app: withProgram('curl', 'curl_detached'),
    expected: [connects(byDescent)],
  },
  {
    name: 'curl-of-application',
    title: 'the application starts curl, after the suspect started something else',
    suspect: `${imports}\ndef deed(): subprocess.run(["true"])\n`,
    app: `
import os, shutil, subprocess, sys, suspect.curl_of_application as it
if shutil.which("curl") is None: sys.exit(print("SKIP: there is no curl"))
it.deed()
subprocess.run(["curl", "-s", "--max-time", "5", "http://127.0.0.1:%s/slow" % os.environ["ATTRIBUTION_PORT"]])
`,
    expected: [connects({ chain: [], culprit: null, ...byDescent })],
  },
  {
    name: 'bash-tcp',
    title: 'bash, which connects by itself (/dev/tcp)',
    suspect: `
${imports}
def deed(): subprocess.run(["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/%d; sleep 1" % PORT])
`,
    app: withProgram('bash', 'bash_tcp'),
    expected: [{ operation: 'process.spawn', target: 'bash' }, connects(byDescent)],
  },
  {
    name: 'shell-on-socket',
    title: 'a shell that is given a connection of the suspect’s: the one that was told, and no other',
    suspect: `
${imports}, socket
def deed():
    s = socket.create_connection(("127.0.0.1", PORT))
    subprocess.run(["/bin/sh", "-c", "sleep 1"], stdin=s, stdout=s)
`,
    expected: [connects()],
  },
  {
    name: 'shell',
    title: 'subprocess with a shell: the spawn',
    suspect: `${imports}\ndef deed(): subprocess.run("cat ~/.ssh/id_ed25519 > /dev/null", shell=True)\n`,
    expected: [{ operation: 'process.spawn', target: '/bin/sh' }],
  },
  {
    name: 'os-system',
    title: 'os.system: the spawn',
    suspect: `${imports}\ndef deed(): os.system("true --key")\n`,
    expected: [{ operation: 'process.spawn', target: 'true' }],
  },
  {
    name: 'popen-in-pool',
    title: 'a pool’s worker starts the program: submit(subprocess.run, …)',
    suspect: `
${imports}
from concurrent.futures import ThreadPoolExecutor
def deed():
    with ThreadPoolExecutor(1) as pool: pool.submit(subprocess.run, ["true"]).result()
`,
    expected: [{ operation: 'process.spawn', target: 'true', ...byCause }],
  },
  {
    name: 'python-c',
    title: 'subprocess: python -c',
    suspect: `${imports}\ndef deed(): subprocess.run([sys.executable, "-c", ${quoted}])\n`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'python-stdin',
    title: 'subprocess: a program by standard input',
    suspect: `${imports}\ndef deed(): subprocess.run([sys.executable, "-"], input=${quoted}.encode())\n`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'python-dropped',
    title: 'subprocess: a script that was written to a temporary folder',
    suspect: `
${imports}
import tempfile
def deed():
    path = os.path.join(tempfile.mkdtemp(), "x.py")
    with open(path, "w") as f: f.write(${quoted})
    subprocess.run([sys.executable, path])
`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'python-library',
    title: 'subprocess: python -m of the standard library (zipfile of the key)',
    suspect: `${imports}\ndef deed(): subprocess.run([sys.executable, "-m", "zipfile", "-c", KEY + ".zip", KEY])\n`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'python-by-shell',
    title: 'a shell that starts Python',
    suspect: `${imports}\ndef deed(): os.system("true; '%s' -c '%s'; true" % (sys.executable, ${quoted}))\n`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'three-generations',
    title: 'Python that starts Python that starts Python, by shells',
    suspect: `
${imports}
inner = ${quoted}
for _ in range(2):
    inner = "import os, subprocess, sys; subprocess.run(['/bin/sh', '-c', 'true; exec \\"$0\\" -c \\"$1\\"', sys.executable, %r])" % inner
def deed(): subprocess.run([sys.executable, "-c", inner])
`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'detached',
    title: 'a detached child: a session of its own, its parent gone',
    suspect: `
${imports}
def deed():
    subprocess.Popen(["/bin/sh", "-c", '"$0" -c "$1" &', sys.executable, ${JSON.stringify(`${program}; import time; time.sleep(0.3)`)}], start_new_session=True).wait()
    time.sleep(0.7)
`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'posix-spawn',
    title: 'os.posix_spawn',
    suspect: `
${imports}
def deed(): os.waitpid(os.posix_spawn(sys.executable, [sys.executable, "-c", ${quoted}], os.environ), 0)
`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'exec',
    title: 'os.execv: the process itself becomes another',
    suspect: `${imports}\ndef deed(): os.execv(sys.executable, [sys.executable, "-c", ${quoted}])\n`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'fork-exec',
    title: 'os.fork, then os.execv in the child',
    suspect: `
${imports}
def deed():
    if os.fork() == 0: os.execv(sys.executable, [sys.executable, "-c", ${quoted}])
    os.wait()
`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'spawnv',
    title: 'os.spawnv',
    suspect: `${imports}\ndef deed(): os.spawnv(os.P_WAIT, sys.executable, [sys.executable, "-c", ${quoted}])\n`,
    expected: [opensKey(byDescent)],
  },
  {
    name: 'fork',
    title: 'os.fork: the child goes on with the stack',
    suspect: `
import os, urllib.request
def deed():
    if os.fork() == 0:
        try: urllib.request.urlopen(URL)
        finally: os._exit(0)
    os.wait()
`,
    expected: [connects()],
  },
  {
    name: 'innocent-child',
    title: 'the application starts python -c, after the suspect started something else',
    suspect: `${imports}\ndef deed(): subprocess.run([sys.executable, "-c", "pass"])\n`,
    app: `
import subprocess, sys, suspect.innocent_child as it
it.deed()
subprocess.run([sys.executable, "-c", ${quoted}])
`,
    expected: [opensKey({ chain: [], culprit: null })],
  },
  {
    name: 'multiprocessing-spawn',
    title: 'multiprocessing (spawn) with target=urlopen',
    ...multiprocessing('spawn'),
    expected: [connects(byCause)],
  },
  {
    name: 'multiprocessing-fork',
    title: 'multiprocessing (fork) with target=urlopen',
    ...multiprocessing('fork'),
    expected: [connects(byCause)],
  },
  {
    name: 'multiprocessing-forkserver',
    title: 'multiprocessing (forkserver) with target=urlopen',
    ...multiprocessing('forkserver'),
    expected: [connects(byCause)],
  },
  { name: 'process-pool-spawn', title: 'ProcessPoolExecutor (spawn).submit(os.listdir)', ...processPool('spawn') },
  { name: 'process-pool-fork', title: 'ProcessPoolExecutor (fork).submit(os.listdir)', ...processPool('fork') },
  {
    name: 'multiprocessing-pool',
    title: 'multiprocessing.Pool.apply(os.listdir)',
    suspect: `
import multiprocessing, os
def deed():
    with multiprocessing.get_context("spawn").Pool(1) as pool: pool.apply(os.listdir, (os.path.dirname(KEY),))
`,
    app: guarded('multiprocessing_pool'),
    expected: [{ operation: 'file.list', target: '~/.ssh', ...byCause }],
  },
  {
    name: 'python-S',
    title: 'python -S: no site, no hook; the spawn is told',
    suspect: `${imports}\ndef deed(): subprocess.run([sys.executable, "-S", "-c", ${quoted}])\n`,
    expected: [{ operation: 'process.spawn', target: '*/bin/python' }],
  },
  {
    name: 'python-S-connect',
    title: 'python -S that connects',
    suspect: `
${imports}
program = 'import socket, sys, time; s = socket.create_connection(("127.0.0.1", int(sys.argv[1]))); time.sleep(1)'
def deed(): subprocess.run([sys.executable, "-S", "-c", program, str(PORT)])
`,
    expected: [connects(byDescent)],
  },
  {
    name: 'python-disabled',
    title: 'Python that is started with the hook switched off, and connects',
    suspect: `
${imports}
program = 'import socket, sys, time; s = socket.create_connection(("127.0.0.1", int(sys.argv[1]))); time.sleep(1)'
def deed(): subprocess.run([sys.executable, "-c", program, str(PORT)], env=dict(os.environ, CULPRIT_DISABLE="1"))
`,
    expected: [connects(byDescent)],
  },
]);
