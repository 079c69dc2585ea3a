/**
 * The types of types.ts as schemas: the OpenAPI document is made from them, and the tests hold real answers against
 * them. `satisfies` keeps each from falling short of its type.
 */
import { allOperations, type Operation, type Review } from '@culprit/proto';
import { z } from 'zod';
import { severities } from '../store/alert-table.ts';
import type * as types from './types.ts';

const ms = z.number().describe('Unix time, ms');

export const operation = z.enum(allOperations as readonly [Operation, ...Operation[]]).meta({ id: 'Operation' });
export const severity = z.enum(severities as readonly [types.Severity, ...types.Severity[]]).meta({ id: 'Severity' });
export const confidence = z.enum(['unknown', 'stack', 'cause', 'descent', 'native']).meta({ id: 'Confidence' });

export const packageRef = z.strictObject({ name: z.string(), version: z.string() }).meta({ id: 'PackageRef' });

export const machineRef = z
  .strictObject({ id: z.string(), name: z.string().describe('Its host name') })
  .meta({ id: 'MachineRef' }) satisfies z.ZodType<types.MachineRef>;

const processRef = z
  .strictObject({
    key: z.string().describe('Unique for its machine'),
    pid: z.number(),
    parentPid: z.number(),
    startedMs: ms,
    python: z.string(),
    executable: z.string(),
    application: z.string().describe('The main script, "-m NAME", "-c" or "-"'),
    command: z.string().describe('The command line with secrets redacted'),
    environment: z.string(),
  })
  .meta({ id: 'Process' });

export const review = z
  .strictObject({
    outcome: z.enum(['compared', 'partial', 'alone']),
    newKinds: z.array(z.string()).describe('The earlier version had nothing of these kinds'),
    findings: z.array(z.string()).describe('What is new, a line each'),
  })
  .meta({ id: 'Review' }) satisfies z.ZodType<Review>;

export const activity = z
  .strictObject({
    id: z.string().describe('machine:batch:index'),
    machine: machineRef,
    atMs: ms,
    lastMs: ms,
    count: z.number(),
    operation,
    target: z.string(),
    targetClass: z.string().nullable(),
    ip: z.string().nullable(),
    port: z.number().nullable(),
    via: z.string().nullable(),
    access: z.enum(['read', 'write', 'readwrite']).nullable(),
    other: z.string().nullable(),
    process: processRef.nullable(),
    environment: z.string(),
    package: packageRef.nullable(),
    confidence,
    chain: z.array(packageRef).describe('Innermost first'),
    frames: z.array(
      z.strictObject({
        file: z.string(),
        function: z.string(),
        line: z.number(),
        dynamic: z.boolean(),
        culprit: z.boolean(),
      }),
    ),
    change: z
      .strictObject({
        kind: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        installer: z.string().nullable(),
        effect: z.string().nullable().describe('What a start-up file does to the hook'),
        review: review.nullable().describe("What is new in a package's files"),
      })
      .nullable(),
  })
  .meta({ id: 'StoredActivity' }) satisfies z.ZodType<types.StoredActivity>;

const summaryShape = {
  id: z.string(),
  severity,
  sentence: z.string().describe('What happened, in one sentence'),
  package: packageRef.nullable().describe('The culprit; null is the application itself'),
  machine: machineRef,
  firstMs: ms,
  lastMs: ms,
  count: z.number().describe('How often the rule was met for this package version on this machine'),
};

export const alertSummary = z
  .strictObject({ ...summaryShape, rule: z.strictObject({ id: z.string(), title: z.string() }) })
  .meta({ id: 'AlertSummary' }) satisfies z.ZodType<types.AlertSummary>;

const behaviour = z
  .strictObject({
    operation,
    targetClass: z.string().describe('"" where the target was nothing special'),
    firstMs: ms,
    count: z.number(),
  })
  .meta({ id: 'Behaviour' }) satisfies z.ZodType<types.Behaviour>;

const packageVersion = z
  .strictObject({
    ...{ version: z.string(), firstMs: ms, lastMs: ms, machines: z.number(), behaviours: z.array(behaviour) },
    reviews: z
      .array(z.strictObject({ ...review.shape, from: z.string(), firstMs: ms }))
      .describe('What was found when its files were compared with those of another version'),
  })
  .meta({ id: 'PackageVersion' }) satisfies z.ZodType<types.PackageVersion>;

export const alert = z
  .strictObject({
    ...summaryShape,
    rule: z.strictObject({
      id: z.string(),
      title: z.string(),
      description: z.string(),
      tags: z.array(z.string()),
      references: z.array(z.string()),
      falsePositives: z.array(z.string()),
      text: z.string().describe("The rule's own YAML"),
    }),
    environment: z.string(),
    process: processRef.nullable(),
    chain: z.array(packageRef),
    evidence: z.array(activity).describe('What met the rule, oldest first'),
    timeline: z.array(z.strictObject({ activity, deciding: z.boolean() })).describe('Oldest first, at most 200'),
    versions: z.array(packageVersion).describe('Oldest version first (PEP 440)'),
    newInVersion: z.array(behaviour).describe('What no earlier version ever showed'),
  })
  .meta({ id: 'Alert' }) satisfies z.ZodType<types.Alert>;

