import semver from 'semver';
import type { PackageFact } from '../../model/answer.ts';
import { code } from '../../model/plain-text.ts';
import type { PublicationSubject } from '../../model/publication.ts';
import {
  advisory,
  type Fence,
  nextOf,
  type PackagePullBack,
  type PullBackLook,
  type PullBackPlan,
  type PullBackReason,
  type PullBackStep,
  ROTATE,
  reasonsGiven,
  stepsOfNothing,
  UNTOLD_REGISTRY,
  UNTOLD_SAYS,
} from '../../model/pull-back.ts';
import { packageQuestion, placeOfPackage, type Question } from '../../model/question.ts';
import { type OwnWord, writtenCommand } from '../../model/tool-command.ts';
import type { Whereabouts } from '../../model/whereabouts.ts';
import { npmPublishing } from './publishing.ts';
import { ownNpmVersion } from './syntax/own-version.ts';

/**
 * How npm takes a version back (npm's documentation, "npm-deprecate", "npm-unpublish", "npm-dist-tag", "Unpublish
 * policy"; "Trusted publishing for npm packages" for what a pipeline may not do).
 */
export const npmPullBack: PackagePullBack = {
  manifests: ['package-json'],
  own: (text, _file, version) => ownNpmVersion(text, version),
  plan,
};

/** For so long a publish may be taken back, where nobody depends on it. */
const WINDOW_HOURS = 72;
const WINDOW_MS = WINDOW_HOURS * 3_600_000;

/** What the plan is made of. */
interface Known {
  readonly subject: PublicationSubject;
  /** What is deprecated: name and version. */
  readonly it: string;
  /** Absent: it cannot be told, or another registry's rules count. */
  readonly left?: number;
  /** Whether the registry is npm's own. */
  readonly isUsual: boolean;
  readonly registry: readonly (string | OwnWord)[];
  /** The tags that lead to it; absent where that is not known. */
  readonly tags?: readonly string[];
  readonly previous?: string;
  readonly next?: string;
  /** Whether the registry has no other version of the package. */
  readonly isOnly: boolean;
}

function plan(subject: PublicationSubject, why: PullBackReason, look: PullBackLook): PullBackPlan {
  const { name, version } = subject;
  const state = npmPublishing.state(subject, look.peek, look.derive);
  const asked: Question = { ask: 'history', ...placeOfPackage(subject) };
  const all = look.peek(packageQuestion(subject));
  const fact = all.state === 'known' ? all.fact : undefined;
  const where = look.whereabouts(asked);
  const isUsual = !look.isUntold && (where === undefined ? subject.source === undefined : where.isUsual);
  const next = nextOf(state);
  const previous = fact === undefined ? undefined : previousIn(fact, version);
  const left = state.is === 'published' && isUsual ? hoursLeft(state.on, look.now) : undefined;
  const known: Known = {
    ...{ subject, it: `${name}@${version}`, isUsual, isOnly: fact?.releases.length === 1 },
    registry: isUsual ? [] : [{ ours: '--registry' }, look.isUntold ? UNTOLD_REGISTRY : registryOf(subject, where)],
    ...(fact === undefined ? {} : { tags: tagsTo(fact, version) }),
    ...(previous === undefined ? {} : { previous }),
    ...(next === undefined ? {} : { next }),
    ...(left === undefined ? {} : { left }),
  };
  return {
    title: `${code(name)} ${code(version)}`,
    ...{ state, asked },
    ...(next === undefined ? {} : { next }),
    says: [
      ...(state.is === 'published' ? windowSaid(known) : []),
      ...(look.isUntold ? [UNTOLD_SAYS.trim()] : []),
      `Who depends on it, the registry does not tell by its API${isUsual ? ': look at “Dependents” on the page of the package' : ''}.`,
      ...(fact === undefined ? [] : releaseSaid(fact, known)),
    ],
    steps: stepsOfNothing(state, next, why) ?? stepsFor(why, known),
    effects: {
      builds: 'Deprecated: keep working, and warn at install. Unpublished: break, with every lockfile that holds it',
      adoption: 'Deprecated: still possible, warned; a range goes to another version where one fits. Unpublished: none',
      bytes: 'Deprecated: no. Unpublished: from the registry, and not from mirrors and caches',
    },
    person: [
      '`npm deprecate`, `npm unpublish` and `npm dist-tag` need a session of your own, with your second factor (`npm login`): a pipeline that publishes as a trusted publisher (OIDC) can publish, and does none of these (`npm dist-tag` needs npm 12.2 at least there, and may be refused even then).',
      'The fixed version itself may come from your pipeline as always.',
    ],
    not: [
      `Do not unpublish what others ${why === 'mistake' ? 'have by now' : 'may have'}: it breaks every build that holds it, and that is everybody’s incident, not yours alone.`,
      'Do not unpublish the whole package: its name is closed for 24 hours, and all its versions are gone for good.',
      `Do not try to publish ${code(version)} again: npm never takes a version twice, unpublished or not.`,
    ],
  };
}

