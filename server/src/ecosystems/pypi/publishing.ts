import type { Peek } from '../../model/answer.ts';
import { nextVersions, oneMore, type Step } from '../../model/next-version.ts';
import { comparePep440, type Pep440, parsePep440, pep440Text } from '../../model/pep440.ts';
import type { PublicationState, PublicationSubject, Publishing } from '../../model/publication.ts';
import { packageQuestion } from '../../model/question.ts';
import type { ToolCommand } from '../../model/tool-command.ts';

/**
 * What an index of Python's makes of an upload (docs.pypi.org; warehouse, forklift/legacy.py): a file of a name that
 * was ever there is refused, and PyPI closes a release to other files as well. Of what was deleted nothing is told.
 */
export const pypiPublishing: Publishing = { state, raise };

function state(subject: PublicationSubject, peek: Peek): PublicationState {
  const all = peek(packageQuestion(subject));
  const own = parsePep440(subject.version);
  if (all.state !== 'known' || own === undefined) return { is: 'untold' };
  const versions = all.fact.releases.flatMap(({ version }) => parsePep440(version) ?? []);
  const isThere = (wanted: Pep440) => versions.some(each => comparePep440(each, wanted) === 0);
  if (!isThere(own)) return { is: 'free' };
  const release = all.fact.releases.find(({ version }) => {
    const read = parsePep440(version);
    return read !== undefined && comparePep440(read, own) === 0;
  });
  // It is listed, and its files are not: whether they were ever there is not told.
  if (release === undefined || release.standing.is === 'unavailable') return { is: 'untold' };
  const began = Date.parse(release.published ?? '');
  const isYanked = release.standing.is === 'yanked';
  const isTaken = (text: string) => {
    const read = parsePep440(text);
    return read !== undefined && isThere(read);
  };
  return {
    is: 'published',
    ...(release.published === undefined ? {} : { on: release.published }),
    ...(isYanked ? { note: 'It was yanked, which does not make room for it.' } : {}),
    ...(Number.isNaN(began) ? {} : { closes: { at: began + OPEN_MS, says: CLOSED } }),
    next: nextVersions(pep440Text(own), step, isTaken, own.pre !== undefined || own.dev !== undefined),
  };
}

/** Since 2026-07-08 (warehouse, `MAXIMUM_AGE_FOR_NEW_UPLOADS_DAYS`). */
const OPEN_MS = 14 * 24 * 3_600_000;
const CLOSED = 'It is older than 14 days: PyPI takes no more files for it either.';

/** As `uv version --bump` counts: three numbers at least, and a release candidate as the first pre-release. */
const step: Step = (text, part) => {
  const read = parsePep440(text);
  if (read === undefined) return undefined;
  const { epoch, pre, dev } = read;
  const [major = '0', minor = '0', patch = '0'] = read.release.map(String);
  const isPre = pre !== undefined || dev !== undefined;
  const before = epoch > 0 ? `${epoch}!` : '';
  const whole = read.release.join('.');
  switch (part) {
    case 'patch':
      return isPre ? `${before}${whole}` : `${before}${major}.${minor}.${oneMore(patch)}`;
    case 'minor':
      return isPre && patch === '0' ? `${before}${whole}` : `${before}${major}.${oneMore(minor)}.0`;
    case 'major':
      return isPre && patch === '0' && minor === '0' ? `${before}${whole}` : `${before}${oneMore(major)}.0.0`;
    case 'pre-release':
      if (dev !== undefined) {
        const phase = pre === undefined ? '' : `${pre.phase}${pre.number}`;
        return `${before}${whole}${phase}.dev${oneMore(String(dev))}`;
      }
      if (pre !== undefined) return `${before}${whole}${pre.phase}${oneMore(String(pre.number))}`;
      return `${before}${major}.${minor}.${oneMore(patch)}rc1`;
  }
};

/** It writes both files (docs.astral.sh/uv, "uv version"). */
function raise({ lockfile }: PublicationSubject, to: string): ToolCommand | undefined {
  return lockfile === 'uv.lock' ? { program: 'uv', arguments: ['version', to] } : undefined;
}
