import type { Ignorance } from './answer.ts';
import type { Finding, Severity } from './finding.ts';
import { chainsOf, MOST_WAYS } from './lock-graph.ts';
import { imageNameText, type PackageRegistryId, type RegistryId } from './names.ts';
import { withoutLogins } from './plain-text.ts';
import { packageQuestion, type Question } from './question.ts';
import { isStored, type NamedReference, type NamedSubject, type Reading, type Subject } from './reference.ts';
import type { Resolution } from './resolution.ts';
import type { Whereabouts } from './whereabouts.ts';

/** What one run over files came to: the whole of it, for a view to print. */
export interface Report {
  /** Every file that was read, in the order of the walk. */
  readonly files: readonly FileReport[];
  /** One entry for each file, name and want of which something could not be told. */
  readonly unknown: readonly UnknownName[];
  /** What was written before the rest was reported; absent where nothing was to be fixed. */
  readonly fixed?: { readonly fixes: number; readonly files: number };
  readonly stats: RunStats;
}

/** A file, as far as it can be pointed at. */
export interface ReportedFile {
  /** With `/`, relative to the path that was asked for; the base name where that path is the file. */
  readonly file: string;
  /** The folder that `file` is relative to, an absolute path. */
  readonly root: string;
  /** How people on the spot would write the path, relative to where they stand. */
  readonly shown: string;
  /** Without a byte-order mark. */
  readonly text: string;
}

/** A file and what was found in it. */
export interface FileReport extends ReportedFile {
  readonly findings: readonly Finding[];
  /** What is wrong with what it holds, where it is a lockfile that tells who brings what in; each once. */
  readonly culprits?: readonly FoundCulprit[];
}

/** Something that a lockfile holds, of which something is wrong. */
export interface FoundCulprit {
  readonly registry: PackageRegistryId;
  readonly name: string;
  readonly version: string;
  /** The rest of a sentence that begins with its name and version. */
  readonly what: string;
  readonly severity: Severity;
  /** See `Chains.waysTo`; 0 also where there are too many culprits to count the ways to each. */
  readonly ways: number;
}

/** The same in all lockfiles that hold it. */
export interface ReportedCulprit extends Omit<FoundCulprit, 'ways'> {
  readonly lockfiles: readonly (Pick<ReportedFile, 'file' | 'shown'> & Pick<FoundCulprit, 'ways'>)[];
}

/** The references of a file, judged or not. */
export interface FileListing extends ReportedFile {
  /** The reader's id. */
  readonly kind: string;
  readonly references: readonly NamedReference[];
  /** Where it was asked what would be taken: of each reference, in their order; nothing where nobody is asked. */
  readonly resolutions?: readonly (Resolution | undefined)[];
  /** Where that was asked for: of each reference, what brings it in; see {@link chainTexts}. */
  readonly chains?: readonly (readonly string[] | undefined)[];
}

/** A name that could not be checked, once for each file that wants it. */
export interface UnknownName extends NamedThing, Pick<ReportedFile, 'file' | 'root'> {
  readonly why: Ignorance;
  /** Where it was asked; absent where it may not leave. */
  readonly whereabouts?: Whereabouts;
}

/** What a run looked at and what it cost. */
export interface RunStats {
  readonly files: number;
  readonly references: number;
  /** Different questions that came up, and how many of them were answered without a request. */
  readonly questions: number;
  readonly cacheHits: number;
  readonly requests: number;
  /** Received in bodies, before decompression. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** What is wrong with what lockfiles hold, each once, the loudest first. */
export function culpritsIn(files: readonly FileReport[]): readonly ReportedCulprit[] {
  const culprits = new Map<string, { readonly culprit: FoundCulprit; lockfiles: ReportedCulprit['lockfiles'] }>();
  for (const { file, shown, culprits: its = [] } of files) {
    for (const culprit of its) {
      const { registry, name, version, what, ways } = culprit;
      const key = JSON.stringify([registry, name, version, what]);
      const known = culprits.get(key) ?? { culprit, lockfiles: [] };
      culprits.set(key, known);
      // A lockfile may hold one release in several places.
      const others = known.lockfiles.filter(each => each.shown !== shown);
      const before = known.lockfiles.find(each => each.shown === shown)?.ways ?? 0;
      known.lockfiles = [...others, { file, shown, ways: Math.min(before + ways, MOST_WAYS) }];
    }
  }
  return [...culprits.values()]
    .map(({ culprit: { ways: _, ...culprit }, lockfiles }) => ({ ...culprit, lockfiles }))
    .sort((a, b) => LOUDNESS.indexOf(a.severity) - LOUDNESS.indexOf(b.severity));
}

const LOUDNESS: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** What a reference is about, in three words. */
export interface NamedThing {
  readonly registry: RegistryId;
  /** Canonical, as in `docker.io/library/node`; `null` where the file tells no name. */
  readonly name: string | null;
  /** The tag, version or range with variables resolved; `null` where none is written. */
  readonly want: string | null;
}

/** The question that says where a subject is asked; `undefined` where nobody is. */
export function addressedBy(subject: Subject): Question | undefined {
  switch (subject.kind) {
    case 'image':
    case 'artifact': {
      const { name, tag, digest } = subject;
      // Whatever the tag is, it is asked in one place.
      return { ask: 'manifest', image: name, at: digest === undefined ? { tag: tag ?? '' } : { digest } };
    }
    case 'release':
    case 'publication':
      return packageQuestion(subject);
    case 'publish':
    case 'policy':
    case 'opaque':
      return undefined;
  }
}

/** Names what a subject is about. */
export function namedThing(subject: NamedSubject): NamedThing {
  switch (subject.kind) {
    case 'image':
    case 'artifact':
      return { registry: 'oci', name: imageNameText(subject.name), want: subject.tag ?? null };
    case 'release':
      return { registry: subject.registry, name: subject.name, want: subject.want.text };
    case 'publication':
      return { registry: subject.registry, name: subject.name, want: subject.version };
    case 'opaque':
      return {
        registry: subject.registry,
        name: subject.name === undefined ? null : withoutLogins(subject.name),
        want: subject.want === undefined ? null : withoutLogins(subject.want),
      };
  }
}

/**
 * What holds a subject to its bytes: an image's digest; of what a lockfile holds its hashes as written, with blanks
 * between.
 */
export function digestOf(subject: Subject): string | undefined {
  if (isStored(subject)) return subject.digest;
  const hashes = subject.kind === 'release' ? (subject.locked?.hashes ?? []) : [];
  return hashes.length === 0 ? undefined : hashes.map(({ text }) => text).join(' ');
}

/**
 * For each reference of a reading the shortest way down to it, as `name@version` from the direct dependency on, itself
 * included; nothing where none is known.
 */
export function chainTexts({ references, graph }: Reading): readonly (readonly string[] | undefined)[] {
  if (graph === undefined) return references.map(() => undefined);
  const chains = chainsOf(graph);
  return references.map((_, i) => {
    const chain = chains.chainTo(i).map(({ name, version }) => (version === undefined ? name : `${name}@${version}`));
    return chain.length === 0 ? undefined : chain;
  });
}
