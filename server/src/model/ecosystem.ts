import type { AgeLimit } from './age-limit.ts';
import type { Peek, SaidBesides, TagsFact } from './answer.ts';
import type { Derive } from './derive.ts';
import type { EvidencedRelease } from './evidence.ts';
import type { Fix } from './finding.ts';
import type { ReleaseHash } from './hashes.ts';
import type { ImageRegistryId, PackageRegistryId, RegistryId } from './names.ts';
import type { Publishing } from './publication.ts';
import type { PackagePullBack, PullBack, TaggedImage } from './pull-back.ts';
import type { Companion, Reader } from './reader.ts';
import type { ImageSubject, OpaqueSubject, ReleaseSubject } from './reference.ts';
import type { ReleaseState } from './release-state.ts';
import type { Told } from './statement.ts';
import type { TermsOf, Undecided } from './terms.ts';
import type { Renewed, ToolCommand } from './tool-command.ts';
import type { Versioning } from './versioning.ts';

/**
 * All that is known of an ecosystem without asking a registry: one row of the table in `ecosystems/index.ts`. Pure.
 * Rules, views, settings and doors name no ecosystem: what they say of one comes from its row.
 */
interface Ecosystem {
  readonly id: RegistryId;
  /** Its kinds of files. Where several share a name, the more special one comes first. */
  readonly readers: readonly Reader[];
  /** What it reads besides in files that readers of whatever ecosystem read. */
  readonly companions?: readonly Companion[];
  /** A name, and what is wanted of it where that is known, as people write them: `node:20`, `left-pad ^1.0.0`. */
  nameText(name: string, want: string | undefined): string;
  /** Who is asked about a name, in the middle of a sentence; without a name who would be. */
  registryText(name: string | undefined): string;
  /** The command by which people log in at an address, as its own client has it; empty where it has none. */
  loginCommand(base: string): string;
}

/** An ecosystem of packages. */
export interface PackageEcosystem extends Ecosystem {
  readonly id: PackageRegistryId;
  readonly words: PackageWords;
  readonly versions: Versioning;
  /**
   * What the ecosystem's own client would take for what is wanted, and what is said of that. Found out with the
   * smallest documents that tell: what is peeked at is what gets asked.
   */
  standing(subject: ReleaseSubject, peek: Peek, derive: Derive): ReleaseState;
  /**
   * What is meant by what documents in registries have a say in, as far as they are known; `undefined` where that is
   * what it is without them. What is looked up is what gets asked. Absent where no document has a say.
   */
  decide?(
    subject: ReleaseSubject | OpaqueSubject,
    undecided: Undecided,
    look: DecidingLook,
  ): ReleaseSubject | undefined;
  /**
   * The very release that a lockfile holds, as those tell it who vouch for its bytes; `undefined` while that is not
   * known, and where nobody does. What is looked up is what gets asked. Absent where no lockfile has hashes.
   */
  served?(subject: ReleaseSubject, peek: Peek, derive: Derive): Served | undefined;
  /**
   * The final releases of a package with their dates, and how each is vouched for; `undefined` while that is not known,
   * and where the smaller documents show no loss. Absent where nobody vouches.
   */
  evidence?(subject: ReleaseSubject, version: string, look: EvidenceLook): readonly EvidencedRelease[] | undefined;
  /**
   * What the tool that writes a lockfile takes of a package that was published lately; `undefined` where nothing is
   * said. Absent where no tool has such limits.
   */
  lockedAgeLimit?(name: string, lockfile: LockedPlace): AgeLimit | undefined;
  /**
   * The command of the ecosystem's own tools that renews one release in the lockfile that holds it; some raise the
   * range in the manifest with it. `undefined` where there is none, and where a name or a version is none that the
   * ecosystem allows.
   */
  renewal?(renewed: Renewed): ToolCommand | undefined;
  /**
   * What has a project take another version of something that only comes with others: edits of its root manifest's
   * text, or of another file beside it, smallest and formatted as the text is. `undefined` where that would decide
   * about more than that version, where the two are of different lines, and where something is said of it already.
   */
  override?(text: string, renewed: Overridden): Override | undefined;
  /** Set where what an override says is the least version, so that a later one may be taken. */
  readonly overridesFrom?: true;
  /** What becomes of a publish of one's own version; absent where no manifest is read for it. */
  readonly publishing?: Publishing;
  /** How a version of one's own is taken back. */
  readonly pullBack: PackagePullBack;
  /** A name in the pieces in which files write it, as `ReleaseSubject.nameAt` has them; absent: in one. */
  nameParts?(name: string): readonly string[];
  /**
   * The page where people read about a package, or about the very version that is wanted, on the website of its default
   * registry; `undefined` where there is none. Wrong for a name that is asked elsewhere.
   */
  page(subject: ReleaseSubject): string | undefined;
}

/** Where a lockfile is, and what is said around it. */
export interface LockedPlace {
  /** Its path with `/`. */
  readonly file: string;
  /** What it lies in, as in `Stating.folder`. */
  readonly folder: string | undefined;
  readonly told: Told;
  readonly derive: Derive;
}

