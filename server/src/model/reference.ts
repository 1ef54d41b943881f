import type { AgeLimit } from './age-limit.ts';
import type { ReleaseHash } from './hashes.ts';
import type { LockGraph } from './lock-graph.ts';
import type { Digest, ImageName, PackageRegistryId, RegistryId } from './names.ts';
import type { PublishSubject } from './pipeline.ts';
import type { PublicationSubject } from './publication.ts';
import type { PolicySubject } from './retention.ts';
import type { Span } from './span.ts';
import type { Statement } from './statement.ts';
import type { Undecided } from './terms.ts';

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

/** A package at a version, range or tag. */
export interface ReleaseSubject {
  readonly kind: 'release';
  readonly registry: PackageRegistryId;
  /** The canonical name; of an alias, its target. */
  readonly name: string;
  readonly want: Want;
  /**
   * Where it is to be had, where the file says that: a registry's name or address, in words that only the rooms of its
   * ecosystem read. Part of what is asked; without a credential.
   */
  readonly source?: string;
  /**
   * What the file says of the toolchain that it is for, in words of its ecosystem: a Rust version, a set of Python
   * versions. Absent where it says nothing, or where that decides nothing.
   */
  readonly toolchain?: string;
  /**
   * What a lockfile of the project has for it already: clients take that, whatever is said of it by now. Set by readers
   * of manifests, and only where it is a version that the want allows.
   */
  readonly held?: Held;
  /** What the project's own tool takes of what was published lately; absent where no file of the project says so. */
  readonly ageLimit?: AgeLimit;
  /** Set where the file lets pre-releases be chosen that no range names. */
  readonly prereleases?: true;
  /**
   * True where the file is of a program that is deployed, and not of a library, whose users choose: a range without an
   * upper end is no courtesy there. False where it only helps to build, to test and the like; absent where neither is
   * known.
   */
  readonly deployed?: boolean;
  /**
   * The only text that a fix may replace: the version, range or tag as written, without quotes. Absent where another
   * file has it, as the root of a workspace does of what its members inherit.
   */
  readonly edit?: Span;
  /**
   * Where the name is written, in as many pieces as its ecosystem parts it in, without quotes; absent where no fix may
   * replace it.
   */
  readonly nameAt?: readonly Span[];
  /** Versions that the file rules out for all that want it. */
  readonly avoids?: readonly string[];
  /** Set where the file says that only something else wants it, and what it wants is told for that one's sake. */
  readonly indirect?: true;
  /** Set where the file asks it of whoever installs the package, so that a wide range is a courtesy. */
  readonly peer?: true;
  /** The release, as people write it, whose document decides the version: no file here does. */
  readonly decidedBy?: string;
  /** Set where another file, which is obeyed with this one, keeps back what is newest of it. */
  readonly restricted?: true;
  /**
   * Set where the file says that it can be done without: what is not to be had is then left out, and a peer need not be
   * there.
   */
  readonly optional?: true;
  /**
   * Set where the file alone does not want it everywhere, so that it may never be asked for: it holds under conditions
   * that are not looked into, or restricts what something else wants.
   */
  readonly wantedIf?: 'conditions-hold' | 'others-want-it';
  /**
   * Set where a launcher fetches it before any workspace is looked at, from a registry of the launcher's own: so it is
   * a registry's whatever the workspace provides, and that the project's registry lacks it says nothing.
   */
  readonly launched?: true;
  /** What a lockfile says of it. Set by readers of lockfiles. */
  readonly locked?: Locked;
  /**
   * Set where a lockfile of the project holds something else than what the file asks for, or lacks it. Set by readers
   * of manifests, and only where nothing that they know of has it so.
   */
  readonly drift?: Drift;
}

/** A release that a lockfile has. */
export interface Held {
  readonly version: string;
  /** The lockfile's path as people know it. */
  readonly by: string;
  /** What the manifest calls it, where that is another name than its own. */
  readonly alias?: string;
  /**
   * Set where the lockfile tells who brings what in: under this key is told what is wrong with what comes with it; see
   * `broughtKey`.
   */
  readonly brings?: string;
}

/** How a lockfile differs from what a manifest asks for. */
export interface Drift {
  /** The lockfile's path as people know it. */
  readonly by: string;
  /** What it holds in place of what is wanted; absent where it has no entry. */
  readonly version?: string;
}

/**
 * What a lockfile says of one release that it holds. Lockfiles are long, and this is looked at of few entries: so it
 * may be worked out when it is, and is not to be copied member by member.
 */
export interface Locked {
  /** As recorded; empty where its kind of file has a place for hashes and there is none, absent where it has none. */
  readonly hashes?: readonly ReleaseHash[];
  /** The address that it was had from, as recorded, without a login; absent where the file tells none. */
  readonly from?: string | undefined;
  /**
   * Set where the file keeps the hashes of all that was ever had, so that what it holds need not be taken any more:
   * what is said of a release is not asked for its sake.
   */
  readonly isRecord?: true;
  /**
   * The one of its hashes that is to be held against what is served, where each of them has to be asked for by itself;
   * absent where none is to be, or where all come with the release.
   */
  readonly compared?: ReleaseHash;
}

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

/** What decides which release a client takes. */
export type Wanted = Pick<
  ReleaseSubject,
  'want' | 'held' | 'locked' | 'toolchain' | 'prereleases' | 'source' | 'deployed' | 'avoids'
>;

/** What a manifest asks for, with its text as written (operators kept, variables resolved). */
export type Want =
  | { readonly is: 'exact'; readonly text: string; readonly version: string }
  | { readonly is: 'range'; readonly text: string }
  | { readonly is: 'tag'; readonly text: string };

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
