import type { Peek } from '../../model/answer.ts';
import { nextVersions, oneMore, type Step } from '../../model/next-version.ts';
import type { PublicationState, PublicationSubject, Publishing } from '../../model/publication.ts';
import { packageQuestion, placeOfPackage } from '../../model/question.ts';

/**
 * What a repository of releases makes of a deployment (central.sonatype.org, "Can I change, modify, delete, remove, or
 * update a component on Central?"): what is there stays as it is. The POM of the very version tells; lists lack some.
 */
export const mavenPublishing: Publishing = { state };

function state(subject: PublicationSubject, peek: Peek): PublicationState {
  const { version } = subject;
  const own = peek({ ask: 'release', ...placeOfPackage(subject), version });
  if (own.state === 'unknown') return { is: 'untold' };
  const all = peek(packageQuestion(subject));
  if (own.state === 'absent') return all.state === 'known' ? { is: 'free' } : { is: 'untold' };
  const versions = new Set(all.state === 'known' ? all.fact.releases.map(release => release.version) : []);
  const isTaken = (each: string) => each === version || versions.has(each);
  const { published } = own.fact;
  const next = all.state === 'known' ? nextVersions(version, step, isTaken, PRE.test(version)) : [];
  return { is: 'published', ...(published === undefined ? {} : { on: published }), next };
}

/** Words that Maven orders before the release (maven-artifact, `ComparableVersion`), with what counts them. */
const PRE = /[.-]((?:alpha|beta|milestone|rc|cr|[abm](?=[.-]?\d))[.-]?)(\d*)$/i;

/**
 * Numbers with dots between, as many as there are. A word that made a pre-release goes with it; one that all versions
 * have, as `Final` or `jre`, stays, and then it is not known how pre-releases are called.
 */
const step: Step = (version, part) => {
  const [, word = '', count = ''] = PRE.exec(version) ?? [];
  const release = word === '' ? version : version.replace(PRE, '');
  const [, numbers = '', behind = ''] = RELEASE.exec(release) ?? [];
  if (numbers === '') return undefined;
  const all = numbers.split('.');
  const isPre = word !== '';
  const isZeroFrom = (index: number) => all.slice(index).every(each => /^0*$/.test(each));
  switch (part) {
    case 'patch':
      return isPre ? release : `${raised(all, 2)}${behind}`;
    case 'minor':
      return isPre && isZeroFrom(2) ? release : `${raised(all, 1)}${behind}`;
    case 'major':
      return isPre && isZeroFrom(1) ? release : `${raised(all, 0)}${behind}`;
    case 'pre-release': {
      if (isPre) return `${version.slice(0, version.length - count.length)}${oneMore(count === '' ? '1' : count)}`;
      return behind === '' ? `${raised(all, 2)}-RC1` : undefined;
    }
  }
};

const RELEASE = /^(\d+(?:\.\d+){0,3})([.-](?:Final|GA|RELEASE|jre\d*|android))?$/i;

/** The same numbers with one of them raised, and all behind it at zero. */
function raised(numbers: readonly string[], index: number): string {
  const before = Array.from({ length: index }, (_, i) => numbers[i] ?? '0');
  const behind = numbers.slice(index + 1).map(() => '0');
  return [...before, oneMore(numbers[index] ?? '0'), ...behind].join('.');
}