/** Of the commands here only `npm publish` goes by what the manifest says. */
function registryOf({ source = '' }: PublicationSubject, where: Whereabouts | undefined): string {
  return `${where?.base ?? source.slice(source.indexOf(' ') + 1)}/`;
}

function hoursLeft(on: string | undefined, now: number): number | undefined {
  const then = Date.parse(on ?? '');
  return Number.isNaN(then) ? undefined : Math.max(0, Math.ceil((then + WINDOW_MS - now) / 3_600_000));
}

function windowSaid({ left, isUsual }: Known): readonly string[] {
  if (!isUsual) return ['It is in another registry than npm’s own, whose rules about taking back are its own.'];
  if (left === undefined) return ['Whether npm’s 72 hours are over could not be told.'];
  const later = 'only what nobody depends on, with fewer than 300 downloads in the last week and a single owner';
  return left > 0
    ? [
        `Of npm’s ${WINDOW_HOURS} hours, about ${hoursText(left)} ${left === 1 ? 'is' : 'are'} left: until then it may be unpublished if nothing depends on it; after that ${later}.`,
      ]
    : [`Npm’s ${WINDOW_HOURS} hours are over: it unpublishes ${later}.`];
}

function releaseSaid({ releases }: PackageFact, { subject, tags = [] }: Known): readonly string[] {
  const standing = releases.find(release => release.version === semver.clean(subject.version, true))?.standing;
  return [
    ...(standing?.is === 'deprecated' ? [`It is deprecated already${reasonsGiven([standing.message])}.`] : []),
    ...(tags.length === 0
      ? []
      : [
          `The ${tags.length === 1 ? 'tag' : 'tags'} ${tags.map(tag => code(tag)).join(', ')} lead${tags.length === 1 ? 's' : ''} to it.`,
        ]),
  ];
}

function tagsTo({ tags }: PackageFact, version: string): readonly string[] {
  return Object.keys(tags)
    .filter(tag => tags[tag] === semver.clean(version, true))
    .slice(0, MOST_TAGS);
}

const MOST_TAGS = 10;

/** The highest version below that nothing is said against, and that is no pre-release unless this is one. */
function previousIn({ releases }: PackageFact, version: string): string | undefined {
  const own = semver.parse(version, true);
  if (own === null) return undefined;
  const good = releases.flatMap(({ version: each, standing }) => {
    const read = standing.is === 'live' ? semver.parse(each, true) : null;
    if (read === null || semver.compare(read, own) >= 0) return [];
    return read.prerelease.length > 0 && own.prerelease.length === 0 ? [] : [read];
  });
  return good.sort(semver.rcompare)[0]?.version;
}

