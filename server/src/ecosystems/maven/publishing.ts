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

/** Numbers with dots between, as many as there are; a word behind them goes where it made a pre-release. */
const step: Step = (version, part) => {
  const [, word = '', count = ''] = PRE.exec(version) ?? [];
  const before = word === '' ? version : version.replace(PRE, '');
  const [, numbers = '', behind = ''] =
    /^(\d+(?:\.\d+){0,3})((?:[.-](?:Final|GA|RELEASE|jre\d*|android))?)$/i.exec(before) ?? [];
  if (numbers === '') return undefined;
  const [major = '0', minor, patch, ...rest] = numbers.split('.');
  const isPre = word !== '';
  const raised = (to: readonly string[]) => `${to.join('.')}${behind}`;
  switch (part) {
    case 'patch':
      return isPre
        ? raised([...numbers.split('.')])
        : raised([major, minor ?? '0', oneMore(patch ?? '0'), ...rest.map(() => '0')]);
    case 'minor':
      if (isPre && /^0*$/.test(patch ?? '')) return raised([...numbers.split('.')]);
      return raised([major, oneMore(minor ?? '0'), ...(patch === undefined ? [] : ['0']), ...rest.map(() => '0')]);
    case 'major':
      if (isPre && /^0*$/.test(patch ?? '') && /^0*$/.test(minor ?? '')) return raised([...numbers.split('.')]);
      return raised([
        oneMore(major),
        ...(minor === undefined ? [] : ['0']),
        ...(patch === undefined ? [] : ['0']),
        ...rest.map(() => '0'),
      ]);
    case 'pre-release':
      if (isPre)
        return `${before}${version.slice(before.length, version.length - count.length)}${oneMore(count === '' ? '1' : count)}`;
      return `${raised([major, minor ?? '0', oneMore(patch ?? '0'), ...rest.map(() => '0')])}-RC1`;
  }
};
