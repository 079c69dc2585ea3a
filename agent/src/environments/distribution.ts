/** One installed distribution package. There are tens of thousands on a workstation: it holds little, and shares what it can. */
import { join } from 'node:path';
import { interned, internedOrNull } from './intern.ts';
import { type PackageFacts, readFacts } from './package-facts.ts';
import { type RecordedFile, readInstalledFiles, readRecord } from './record.ts';

/** What of a distribution is kept over a restart of the agent. */
export interface DistributionFields {
  /** Normalised (PEP 503). */
  readonly name: string;
  readonly version: string;
  /** "pip", "uv", "conda"; null where it isn't told. */
  readonly installer: string | null;
  /** It was asked for by the user, not brought in by another package; null where the installer doesn't tell. */
  readonly requested: boolean | null;
  /** The site-packages folder that it is in. */
  readonly location: string;
  /** Its own metadata: a `.dist-info` or `.egg-info` folder, or a single `.egg-info` file. */
  readonly infoPath: string;
  readonly layout: 'dist-info' | 'egg-info';
  /** The folder whose sources it runs from (an editable install); null where it has its own files in site-packages. */
  readonly editable: string | null;
  /** When its metadata folder was made or last had a file added or removed, Unix time in ms. */
  readonly changedMs: number;
  /** Changes whenever its metadata, or the list of its files, may have. */
  readonly stamp: string;
}

export class Distribution implements DistributionFields {
  readonly name: string;
  readonly version: string;
  readonly installer: string | null;
  readonly requested: boolean | null;
  readonly location: string;
  readonly layout: 'dist-info' | 'egg-info';
  readonly editable: string | null;
  readonly changedMs: number;
  readonly stamp: string;
  /** Of what lies in `location`, nearly all, the name alone. */
  readonly #info: string;
  #facts: PackageFacts | null;

  constructor(fields: DistributionFields, facts: PackageFacts | null = null) {
    const { name, version, installer, requested, location, infoPath, layout, editable, changedMs, stamp } = fields;
    this.name = interned(name);
    this.version = interned(version);
    this.installer = internedOrNull(installer);
    this.requested = requested;
    this.location = location;
    this.layout = layout;
    this.editable = internedOrNull(editable);
    this.changedMs = changedMs;
    this.stamp = stamp;
    this.#info = infoPath.startsWith(`${location}/`) ? interned(infoPath.slice(location.length + 1)) : infoPath;
    this.#facts = facts;
  }

  get infoPath(): string {
    return join(this.#info.startsWith('/') ? '' : this.location, this.#info);
  }

  /** What its files tell; the first call reads its RECORD. */
  get facts(): PackageFacts {
    this.#facts ??= readFacts(this);
    return this.#facts;
  }

  /** What they told when they were read; null where they never were. Afterwards they may be another version's. */
  get factsIfRead(): PackageFacts | null {
    return this.#facts;
  }

  /** Its files as it claims them, read anew at each call; relative to `location`, possibly leading out of it. */
  files(): Iterable<RecordedFile> {
    return this.layout === 'dist-info' ? readRecord(this.infoPath) : this.#installedFiles();
  }

  *#installedFiles(): Generator<RecordedFile> {
    if (this.editable !== null) return;
    // The paths of a legacy listing start from the .egg-info folder itself.
    for (const file of readInstalledFiles(this.infoPath)) yield { path: join(this.#info, file), hash: '', size: null };
  }
}