function stepsFor(why: PullBackReason, known: Known): readonly PullBackStep[] {
  switch (why) {
    case 'broken':
      return [...moveTags(known), deprecate(why, known), publishNext(known)];
    case 'insecure':
      return [
        ...[deprecate(why, known), ...moveTags(known), publishNext(known), advisory(code(known.it))],
        ...unpublish(
          'Only if the bytes themselves are dangerous, as those of a stolen account are: unpublish it',
          known,
        ),
      ];
    case 'secret':
      return [
        ...[ROTATE, deprecate(why, known), ...moveTags(known), publishNext(known)],
        ...unpublish('Only if what leaked cannot be rotated: unpublish it', known),
      ];
    case 'mistake':
      return [
        ...moveTags(known),
        ...(known.left === 0 || !known.isUsual
          ? [deprecate(why, known)]
          : [
              ...unpublish('If nobody depends on it yet: unpublish it', known),
              deprecate(why, known, 'Else deprecate it'),
            ]),
      ];
  }
}

const SAID: Readonly<Record<PullBackReason, string>> = {
  broken: 'is broken',
  insecure: 'has a security fault',
  secret: 'should not be used',
  mistake: 'was published by mistake',
};

function deprecate(
  why: PullBackReason,
  { it, subject, next, previous, registry }: Known,
  title = 'Deprecate it',
): PullBackStep {
  const instead = (why === 'mistake' ? previous : next) ?? next;
  const message = `${subject.version} ${SAID[why]}${instead === undefined ? '' : `, use ${instead}`}`;
  return {
    title,
    says: 'Whoever installs it is warned from then on, and ranges go elsewhere where they can. It can be taken back: `npm undeprecate`, or an empty message.',
    fences: [sh(writtenCommand('npm', ['deprecate', it, { ours: message }, ...registry]))],
  };
}

/** At once, since `latest` is what everybody gets who names no version. */
function moveTags({ subject: { name }, tags, previous, registry }: Known): readonly PullBackStep[] {
  const title = 'Lead new installs away from it';
  if (tags === undefined)
    return [
      {
        title,
        says: 'Look which tags lead to it, and have them lead to the last good version: `npm dist-tag add NAME@VERSION TAG`.',
        fences: [sh(writtenCommand('npm', ['dist-tag', 'ls', name, ...registry]))],
      },
    ];
  if (tags.length === 0) return [];
  if (previous === undefined)
    return [
      {
        title,
        says: 'There is no good version before it that the tags could lead to: the fixed one has to come soon.',
      },
    ];
  const lines = tags.map(tag => writtenCommand('npm', ['dist-tag', 'add', `${name}@${previous}`, tag, ...registry]));
  return [
    { title, says: `Until a fixed version is there, the last good one is ${code(previous)}.`, fences: [sh(...lines)] },
  ];
}

function publishNext({ next }: Known): PullBackStep {
  const says = 'A fix is what takes people away from it. Publish it as always: that moves `latest` as well.';
  return {
    title: next === undefined ? 'Publish a fixed version at once' : `Publish the fixed version ${code(next)} at once`,
    says: next === undefined ? `${says} The next free number is not known.` : says,
    ...(next === undefined
      ? {}
      : { fences: [sh(writtenCommand('npm', ['version', next, { ours: '--no-git-tag-version' }]), 'npm publish')] }),
  };
}

function unpublish(title: string, { it, left, isUsual, isOnly, registry }: Known): readonly PullBackStep[] {
  if (left === 0) return [];
  // npm refuses that without `--force` (npm/cli, lib/commands/unpublish.js), which no plan should put into hands.
  if (isOnly)
    return [
      {
        title,
        says: 'It is the only version there is, so the whole package would go, and its name would be closed for 24 hours: `npm unpublish` refuses that. Publish the right version first; then this one can go alone.',
      },
    ];
  const until = left === undefined ? 'as long as the registry’s rules let you' : `for about ${hoursText(left)} more`;
  const rules = isUsual ? ', and only while nothing in the registry depends on it' : '';
  return [
    {
      title,
      says: `Possible ${until}${rules}. It cannot be undone, the number is used up, and every build that holds it fails from then on.`,
      fences: [sh(writtenCommand('npm', ['unpublish', it, ...registry]))],
    },
  ];
}

function hoursText(hours: number): string {
  return hours === 1 ? '1 hour' : `${hours} hours`;
}

function sh(...lines: readonly (string | undefined)[]): Fence {
  return { language: 'sh', lines };
}
