import { type ImageReference, parseImageReference } from '../../../model/image-reference.ts';
import { imageNameText } from '../../../model/names.ts';
import type { OpaqueReason } from '../../../model/reference.ts';
import type { Declaration, Expansion } from '../../../syntax/shell-expansion.ts';
import type { StageMention } from './dockerfile-stages.ts';
import { holdsTemplate } from './dockerfile-words.ts';

/** A stage and what it starts from. */
export interface Stage {
  readonly mention: StageMention;
  readonly base: Base;
}

/** What a stage starts from; `nothing` is `scratch`. */
export type Base =
  | { readonly is: 'stage'; readonly stage: Stage }
  | { readonly is: 'nothing' }
  | { readonly is: 'image'; readonly image: ImageReference; readonly expansion: Expansion }
  | { readonly is: 'opaque'; readonly why: OpaqueReason };

/**
 * Tells what each stage starts from. It is looked up among the stages before it, by its text as it stands while names
 * are kept in lower case, and a stage is added after its own base was found, so that `FROM node AS node` is an image
 * (BuildKit, frontend/dockerfile/dockerfile2llb/convert.go, `addState`). With `isTemplate`, another language writes the
 * file, and what is no stage is opaque.
 */
export function resolveStages(isTemplate: boolean, mentions: readonly StageMention[]): Stage[] {
  const byName = new Map<string, Stage>();
  return mentions.map(mention => {
    const stage = { mention, base: baseOf(isTemplate, mention, byName) };
    if (mention.name !== undefined) byName.set(mention.name, stage);
    return stage;
  });
}

/**
 * The stages that containers start from: the last one, and those that it is built upon by `FROM`, directly or through
 * others, since their files are all in it. What is only copied or mounted from helps to build.
 */
export function runningStages(stages: readonly Stage[]): Set<Stage> {
  const running = new Set<Stage>();
  const prefixes = new Set<string>();
  const waiting = stages.slice(-1);
  for (let stage = waiting.pop(); stage !== undefined; stage = waiting.pop()) {
    if (running.has(stage)) continue;
    running.add(stage);
    const { base, mention } = stage;
    if (base.is === 'stage') waiting.push(base.stage);
    // `FROM base-$TARGETARCH` is one of the stages `base-amd64`, `base-arm64`.
    const prefix = mention.word.text.split('$', 1)[0] ?? '';
    const isNew = prefix !== '' && !prefixes.has(prefix) && prefixes.size < MOST_PREFIXES;
    if (base.is === 'opaque' && base.why === 'variable' && isNew) {
      prefixes.add(prefix);
      for (const other of stages) if (other.mention.name?.startsWith(prefix) === true) waiting.push(other);
    }
  }
  return running;
}

// Each costs a look at all stages; a file has one, for the platforms.
const MOST_PREFIXES = 64;

/** Tells of a declaration whether all that reads it means one image whose reference ends in the same place. */
export function soleUses(
  stages: readonly Stage[],
  readElsewhere: ReadonlySet<Declaration>,
): (d: Declaration) => boolean {
  const meanings = new Map<Declaration, string>();
  const several = new Set(readElsewhere);
  for (const { mention, base } of stages) {
    if (mention.meaning.is !== 'expanded') continue;
    const meaning =
      base.is === 'image' && !base.expansion.isComputed ? meaningOf(base.image, base.expansion) : undefined;
    for (const declaration of mention.meaning.reads) {
      const before = meanings.get(declaration);
      if (meaning === undefined || (before !== undefined && before !== meaning)) several.add(declaration);
      else meanings.set(declaration, meaning);
    }
  }
  return declaration => !several.has(declaration);
}

function baseOf(isTemplate: boolean, { word, meaning }: StageMention, byName: ReadonlyMap<string, Stage>): Base {
  const text = meaning.is === 'expanded' ? meaning.text : word.text;
  const stage = byName.get(text);
  if (stage !== undefined) return { is: 'stage', stage };
  if (text === 'scratch') return { is: 'nothing' };
  if (isTemplate || holdsTemplate(word.text)) return { is: 'opaque', why: 'template' };
  switch (meaning.is) {
    case 'broken':
      return { is: 'opaque', why: 'invalid' };
    case 'unknowable':
      return { is: 'opaque', why: 'variable' };
    case 'expanded': {
      const image = parseImageReference(text);
      if (meaning.holes.length > 0 && !canStayEmpty(meaning, image)) return { is: 'opaque', why: 'variable' };
      // `node:` is being typed, or wants a value: no image either way, and certainly not one without a tag.
      return image === undefined ? { is: 'opaque', why: 'invalid' } : { is: 'image', image, expansion: meaning };
    }
  }
}

/**
 * Whether a reference means something with its variables left empty, as in `ARG VARIANT` and `FROM
 * busybox:stable$VARIANT` (BuildKit's rule InvalidDefaultArgInFrom). Where a separator waits for more, or where the tag
 * is left to the variable, a build without a value was never meant; an undeclared variable more likely belongs to a
 * tool that fills this file in.
 */
function canStayEmpty({ text, holes }: Expansion, image: ImageReference | undefined): boolean {
  if (image === undefined || (image.tag === undefined && image.digest === undefined)) return false;
  return holes.every(hole => hole.declared && hole.index > 0 && /[A-Za-z0-9]/.test(text[hole.index - 1] ?? ''));
}

function meaningOf({ name, tag, digest }: ImageReference, { origins }: Expansion): string {
  return [imageNameText(name), tag ?? '', digest ?? '', origins.at(-1)?.at ?? -1].join(' ');
}
