import type { Peek } from '../../model/answer.ts';
import { nextVersions, semverStep } from '../../model/next-version.ts';
import type { PublicationState, PublicationSubject, Publishing } from '../../model/publication.ts';
import { packageQuestion } from '../../model/question.ts';
import { parseCargoVersion, withoutBuild } from './cargo-version.ts';

/**
 * What a registry of crates makes of a publish (the Cargo book, "Publishing on crates.io"; registry-index.md: a version
 * is there once, whatever its build). A yanked version is there; of what was deleted nothing is told.
 */
export const cargoPublishing: Publishing = { state };

function state(subject: PublicationSubject, peek: Peek): PublicationState {
  const all = peek(packageQuestion(subject));
  const version = withoutBuild(subject.version);
  const read = parseCargoVersion(version);
  if (all.state !== 'known' || read === undefined) return { is: 'untold' };
  const releases = new Map(all.fact.releases.map(release => [withoutBuild(release.version), release]));
  const release = releases.get(version);
  if (release === undefined) return { is: 'free' };
  const isYanked = release.standing.is === 'yanked';
  return {
    is: 'published',
    ...(release.published === undefined ? {} : { on: release.published }),
    ...(isYanked ? { note: 'It was yanked, which does not make room for it.' } : {}),
    next: nextVersions(version, STEP, each => releases.has(each), read.pre.length > 0),
  };
}

const STEP = semverStep('rc.1');