export const whoRow = z
  .strictObject({
    package: z.string().nullable().describe('null where the application itself did it'),
    version: z.string().nullable(),
    purl: z.string().nullable(),
    chain: z.array(z.string()).describe('"name@version", innermost first'),
    application: z.string(),
    operation,
    target: z.string(),
    other: z
      .string()
      .nullable()
      .describe(
        'The new path of a rename, the path that was used where a link led to the target, the command line of a child that connected',
      ),
    ip: z.string().nullable(),
    port: z.number().nullable(),
    targetClass: z.string().nullable(),
    machine: z.string().describe('Host name'),
    environment: z.string(),
    python: z.string(),
    pid: z.number().nullable(),
    command: z.string(),
    confidence,
    firstSeen: ms,
    lastSeen: ms,
    count: z.number(),
  })
  .meta({ id: 'WhoRow' }) satisfies z.ZodType<types.WhoRow>;

export const packageSummary = z
  .strictObject({ name: z.string(), versions: z.array(z.string()), machines: z.number(), lastMs: ms })
  .meta({ id: 'PackageSummary' }) satisfies z.ZodType<types.PackageSummary>;

const installedShape = {
  installer: z.string().describe('Empty where nobody told'),
  requested: z.boolean().nullable().describe('null where the installer does not tell'),
  source: z
    .string()
    .describe('index, archive URL, vcs URL@COMMIT, folder PATH, editable PATH; empty where nobody told'),
  isNative: z.boolean(),
  startupFiles: z.array(z.string()).describe('Those of its files that run at every start of Python'),
};

export const installedEnvironment = z
  .strictObject({
    path: z.string(),
    kind: z.string(),
    python: z.string(),
    packages: z.array(
      z.strictObject({
        ...{ name: z.string(), version: z.string(), ...installedShape },
        topLevel: z.array(z.string()).describe('The names that it can be imported by'),
        installedMs: ms,
      }),
    ),
  })
  .meta({ id: 'InstalledEnvironment' }) satisfies z.ZodType<types.InstalledEnvironment>;

export const packageDetail = z
  .strictObject({
    name: z.string(),
    versions: z.array(packageVersion),
    installed: z.array(
      z.strictObject({
        machine: machineRef,
        environment: z.string(),
        version: z.string(),
        ...installedShape,
        sinceMs: ms.describe('Since when this version is there, as far as is known'),
      }),
    ),
    alerts: z.array(alertSummary),
  })
  .meta({ id: 'PackageDetail' }) satisfies z.ZodType<types.PackageDetail>;

export const machine = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    platform: z.string(),
    agentVersion: z.string(),
    connected: z.boolean(),
    enrolledMs: ms,
    lastSeenMs: ms,
    sequence: z.number().describe('The highest batch that is committed'),
    environments: z.number(),
    processes: z.number(),
    spoolBatches: z.number(),
    lost: z.number().describe('Activities that this machine is known to have lost'),
    alerts: z.number(),
    coverage: z
      .strictObject({
        toldMs: ms,
        covered: z.number().describe('Interpreters and environments with the hook'),
        blind: z.number().describe('Those without'),
        coveredProcesses: z.number(),
        blindProcesses: z.number(),
      })
      .nullable()
      .describe('null where the machine has not told'),
  })
  .meta({ id: 'Machine' }) satisfies z.ZodType<types.Machine>;

export const machineCoverage = z
  .strictObject({
    toldMs: ms,
    policy: z.string().describe('all, listed or ask'),
    places: z.array(
      z.strictObject({
        path: z.string(),
        kind: z.string().describe('venv, conda, base or user; empty where it can not be covered'),
        python: z.string(),
        origin: z.string().describe('How it came to be: uv-tool, poetry, system …'),
        coveredBy: z.string().nullable().describe('hook, interpreter or user-site; null where it is not covered'),
        reason: z.string().nullable().describe('Why it is not covered'),
        detail: z.string(),
      }),
    ),
    processes: z
      .array(
        z.strictObject({
          executable: z.string(),
          environment: z.string(),
          reason: z.string(),
          detail: z.string(),
          count: z.number(),
        }),
      )
      .describe('Python processes that are not covered; those that are alike are one'),
    coveredProcesses: z.number(),
  })
  .meta({ id: 'MachineCoverage' }) satisfies z.ZodType<types.MachineCoverage>;

export const ruleSummary = z
  .strictObject({
    id: z.string(),
    title: z.string(),
    level: severity,
    file: z.string(),
    correlation: z.boolean(),
    hits: z.number(),
  })
  .meta({ id: 'RuleSummary' }) satisfies z.ZodType<types.RuleSummary>;

export const session = z.strictObject({ user: z.string() }).meta({ id: 'Session' }) satisfies z.ZodType<types.Session>;

export const enrolled = z
  .strictObject({ machine: z.string(), credential: z.string() })
  .meta({ id: 'Enrolled' }) satisfies z.ZodType<types.Enrolled>;

export const createdToken = z
  .strictObject({ token: z.string(), expiresMs: ms.nullable(), link: z.string().nullable() })
  .meta({ id: 'CreatedToken' }) satisfies z.ZodType<types.CreatedToken>;

export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string().describe('What to do'),
    errors: z.array(z.strictObject({ field: z.string(), detail: z.string() })).exactOptional(),
  })
  .meta({ id: 'Problem' }) satisfies z.ZodType<types.Problem>;

/** One page of a list of these. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({
    items: z.array(item),
    next: z.string().nullable().describe('The cursor of the following page; null on the last'),
  });
}