/** How evidence is looked up. */
export interface EvidenceLook {
  /** Has asked for what is not known; where nothing is to be asked, the same as `recall`. */
  readonly glance: Peek;
  /** Looks up what is known already. */
  readonly recall: Peek;
  readonly derive: Derive;
}

/** What is to be replaced, as a lockfile holds it. */
export interface Overridden extends Pick<Renewed, 'name' | 'version' | 'to' | 'lockfile'> {
  /** Whether the lockfile holds no other version under that name. */
  readonly isAlone: boolean;
  /** What other files say to the manifest. */
  readonly told: Told;
  /** Where the lockfile lies, as in `Stating.folder`. */
  readonly folder: string | undefined;
}

/** What puts another version in the place of what is overridden. */
export interface Override extends Pick<Fix, 'edits' | 'elsewhere'> {
  /**
   * What people call the place where it is written, as in `overrides`, and the command after which the lockfile has it;
   * absent: that is not told.
   */
  readonly byHand?: { readonly block: string; readonly follow: string };
}

/** A release by the word of who vouches for its bytes. */
export interface Served {
  readonly hashes: readonly ReleaseHash[];
  /** Who says so, in the middle of a sentence; absent: the registry. */
  readonly by?: string;
}

/** What is known when documents decide. */
export interface DecidingLook {
  readonly termsOf: TermsOf;
  readonly derive: Derive;
  readonly told: Told;
}

/** What messages, hovers and the documentation call things. */
interface PackageWords {
  /** As in `package`. */
  readonly one: string;
  /** A pattern of the names that a team called `acme` may give its own, for examples. */
  readonly ownNames: string;
  /** What was done to a release that was taken back: it "was `unpublished`". */
  readonly withdrawn: string;
  /** What that means for who wants it, as the end of a sentence without its full stop. */
  readonly afterWithdrawal: string;
  /**
   * What its author's wish that nothing new chooses a release is called and means; absent where there is no such wish.
   */
  readonly yank?: YankWords;
  /**
   * What it means for who asks for a release that its author retracted, as the end of a sentence without its full stop;
   * absent where none is.
   */
  readonly retracted?: string;
  /** What the client does with what was relocated, in the same form; absent where nothing is. */
  readonly relocated?: string;
  /** What the client would do where the registry that was asked does not have it, as a sentence; see `goesOn`. */
  readonly goesOn?: string;
  /** What a version under which new bytes may be published means, as a sentence; absent where none is so. */
  readonly changing?: string;
  /** What it means that something is wanted only if others want it, as a sentence; absent: that, in general words. */
  readonly ifOthersWantIt?: string;
  /** What a release may need a version of, as in `Rust`; absent where none says so. */
  readonly toolchain?: string;
  /**
   * What else may be behind it that a version is not there, as a sentence, by what the registry said besides; nothing
   * where that is worth no word.
   */
  readonly ifVersionMissing?: (besides: SaidBesides) => string | undefined;
  /** What else may be behind it that no version is listed, as a sentence; absent: nothing that is worth a word. */
  readonly ifNothingListed?: string;
  /** What becomes of an optional one that cannot be had, as the end of a sentence without its full stop. */
  readonly withoutOptional: string;
  /** The ways to write that any version will do, in Markdown. */
  readonly anyVersion: readonly string[];
}

/** Both are the end of a sentence without its full stop. */
interface YankWords {
  /** What it means for who asks for this very release and gets it. */
  readonly taken: string;
  /** What it means where all that is wanted was yanked. */
  readonly noneLeft: string;
}

/** The ecosystem of images. */
export interface ImageEcosystem extends Ecosystem {
  readonly id: ImageRegistryId;
  /** The tag that is meant where none is written. */
  readonly defaultTag: string;
  /** The tag that an image has, written or meant. A digest beside it decides more. */
  meantTag(subject: Pick<ImageSubject, 'tag'>): string;
  /** Whether a tag is of the kind that is put on newer images as they come. */
  isMovingTag(tag: string): boolean;
  /** The tags that are plain versions, the most exact and newest first, at most `count`. */
  newestVersionTags(tags: readonly string[], count: number): readonly string[];
  /** All tags that people choose from, in the order in which they look for them. A derivation: see `Derive`. */
  readonly tagsForPeople: (fact: TagsFact) => readonly string[];
  /** What a host does with a manifest that no tag points to any more. */
  retentionOf(host: string): Retention;
  /** How an image is taken back that was pushed under a tag. */
  readonly pullBack: PullBack<TaggedImage>;
  /** Whether a host says of what it archived that it is not there: what seems gone may come back. */
  mayArchive(host: string): boolean;
  /**
   * The page that people open to read about an image, or `undefined` where its registry has no website that shows it by
   * name.
   */
  page(subject: Pick<ImageSubject, 'name'>): string | undefined;
}

/** What a host does with a manifest that no tag points to any more. */
export type Retention =
  /** It is removed sooner or later, by the host's own rules. */
  | 'collects'
  /** It stays, as far as the host's own words and everybody's experience go. */
  | 'keeps'
  /** The owner of the repository decides, and has not told us. */
  | 'unknown';
