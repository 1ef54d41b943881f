import type { LockGraph } from './lock-graph.ts';
import type { Digest, ImageName, RegistryId } from './names.ts';
import type { PublishSubject } from './pipeline.ts';
import type { PublicationSubject } from './publication.ts';
import type { ReleaseSubject } from './release-subject.ts';
import type { PolicySubject } from './retention.ts';
import type { Span } from './span.ts';
import type { Statement } from './statement.ts';
import type { Undecided } from './terms.ts';

// Who knows references knows releases: most are some.
export type { Drift, Held, Locked, ReleaseSubject, Want, Wanted } from './release-subject.ts';

/**
 * One place where a file names something that a registry serves. A cheap value: spans into the document's text and what
 * they mean. Readers make references; no other code changes them.
 */
export interface Reference {
  /**
   * The text that says it, where the squiggle goes. For an image the reference as written (`node:20`, `$BASE`), for a
   * package the whole statement (`"left-pad": "^1.0.0"`).
   */
  readonly span: Span;
  readonly subject: Subject;
  readonly role: Role;
  /**
   * Where a comment that silences a finding here would go; absent where the language has no comment or no room for one.
   */
  readonly ignoreAt?: IgnorePlace;
  /**
   * The digest of the image that a lockfile beside takes for it, whatever is written here says by now. Set by readers
   * of manifests; what is locked is judged where it is locked.
   */
  readonly lockedTo?: string;
  /**
   * Set where another file of the workspace, in whatever folder, may say that it is to be had elsewhere: no registry
   * hears of it before all were looked at that could.
   */
  readonly untilWalked?: true;
  /** What documents in registries have a say in; absent where they have none. */
  readonly undecided?: Undecided;
  /** How many other files that were read take what is decided here; absent where none is known. */
  readonly usedBy?: number;
}

/** A dependency, a locked dependency, or this project's own version. */
export type Role = 'manifest' | 'lock' | 'own';

/** What a reference may be about, by its `kind`: a rule names the one that it judges. */
export interface Subjects {
  release: ReleaseSubject;
  image: ImageSubject;
  artifact: ArtifactSubject;
  opaque: OpaqueSubject;
  publication: PublicationSubject;
  publish: PublishSubject;
  policy: PolicySubject;
}

export type SubjectKind = keyof Subjects;

/** What a reference is about. */
export type Subject = Subjects[SubjectKind];

/** What a registry has or is to have, and no step or policy that acts on what it has. */
export type NamedSubject = Exclude<Subject, PublishSubject | PolicySubject>;

/** A reference to something that has a name at a registry. */
export type NamedReference = Reference & { readonly subject: NamedSubject };

/** What a registry of images holds under a name, by tag, by digest, or by neither. */
export interface StoredSubject {
  readonly name: ImageName;
  /** As resolved; absent where none is written: `ImageEcosystem.meantTag` tells which one is meant. */
  readonly tag?: string;
  readonly digest?: Digest;
  /** Absent where the file has no place for a digest, or none for this one alone. */
  readonly pin?: PinPlace;
}

/** Something in a registry of images that is no image: a chart, or manifests. Programs fetch it, and no node does. */
export interface ArtifactSubject extends StoredSubject {
  readonly kind: 'artifact';
}

/** An image by tag, by digest, or by neither. */
export interface ImageSubject extends StoredSubject {
  readonly kind: 'image';
  /** Whether containers start from it (the final stage, a workload), or it only helps to build. */
  readonly runs: boolean;
  /** The variable of whose default the meaning comes. */
  readonly byDefaultOf?: string;
  /** Set where it is no default: what all builds give that the workspace describes, in place of the default. */
  readonly isGiven?: true;
  /** What may give that variable another value, or that parameter; absent: who builds, by `--build-arg`. */
  readonly overriddenBy?: 'environment' | 'caller';
  readonly pin: PinPlace;
  /**
   * Set in what is built: a build context that another file or the command line names may stand in for it (BuildKit,
   * `--build-context`). True for a single-word name, which is likely to be one.
   */
  readonly maybeNamedContext?: boolean;
  /**
   * When its registry is asked again; absent where the file's kind knows no such policy, or may know it by another
   * name.
   */
  readonly pull?: Pull;
}

/** What decides whether a host that has the tag already asks the registry for it again. */
export interface Pull {
  /**
   * The policy in force: as written, or what follows from the tag where none is written. Compose's words are told by
   * Kubernetes'.
   */
  readonly policy: 'Always' | 'IfNotPresent' | 'Never';
  /** Where the policy is written, without quotes; absent where it follows from the tag. */
  readonly written?: Span;
  /** The text that asks for a pull at every start, and where it goes; absent where it cannot be placed. */
  readonly always?: { readonly slot: Slot; readonly text: string };
}

