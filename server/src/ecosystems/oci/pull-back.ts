import type { ManifestFact, TagsFact } from '../../model/answer.ts';
import { type Digest, familiarImageName, imageNameText } from '../../model/names.ts';
import { nextVersions, semverStep } from '../../model/next-version.ts';
import { code } from '../../model/plain-text.ts';
import type { PublicationState } from '../../model/publication.ts';
import {
  advisory,
  type Fence,
  nextOf,
  type PullBack,
  type PullBackLook,
  type PullBackPlan,
  type PullBackReason,
  type PullBackStep,
  ROTATE,
  stepsOfNothing,
  type TaggedImage,
} from '../../model/pull-back.ts';
import type { Question } from '../../model/question.ts';
import { parseSemver } from '../../model/semver.ts';
import { writtenCommand } from '../../model/tool-command.ts';
import { DEFAULT_TAG, newestVersionTags } from './image-tags.ts';

/**
 * How an image is taken back (docs.docker.com, "docker buildx imagetools create"; google/go-containerregistry,
 * "crane tag"): its tags are moved to a good one, and its digest stays for whoever pins it.
 */
export const ociPullBack: PullBack<TaggedImage> = { plan };

interface Known {
  readonly image: TaggedImage;
  readonly bad?: Digest;
  readonly good?: { readonly tag: string; readonly digest: Digest };
  /** All tags that are known to lead to it, its own first. */
  readonly tags: readonly string[];
  readonly next?: string;
}

function plan(image: TaggedImage, why: PullBackReason, look: PullBackLook): PullBackPlan {
  const { name, tag } = image;
  const at = (each: string): Question & { ask: 'manifest' } => ({ ask: 'manifest', image: name, at: { tag: each } });
  const digestAt = (each: string): Digest | undefined => {
    const answer = look.peek(at(each));
    return answer.state === 'known' ? (answer.fact satisfies ManifestFact).digest : undefined;
  };
  const found = look.peek(at(tag));
  const all = look.peek({ ask: 'tags', image: name });
  const tags = all.state === 'known' ? all.fact : undefined;
  const bad = found.state === 'known' ? found.fact.digest : undefined;
  const moving = bad === undefined ? [] : movingTags(tag, tags).filter(each => digestAt(each) === bad);
  const previous = tags === undefined ? undefined : tagBefore(tag, tags);
  const digest = previous === undefined ? undefined : digestAt(previous);
  const state = stateOf(image, found.state, tags);
  const next = nextOf(state);
  const known: Known = {
    image,
    tags: [tag, ...moving],
    ...(bad === undefined ? {} : { bad }),
    ...(previous === undefined || digest === undefined || digest === bad ? {} : { good: { tag: previous, digest } }),
    ...(next === undefined ? {} : { next }),
  };
  const title = code(`${familiarImageName(name)}:${tag}`);
  return {
    title,
    ...{ state, asked: at(tag) },
    ...(next === undefined ? {} : { next }),
    says: [
      ...(bad === undefined ? [] : [`It is ${code(bad)}.`]),
      ...(moving.length === 0
        ? []
        : [`${moving.map(each => code(each)).join(', ')} lead${moving.length === 1 ? 's' : ''} to it as well.`]),
      'Who pulls it, a registry does not tell: look through what you deploy for the tag and the digest.',
    ],
    steps: stepsOfNothing(state, next, why) ?? stepsFor(why, known, title),
    effects: {
      builds: 'Pins by digest keep working; who pulls by tag gets the good one at the next pull',
      adoption: 'Gets the good one, under every tag that was moved',
      bytes: 'No; later by clean-up, once no tag leads to them',
    },
    person: [
      'A pipeline that may push to the repository may move its tags. Deleting a version of a package at a host mostly needs an administrator of it.',
    ],
    not: [
      'Do not delete a digest that production pins: the next node that pulls it does not start.',
      'Do not leave it without a tag where a clean-up takes what has none.',
      'Do not think that a moved tag undoes what runs: what was pulled stays until it is rolled out again.',
    ],
  };
}

function stateOf(
  { tag }: TaggedImage,
  is: 'known' | 'absent' | 'unknown',
  tags: TagsFact | undefined,
): PublicationState {
  switch (is) {
    case 'absent':
      return { is: 'free' };
    case 'unknown':
      return { is: 'untold' };
    case 'known': {
      const [, v = '', version = ''] = /^(v?)(\d+\.\d+\.\d+.*)$/.exec(tag) ?? [];
      const read = parseSemver(version);
      // A list that is cut off does not tell what is free.
      if (read === undefined || tags?.complete !== true) return { is: 'published', next: [] };
      const taken = new Set(tags.tags);
      const next = nextVersions(version, semverStep('rc.1'), each => taken.has(v + each), read.pre.length > 0);
      return { is: 'published', next: next.map(each => ({ ...each, version: v + each.version })) };
    }
  }
}

