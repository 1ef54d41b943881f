import type { Answer, Peek } from './answer.ts';
import type { Derive } from './derive.ts';
import type { ImageName } from './names.ts';
import { code, plainText } from './plain-text.ts';
import type { PublicationState, PublicationSubject } from './publication.ts';
import type { Question } from './question.ts';
import type { NamedThing } from './report.ts';
import type { Whereabouts } from './whereabouts.ts';

/** Why a version is to be taken back: what to do, and how soon, follows from that. */
export const PULL_BACK_REASONS = ['broken', 'insecure', 'secret', 'mistake'] as const;
export type PullBackReason = (typeof PULL_BACK_REASONS)[number];

/** Whether a word is one of {@link PULL_BACK_REASONS}. */
export function isPullBackReason(word: unknown): word is PullBackReason {
  return PULL_BACK_REASONS.some(reason => reason === word);
}

/** What is known of taking a version back, in one ecosystem of packages: a part of its row. Pure. */
export interface PullBack<Subject = PublicationSubject> {
  /**
   * What is to be done, by what is known so far; what is peeked at is what gets asked. It is written whatever could not
   * be asked.
   */
  plan(subject: Subject, why: PullBackReason, look: PullBackLook): PullBackPlan;
}

/** {@link PullBack}, for packages, whose manifests name them. */
export interface PackagePullBack extends PullBack {
  /** The kinds of files that give a package its name, by the ids of their readers. */
  readonly manifests: readonly string[];
  /**
   * The version that a manifest means, where its user says that it was published: what else tells whether it is meant
   * to be is not looked at. Never throws.
   *
   * @param file the path with `/`, whose end counts
   * @param version the one that is meant in place of the written one
   */
  own(text: string, file: string, version: string | undefined): OwnVersion;
  /** An edit of the manifest that takes the version back once it is published; absent where no manifest can. */
  insert?(text: string, plan: PullBackPlan): { readonly offset: number; readonly text: string } | undefined;
}

/** Which version a manifest means. */
export type OwnVersion =
  | {
      readonly is: 'own';
      readonly subject: PublicationSubject;
      /** Set where it is not known where it was published, so that nobody is asked: why, as a sentence. */
      readonly unasked?: string;
    }
  /** The manifest says none, and the user has to. */
  | { readonly is: 'without-version' }
  /** It is of no package that was published: why not, as the rest of a sentence that begins with the file. */
  | { readonly is: 'none'; readonly why: string };

/** An image that is to be taken back, by the tag that it was published under. */
export interface TaggedImage {
  readonly name: ImageName;
  readonly tag: string;
}

export interface PullBackLook {
  readonly peek: Peek;
  readonly derive: Derive;
  /** In milliseconds since the epoch. */
  readonly now: number;
  readonly whereabouts: (question: Question) => Whereabouts | undefined;
  /** Whether nobody says which registry it was published to: then no command may go to the usual one by default. */
  readonly isUntold: boolean;
}

/** What stands in commands for a registry that nobody tells. */
export const UNTOLD_REGISTRY = 'REGISTRY';

/** What is said of it. */
export const UNTOLD_SAYS = ` Put the registry that it was published to in place of \`${UNTOLD_REGISTRY}\`.`;

/**
 * How a version is taken back. All texts are sentences in Markdown of our own, with values of others in `code`.
 */
export interface PullBackPlan {
  /** What it is about, as people write it. */
  readonly title: string;
  readonly state: PublicationState;
  /** Whose answer tells that. */
  readonly asked: Question;
  /** What else the registry says. */
  readonly says: readonly string[];
  /** The version to publish next; absent where it is not known. */
  readonly next?: string;
  /** In the order in which they are to be done. */
  readonly steps: readonly PullBackStep[];
  /** What becomes of those who have it, of those who come new, and of the bytes. */
  readonly effects: PullBackEffects;
  /** What needs a person, and what a pipeline may do. */
  readonly person: readonly string[];
  readonly not: readonly string[];
  /** A line for the manifest, which {@link PackagePullBack.insert} can put there. */
  readonly line?: string;
}

/** A plan, and what is told of who was asked. */
export interface PlannedPullBack {
  readonly why: PullBackReason;
  readonly plan: PullBackPlan;
  /** What came of the question that decides about the plan. */
  readonly answer: Answer<unknown>;
  readonly whereabouts: Whereabouts | undefined;
  readonly thing: NamedThing;
  /** Why nobody was asked, as a sentence. */
  readonly unasked?: string;
}

export interface PullBackStep {
  /** A few words. */
  readonly title: string;
  readonly says: string;
  readonly fences?: readonly Fence[];
}

/** Text to be run or copied. */
export interface Fence {
  /** As Markdown has it behind the fence. */
  readonly language: string;
  /** What it is, where there are several. */
  readonly label?: string;
  /** Absent ones could not be written: a name or a version in them means something to a shell. */
  readonly lines: readonly (string | undefined)[];
}

export interface PullBackEffects {
  readonly builds: string;
  readonly adoption: string;
  readonly bytes: string;
}

/** What is done first about a secret, wherever it was published. */
export const ROTATE: PullBackStep = {
  title: 'Rotate what leaked',
  says: 'Revoke the secret where it was issued, make a new one, and look there for what it was used for. Mirrors, caches and scanners copy a release within minutes: its bytes are public for ever, and nothing below makes it a secret again.',
};

/** What is told to whoever has it already. */
export function advisory(title: string): PullBackStep {
  return {
    title: 'Tell those who have it',
    says: `Publish an advisory that names ${title} and the version to take instead: scanners find builds that no registry can warn. Where the sources are at GitHub: Security, Advisories, “New draft security advisory”; a number (CVE) can be asked for there.`,
  };
}

/** Where a plan cannot begin, as nothing is there to be taken back. */
export function stepsOfNothing(
  state: PublicationState,
  next: string | undefined,
  why: PullBackReason,
): readonly PullBackStep[] | undefined {
  if (state.is === 'free')
    return [
      {
        title: 'Keep it from being published',
        says: 'Its registry does not have this version, so there is nothing to take back. What was published a moment ago may still come: ask again in some minutes.',
      },
    ];
  if (state.is === 'removed')
    return [
      ...(why === 'secret' ? [ROTATE] : []),
      {
        title: 'Publish a later version',
        says: `The version is removed already, and its number is used up.${next === undefined ? '' : ` The next that is free is \`${next}\`.`} Lockfiles that hold it cannot be installed any more until they are renewed.`,
      },
    ];
  return undefined;
}

/** What somebody gave as reasons, behind a sentence; nothing where they are blank, as of signs that nobody sees. */
export function reasonsGiven(reasons: readonly (string | undefined)[]): string {
  const given = reasons.flatMap(reason => (reason === undefined || plainText(reason) === '' ? [] : [code(reason)]));
  return given.length === 0 ? '' : `: ${given.join(', ')}`;
}

/** Whole hours since a moment of ISO 8601; `undefined` where it is none. */
export function hoursSince(iso: string | undefined, now: number): number | undefined {
  const then = Date.parse(iso ?? '');
  return Number.isNaN(then) ? undefined : Math.max(0, Math.floor((now - then) / 3_600_000));
}

/** The version to publish next of those that are free: the smallest change, which a fix is. */
export function nextOf(state: PublicationState): string | undefined {
  return state.is === 'published' || state.is === 'removed' ? state.next[0]?.version : undefined;
}