/**
 * Where a digest and a tag are written for one image.
 *
 * - `here`: at the place where the image is named.
 * - `default`: in the default value of the variable that the reference ends with.
 * - `override`: behind the variable, so that its other values no longer change the image; a fix there wants review.
 * - `shared`: in a value that is not only read as an image; a fix there wants review.
 */
export interface PinPlace {
  readonly where: 'here' | 'default' | 'override' | 'shared';
  readonly digest: Slot;
  /** Absent where the tag's text is composed of several pieces, so that no single text can be replaced. */
  readonly tag?: Slot;
  /**
   * Who else goes by the text that a digest is written into; absent: nobody that is known. A fix there wants review.
   */
  readonly follower?: Follower;
}

/** Who may do something else, or fail, where a digest stands beside a tag or in its place. */
export type Follower =
  /** A chart that gets the tag by itself, and may make more of it than an image: a label, which takes no digest. */
  | 'chart'
  /** A lockfile and the tool that writes it, which know what is wanted by its text. */
  | 'lockfile'
  /** Something that puts a newer image in place when the tag moves, and is declared beside it. */
  | 'updater';

/** A hole that a value goes into: `span` is replaced by `before`, the value and `after`. An empty span inserts. */
export interface Slot {
  readonly span: Span;
  readonly before: string;
  readonly after: string;
}

/** Something named that cannot be asked about, listed with the reason and never guessed. */
export interface OpaqueSubject {
  readonly kind: 'opaque';
  readonly why: OpaqueReason;
  readonly registry: RegistryId;
  /** The name where the file tells one. */
  readonly name?: string;
  /** What is wanted, as written, where the file tells it. */
  readonly want?: string;
  /** Set where it is `misread`. */
  readonly misread?: Misread;
  /** Where its version is decided, and what is wanted there; absent where that is not known. */
  readonly decided?: Decided;
}

/** A text without quotes that whoever reads the file takes for something else than text. */
export interface Misread {
  readonly taken: 'number' | 'boolean';
  /** The text that becomes of it; absent where the file is refused. */
  readonly becomes?: string;
  /** What quotes go around; absent where others read the same value. */
  readonly quotes?: Span;
}

/** A place elsewhere that decides what is meant. It is judged there, once for all that refer to it. */
export interface Decided {
  /** Its path as people know it. */
  readonly file: string;
  readonly subject: ReleaseSubject;
}

/** Why something cannot be asked about. */
export type OpaqueReason =
  /** It depends on a variable without a value here. */
  | 'variable'
  | 'git'
  | 'url'
  /** A folder or a file. */
  | 'path'
  /** The workspace makes it itself. */
  | 'workspace'
  /** The text is a template of another language. */
  | 'template'
  /** Its version is decided elsewhere. */
  | 'managed'
  /** The file wants it under conditions alone that hold for nobody. */
  | 'never'
  /** No registry allows such a name or version, or its own tools refuse what is written. */
  | 'invalid'
  /** Whoever reads the file takes the version for another one, or for none. */
  | 'misread'
  /** It is another registry's than all others, and no configuration that is read names that one. */
  | 'unconfigured'
  /** The user, or the repository, wants it left alone. */
  | 'ignored';

/** Where a comment line goes that silences a finding, and how its line begins. */
export interface IgnorePlace {
  /** The start of a line. */
  readonly offset: number;
  /** Indentation and the comment's opening, as in `  # `. */
  readonly open: string;
  /** What closes the comment, where its line does not. */
  readonly close?: string;
  readonly newline: '\n' | '\r\n';
}

/** A comment that silences rules for a stretch of the text. No rules named means all of them. */
export interface Ignore {
  readonly span: Span;
  readonly rules: readonly string[];
}

/** What a reader found in a text. A broken file yields what could be read of it. */
export interface Reading {
  readonly references: readonly Reference[];
  readonly ignores: readonly Ignore[];
  /** What this file says to others, besides what follows from its references. */
  readonly statements?: readonly Statement[];
  /** Of a lockfile that tells it: who brings what in. */
  readonly graph?: LockGraph;
}

/** Whether a subject has a name at a registry, by which people list it, ignore it and ask for it. */
export function isNamed(subject: Subject): subject is NamedSubject {
  return subject.kind !== 'publish' && subject.kind !== 'policy';
}

/** Whether a reference is to something that has a name at a registry: only those are listed. */
export function isListed(reference: Reference): reference is NamedReference {
  return isNamed(reference.subject);
}

/** Whether a registry of images is where something is. */
export function isStored(subject: Subject): subject is ImageSubject | ArtifactSubject {
  return subject.kind === 'image' || subject.kind === 'artifact';
}
