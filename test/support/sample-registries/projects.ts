import type { Reply } from './faults.ts';

/** A file of a project of Python, as an index tells of it (PEP 691, PEP 700). */
export interface FileSeed {
  readonly version: string;
  readonly yanked?: string;
  readonly requiresPython?: string;
  /** ISO 8601. */
  readonly uploaded: string;
}

export interface ProjectSeed {
  readonly files: readonly FileSeed[];
  /** PEP 792. */
  readonly status?: { readonly status: string; readonly reason?: string };
}

/**
 * Projects by name. `sound-requests` is healthy, with a release that a newer Python wants and a pre-release; of
 * `hasty-json` 1.1 was yanked, and all of `regretted`; `old-friend` is archived, and `bad-actor` in quarantine.
 */
export const DEMO_PROJECTS: Readonly<Record<string, ProjectSeed>> = {
  'sound-requests': {
    files: [
      { version: '1.0', uploaded: '2023-05-04T10:00:00Z', requiresPython: '>=3.8' },
      { version: '1.1', uploaded: '2024-05-04T10:00:00Z', requiresPython: '>=3.9' },
      { version: '2.0', uploaded: '2025-05-04T10:00:00Z', requiresPython: '>=3.99' },
      { version: '3.0rc1', uploaded: '2026-05-04T10:00:00Z' },
    ],
  },
  'hasty-json': {
    files: [
      { version: '1.0', uploaded: '2024-01-02T10:00:00Z' },
      { version: '1.1', uploaded: '2024-02-02T10:00:00Z', yanked: 'loses the last comma' },
      { version: '1.2', uploaded: '2024-02-03T10:00:00Z' },
    ],
  },
  regretted: {
    files: [
      { version: '0.3', uploaded: '2022-01-02T10:00:00Z', yanked: 'a mistake' },
      { version: '0.4', uploaded: '2022-02-02T10:00:00Z', yanked: 'the same mistake' },
    ],
  },
  'old-friend': { files: [{ version: '4.2', uploaded: '2019-01-02T10:00:00Z' }], status: { status: 'archived' } },
  'bad-actor': { files: [], status: { status: 'quarantined' } },
};

const TYPE = { 'content-type': 'application/vnd.pypi.simple.v1+json' };
const META = { 'api-version': '1.4' };

/** Answers as a simple index. `path` follows the index's root, without a slash in front. */
export function simpleReply(path: string, projects: Readonly<Record<string, ProjectSeed>>): Reply {
  if (path === '') return reply({ meta: META, projects: Object.keys(projects).map(name => ({ name })) });
  const [name, project] = Object.entries(projects).find(([each]) => path === `${each}/`) ?? [];
  if (name === undefined || project === undefined) {
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: Buffer.from('404 Not Found') };
  }
  const { files, status } = project;
  return reply({
    ...{ meta: META, name, versions: files.map(({ version }) => version) },
    ...(status === undefined ? {} : { 'project-status': status }),
    files: files.map(file => fileOf(name, file)),
  });
}

function reply(document: object): Reply {
  const body = Buffer.from(JSON.stringify(document));
  return { status: 200, headers: { ...TYPE, etag: `"${body.length}"` }, body };
}

function fileOf(name: string, { version, yanked, requiresPython, uploaded }: FileSeed): object {
  const filename = `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
  return {
    ...{ filename, url: `https://files.example/${filename}`, hashes: { sha256: '0'.repeat(64) } },
    ...{ yanked: yanked ?? false, 'upload-time': uploaded },
    ...(requiresPython === undefined ? {} : { 'requires-python': requiresPython }),
  };
}
