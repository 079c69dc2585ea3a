import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchDir } from './scratch.ts';

/** Talking to a bot's API is an alert. */
export const botRule = `title: Package talks to a bot API
id: 5a2f1a4e-3a64-4e0c-9d8e-0d6f1c2b3a41
name: bot-api
status: test
description: For tests.
logsource:
  product: python
  service: culprit
  category: network_connection
detection:
  selection:
    target.class: bot-api
  condition: selection
level: high
`;

/** Doing so twice from one machine within an hour is another. */
export const twiceRule = `title: Machine talks to a bot API twice
id: 7c0f4b1c-92c5-4a34-8a4a-5d7c3f0e9b62
status: test
description: For tests.
correlation:
  type: event_count
  rules:
    - bot-api
  group-by:
    - host.id
  generate: true
  timespan: 1h
  condition:
    gte: 2
level: critical
`;

/** A folder of rules with these. */
export function scratchRules(...rules: readonly string[]): string {
  const dir = scratchDir();
  mkdirSync(join(dir, 'detections'));
  rules.forEach((text, index) => {
    writeFileSync(join(dir, 'detections', `rule-${index}.yaml`), text);
  });
  return dir;
}
