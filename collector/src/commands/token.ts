import { parseSince } from '../api/since.ts';
import type { CreatedToken } from '../api/types.ts';
import { createClient } from './client.ts';
import { none, readOptions, usage, wholeNumber } from './options.ts';
import type { Command, CommandContext } from './terminal.ts';
import { time } from './text.ts';

export const token: Command = {
  name: 'token',
  summary: 'Tokens to enrol machines, to sign in to the console, for programs; take them back',
  help: `Usage: culprit token create --enrol [--uses N] [--expires IN] [--json]
       culprit token create --sign-in [--json]
       culprit token create --api [--label NAME] [--expires IN] [--json]
       culprit token revoke --api NAME | --machine ID

A token is shown once; the collector keeps only its hash.
  --enrol          for "culprit-agent enrol", good for N machines (1) within a day
  --sign-in        a link that signs a browser in to the console once, within 10 minutes
  --api            for programs that use the API, until it is taken back
  --label NAME     what an API token is taken back by
  --expires IN     how long it is good: 30m, 12h, 7d
  --json           JSON

Examples:
  culprit token create --sign-in
  culprit token create --enrol --uses 20 --expires 7d
  culprit token revoke --machine m-4Wq0c1aXb2Zk
`,
  async run(args, context) {
    const [verb, ...rest] = args;
    if (verb === 'create') return await create(rest, context);
    if (verb === 'revoke') return await revoke(rest, context);
    throw usage(
      verb === undefined ? '"culprit token" needs create or revoke' : `"culprit token" can't "${verb}"`,
      '"culprit token --help" shows examples',
    );
  },
};

async function create(args: readonly string[], context: CommandContext): Promise<0> {
  const command = 'culprit token create';
  const { values, positionals } = readOptions(command, args, {
    enrol: { type: 'boolean' },
    'sign-in': { type: 'boolean' },
    api: { type: 'boolean' },
    uses: { type: 'string' },
    label: { type: 'string' },
    expires: { type: 'string' },
    json: { type: 'boolean' },
  });
  none(command, positionals);
  const kinds = (['enrol', 'sign-in', 'api'] as const).filter((kind) => values[kind]);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw usage(
      `"${command}" needs one of --enrol, --sign-in and --api`,
      `"${command} --sign-in" makes a link to the console`,
    );
  const body = {
    kind,
    ...(values.label === undefined ? {} : { label: values.label }),
    ...(values.uses === undefined ? {} : { uses: wholeNumber('uses', values.uses, 1, 100_000) }),
    ...(values.expires === undefined ? {} : { expiresInMs: lengthOf(values.expires) }),
  };
  const client = createClient(context);
  const created = await client.send<CreatedToken>('POST', '/api/v1/tokens', body);
  const { out } = context.terminal;
  if (values.json) out(`${JSON.stringify({ ...created, url: client.url }, null, 2)}\n`);
  else out(`${created.link ?? created.token}\n`);
  if (!values.json) context.terminal.err(note(kind, created, client.url));
  return 0;
}

/** Beside the token, so that the token alone goes into a pipe. */
function note(kind: 'enrol' | 'sign-in' | 'api', { expiresMs }: CreatedToken, url: string): string {
  const until = expiresMs === null ? 'until it is taken back' : `until ${time(expiresMs)}`;
  if (kind === 'sign-in') return `Open it in a browser on this machine. It signs in once, ${until}.\n`;
  if (kind === 'enrol')
    return `On the machine to enrol: culprit-agent enrol --collector ${url} --token TOKEN. It is good ${until}.\n`;
  return `Send it as "Authorization: Bearer TOKEN", or set CULPRIT_TOKEN. It is good ${until}.\n`;
}

function lengthOf(text: string): number {
  const ms = /^\d+[smhdw]$/.test(text) ? parseSince(text, 0) : null;
  if (ms === null || ms === 0) throw usage(`--expires "${text}" is no length of time`, 'write it like 30m, 12h or 7d');
  return -ms;
}

async function revoke(args: readonly string[], context: CommandContext): Promise<0> {
  const command = 'culprit token revoke';
  const { values, positionals } = readOptions(command, args, { api: { type: 'string' }, machine: { type: 'string' } });
  none(command, positionals);
  if ((values.api === undefined) === (values.machine === undefined)) {
    throw usage(`"${command}" needs --api NAME or --machine ID`, '"culprit machines" shows the ids');
  }
  const path =
    values.api === undefined
      ? `/api/v1/machines/${encodeURIComponent(values.machine ?? '')}/credential`
      : `/api/v1/tokens/${encodeURIComponent(values.api)}`;
  await createClient(context).send('DELETE', path);
  context.terminal.err(
    values.api === undefined ? 'The machine must enrol again to report.\n' : 'The token is good no more.\n',
  );
  return 0;
}
