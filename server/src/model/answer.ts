import type { Evidence } from './evidence.ts';
import type { ReleaseHash } from './hashes.ts';
import type { Digest } from './names.ts';
import type { ProvenanceFact } from './provenance.ts';
import type { Question } from './question.ts';
import type { Terms } from './terms.ts';

/**
 * What is known of a question. `unknown` is never a finding: that the registry said no and that it did not say are
 * different states. Times are milliseconds since the epoch.
 */
export type Answer<Fact> =
  | { readonly state: 'known'; readonly fact: Fact; readonly asOf: number }
  | ({ readonly state: 'absent'; readonly missing: Missing; readonly asOf: number } & SaidBesides)
  | { readonly state: 'unknown'; readonly why: Ignorance };

/** What a registry said of a package that it does not have, besides that. */
export interface SaidBesides {
  /** It has a package whose name is this one in another spelling. */
  readonly spelled?: string;
  /** Its client would look for it elsewhere next, where nobody is asked from here. */
  readonly goesOn?: true;
  /** It shows all that it has to everybody: nothing is there for those who are logged in alone. */
  readonly isOpen?: true;
}

/** What the registry said that it does not have. */
export type Missing = 'package' | 'version' | 'repository' | 'tag' | 'digest';

/** Why something could not be told. */
export type Ignorance =
  /** It was not asked yet. */
  | 'not-asked'
  /** The request is under way. */
  | 'asking'
  /** The user switched the network off. */
  | 'offline'
  /** 401 or 403, or a token endpoint that refuses. */
  | 'refused'
  /** 429: the host asked for a pause; or it allows little more, which is kept for what matters more. */
  | 'throttled'
  /** No connection, a time-out, a 5xx status. */
  | 'unreachable'
  /** Something came, but not what the protocol says: HTML, a broken body, a wrong hash, too much of it. */
  | 'garbled'
  /** Only an untrusted folder names this address, or the folder is untrusted. */
  | 'untrusted'
  /** The user's own configuration says that this address must not be asked. */
  | 'blocked'
  /** What was asked does not have it, and what the client asks next is not asked from here. */
  | 'elsewhere'
  /** A lockfile says that it came from an address that no configuration names; or none names who vouches for it. */
  | 'unnamed';

/** The fact that answers each kind of question. */
export interface Facts {
  package: PackageFact;
  release: ReleaseFact;
  terms: Terms;
  provenance: ProvenanceFact;
  history: HistoryFact;
  manifest: ManifestFact;
  contents: ContentsFact;
  config: ConfigFact;
  referrers: ReferrersFact;
  tags: TagsFact;
}

export type AnyFact = Facts[keyof Facts];

/** The fact that answers one question. */
export type FactFor<Q extends Question> = Facts[Q['ask']];

/** Looks an answer up without waiting: the whole network as far as rules and views can see it. */
export type Peek = <Q extends Question>(question: Q) => Answer<FactFor<Q>>;

/** An answer as it is known now, and the key under which it changes; no key where none can ever come. */
export interface LookedUp<Fact> {
  readonly answer: Answer<Fact>;
  readonly key: string | undefined;
}

/** {@link Peek}, for who wants to hear of it when the answer changes. */
export type LookUp = <Q extends Question>(question: Q) => LookedUp<FactFor<Q>>;

/** What an author or a registry says of a release. A date is an ISO 8601 text as the registry sent it. */
export type Standing =
  | { readonly is: 'live' }
  | { readonly is: 'deprecated'; readonly message: string }
  | { readonly is: 'unpublished'; readonly on?: string }
  | { readonly is: 'security-holding' }
  /**
   * Its author wants nothing new to choose it. `disputed`: not all clients read the registry's words so. Both are of a
   * release.
   */
  | { readonly is: 'yanked'; readonly reason?: string; readonly disputed?: true }
  /** Its author took it back, whoever has it, and says why; the reasons may be empty. Of a release. */
  | { readonly is: 'retracted'; readonly reasons: readonly string[] }
  /** It is to be had under another name or version, where clients are led on to. */
  | { readonly is: 'relocated'; readonly to: Relocation }
  /** It is there, and no client of today can choose it; `why` is the rest of a sentence that begins with its name. */
  | { readonly is: 'unavailable'; readonly why: string }
  /** No more releases are to be expected. Both are of a package as a whole (PEP 792). */
  | { readonly is: 'archived'; readonly reason?: string }
  /** The registry took it out of reach, as something that may do harm. */
  | { readonly is: 'quarantined'; readonly reason?: string };

/** Where a package or a release went. */
export interface Relocation {
  readonly name: string;
  readonly version: string;
  /** What its author says of it; absent: nothing. */
  readonly message?: string;
}

/** Versions that were taken back, the ends included, whether the registry lists them or not. */
export interface RetractedRange {
  readonly low: string;
  readonly high: string;
  readonly reason?: string;
}

