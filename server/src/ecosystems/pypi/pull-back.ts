import { comparePep440, parsePep440 } from '../../model/pep440.ts';
import { code } from '../../model/plain-text.ts';
import type { PublicationSubject } from '../../model/publication.ts';
import {
  advisory,
  nextOf,
  type PackagePullBack,
  type PullBackLook,
  type PullBackPlan,
  type PullBackReason,
  type PullBackStep,
  ROTATE,
  reasonsGiven,
  stepsOfNothing,
} from '../../model/pull-back.ts';
import { packageQuestion } from '../../model/question.ts';
import { pypiPublishing } from './publishing.ts';
import { ownPythonVersion } from './syntax/own-version.ts';

/**
 * How PyPI takes a release back (docs.pypi.org, "Yanking"; PEP 592): by its pages alone, which is a whole release.
 */
export const pypiPullBack: PackagePullBack = {
  manifests: ['pyproject'],
  own: ownPythonVersion,
  plan,
};

const REASONS: Readonly<Record<PullBackReason, string>> = {
  broken: 'is broken',
  insecure: 'has a security fault',
  secret: 'should not be used',
  mistake: 'was published by mistake',
};

function plan(subject: PublicationSubject, why: PullBackReason, look: PullBackLook): PullBackPlan {
  const { name, version } = subject;
  const asked = packageQuestion(subject);
  const state = pypiPublishing.state(subject, look.peek, look.derive);
  const next = nextOf(state);
  const where = look.whereabouts(asked);
  const isUsual = !look.isUntold && (where?.isUsual ?? !/\bindex\b/.test(subject.source ?? ''));
  const standing = standingOf(subject, look);
  const closed = state.is === 'published' && state.closes !== undefined && state.closes.at <= look.now;
  return {
    title: `${code(name)} ${code(version)}`,
    ...{ state, asked },
    ...(next === undefined ? {} : { next }),
    says: [
      ...(standing?.is === 'yanked' ? [`It is yanked already${reasonsGiven([standing.reason])}.`] : []),
      ...(closed && state.closes !== undefined ? [state.closes.says] : []),
      'Who depends on it, the index does not tell.',
    ],
    steps: stepsOfNothing(state, next, why) ?? stepsFor(why, subject, next, isUsual),
    effects: {
      builds: 'Keep working where they pin it exactly (`==`) or a lockfile holds it; pip warns',
      adoption: 'None, unless it is pinned exactly',
      bytes: 'No',
    },
    person: [
      'Yanking needs a person who owns or maintains the project, logged in at the website with a second factor. There is no command and no API for it: neither a token nor a trusted publisher (OIDC) can do more than upload.',
      'The fixed version itself may come from your pipeline as always.',
    ],
    not: [
      'Do not delete the release: every build that pins it breaks, and the names of its files are never free again.',
      'Do not delete the project: anybody may take its name then.',
      `Do not try to upload ${code(version)} again, nor another file for it: a fix is a new version.`,
    ],
  };
}

function standingOf({ version, ...place }: PublicationSubject, { peek }: PullBackLook) {
  const all = peek(packageQuestion(place));
  const own = parsePep440(version);
  if (all.state !== 'known' || own === undefined) return undefined;
  return all.fact.releases.find(release => {
    const read = parsePep440(release.version);
    return read !== undefined && comparePep440(read, own) === 0;
  })?.standing;
}

function stepsFor(
  why: PullBackReason,
  { name, version }: PublicationSubject,
  next: string | undefined,
  isUsual: boolean,
): readonly PullBackStep[] {
  const reason = `${version} ${REASONS[why]}${next === undefined ? '' : `, use ${next}`}`;
  const address = /^[\w.-]+$/.test(name)
    ? `https://pypi.org/manage/project/${name}/releases/`
    : 'https://pypi.org/manage/projects/';
  const yank: PullBackStep = {
    title: 'Yank it, by hand',
    says: isUsual
      ? `Open <${address}>, press “Options” at ${code(version)}, then “Yank”, type the version to confirm, and give as the reason what pip shows to whoever pins it: ${code(reason)}. It yanks the whole release. “Un-yank” at the same place takes it back.`
      : 'It is in another index than PyPI: whether that can yank (PEP 592), and how, its own pages tell. Where it cannot, a later version is all that there is.',
  };
  const publish: PullBackStep = {
    title: next === undefined ? 'Publish a fixed version at once' : `Publish the fixed version ${code(next)} at once`,
    says: `Raise \`version\` and publish it as always${next === undefined ? '; the next free number is not known' : ''}. Where it was a file for one platform that was wrong: that cannot be replaced either.`,
  };
  const advise = advisory(code(`${name} ${version}`));
  switch (why) {
    case 'broken':
      return [yank, publish];
    case 'insecure':
      return [
        ...[yank, publish],
        { ...advise, says: `${advise.says} \`pypa/advisory-database\` is what \`pip-audit\` reads.` },
        danger('Only if the bytes themselves are dangerous, as those of a stolen account are'),
      ];
    case 'secret':
      return [ROTATE, yank, publish, danger('Only if what leaked cannot be rotated')];
    case 'mistake':
      return [
        yank,
        {
          ...publish,
          title: publish.title.replace('fixed version', 'right version'),
          says: `If anything is to be there in its place: ${publish.says}`,
        },
      ];
  }
}

function danger(title: string): PullBackStep {
  return {
    title: `${title}: delete it`,
    says: 'At the same place, “Delete”. It cannot be undone, breaks every build that pins it, and does not reach the mirrors that have copied it. Malware is for PyPI’s staff: “Report project as malware” on the project’s page.',
  };
}
