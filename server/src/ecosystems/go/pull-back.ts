import type { Peek, Standing } from '../../model/answer.ts';
import { nextVersions, semverStep } from '../../model/next-version.ts';
import { code } from '../../model/plain-text.ts';
import type { PublicationState, PublicationSubject } from '../../model/publication.ts';
import {
  advisory,
  nextOf,
  type OwnVersion,
  type PackagePullBack,
  type PullBackLook,
  type PullBackPlan,
  type PullBackReason,
  type PullBackStep,
  ROTATE,
  reasonsGiven,
  stepsOfNothing,
} from '../../model/pull-back.ts';
import { packageQuestion, placeOfPackage } from '../../model/question.ts';
import { writtenCommand } from '../../model/tool-command.ts';
import { parseGoVersion } from './go-version.ts';
import { isModulePath, isVersionOf } from './module-path.ts';
import { standingOfUnlisted } from './retractions.ts';
import { modLines } from './syntax/mod-lines.ts';
import { retractionInto } from './syntax/retraction.ts';

/**
 * How the versions of a module are taken back (the Go Modules Reference, "retract directive"; go.dev, "Publishing a
 * module"): by a later version whose go.mod says so. A version stands in no file: a tag of the repository is it.
 */
export const goPullBack: PackagePullBack = {
  manifests: ['go-mod'],
  own,
  plan,
  insert: (text, { line }) => (line === undefined ? undefined : retractionInto(text, line)),
};

function own(text: string, _file: string, version: string | undefined): OwnVersion {
  const [path] = modLines(text).lines.find(({ verb }) => verb === 'module')?.words ?? [];
  if (path === undefined || !isModulePath(path.text))
    return { is: 'none', why: 'names no module that others can ask for' };
  if (version === undefined) return { is: 'without-version' };
  const read = parseGoVersion(version);
  if (read === undefined) return { is: 'none', why: `has no version ${code(version)}: go reads it as in \`v1.2.3\`` };
  if (!isVersionOf(path.text, read))
    return {
      is: 'none',
      why: `cannot have a version ${code(version)}: the path of a module ends in its major version from 2 on`,
    };
  return { is: 'own', subject: { kind: 'publication', registry: 'go', name: path.text, version } };
}

function stateOf(subject: PublicationSubject, peek: Peek): PublicationState {
  const all = peek(packageQuestion(subject));
  const { version } = subject;
  const read = parseGoVersion(version);
  if (all.state !== 'known' || read === undefined) return { is: 'untold' };
  const own = peek({ ask: 'release', ...placeOfPackage(subject), version });
  const isListed = all.fact.releases.some(release => release.version === version);
  if (own.state === 'absent' && !isListed) return { is: 'free' };
  if (own.state !== 'known' && !isListed) return { is: 'untold' };
  const versions = new Set(all.fact.releases.map(release => release.version));
  const step: typeof STEP = (from, part) => {
    const next = STEP(from.slice(1), part);
    return next === undefined ? undefined : `v${next}`;
  };
  const isTaken = (each: string) => each === version || versions.has(each);
  const published = own.state === 'known' ? own.fact.published : undefined;
  // What is marked as incompatible has no go.mod that could say anything.
  const next = read.isIncompatible ? [] : nextVersions(version, step, isTaken, read.pre.length > 0);
  return { is: 'published', ...(published === undefined ? {} : { on: published }), next };
}

const STEP = semverStep('rc.1');

function plan(subject: PublicationSubject, why: PullBackReason, look: PullBackLook): PullBackPlan {
  const { name, version } = subject;
  const asked = packageQuestion(subject);
  const state = stateOf(subject, look.peek);
  // The bump that is a release of its own: a retraction counts in the newest version alone.
  const next = nextOf(state);
  const standing = standingOf(subject, look);
  const line = retraction(version, why, next);
  return {
    title: `${code(name)} ${code(version)}`,
    ...{ state, asked },
    ...(next === undefined ? {} : { next }),
    says: [
      ...(standing?.is === 'retracted' ? [`It is retracted already${reasonsGiven(standing.reasons)}.`] : []),
      'Who depends on it, the proxy does not tell: look at “Imported by” at pkg.go.dev.',
    ],
    steps: stepsOfNothing(state, next, why) ?? stepsFor(why, subject, next, line),
    ...(line === undefined ? {} : { line }),
    effects: {
      builds: 'Keep working; `go list -m -u` and `go get` warn',
      adoption: 'None, unless somebody names the version',
      bytes: 'No: the module proxy keeps them, whatever becomes of the repository',
    },
    person: ['Whoever may push a tag to the repository can do it; a pipeline that tags releases can, too.'],
    not: [
      `Do not delete or move the tag ${code(version)}: the proxy and the checksum database keep what they have seen, and who gets other bytes is stopped by a security error.`,
      'Do not take the line out of `go.mod` again: it counts only as long as the newest version has it.',
      'Do not write `// Deprecated:` for it: that is said of the whole module.',
    ],
  };
}

