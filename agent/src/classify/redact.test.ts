import { describe, expect, test } from 'vitest';
import { createTilde } from './home-folders.ts';
import { redactArguments, redactCommand, redactText } from './redact.ts';

const tilde = createTilde(['/home/ann']);
const command = (text: string): string => redactCommand(text, tilde);

describe('values of options that name a secret', () => {
  test.each([
    ['mysql --password=hunter2 -h db', 'mysql --password=••• -h db'],
    ['tool --password hunter2 next', 'tool --password ••• next'],
    ['tool --token abc --verbose', 'tool --token ••• --verbose'],
    ['tool --api-key abc', 'tool --api-key •••'],
    ['tool --apikey=abc', 'tool --apikey=•••'],
    ['tool --client-secret abc', 'tool --client-secret •••'],
    ['tool -token abc', 'tool -token •••'],
    ['tool --auth abc --author ann', 'tool --auth ••• --author ann'],
    ['tool --db-pass abc --bypass yes', 'tool --db-pass ••• --bypass yes'],
    ["tool --password 'my long secret' x", 'tool --password ••• x'],
    ['tool --password "my long secret" x', 'tool --password ••• x'],
    ['tool -p hunter2', 'tool -p •••'],
    ['ssh -p 2222 host', 'ssh -p 2222 host'],
    ['docker run -p 8080:80/tcp x', 'docker run -p 8080:80/tcp x'],
    ['mysqldump -phunter2 db', 'mysqldump -p••• db'],
    ['/usr/bin/sshpass -phunter2 ssh host', '/usr/bin/sshpass -p••• ssh host'],
    ['gcc -pthread a.c', 'gcc -pthread a.c'],
    ['curl -u ann:hunter2 host', 'curl -u ann:••• host'],
    ['curl --user ann:hunter2', 'curl --user ann:•••'],
    ['curl --user ann host', 'curl --user ann host'],
    // A place is no secret; a flag that is followed by another has no value.
    ['tool --password-file /etc/pw', 'tool --password-file /etc/pw'],
    ['tool --password --verbose', 'tool --password --verbose'],
    ['tool --token --api-key=abc', 'tool --token --api-key=•••'],
  ])('%s', (given, said) => {
    expect(command(given)).toBe(said);
  });
});

describe('variables', () => {
  test.each([
    ['env DB_PASSWORD=x PGHOST=db run', 'env DB_PASSWORD=••• PGHOST=db run'],
    ['AWS_SECRET_ACCESS_KEY=abc run', 'AWS_SECRET_ACCESS_KEY=••• run'],
    ['OPENAI_API_KEY=abc run', 'OPENAI_API_KEY=••• run'],
    ['SIGNING_KEY=abc MONKEY=see', 'SIGNING_KEY=••• MONKEY=see'],
    ['TOKEN_PATH=/run/token x', 'TOKEN_PATH=/run/token x'],
    ['GITHUB_TOKEN="a b c" x', 'GITHUB_TOKEN=••• x'],
    ["sh -c 'export TOKEN=abc; run'", "sh -c 'export TOKEN=•••; run'"],
    ["sh -c 'PASSWORD=abc run && echo done'", "sh -c 'PASSWORD=••• run && echo done'"],
    ['PASSWORD= run', 'PASSWORD= run'],
  ])('%s', (given, said) => {
    expect(command(given)).toBe(said);
  });
});

describe('URLs keep scheme, host and port', () => {
  test.each([
    ['curl https://ann:pw@host.example/a/b?c=d#e', 'curl https://host.example/•••'],
    ['curl https://host.example:8443/a', 'curl https://host.example:8443/•••'],
    ['curl https://host.example', 'curl https://host.example'],
    ['curl https://host.example/', 'curl https://host.example'],
    ['curl https://host.example?key=1', 'curl https://host.example/•••'],
    ['psql postgresql://app:hunter2@db.local/app', 'psql postgresql://db.local/•••'],
    ['redis-cli -u redis://:hunter2@cache:6379/0', 'redis-cli -u redis:•••'],
    ['git clone https://x-access-token:abc@git.example/a.git', 'git clone https://git.example/•••'],
    ['x --url=https://ann:p@ss@host.example/x', 'x --url=https://host.example/•••'],
    ['scp ann:hunter2@host:/etc', 'scp •••@host:/etc'],
    ['curl file:///home/ann/x', 'curl file:///•••'],
    ['curl "https://a.example/x" https://b.example/y', 'curl "https://a.example/•••" https://b.example/•••'],
  ])('%s', (given, said) => {
    expect(command(given)).toBe(said);
  });

  test('a path without a scheme loses its token all the same', () => {
    const token = `123456789:${'AAF-xyz_0'.repeat(4)}`;
    const said = command(`curl api.telegram.org/bot${token}/sendMessage`);
    expect(said).toContain('api.telegram.org/bot•••');
    expect(said).not.toContain('AAF');
  });
});

describe('headers', () => {
  test.each([
    ['curl -H "Authorization: Bearer abcdefghijk" host', 'curl -H "Authorization: •••" host'],
    ["curl -H 'X-Api-Key: abc' host", "curl -H 'X-Api-Key: •••' host"],
    ["curl -H 'Cookie: a=b; c=d' host", "curl -H 'Cookie: •••' host"],
    ["curl -H 'Accept: text/html' host", "curl -H 'Accept: text/html' host"],
    ['Bearer abcdefghijk', 'Bearer abcdefghijk'],
  ])('%s', (given, said) => {
    expect(command(given)).toBe(said);
  });

  test('an argument that is a whole header', () => {
    expect(redactArguments(['curl', '-H', 'Authorization: Basic YW5uOnB3'], tilde)).toBe('curl -H Authorization: •••');
    expect(redactText('Bearer abcdefghijk', tilde)).toBe('Bearer •••');
  });
});

