import { IMAGES, PACKAGES } from '../ecosystems/index.ts';
import type { LensFolder } from '../lens-folder.ts';
import { NOT_ASKED, type Peek } from '../model/answer.ts';
import { imageNameText, type RegistryId } from '../model/names.ts';
import type { PublicationSubject } from '../model/publication.ts';
import type { OwnVersion, PlannedPullBack, PullBackPlan, PullBackReason, TaggedImage } from '../model/pull-back.ts';
import { type Question, questionKey } from '../model/question.ts';
import type { Reference, Subject } from '../model/reference.ts';
import type { NamedThing } from '../model/report.ts';
import type { DocumentReading } from './documents.ts';

/** What is to be taken back. */
export type PulledBack =
  | { readonly is: 'package'; readonly subject: PublicationSubject; readonly unasked?: string }
  | { readonly is: 'image'; readonly image: TaggedImage; readonly unasked?: string };

/** Why nobody is asked about what the user or the repository wants nobody to hear of. */
export const IGNORED = 'The settings keep this name from registries (`registryLens.ignore`), so none was asked.';

/** A manifest as it was read. */
export interface OwnManifest {
  readonly text: string;
  /** Its path with `/`. */
  readonly file: string;
  readonly reading: Pick<DocumentReading, 'kind' | 'references'>;
}

/**
 * Which version a manifest means: what its reader says, who knows what lies around, goes with what the manifest says by
 * itself. `not-a-manifest` for files that give no package its name.
 *
 * @param ignores whether the user or the repository wants nobody to hear of a name
 */
export function ownVersionIn(
  manifest: OwnManifest,
  version: string | undefined,
  ignores: (subject: Subject) => boolean,
): OwnVersion | { readonly is: 'not-a-manifest' } {
  const meant = meantIn(manifest, version);
  if (meant.is !== 'own' || !ignores(meant.subject)) return meant;
  return { ...meant, unasked: meant.unasked ?? IGNORED };
}

function meantIn(
  { text, file, reading }: OwnManifest,
  version: string | undefined,
): OwnVersion | { readonly is: 'not-a-manifest' } {
  const row = Object.values(PACKAGES).find(({ pullBack }) => pullBack.manifests.includes(reading.kind));
  if (row === undefined) return { is: 'not-a-manifest' };
  const subjects = reading.references.flatMap(({ subject }) => (subject.kind === 'publication' ? [subject] : []));
  const inherited = subjects.find(({ registry }) => registry === row.id);
  const said = row.pullBack.own(text, file, version);
  if (inherited === undefined || said.is === 'none') return said;
  if (said.is === 'without-version') return { is: 'own', subject: inherited };
  if (inherited.name !== said.subject.name && said.unasked === undefined) return said;
  const { project = inherited.project } = said.subject;
  const subject = { ...inherited, version: said.subject.version };
  return { is: 'own', subject: project === undefined ? subject : { ...subject, project } };
}

/** An answer may make another question worth asking: which tags there are, and then where they lead to. */
const MOST_ROUNDS = 6;

/**
 * Asks what registries know of a version that is to be taken back, and plans that. Never rejects: what could not be
 * asked is said, and the plan is made all the same.
 */
export async function planPullBack(
  pulled: PulledBack,
  why: PullBackReason,
  { lens, now, signal }: { readonly lens: LensFolder; readonly now: number; readonly signal?: AbortSignal },
): Promise<PlannedPullBack> {
  const isUnasked = pulled.unasked !== undefined;
  const peek: Peek = isUnasked ? () => NOT_ASKED : lens.peek;
  const planned = (look: Peek) => planOf(pulled, why, look, lens, now);
  for (let round = 0; round < MOST_ROUNDS && !isUnasked && signal?.aborted !== true; round += 1) {
    const open = new Map<string, Question>();
    planned(question => {
      const answer = peek(question);
      if (answer.state === 'unknown' && (answer.why === 'not-asked' || answer.why === 'asking'))
        open.set(questionKey(question), question);
      return answer;
    });
    if (open.size === 0) break;
    await lens.settle([...open.values()], signal, 'screen');
  }
  const plan = planned(peek);
  return {
    ...{ why, plan, answer: peek(plan.asked), thing: thingOf(pulled) },
    whereabouts: isUnasked ? undefined : lens.whereabouts(plan.asked),
    ...(pulled.unasked !== undefined ? { unasked: pulled.unasked } : {}),
  };
}

function planOf(pulled: PulledBack, why: PullBackReason, peek: Peek, lens: LensFolder, now: number): PullBackPlan {
  const isUntold = pulled.unasked !== undefined && pulled.unasked !== IGNORED;
  const look = { peek, derive: lens.derive, now, whereabouts: lens.whereabouts, isUntold };
  return pulled.is === 'image'
    ? IMAGES.pullBack.plan(pulled.image, why, look)
    : PACKAGES[pulled.subject.registry].pullBack.plan(pulled.subject, why, look);
}

function thingOf(pulled: PulledBack): NamedThing {
  if (pulled.is === 'image') return named(IMAGES.id, imageNameText(pulled.image.name), pulled.image.tag);
  const { registry, name, version } = pulled.subject;
  return named(registry, name, version);
}

function named(registry: RegistryId, name: string, want: string): NamedThing {
  return { registry, name, want };
}

/** Whether a reference is to a version of one's own that is known to be published. */
export function isPublishedOwn({ subject }: Reference, { peek, derive }: Pick<LensFolder, 'peek' | 'derive'>): boolean {
  if (subject.kind !== 'publication') return false;
  return PACKAGES[subject.registry].publishing?.state(subject, peek, derive).is === 'published';
}

/** What a plan puts into a manifest, where it has such a line and the file does not have it yet. */
export function insertionOf(
  text: string,
  { registry }: PublicationSubject,
  plan: PullBackPlan,
): { readonly offset: number; readonly text: string } | undefined {
  return PACKAGES[registry].pullBack.insert?.(text, plan);
}