function standingOf(subject: PublicationSubject, { peek, derive }: PullBackLook): Standing | undefined {
  const all = peek(packageQuestion(subject));
  return all.state === 'known' ? standingOfUnlisted(subject.version, all.fact, derive) : undefined;
}

/** What the go command shows to whoever has it. */
const WHY: Readonly<Record<PullBackReason, string>> = {
  broken: 'Does not work',
  insecure: 'Has a security fault',
  secret: 'Should not be used',
  mistake: 'Published by mistake',
};

/** What was published by mistake has nothing to be fixed: what takes it back is taken back with it. */
function retraction(version: string, why: PullBackReason, next: string | undefined): string | undefined {
  if (!PLAIN.test(version) || (next !== undefined && !PLAIN.test(next))) return undefined;
  if (why === 'mistake' && next !== undefined) return `retract [${version}, ${next}] // ${WHY[why]}.`;
  return `retract ${version} // ${WHY[why]}${next === undefined ? '.' : `, use ${next}.`}`;
}

const PLAIN = /^v[\w.+-]{1,99}$/;

function stepsFor(
  why: PullBackReason,
  { name, version }: PublicationSubject,
  next: string | undefined,
  line: string | undefined,
): readonly PullBackStep[] {
  const tag = next ?? 'NEXT_VERSION';
  const unknown = next === undefined ? ' The next free version is not known: put it in place of `NEXT_VERSION`.' : '';
  const retract: PullBackStep = {
    title: 'Retract it in `go.mod`',
    says:
      why === 'mistake'
        ? 'The version that carries the line retracts itself as well, so go leads everybody back to the last good one.'
        : 'What stands behind `//` is what the go command shows to whoever has it.',
    fences: [{ language: 'go', lines: [line] }],
  };
  const publish: PullBackStep = {
    title: `Publish ${code(tag)} with that line`,
    says: `A retraction is read in the newest version alone, so it counts once a higher one is published that has it: what is tagged is what is committed.${unknown} Where the module is not at the top of its repository, its folder stands before the tag, as in \`sub/${plainOr(tag)}\`. The last command has the proxy fetch it.`,
    fences: [
      {
        language: 'sh',
        lines: [
          writtenCommand('git', [
            'commit',
            { ours: '-m' },
            { ours: `Retract ${PLAIN.test(version) ? version : 'a version'}` },
            'go.mod',
          ]),
          writtenCommand('git', ['tag', tag]),
          writtenCommand('git', ['push', 'origin', tag]),
          writtenCommand('go', ['list', { ours: '-m' }, `${name}@${tag}`]),
        ],
      },
    ],
  };
  const selfless: PullBackStep = {
    title: 'If there is no fix yet',
    says: `Let the line be this one, by which ${code(tag)} retracts itself as well: then go leads everybody back to the last good version.`,
    fences: [{ language: 'go', lines: [retraction(version, 'mistake', tag)?.replace(WHY.mistake, WHY[why])] }],
  };
  const fix: PullBackStep = {
    title: 'Fix it',
    says: 'What takes it back is a version, so it may bring the fix as well.',
  };
  const advise = advisory(code(`${name} ${version}`));
  switch (why) {
    case 'broken':
      return [fix, retract, selfless, publish];
    case 'insecure':
      return [
        ...[fix, retract, selfless, publish],
        {
          ...advise,
          says: `${advise.says} Report it to the Go vulnerability database as well (\`golang/vulndb\`), which \`govulncheck\` reads.`,
        },
      ];
    case 'secret':
      return [ROTATE, { title: 'Take it out of the sources', says: OUT }, retract, publish];
    case 'mistake':
      return [retract, publish];
  }
}

const OUT =
  'The version that takes it back has to be without it. The history of the repository keeps it, as does the module proxy.';

function plainOr(tag: string): string {
  return PLAIN.test(tag) ? tag : 'v1.2.3';
}