/** Tags that may be on the same image: the beginnings of a version, and what everybody gets. */
function movingTags(tag: string, tags: TagsFact | undefined): readonly string[] {
  const parts = tag.split('.');
  const shorter = /^v?\d+\.\d+/.test(tag) ? parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('.')) : [];
  const has = new Set(tags?.tags);
  return [...shorter.reverse(), DEFAULT_TAG].filter(each => each !== tag && has.has(each)).slice(0, MOST_MOVING);
}

const MOST_MOVING = 4;

/** The highest plain version below that is written with as many numbers. */
function tagBefore(tag: string, { tags }: TagsFact): string | undefined {
  const numbers = tag.split('.').length;
  const alike = newestVersionTags(tags, tags.length).filter(each => each.split('.').length === numbers);
  const at = alike.indexOf(tag);
  return at < 0 ? undefined : alike[at + 1];
}

function stepsFor(why: PullBackReason, known: Known, title: string): readonly PullBackStep[] {
  const { next } = known;
  const publish: PullBackStep = {
    title: next === undefined ? 'Push a fixed image at once' : `Push the fixed image as ${code(next)} at once`,
    says: 'Under a version of its own, never under one that was there: then have the tags that move lead to it.',
  };
  const roll: PullBackStep = {
    title: 'Roll out what runs',
    says: 'Where something pins the bad digest, write the good one there and roll it out: that is the only thing that stops what runs.',
  };
  switch (why) {
    case 'broken':
    case 'mistake':
      return [...moveTags(known), keepDigest(known), publish, roll];
    case 'insecure':
      return [...moveTags(known), publish, roll, advisory(title), keepDigest(known)];
    case 'secret':
      return [
        ...[ROTATE, ...moveTags(known), publish, roll, keepDigest(known)],
        {
          title: 'Only if what leaked cannot be rotated: delete the digest',
          says: 'Not before nothing pins it and nothing runs it any more. A layer that is deleted in the registry stays wherever it was pulled.',
        },
      ];
  }
}

function moveTags({ image, bad, good, tags }: Known): readonly PullBackStep[] {
  const name = imageNameText(image.name);
  const digest = good?.digest ?? 'GOOD_DIGEST';
  const where = `${name}@${digest}`;
  const said =
    good === undefined
      ? 'The last good image is not known here: put its digest in place of `GOOD_DIGEST`.'
      : `The last good image is taken to be ${code(good.tag)}: look whether it is.`;
  const move: PullBackStep = {
    title: 'Move the tags to a good digest',
    says: `${said} A registry whose tags cannot be changed refuses that: then a later version is all that there is.`,
    fences: [
      sh(
        tags.map(tag =>
          writtenCommand('docker', ['buildx', 'imagetools', 'create', { ours: '--tag' }, `${name}:${tag}`, where]),
        ),
      ),
      { ...sh(tags.map(tag => writtenCommand('crane', ['tag', where, tag]))), label: 'The same with crane' },
    ],
  };
  if (bad !== undefined) return [move];
  const look: PullBackStep = {
    title: 'Write down its digest',
    says: 'Before the tag is moved: afterwards nothing leads to it.',
    fences: [sh([writtenCommand('docker', ['buildx', 'imagetools', 'inspect', `${name}:${image.tag}`])])],
  };
  return [look, move];
}

function keepDigest({ image, bad }: Known): PullBackStep {
  const name = imageNameText(image.name);
  const where = `${name}@${bad ?? 'BAD_DIGEST'}`;
  // A tag has 128 characters at most.
  const tag = `${image.tag.slice(0, 110)}-withdrawn`;
  return {
    title: 'Keep the bad digest as long as something pins it',
    says: `A tag of its own keeps clean-ups away from it, and says what it is.${bad === undefined ? ' Put its digest in place of `BAD_DIGEST`.' : ''}`,
    fences: [
      sh([writtenCommand('docker', ['buildx', 'imagetools', 'create', { ours: '--tag' }, `${name}:${tag}`, where])]),
    ],
  };
}

function sh(lines: readonly (string | undefined)[]): Fence {
  return { language: 'sh', lines };
}
