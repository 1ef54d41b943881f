import type { PackageFact, ReleaseFact, Standing } from '../../model/answer.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ReleaseHash } from '../../model/hashes.ts';
import { type Pep440, parsePep440, pep440Text } from '../../model/pep440.ts';
import { plainText } from '../../model/plain-text.ts';
import { fileNameReader } from './file-names.ts';
import type { SimpleFile, SimplePage } from './simple-page.ts';

/** Of so many files the hashes are kept, which are most of what is kept: some megabytes. Few projects have more. */
const MOST_HASHED = 15_000;

const LIVE: Standing = { is: 'live' };

/**
 * What the pages of one project come to, of one index or of several that are one to who asks: a release has the files
 * of all (pip, index/package_finder.py, `find_all_candidates`).
 *
 * @param project in canonical form
 */
export function packageFactOf(pages: readonly SimplePage[], project: string): PackageFact {
  const read = fileNameReader(project);
  const releases = new Map<string, Gathered>();
  const at = (version: Pep440) => {
    const key = pep440Text(withoutTrailingZeros(version));
    const known = releases.get(key) ?? { version: pep440Text(version), files: [], hasFormer: false };
    releases.set(key, known);
    return known;
  };
  for (const page of pages) {
    for (const file of page.files) {
      const told = read(file.name);
      if (told === undefined) continue;
      const release = at(told.version);
      if (told.isInstallable) release.files.push(file);
      else release.hasFormer = true;
    }
    // A version may be listed that has no file (PEP 700).
    for (const text of page.versions) {
      const version = parsePep440(text);
      if (version !== undefined) at(version);
    }
  }
  const files = pages.reduce((count, page) => count + page.files.length, 0);
  const all = [...releases.values()].map(each => releaseOf(each, files <= MOST_HASHED));
  return { standing: standingOf(pages), tags: {}, releases: all };
}

/** What is gathered of one release while pages are read. */
interface Gathered {
  readonly version: string;
  readonly files: SimpleFile[];
  hasFormer: boolean;
}

function withoutTrailingZeros(version: Pep440): Pep440 {
  const release = [...version.release];
  while (release.length > 1 && release.at(-1) === 0) release.pop();
  return { ...version, release };
}

function releaseOf({ version, files, hasFormer }: Gathered, tellsHashes: boolean): ReleaseFact {
  if (files.length === 0) {
    const why = hasFormer
      ? 'has only files of former kinds in its index, which clients of today do not install'
      : 'is listed in its index without a file';
    return { version, standing: { is: 'unavailable', why } };
  }
  const withdrawn = files.filter(({ yank }) => yank.is === 'yanked');
  const isWithdrawn = files.every(({ yank }) => yank.is !== 'none');
  const left = files.filter(({ yank }) => yank.is === 'none');
  const needs = needsOf(left.length > 0 ? left : files);
  const published = files.flatMap(({ uploaded }) => uploaded ?? []).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  const evidence = evidenceOf(files);
  return {
    version,
    standing: isWithdrawn ? yankedStanding(files, withdrawn.length < files.length) : LIVE,
    ...(published === undefined ? {} : { published }),
    ...(evidence === undefined ? {} : { evidence }),
    ...(tellsHashes ? hashesOf(files) : {}),
    ...(needs === undefined ? {} : { needs }),
    ...(isWithdrawn || withdrawn.length === 0
      ? {}
      : { partlyYanked: { yanked: withdrawn.length, files: files.length } }),
  };
}

/** One file that is vouched for is enough: a wheel that is built elsewhere may come without. */
function evidenceOf(files: readonly SimpleFile[]): Evidence | undefined {
  if (files.some(({ isAttested }) => isAttested === true)) return 'provenance';
  return files.every(({ isAttested }) => isAttested === false) ? 'none' : undefined;
}

/**
 * Of all files, or of none: what is not told of one file may be what is locked. Of several indexes that have a file of
 * one name, each may be taken.
 */
function hashesOf(files: readonly SimpleFile[]): Pick<ReleaseFact, 'hashes'> {
  if (!files.every(({ hashes }) => hashes !== undefined)) return {};
  return {
    hashes: files.flatMap(({ name, hashes = {} }) =>
      Object.entries(hashes).map(([algorithm, digest]): ReleaseHash => {
        return { algorithm, text: `${algorithm}:${digest}`, file: name };
      }),
    ),
  };
}

/** A release is yanked where all its files are; where some are in words on which clients differ, that is disputed. */
function yankedStanding(files: readonly SimpleFile[], disputed: boolean): Standing {
  const reasons = new Set(
    files.flatMap(({ yank }) => (yank.is === 'yanked' && yank.reason !== undefined ? [plainText(yank.reason)] : [])),
  );
  const reason = plainText([...reasons].filter(text => text !== '').join('; '));
  return {
    is: 'yanked',
    ...(reason === '' ? {} : { reason }),
    ...(disputed ? { disputed } : {}),
  };
}

/** What each file needs of Python, each need once; absent where one needs nothing. */
function needsOf(files: readonly SimpleFile[]): string | undefined {
  const needs = new Set(files.map(({ requiresPython }) => plainText(requiresPython ?? '')));
  return needs.has('') ? undefined : [...needs].join(' || ');
}

/** Of several indexes the worst that one says counts. An unknown word is no reason for anything (PEP 792). */
function standingOf(pages: readonly SimplePage[]): Standing {
  const of = (status: string) => pages.find(page => page.status?.toLowerCase() === status);
  const reasonIn = ({ reason }: SimplePage) => (reason === undefined ? {} : { reason: plainText(reason) });
  // Where another index gives files out, the project can be had.
  const quarantined = pages.every(page => page.files.length === 0) ? of('quarantined') : undefined;
  if (quarantined !== undefined) return { is: 'quarantined', ...reasonIn(quarantined) };
  const deprecated = of('deprecated');
  if (deprecated !== undefined) return { is: 'deprecated', message: plainText(deprecated.reason ?? '') };
  const archived = of('archived');
  return archived === undefined ? LIVE : { is: 'archived', ...reasonIn(archived) };
}
