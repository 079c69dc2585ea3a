/** Every case, in the order of the table. */
import type { Case } from '../case.ts';
import { async } from './async.ts';
import { direct } from './direct.ts';
import { disguise } from './disguise.ts';
import { install } from './install.ts';
import { lifecycle } from './lifecycle.ts';
import { names } from './names.ts';
import { native } from './native.ts';
import { processes } from './processes.ts';
import { threads } from './threads.ts';

export const cases: readonly Case[] = [
  ...direct,
  ...names,
  ...threads,
  ...async,
  ...disguise,
  ...lifecycle,
  ...processes,
  ...install,
  ...native,
];
