/** Every case, in the order of the table. */
import type { Case } from '../case.ts';
import { direct } from './direct.ts';

export const cases: readonly Case[] = [...direct];
