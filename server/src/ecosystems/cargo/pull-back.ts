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
  stepsOfNothing,
  UNTOLD_REGISTRY,
  UNTOLD_SAYS,
} from '../../model/pull-back.ts';
import { packageQuestion } from '../../model/question.ts';
import { type OwnWord, writtenCommand } from '../../model/tool-command.ts';
import { withoutBuild } from './cargo-version.ts';
import { cargoPublishing } from './publishing.ts';
import { ownCrateVersion } from './syntax/own-version.ts';

/**
 * How a registry of crates takes a version back (the Cargo book, "cargo yank", "Publishing on crates.io"; crates.io,
 * "Deleting crates": whole ones alone).
 */
export const cargoPullBack: PackagePullBack = {
  manifests: ['cargo-toml'],
  own: (text, _file, version) => ownCrateVersion(text, version),
  plan,
};

function plan(subject: PublicationSubject, why: PullBackReason, look: PullBackLook): PullBackPlan {
  const { name, version } = subject;
  const asked = packageQuestion(subject);
  const state = cargoPublishing.state(subject, look.peek, look.derive);
  const next = nextOf(state);
  const all = look.peek(asked);
  const own = withoutBuild(version);
  const release =
    all.state === 'known' ? all.fact.releases.find(each => withoutBuild(each.version) === own) : undefined;
  const isYanked = release?.standing.is === 'yanked';
  return {
    title: `${code(name)} ${code(version)}`,
    ...{ state, asked },
    ...(next === undefined ? {} : { next }),
    says: [
      ...(isYanked ? ['It is yanked already.'] : []),
      'Who depends on it, the index does not tell: look at “Dependents” on the page of the crate.',
    ],
    steps: stepsOfNothing(state, next, why) ?? stepsFor(why, subject, next, isYanked, look.isUntold),
    effects: {
      builds: 'Keep working where `Cargo.lock` holds it',
      adoption: 'None: cargo chooses it for nobody, not even for `=` and its version',
      bytes: 'No: it can still be downloaded by its address',
    },
    person: [
      '`cargo yank` needs a token of an owner’s own, with the right to yank (`cargo login`), or the page of the version at the registry. A pipeline that publishes as a trusted publisher (OIDC) is for publishing.',
      'The fixed version itself may come from your pipeline as always.',
    ],
    not: [
      'Do not delete the crate: only a whole crate can be, with all its versions, by its owner at the website, and never while another depends on it. That breaks everybody who has any of them.',
      `Do not try to publish ${code(version)} again: a version is there once, yanked or not.`,
    ],
  };
}

function stepsFor(
  why: PullBackReason,
  subject: PublicationSubject,
  next: string | undefined,
  isYanked: boolean,
  isUntold: boolean,
): readonly PullBackStep[] {
  const { name, version } = subject;
  const registry = isUntold ? [{ ours: '--registry' }, UNTOLD_REGISTRY] : registryOf(subject);
  const command = (undo: readonly OwnWord[]) =>
    writtenCommand('cargo', [{ ours: 'yank' }, ...undo, { ours: '--version' }, version, name, ...registry]);
  const yank: PullBackStep = {
    title: isYanked ? 'Leave it yanked' : 'Yank it',
    says: isYanked
      ? 'Nothing is to be done for that. It can be taken back by:'
      : `Nobody gets it anew from then on, and nothing breaks that holds it. The second command takes it back.${isUntold ? UNTOLD_SAYS : ''}`,
    fences: [
      ...(isYanked ? [] : [{ language: 'sh', lines: [command([])] } as const]),
      { language: 'sh', label: 'To take the yank back', lines: [command([{ ours: '--undo' }])] },
    ],
  };
  const publish: PullBackStep = {
    title: next === undefined ? 'Publish a fixed version at once' : `Publish the fixed version ${code(next)} at once`,
    says: `Raise \`version\` in the manifest${next === undefined ? '; the next free number is not known' : ''}. Builds that hold the old one stay there until they are told: cargo says nothing of a yank where \`Cargo.lock\` has it.`,
    fences: [{ language: 'sh', lines: [writtenCommand('cargo', ['publish', ...registry])] }],
  };
  switch (why) {
    case 'broken':
      return [yank, publish];
    case 'insecure':
      return [yank, publish, rustAdvisory(subject)];
    case 'secret':
      return [ROTATE, yank, publish];
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

function rustAdvisory({ name, version }: PublicationSubject): PullBackStep {
  const step = advisory(code(`${name} ${version}`));
  return { ...step, says: `${step.says} RustSec (\`rustsec/advisory-db\`) is what \`cargo audit\` reads.` };
}

function registryOf({ source }: PublicationSubject): readonly (string | OwnWord)[] {
  const named = /^registry=([\w-]+)$/.exec(source ?? '')?.[1];
  return named === undefined ? [] : [{ ours: '--registry' }, named];
}
