import { connect } from 'node:net';
import { systemCode } from '../errors.ts';
import { type Check, type Finding, fault, note, ok } from './check.ts';

const patienceMs = 2_000;
const minuteMs = 60_000;

/** Is the agent there, and does a hook reach it? */
export const checkAgent: Check = async ({ home, status }) => {
  if (status === null) {
    const mend = 'culprit-agent run, or culprit-agent install for one that starts by itself';
    return [fault('agent', `none answers on ${home.controlSocket}`, mend)];
  }
  const { version, pid, upMs } = status;
  return [
    ok('agent', `version ${version}, pid ${pid}, up ${Math.floor(upMs / minuteMs)} min`),
    await socketFinding(home.hookSocket),
  ];
};

function socketFinding(path: string): Promise<Finding> {
  const about = 'hook socket';
  return new Promise((resolve) => {
    const socket = connect(path);
    const end = (finding: Finding): void => {
      socket.destroy();
      resolve(finding);
    };
    socket.setTimeout(patienceMs, () =>
      end(
        fault(about, `${path} takes no connection within ${patienceMs / 1000} s`, 'stop the agent and start it again'),
      ),
    );
    socket.once('connect', () => end(ok(about, `${path} takes connections`)));
    socket.once('error', (error) => {
      const why = systemCode(error) || error.message;
      const mend =
        why === 'EACCES' ? 'run doctor, and programs, as the user that the agent runs as' : 'start the agent again';
      end(fault(about, `${path} cannot be reached (${why})`, mend));
    });
  });
}

/** Was anything lost on the way, and does anything wait? */
export const checkFlow: Check = ({ status }) => {
  if (status === null) return [];
  const lost = Object.entries(status.lost).filter(([, count]) => count > 0);
  const words = lost.map(([reason, count]) => `${count} (${reason})`).join(', ');
  const { uplink, spool } = status;
  const waiting = `${spool.batches} batches wait, the oldest for ${Math.round(spool.oldestMs / 1000)} s`;
  const where = uplink.collector ?? 'no collector';
  const connection: Finding =
    uplink.state === 'connected'
      ? ok('collector', `connected to ${where}; ${waiting}`)
      : uplink.state === 'not-enrolled'
        ? note('collector', `this machine is not enrolled; ${waiting}`, 'culprit-agent enrol --collector URL --token T')
        : uplink.state === 'credential-refused'
          ? fault(
              'collector',
              `${where} refuses this machine; ${waiting}`,
              'culprit-agent enrol again, with a new token',
            )
          : fault(
              'collector',
              `no connection to ${where}; ${waiting}`,
              'check that the collector runs, and the address',
            );
  return [
    connection,
    lost.length === 0
      ? ok('losses', 'nothing was lost since the agent started')
      : note('losses', `lost since the agent started: ${words}`),
  ];
};
