import { createHash } from 'node:crypto';
import type { PackageSeed, VersionSeed } from './seed.ts';

/** The documents that an npm registry keeps of one package. */
export interface ServedPackage {
  /** With `time`; what plain `application/json` gets. */
  readonly full: object;
  /** The short form; absent where the package was unpublished as a whole. */
  readonly abbreviated?: object;
  readonly versions: ReadonlyMap<string, object>;
  readonly tags: Readonly<Record<string, string>>;
}

const FIRST_DAY = '2019-01-01T00:00:00.000Z';

/** Makes the documents. `base` is the registry's address, which tarballs are named under (none is served). */
export function servePackage(name: string, seed: PackageSeed, base: string): ServedPackage {
  const versions = new Map<string, object>();
  const time: Record<string, unknown> = { created: FIRST_DAY };
  for (const [version, release] of Object.entries(seed.versions)) {
    versions.set(version, documentOf(name, version, release, base));
    time[version] = release.published;
  }
  Object.assign(time, seed.unpublished);
  const dates = Object.values(time).filter(date => typeof date === 'string');
  time.modified = seed.goneSince ?? dates.sort().at(-1) ?? FIRST_DAY;
  if (seed.goneSince !== undefined) {
    time.unpublished = { time: seed.goneSince, versions: Object.keys(seed.unpublished ?? {}) };
    return { full: { _id: name, name, time }, versions, tags: seed.tags };
  }
  const shared = { name, 'dist-tags': seed.tags, versions: Object.fromEntries(versions) };
  return {
    full: { _id: name, ...shared, time },
    abbreviated: { ...shared, modified: time.modified },
    versions,
    tags: seed.tags,
  };
}

function documentOf(name: string, version: string, release: VersionSeed, base: string): object {
  const content = `${name}@${version}`;
  const file = `${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;
  return {
    name,
    version,
    ...(release.description === undefined ? {} : { description: release.description }),
    ...(release.deprecated === undefined ? {} : { deprecated: release.deprecated }),
    ...(release.attested === undefined ? {} : { _npmUser: { name: 'ci', trustedPublisher: { id: 'github' } } }),
    dist: {
      tarball: `${base}/${name}/-/${file}`,
      shasum: createHash('sha1').update(content).digest('hex'),
      integrity: `sha512-${createHash('sha512').update(content).digest('base64')}`,
      ...(release.attested === undefined
        ? {}
        : { attestations: { provenance: { predicateType: 'https://slsa.dev/provenance/v1' } } }),
    },
  };
}
