import { isIsoDate } from '../../model/iso-date.ts';
import { isObject } from '../../model/objects.ts';
import { canonicalName } from './file-names.ts';
import { isReadableVersion, MOST_FILES, readHash, type SimpleFile, type SimplePage, type Yank } from './simple-page.ts';

/**
 * Reads the page of a project in JSON (PEP 691, PEP 700, PEP 792). `undefined` for anything else: another project's,
 * another major version's.
 *
 * @param project in canonical form
 */
export function readJsonPage(document: Record<string, unknown>, project: string): SimplePage | undefined {
  const { meta, name, files, versions } = document;
  if (!isObject(meta) || typeof meta['api-version'] !== 'string' || !isReadableVersion(meta['api-version'])) {
    return undefined;
  }
  if (typeof name !== 'string' || canonicalName(name) !== project) return undefined;
  if (!Array.isArray(files) || files.length > MOST_FILES || !files.every(isObject)) return undefined;
  const listed = Array.isArray(versions) ? versions.slice(0, MOST_FILES) : [];
  return {
    files: files.flatMap(readFile),
    versions: listed.filter(version => typeof version === 'string'),
    ...readStatus(document['project-status'] ?? meta['project-status'], meta['project-status-reason']),
  };
}

/** Whether a document is the list of all projects, which nothing but an index has. */
export function isJsonRoot({ meta, projects }: Record<string, unknown>): boolean {
  return isObject(meta) && typeof meta['api-version'] === 'string' && Array.isArray(projects);
}

/** Names of files alone tell versions, so one without a name tells nothing. */
function readFile(file: Record<string, unknown>): SimpleFile[] {
  const { filename, yanked, hashes, 'requires-python': requiresPython, 'upload-time': uploaded, provenance } = file;
  if (typeof filename !== 'string') return [];
  return [
    {
      name: filename,
      yank: readYank(yanked),
      ...readHashes(hashes),
      ...(typeof requiresPython === 'string' ? { requiresPython } : {}),
      ...(isIsoDate(uploaded) ? { uploaded } : {}),
      ...(provenance === undefined ? {} : { isAttested: typeof provenance === 'string' }),
      ...(typeof provenance === 'string' ? { provenance } : {}),
    },
  ];
}

function readHashes(said: unknown): Pick<SimpleFile, 'hashes'> {
  if (!isObject(said)) return {};
  const hashes = Object.keys(said).flatMap(algorithm => {
    const hash = readHash(algorithm, said[algorithm]);
    return hash === undefined ? [] : [hash];
  });
  return hashes.length === 0 ? {} : { hashes: Object.fromEntries(hashes) };
}

/** By the specification and pip an empty text is no yank, by uv it is one. */
function readYank(yanked: unknown): Yank {
  if (yanked === true) return { is: 'yanked' };
  if (typeof yanked !== 'string') return { is: 'none' };
  return yanked === '' ? { is: 'disputed' } : { is: 'yanked', reason: yanked };
}

/** An object at the top. The specification's example has a text among the members of `meta`, so both are taken. */
function readStatus(said: unknown, besides: unknown): Pick<SimplePage, 'status' | 'reason'> {
  if (typeof said === 'string') return { status: said, ...(typeof besides === 'string' ? { reason: besides } : {}) };
  if (!isObject(said) || typeof said.status !== 'string') return {};
  return { status: said.status, ...(typeof said.reason === 'string' ? { reason: said.reason } : {}) };
}
