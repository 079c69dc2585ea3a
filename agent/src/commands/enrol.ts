import { hostname } from 'node:os';
import { makeAgentHome } from '../home.ts';
import { enrol as enrolAt } from '../uplink/enrol.ts';
import { writeIdentity } from '../uplink/identity.ts';
import { type Command, json, readArguments, usage } from './command.ts';

export const enrol: Command = {
  name: 'enrol',
  summary: 'Make first contact with a collector',
  help: `Usage: culprit-agent enrol --collector URL --token T [--json]

Exchanges an enrolment token for a credential of this machine's own. A running agent begins to report by itself.
The token comes from "culprit token create --enrol" on the collector's machine; "--token -" reads it from standard
input, so that it stands in no shell history.

Example:
  culprit-agent enrol --collector http://127.0.0.1:7790 --token -
`,
  async run(args, { out, home }) {
    const { values } = readArguments('enrol', args, {
      collector: { type: 'string' },
      token: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    const mend = '"culprit-agent enrol --help" shows an example';
    if (!values.collector) throw usage('"culprit-agent enrol" needs --collector', mend);
    if (!values.token) throw usage('"culprit-agent enrol" needs --token', mend);
    const token = values.token === '-' ? await readInput() : values.token;
    makeAgentHome(home);
    const { collector } = values;
    const identity = await enrolAt({ collector, token, hostName: hostname(), platform: process.platform });
    writeIdentity(home.identityFile, identity);
    const { machine } = identity;
    if (values.json) out(json({ collector: identity.collector, machine }));
    else out(`This machine is enrolled with ${identity.collector} as ${machine}.\n`);
    return 0;
  },
};

async function readInput(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 1024) break;
  }
  return text.trim();
}
