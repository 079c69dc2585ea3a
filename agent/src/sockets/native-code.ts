/** Whose native code a process has mapped, and what of it could have used the network. */
import { basename } from 'node:path';
import type { PackageRef } from '@culprit/proto';
import type { MappedCode } from '../processes/process-table.ts';
import type { ResolvedProcess, Resolver } from '../resolve/resolver.ts';
import { createNativeFiles, type NativeFile, type NativeFiles } from './native-file.ts';

/** Files of one process that are looked into: torch has some three hundred. */
const maxFiles = 2_048;

/** Where systems keep libraries that are nobody's in particular. */
const systemFolder = /^\/(?:usr\/)?(?:local\/)?lib(?:32|64)?\//;
/** The C library's family and Python itself: whoever uses these uses them for itself. */
const everyones =
  /^(?:ld-linux[-.]|ld-musl-|ld64\.|lib(?:c|m|pthread|dl|rt|util|resolv|gcc_s|stdc\+\+|python\d[\w.]*)[-.])/;
/** The C library loads these by itself: for looking up names, for converting text. */
const ofLibc = /\/libnss_[\w-]+[-.]|\/gconv\//;
const ctypes = /\/_ctypes\.[^/]*$/;

/** How certain it is that code could have used the network by itself: it asks for it, or could do anything. */
export type Reach = 'network' | 'anything';

export interface NativeOwner {
  /** Null: of no package. */
  readonly package: PackageRef | null;
  readonly reach: Reach;
  /** Its files. */
  readonly files: readonly string[];
}

export interface NativeCode {
  /** Those whose code could have used the network. */
  readonly owners: readonly NativeOwner[];
  /** There is code besides the interpreter's own: of a package, of the application, made at run time, or through ctypes. */
  readonly isForeign: boolean;
}

export interface NativeCodes {
  /**
   * Whether there is code besides the interpreter's own and the system's libraries. Cheap: no file is opened.
   * @param program the file of the interpreter itself; null where it isn't known
   */
  isForeign(process: ResolvedProcess, code: MappedCode, program: string | null): boolean;
  /** All that is known of it. Opens the files that it hasn't seen before. */
  study(process: ResolvedProcess, code: MappedCode, program: string | null): NativeCode;
}

export interface NativeCodesOptions {
  readonly resolver: Pick<Resolver, 'owner'>;
  /** Normalised names of packages whose native code is known to leave the network alone, whatever it asks for. */
  readonly quiet: ReadonlySet<string>;
  readonly nativeFile?: NativeFiles;
}

interface Mapped {
  readonly path: string;
  readonly kind: 'interpreter' | 'package' | 'system' | 'other';
  readonly package: PackageRef | null;
}

export function createNativeCodes(options: NativeCodesOptions): NativeCodes {
  const { resolver, quiet, nativeFile = createNativeFiles() } = options;

  const sort = (process: ResolvedProcess, { files }: MappedCode, program: string | null): Mapped[] =>
    files.slice(0, maxFiles).map((path): Mapped => {
      const owner = resolver.owner(process, path);
      if (owner.kind === 'package')
        return { path, kind: 'package', package: { name: owner.name, version: owner.version } };
      const isOurs = owner.kind === 'hook' || owner.kind === 'stdlib' || path === program;
      const isInterpreter = isOurs || everyones.test(basename(path)) || ofLibc.test(path);
      const isSystem = owner.kind === 'application' && systemFolder.test(path);
      return { path, kind: isInterpreter ? 'interpreter' : isSystem ? 'system' : 'other', package: null };
    });

  const isAnyForeign = (mapped: readonly Mapped[], { isAnonymous }: MappedCode): boolean =>
    isAnonymous || mapped.some(({ kind, path }) => kind === 'package' || kind === 'other' || ctypes.test(path));

  return {
    isForeign: (process, code, program) => isAnyForeign(sort(process, code, program), code),
    study(process, code, program) {
      const mapped = sort(process, code, program);
      const library = new Library(mapped, nativeFile);
      const interpreters = library.closure(mapped.filter(({ kind }) => kind === 'interpreter'));
      const packages = mapped.filter(({ kind }) => kind === 'package');
      const ofPackages = library.closure(packages);
      // What neither the interpreter nor a package needs was put there by someone else.
      const stray = mapped.filter(
        (each) => each.kind !== 'package' && !interpreters.has(each) && !ofPackages.has(each),
      );
      const owners = [...groups(packages)].map(([, own]) => {
        const needed = [...library.closure(own)].filter((each) => each.package === null && !interpreters.has(each));
        return ownerOf(own, [...own, ...needed], library);
      });
      const others = stray.length === 0 ? [] : [ownerOf(stray, stray, library)];
      return {
        owners: [...owners, ...others].filter(
          (owner): owner is NativeOwner => owner !== null && !quiet.has(owner.package?.name ?? ''),
        ),
        isForeign: stray.length > 0 || isAnyForeign(mapped, code),
      };
    },
  };
}

function groups(packages: readonly Mapped[]): Map<string, Mapped[]> {
  return Map.groupBy(packages, (each) => `${each.package?.name}@${each.package?.version}`);
}

function ownerOf(own: readonly Mapped[], all: readonly Mapped[], library: Library): NativeOwner | null {
  const reaches = all.map((each) => library.file(each).reach);
  const isNetwork = reaches.includes('network') || reaches.includes('hidden');
  if (!isNetwork && !reaches.includes('anything')) return null;
  return {
    package: own[0]?.package ?? null,
    reach: isNetwork ? 'network' : 'anything',
    files: own.map(({ path }) => path),
  };
}

/** What is mapped, by the names that the files need each other by. */
class Library {
  readonly #nativeFile: NativeFiles;
  readonly #byName = new Map<string, Mapped>();

  constructor(mapped: readonly Mapped[], nativeFile: NativeFiles) {
    this.#nativeFile = nativeFile;
    for (const each of mapped) {
      this.#byName.set(basename(each.path), each);
      const { soname } = this.file(each);
      if (soname !== null) this.#byName.set(soname, each);
    }
  }

  file({ path }: Mapped): NativeFile {
    return this.#nativeFile(path);
  }

  /** These files, and those that they need, and those that these need …, as far as they are mapped. */
  closure(files: readonly Mapped[]): ReadonlySet<Mapped> {
    const found = new Set(files);
    for (const each of found) {
      for (const name of this.file(each).needed) {
        const needed = this.#byName.get(name);
        if (needed !== undefined) found.add(needed);
      }
    }
    return found;
  }
}
