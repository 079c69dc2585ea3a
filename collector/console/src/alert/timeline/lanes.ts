import type { Operation } from '@culprit/proto';
import type { IconName } from '../../elements/icon.tsx';

/** One row of the timeline: operations of a kind. */
export interface Lane {
  readonly name: string;
  readonly icon: IconName;
  readonly operations: readonly Operation[];
  /** Shown even when nothing is in it: that no file was touched is a finding too. */
  readonly isAlwaysShown: boolean;
}

/** Top to bottom, in the order in which an attack goes. */
export const lanes: readonly Lane[] = [
  {
    name: 'Package changes',
    icon: 'package',
    operations: ['package.change', 'startup.change', 'integrity.change'],
    isAlwaysShown: true,
  },
  { name: 'Code', icon: 'code', operations: ['code.exec', 'native.load'], isAlwaysShown: true },
  {
    name: 'Files',
    icon: 'file',
    operations: ['file.open', 'file.list', 'file.rename', 'file.remove'],
    isAlwaysShown: true,
  },
  { name: 'Names', icon: 'name', operations: ['dns.lookup'], isAlwaysShown: true },
  {
    name: 'Connections',
    icon: 'connection',
    operations: ['net.connect', 'net.send', 'net.listen', 'net.request'],
    isAlwaysShown: true,
  },
  { name: 'Children', icon: 'child', operations: ['process.spawn'], isAlwaysShown: true },
  { name: 'Hook', icon: 'hook', operations: ['hook.tamper'], isAlwaysShown: false },
];

/** The lane of an operation; one that this console doesn't know yet is put with the code. */
export function laneOf(operation: Operation): Lane {
  const lane = lanes.find(({ operations }) => operations.includes(operation)) ?? lanes[1];
  if (lane === undefined) throw new Error('there are no lanes');
  return lane;
}