describe('tokens are known by their face', () => {
  test.each([
    'ghp_16C7e42F292c6912E7710c838347Ae178B4a',
    'github_pat_11AAAAAAA0abcdefghijkl',
    'glpat-abcdefghijklmnopqrst',
    'sk-proj-abcdefghijklmnop',
    'sk_live_abcdefghijklmnop',
    'xoxb-1234567890-abcdefghij',
    'npm_abcdefghijklmnopqrstuvwxyz',
    'hf_abcdefghijklmnopqrst',
    'AKIAIOSFODNN7EXAMPLE',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
    '123456789:AAFabcdefghijklmnopqrstuvwxyz012345',
    // … and others by their looks.
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c',
    'wJalrXUtnFEMI7K7MDENGbPxRfiCYEXAMPLEKEY1',
    'aGVsbG8gd29ybGQgdGhpcyBpcyBhIHNlY3JldA==',
    'QmFzZVNpeHR5Rm91ckVuY29kZWRUZXh0SGVyZQ',
    '550e8400-e29b-41d4-a716-446655440000',
    'mF_9.B5f-4.1JqMk2vR8sQwZ93kd02ks9',
  ])('%s', (token) => {
    expect(command(`run ${token} x`)).toBe('run ••• x');
    expect(command(`run --value=${token}`)).toBe('run --value=•••');
    expect(command(`python -c "send('${token}')"`)).toBe(`python -c "send('•••')"`);
  });

  test.each([
    'python3.11 -m http.server 8000',
    'pip install manylinux2014_x86_64 cp311-cp311',
    'pip install --no-build-isolation scikit-learn==1.5.0',
    'gcc -DNDEBUG -fno-strict-aliasing -Wl,--as-needed',
    '/usr/lib/python3/dist-packages/some_long_module_name/__init__.py',
    'python -c "import distutils.sysconfig"',
    'java -XX:+UseContainerSupport org.springframework.boot.loader.JarLauncher',
    'node --experimental-permission --max-old-space-size=4096',
    'pytest tests/test_something_rather_long.py::TestClassName::test_method_name',
    'AbstractSingletonProxyFactoryBean',
    'git rev-parse --abbrev-ref HEAD',
    'ls -la /opt/application-2024.01.15',
  ])('and this is no token: %s', (ordinary) => {
    expect(command(ordinary)).toBe(ordinary);
  });

  test('a private key, to its end and beyond', () => {
    const said = redactText('echo -----BEGIN OPENSSH PRIVATE KEY-----\nabc\n-----END', tilde);
    expect(said).toBe('echo •••');
  });
});

describe('code on a command line', () => {
  test.each([
    [`python -c "password = 'hunter2'; run()"`, `python -c "password = '•••'; run()"`],
    [`python -c 'c(token="abc", host="h")'`, `python -c 'c(token="•••", host="h")'`],
    [`curl -d '{"api_key": "abc", "n": 1}'`, `curl -d '{"api_key": "•••", "n": 1}'`],
  ])('%s', (given, said) => {
    expect(command(given)).toBe(said);
  });
});

describe('home folders', () => {
  test.each([
    ['cat /home/ann/.ssh/id_rsa', 'cat ~/.ssh/id_rsa'],
    ['cat /home/bob/x /Users/eve/y /root/z', 'cat ~/x ~/y ~/z'],
    ['tar --file=/home/ann/x.tar', 'tar --file=~/x.tar'],
    ['PATH=/home/ann/bin:/usr/bin run', 'PATH=~/bin:/usr/bin run'],
    ["sh -c 'cat /home/ann/x'", "sh -c 'cat ~/x'"],
    ['C:\\Users\\ann\\python.exe x', '~/python.exe x'],
    ['cat /home /homes/ann /usr/home/ann', 'cat /home /homes/ann /usr/home/ann'],
  ])('%s', (given, said) => {
    expect(command(given)).toBe(said);
  });
});

describe('bounds', () => {
  test('what leaves is at most 1,024 characters, and shows where it was cut', () => {
    const said = command(`run ${'word '.repeat(1_000)}`);
    expect(said).toHaveLength(1_024);
    expect(said.endsWith('…')).toBe(true);
  });

  test('a secret that is cut in two by the bound is gone, not half there', () => {
    expect(command(`${'word '.repeat(203)}--password ${'s3cr3t'.repeat(50)}`)).not.toContain('s3cr3t');
  });

  test.each([
    ['colons', 'a:'.repeat(100_000)],
    ['one word', 'a'.repeat(200_000)],
    ['quotes', `"'`.repeat(100_000)],
    ['equals signs', 'a='.repeat(100_000)],
    ['half a URL again and again', 'http://a'.repeat(20_000)],
    ['headers', 'x-key-key-key: '.repeat(20_000)],
    ['BEGIN again and again', '-----BEGIN'.repeat(20_000)],
  ])('hostile input takes no time: %s', (_, text) => {
    const startMs = performance.now();
    command(text);
    redactArguments(text.split(' '), tilde);
    expect(performance.now() - startMs).toBeLessThan(500);
  });

  test('arguments are redacted as they were split', () => {
    expect(redactArguments(['run', '--password', 'two words', 'x'], tilde)).toBe('run --password ••• x');
    expect(redactArguments([], tilde)).toBe('');
  });
});
