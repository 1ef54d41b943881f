import type { NextVersion, VersionPart } from './publication.ts';
import { parseSemver } from './semver.ts';

/** Makes the version that follows another in one part; `undefined` where there is none. */
export type Step = (version: string, part: VersionPart) => string | undefined;

/**
 * The versions to publish after one, each part once, the smallest change first: each part is raised until a version is
 * free. Where two parts come to one version, the smaller change names it.
 *
 * @param isPre whether the version is a pre-release, of which the next pre-release is the smallest change
 */
export function nextVersions(
  version: string,
  step: Step,
  isTaken: (version: string) => boolean,
  isPre: boolean,
): readonly NextVersion[] {
  const parts: readonly VersionPart[] = isPre
    ? ['pre-release', 'patch', 'minor', 'major']
    : ['patch', 'minor', 'major', 'pre-release'];
  const found: NextVersion[] = [];
  for (const part of parts) {
    const next = firstFree(version, part, step, isTaken);
    if (next !== undefined && !found.some(each => each.version === next)) found.push({ part, version: next });
  }
  return found;
}

/** A number that is written in decimal digits, of whatever length, and one more. */
export function oneMore(digits: string): string {
  return (BigInt(digits) + 1n).toString();
}

function firstFree(from: string, part: VersionPart, step: Step, isTaken: (version: string) => boolean) {
  let version: string | undefined = from;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    version = step(version, part);
    if (version === undefined) return undefined;
    // A pre-release of what is published already leads nowhere.
    const release = part === 'pre-release' ? step(version, 'patch') : undefined;
    if (release !== undefined && isTaken(release)) version = release;
    else if (!isTaken(version)) return version;
  }
  return undefined;
}

/** No package has as many versions in a row above one that somebody is about to publish. */
const MOST_TRIES = 1_000;

/**
 * The next version by Semantic Versioning, as node-semver counts (`inc`): a pre-release becomes its own release where
 * that is what the part asks for.
 *
 * @param first what the first pre-release after a release is called, as in `rc.1`
 */
export function semverStep(first: string): Step {
  return (version, part) => {
    const read = parseSemver(version);
    if (read === undefined) return undefined;
    const { major, minor, patch, pre } = read;
    const isPre = pre.length > 0;
    switch (part) {
      case 'patch':
        return `${major}.${minor}.${isPre ? patch : oneMore(patch)}`;
      case 'minor':
        return isPre && patch === '0' ? `${major}.${minor}.0` : `${major}.${oneMore(minor)}.0`;
      case 'major':
        return isPre && patch === '0' && minor === '0' ? `${major}.0.0` : `${oneMore(major)}.0.0`;
      case 'pre-release':
        return isPre
          ? `${major}.${minor}.${patch}-${nextPre(pre).join('.')}`
          : `${major}.${minor}.${oneMore(patch)}-${first}`;
    }
  };
}

/** The last number counts; where there is none, one is put behind. */
function nextPre(pre: readonly string[]): readonly string[] {
  const last = pre.findLastIndex(each => /^\d+$/.test(each));
  return last < 0 ? [...pre, '0'] : pre.map((each, i) => (i === last ? oneMore(each) : each));
}