/** What a package says of itself, in its author's words; each absent where it says nothing. */
export interface About {
  readonly description?: string;
  readonly licence?: string;
  /** Addresses, http or https. */
  readonly homepage?: string;
  readonly repository?: string;
}

/** A package as a whole. */
export interface PackageFact {
  /** `live` unless something is said of the package itself. */
  readonly standing: Standing;
  /** dist-tags: name → version. */
  readonly tags: Readonly<Record<string, string>>;
  /** In no particular order. */
  readonly releases: readonly ReleaseFact[];
  /** Others may have more versions, which the client would see, and which were not asked from here. */
  readonly partial?: true;
  /** When anything of it changed last, ISO 8601, where the registry tells: no release is younger. */
  readonly modified?: string;
  /** The newest, whatever its author says of it, where the list of releases alone does not tell. */
  readonly newest?: string;
  /** Absent where nothing was; in the order in which its author says so. */
  readonly retracted?: readonly RetractedRange[];
  readonly about?: About;
}

/** One version of a package. */
export interface ReleaseFact {
  readonly version: string;
  readonly standing: Standing;
  /** Its author deprecated it and took that back. Most clients read that as if nothing was ever said; not all do. */
  readonly undeprecated?: true;
  /** When it was published, ISO 8601, where the registry lists that beside it; see also {@link HistoryFact}. */
  readonly published?: string;
  /**
   * What it needs of the toolchain, in words of its ecosystem, as in `ReleaseSubject.toolchain`; absent where it says
   * nothing.
   */
  readonly needs?: string;
  /** Where it has several files, of which some, not all, were yanked: how many. */
  readonly partlyYanked?: { readonly yanked: number; readonly files: number };
  /** Those of its bytes, by which lockfiles tell them; absent where the registry tells none. */
  readonly hashes?: readonly ReleaseHash[];
  /** How it is vouched for where it comes from, as far as this document tells; absent where it tells nothing. */
  readonly evidence?: Evidence;
}

/** Dates by version, versions that are gone included. Dates are ISO 8601. */
export interface HistoryFact {
  readonly published: Readonly<Record<string, string>>;
  readonly modified?: string;
  readonly about?: About;
  /** By version, of those that are vouched for; absent where none is. */
  readonly evidence?: Readonly<Record<string, Evidence>>;
}

/** What a HEAD tells: the digest that a tag or digest resolves to, and whether it is an index. */
export interface ManifestFact {
  readonly digest: Digest;
  readonly shape: ManifestShape;
}

/** One platform's image, an index of several, or something else that a registry stores. */
export type ManifestShape = 'image' | 'index' | 'other';

/** The inside of a manifest or an index, whose bytes were hashed. */
export interface ContentsFact {
  readonly shape: ManifestShape;
  /** Of an index: its platforms, without attestations. Of an image: empty. */
  readonly platforms: readonly PlatformEntry[];
  /** Of an image: where its configuration is, and how large its layers are together, in bytes, compressed. */
  readonly config?: Digest;
  readonly layerBytes?: number;
  /** Of an index: the attestations that BuildKit put beside the platforms, absent where there are none. */
  readonly attestations?: readonly AttestationEntry[];
  /** Of an attestation's manifest: what it states; absent where it is none. */
  readonly states?: readonly Attachment[];
}

/** An attestation about one platform of the same index. Its own `contents` tell what it states. */
export interface AttestationEntry {
  readonly digest: Digest;
  /** The platform's digest. */
  readonly of: Digest;
}

/** One platform of an index, and its image there. */
export interface PlatformEntry {
  readonly digest: Digest;
  /** `linux/arm64/v8` */
  readonly platform: string;
}

/** What the configuration of one platform’s image says (OCI image-spec, config.md). */
export interface ConfigFact {
  /** ISO 8601; absent where the build left it out or set it to a reproducible epoch. */
  readonly created?: string;
  readonly platform: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What others attached to a manifest or index. Being there is all that is known: nothing is verified. */
export interface ReferrersFact {
  readonly attached: readonly Attachment[];
  /**
   * False where a place that may hold more could not be looked into: what is not listed is unknown then, not missing.
   */
  readonly complete: boolean;
}

/** One thing that is attached to a manifest or index. */
export interface Attachment {
  readonly kind: AttachmentKind;
  /**
   * What says so, as it came: an artifact type, a predicate type, or the tag's ending for cosign's tags, as in `.sig`.
   */
  readonly type: string;
}

/** `other` is whatever no client here has a word for. */
export type AttachmentKind = 'signature' | 'provenance' | 'sbom' | 'other';

/** The names of a repository’s tags. */
export interface TagsFact {
  /** In the registry's order, which is no order to rely on: some sort by name, some have the oldest first. */
  readonly tags: readonly string[];
  /** False where the list was longer than the pages that were read. */
  readonly complete: boolean;
}

/** The answer before anybody asked. */
export const NOT_ASKED = { state: 'unknown', why: 'not-asked' } as const satisfies Answer<never>;
