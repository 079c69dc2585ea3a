import { randomBytes } from 'node:crypto';
import { bomMediaType, bomOf } from '@culprit/proto';
import { z } from 'zod';
import { hashOf, newSecret } from '../../tokens/secret.ts';
import { version } from '../../version.ts';
import { ProblemError } from '../problem.ts';
import { type Route, route } from '../route.ts';
import { enrolled, installedEnvironment, machine, machineCoverage, pageOf, ruleSummary } from '../schemas.ts';
import type { Machine } from '../types.ts';
import type { RouteContext } from './context.ts';

export function machineRoutes({ store, gateway, events, door, clock }: RouteContext): Route[] {
  const known = async (id: string): Promise<Omit<Machine, 'connected'>> => {
    const found = (await store.machines.list()).find((each) => each.id === id);
    if (found !== undefined) return found;
    throw new ProblemError(404, 'There is no such machine; see the list of machines for their ids.');
  };

  return [
    route({
      method: 'GET',
      url: '/api/v1/machines',
      summary: 'Every machine that is enrolled, by name.',
      answer: pageOf(machine),
      handle: async () => {
        const connected = gateway.connected();
        const machines = await store.machines.list();
        const items = machines.map((known) => {
          const isConnected = connected.has(known.id);
          return { ...known, connected: isConnected, processes: isConnected ? known.processes : 0 };
        });
        return { items, next: null };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/machines/:id/environments',
      summary: 'What is installed on a machine, by environment.',
      params: z.strictObject({ id: z.string().max(64) }),
      answer: pageOf(installedEnvironment),
      handle: async ({ params: { id } }) => {
        await known(id);
        return { items: await store.inventories.of(id), next: null };
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/machines/:id/sbom',
      summary: 'The same as a software bill of materials: CycloneDX 1.7, a component an environment.',
      params: z.strictObject({ id: z.string().max(64) }),
      mediaType: bomMediaType,
      handle: async ({ params: { id } }) => {
        const { name } = await known(id);
        const environments = await store.inventories.of(id);
        return JSON.stringify(bomOf({ machine: name, environments, toolVersion: version, atMs: clock() }));
      },
    }),
    route({
      method: 'GET',
      url: '/api/v1/machines/:id/coverage',
      summary:
        "What of a machine's interpreters, environments and Python processes is covered, and why the rest is not.",
      params: z.strictObject({ id: z.string().max(64) }),
      answer: machineCoverage,
      handle: async ({ params: { id } }) => {
        const coverage = await store.machines.coverageOf(id);
        if (coverage !== null) return coverage;
        throw new ProblemError(
          404,
          'No such machine has told what is covered; see the list of machines for their ids.',
        );
      },
    }),
    route({
      method: 'DELETE',
      url: '/api/v1/machines/:id/credential',
      summary: "Takes a machine's credential back; what it sent stays.",
      params: z.strictObject({ id: z.string().max(64) }),
      status: 204,
      handle: async ({ params: { id } }) => {
        if (!(await store.machines.revoke(id))) {
          throw new ProblemError(
            404,
            'There is no such machine with a credential; see the list of machines for their ids.',
          );
        }
        gateway.revoke(id);
        events.machineRevoked(id);
        return null;
      },
    }),
    route({
      method: 'POST',
      url: '/api/v1/enrol',
      summary: 'Enrols a machine with an enrolment token; the credential is shown this once.',
      isPublic: true,
      body: z.strictObject({
        token: z.string().min(1).max(256),
        hostName: z.string().min(1).max(255),
        platform: z.string().min(1).max(32).describe('linux, darwin or win32'),
      }),
      status: 201,
      answer: enrolled,
      handle: async ({ body: { token, hostName, platform } }) => {
        if ((await door.attempt(token, 'enrol')) === null) {
          throw door.refused(
            'enrol',
            'This enrolment token is unknown, used up or expired; make another with "culprit token create --enrol".',
          );
        }
        const id = `m-${randomBytes(9).toString('base64url')}`;
        const credential = newSecret();
        const credentialHash = hashOf(credential);
        await store.machines.add({ id, name: hostName, platform, credentialHash, enrolledMs: clock() });
        events.machineEnrolled(id, hostName);
        return { machine: id, credential };
      },
    }),
  ];
}

export function ruleRoutes({ rules, store }: RouteContext): Route[] {
  return [
    route({
      method: 'GET',
      url: '/api/v1/rules',
      summary: 'The rules that are loaded, with how often each was met.',
      answer: pageOf(ruleSummary),
      handle: async () => {
        const hits = await store.alerts.hits();
        return { items: rules().map((rule) => ({ ...rule, hits: hits.get(rule.id) ?? 0 })), next: null };
      },
    }),
  ];
}
