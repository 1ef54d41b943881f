import semver from 'semver';
import type { About, Peek } from '../../model/answer.ts';
import { nextVersions, semverStep } from '../../model/next-version.ts';
import { isObject } from '../../model/objects.ts';
import type { PublicationState, PublicationSubject, Publishing } from '../../model/publication.ts';
import { packageQuestion, placeOfPackage } from '../../model/question.ts';
import type { ToolCommand } from '../../model/tool-command.ts';
import { repositoryKey } from './syntax/repository-key.ts';

/**
 * What npm's registry makes of a publish (npm's documentation, "npm-publish", "Unpublish policy"): a version that is
 * there, and one that was there once, is refused.
 *
 * The long document is looked at first: it alone has the dates, what was removed, and where the sources are; the list
 * of releases comes with it.
 */
export const npmPublishing: Publishing = {
  state: stateOf,
  neverAgain: 'npm never takes a version again that was published once',
  raise: raiseCommand,
};

/** What a manifest tells of its project. */
export interface NpmProject {
  /** As `repositoryKey` has it. */
  readonly repository?: string;
  readonly description?: string;
  /** Whether the name's owner alone publishes there: it has a scope, or the file names a registry other than npm's. */
  readonly isOwners: boolean;
}

function stateOf(subject: PublicationSubject, peek: Peek): PublicationState {
  const history = peek({ ask: 'history', ...placeOfPackage(subject) });
  if (history.state !== 'known') return { is: 'untold' };
  const all = peek(packageQuestion(subject));
  const version = semver.clean(subject.version, true);
  if (all.state !== 'known' || version === null) return { is: 'untold' };
  const { releases, standing } = all.fact;
  if (standing.is === 'security-holding' || !isOwn(subject, history.fact.about)) return { is: 'namesake' };
  const { published } = history.fact;
  const isListed = releases.some(release => release.version === version);
  const isDated = Object.hasOwn(published, version);
  if (!isListed && !isDated) return { is: 'free' };
  const listed = new Set(releases.map(release => release.version));
  const isTaken = (each: string) => listed.has(each) || Object.hasOwn(published, each);
  const next = nextVersions(version, STEP, isTaken, semver.prerelease(version, true) !== null);
  const date = isDated ? published[version] : undefined;
  return { is: isListed ? 'published' : 'removed', ...(date === undefined ? {} : { on: date }), next };
}

/** `npm version prerelease` begins to count at 0. */
const STEP = semverStep('0');

/**
 * Anybody may own a name without a scope, as that of an example that was never meant to be published: then the
 * registry's document has to tell the same repository, or where it tells none the same description. The document
 * describes what is newest, which may have moved since: in doubt nothing is said.
 */
function isOwn({ project }: PublicationSubject, about: About = {}): boolean {
  const { repository, description, isOwners } = projectOf(project);
  const theirs = about.repository === undefined ? undefined : repositoryKey(about.repository);
  if (repository !== undefined && theirs !== undefined) return repository === theirs;
  return isOwners || (theirs === undefined && description !== undefined && description === about.description);
}

export function projectText(project: NpmProject): string {
  return JSON.stringify(project);
}

function projectOf(text: string | undefined): NpmProject {
  const told: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!isObject(told)) return { isOwners: false };
  const { repository, description, isOwners } = told;
  return {
    ...(typeof repository === 'string' ? { repository } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    isOwners: isOwners === true,
  };
}

/** It writes both files, and commits and tags nothing. Scripts of the manifest's own run before and after. */
function raiseCommand({ lockfile }: PublicationSubject, to: string): ToolCommand | undefined {
  if (lockfile !== 'package-lock.json' && lockfile !== 'npm-shrinkwrap.json') return undefined;
  return { program: 'npm', arguments: ['version', to, '--no-git-tag-version'] };
}
