/** Whom a connection that no hook told is put down to: the packages whose native code could have made it. */
import { basename } from 'node:path';
import type { PackageRef } from '@culprit/proto';
import type { Resolution } from '../resolve/resolver.ts';
import type { NativeCode, Reach } from './native-code.ts';

/** A library that the hook told of: an extension that was imported, or what ctypes loaded. */
export interface Load {
  /** A path, or a name that the system's loader looks for. */
  readonly target: string;
  /** It is in the hands of code in Python, which can call whatever is in it. */
  readonly isCtypes: boolean;
  /** The code in Python that loaded it. */
  readonly by: Resolution;
}

interface Suspect {
  readonly culprit: PackageRef | null;
  readonly chain: readonly PackageRef[];
  readonly frames: Resolution['frames'];
  readonly reach: Reach;
}

/**
 * Where one alone could have done it, that is the culprit; a conduit's native code acts for the package that imported
 * it. Where several could have, nobody is named, and all of them are the chain. Null where nobody could have.
 */
export function nameSuspects(
  { owners }: Pick<NativeCode, 'owners'>,
  loads: readonly Load[],
  conduits: ReadonlySet<string>,
): Resolution | null {
  const owned = owners.map(({ package: own, reach, files }): Suspect => {
    const by = loads.filter(({ target }) => files.includes(target)).map((load) => load.by);
    const chain = distinct([...(own === null ? [] : [own]), ...by.flatMap((each) => each.chain)]);
    const culprit = chain.find(({ name }) => !conduits.has(name)) ?? null;
    return { culprit: own === null ? null : culprit, chain, frames: by[0]?.frames ?? [], reach };
  });
  // Whoever has the C library in hand by ctypes can call whatever is in it, and in what it needs.
  const callers = loads
    .filter(({ isCtypes }) => isCtypes)
    .map(({ by }): Suspect => ({ culprit: by.package, chain: by.chain, frames: by.frames, reach: 'network' }));
  const called = new Set(loads.flatMap(({ isCtypes, target }) => (isCtypes ? [basename(target)] : [])));
  // A library of nobody's that ctypes loaded is in the hands of whoever loaded it.
  const isCalled = (index: number): boolean =>
    owners[index]?.package === null && owners[index].files.every((file) => called.has(basename(file)));
  const all = [...callers, ...owned.filter((_, index) => !isCalled(index))];
  const certain = all.filter(({ reach }) => reach === 'network');
  const suspects = certain.length > 0 ? certain : all;
  if (suspects.length === 0) return null;
  const names = new Set(suspects.map(({ culprit }) => (culprit === null ? '' : `${culprit.name}@${culprit.version}`)));
  const isOne = names.size === 1;
  const [first] = suspects;
  return {
    package: isOne ? (first?.culprit ?? null) : null,
    chain: distinct((isOne ? suspects : [...suspects, ...all]).flatMap(({ chain }) => chain)),
    confidence: 'native',
    frames: isOne ? (first?.frames ?? []) : [],
  };
}

/** Each name once, as it came first. */
function distinct(chain: readonly PackageRef[]): PackageRef[] {
  const names = new Set<string>();
  return chain.filter(({ name }) => !names.has(name) && names.add(name));
}
