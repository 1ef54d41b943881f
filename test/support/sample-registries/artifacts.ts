import type { Reply } from './faults.ts';

/** A version of an artifact, as its POM and the list of versions tell it. */
export interface ArtifactSeed {
  readonly version: string;
  /** ISO 8601, in whole seconds. */
  readonly published?: string;
  /** It is to be had under another group, artifact or version, as in `<groupId>…</groupId>`. */
  readonly moved?: string;
  /** It is there, and the list does not know it. */
  readonly unlisted?: true;
  /** The list knows it, and it is not there. */
  readonly listedOnly?: true;
}

/**
 * Artifacts by `group:artifact`. `sound-http` is healthy, with a version that is not listed and one that is listed
 * alone; the newest `json-kit` of `com.sample.old` went to `com.sample.json`.
 */
export const DEMO_ARTIFACTS: Readonly<Record<string, readonly ArtifactSeed[]>> = {
  'com.sample:sound-http': [
    { version: '1.0.0', published: '2023-05-04T10:00:00Z' },
    { version: '1.1.0', published: '2024-05-04T10:00:00Z' },
    { version: '1.2.0', unlisted: true },
    { version: '1.3.0', listedOnly: true },
    { version: '2.0.0-beta1', published: '2025-05-04T10:00:00Z' },
  ],
  'com.sample:sound-http-testing': [{ version: '1.1.0', published: '2024-05-04T10:00:00Z' }],
  'com.sample.old:json-kit': [
    { version: '1.0.0', published: '2022-05-04T10:00:00Z' },
    { version: '2.0.0', published: '2024-05-04T10:00:00Z', moved: '<groupId>com.sample.json</groupId>' },
  ],
  'com.sample.json:json-kit': [
    { version: '2.0.0', published: '2024-05-04T10:00:00Z' },
    { version: '2.1.0', published: '2025-05-04T10:00:00Z' },
  ],
};

/** Answers as a folder of Maven's layout does. `path` follows the repository's base, without a slash. */
export function repositoryReply(path: string, artifacts: Readonly<Record<string, readonly ArtifactSeed[]>>): Reply {
  if (path === '') return reply(200, '<!doctype html><title>Index</title>', 'text/html');
  for (const [name, seeds] of Object.entries(artifacts)) {
    const [group = '', artifact = ''] = name.split(':');
    const folder = `${group.replaceAll('.', '/')}/${artifact}`;
    if (path === `${folder}/maven-metadata.xml`) return reply(200, listOf(seeds));
    const seed = seeds.find(({ version }) => path === `${folder}/${version}/${artifact}-${version}.pom`);
    if (seed === undefined || seed.listedOnly === true) continue;
    return reply(200, pomOf(group, artifact, seed), undefined, seed.published);
  }
  return reply(404, 'Not found\n', 'text/plain');
}

function listOf(seeds: readonly ArtifactSeed[]): string {
  const listed = seeds.filter(({ unlisted }) => unlisted !== true).map(({ version }) => version);
  const release = listed.filter(version => !version.includes('-')).at(-1);
  return `<?xml version="1.0" encoding="UTF-8"?>
<metadata><versioning><latest>${listed.at(-1)}</latest>${release === undefined ? '' : `<release>${release}</release>`}
<versions>${listed.map(version => `<version>${version}</version>`).join('')}</versions></versioning></metadata>\n`;
}

function pomOf(group: string, artifact: string, { version, moved }: ArtifactSeed): string {
  const coordinates = `<groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version>`;
  const gone =
    moved === undefined ? '' : `<distributionManagement><relocation>${moved}</relocation></distributionManagement>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>${coordinates}${gone}</project>\n`;
}

function reply(status: number, text: string, type = 'text/xml', published?: string): Reply {
  const etag = status === 200 ? { etag: `"${text.length}"` } : {};
  const modified = published === undefined ? {} : { 'last-modified': new Date(published).toUTCString() };
  return { status, headers: { 'content-type': type, ...etag, ...modified }, body: Buffer.from(text) };
}
