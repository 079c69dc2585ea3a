/** Says what hooks say, at a given pace: new activities with whole stacks, of several processes. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { hook, type hookRoot } from '@culprit/proto';

const processes = 4;
const aFrame = 100;
const depth = 12;
const tickMs = 20;

export interface Feed {
  readonly socket: string;
  readonly prefix: string;
  readonly sitePackages: string;
  readonly perSecond: number;
  readonly seconds: number;
}

/** Of ten activities eight open an ordinary file, one a telling one, one connects. @returns how many were said */
export async function feed({ socket, prefix, sitePackages, perSecond, seconds }: Feed): Promise<number> {
  const sockets = await Promise.all(
    Array.from({ length: processes }, async (_, i) => {
      const one = connect(socket);
      await once(one, 'connect');
      await write(one, {
        hello: { protocol: 1, pid: process.pid + i, startedMs: 1_000 + i, prefix, argv: ['python'] },
      });
      return one;
    }),
  );
  const startedMs = performance.now();
  let said = 0;
  const total = perSecond * seconds;
  while (said < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedMs) / 1_000) * perSecond));
    for (; said + aFrame <= due; said += aFrame) {
      const to = sockets[(said / aFrame) % processes];
      if (to !== undefined) await write(to, { report: reportFrom(said, sitePackages) });
    }
    if (total - said < aFrame) break;
    await sleep(tickMs);
  }
  for (const one of sockets) one.end();
  return said;
}

async function write(socket: Socket, frame: hookRoot.hook.Frame.$Properties): Promise<void> {
  if (!socket.write(hook.Frame.encode(frame).ldelim().finish())) await once(socket, 'drain');
}

function reportFrom(first: number, sitePackages: string): hookRoot.hook.Report.$Properties {
  const files = Array.from(
    { length: depth },
    (_, i) => `${sitePackages}/package${(first / aFrame + i) % 20}/part${i % 10}.py`,
  );
  const targets = Array.from({ length: aFrame }, (_, i) => targetOf(first + i));
  const frames = files.flatMap((_, i) => [i + 1, 1 + files.length, 10 + i, 0]);
  return {
    strings: ['', ...files, 'run', ...targets.map(({ target }) => target)],
    activities: targets.map(({ operation }, i) => ({
      ...{ id: first + i + 1, operation, atMs: Date.now(), target: files.length + 2 + i, access: 1 },
      ...{ port: operation === hook.Operation.NET_CONNECT ? 443 : 0, segments: [{ cause: 0, frames }] },
    })),
  };
}

function targetOf(n: number) {
  if (n % 10 === 8) return { operation: hook.Operation.FILE_OPEN, target: `/home/ann/.ssh/id_${n % 50}` };
  if (n % 10 === 9) return { operation: hook.Operation.NET_CONNECT, target: `host${n % 500}.example.com` };
  return { operation: hook.Operation.FILE_OPEN, target: `/srv/shop/data/${n % 5_000}.json` };
}
