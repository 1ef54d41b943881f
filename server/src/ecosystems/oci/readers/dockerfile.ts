import { type ImageReference, parseImageReference } from '../../../model/image-reference.ts';
import { type Around, NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type {
  Ignore,
  IgnorePlace,
  ImageSubject,
  OpaqueReason,
  Reading,
  Reference,
  Subject,
} from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import type { Statement } from '../../../model/statement.ts';
import { parseIgnoreComment } from '../../../syntax/ignore-comment.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import type { Declaration, Expansion } from '../../../syntax/shell-expansion.ts';
import type { TracedText } from '../../../syntax/traced-text.ts';
import { givenArguments } from '../syntax/build-arguments.ts';
import { resolveStages, runningStages, type Stage, soleUses } from '../syntax/dockerfile-bases.ts';
import { readDirectives } from '../syntax/dockerfile-directives.ts';
import { type DockerfileInstruction, splitInstructions } from '../syntax/dockerfile-lines.ts';
import { pinPlaceOf } from '../syntax/dockerfile-pin.ts';
import { type BorrowMention, type DockerfileStages, type StageMention, stagesOf } from '../syntax/dockerfile-stages.ts';
import { isJudgedElsewhere, startsStated } from '../syntax/dockerfile-starts.ts';
import { holdsTemplate } from '../syntax/dockerfile-words.ts';
import { isHelperPlace } from '../syntax/helper-places.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';

const PROGRAMS =
  '{ts,mts,cts,tsx,js,mjs,cjs,jsx,go,rs,py,pyi,rb,java,kt,scala,cs,c,h,cc,cpp,hpp,php,pl,lua,swift,ex,exs}';
const NEVER =
  '{dockerignore,containerignore,md,mdx,rst,adoc,html,css,json,jsonc,yml,yaml,toml,xml,sh,ps1,bat,cmd,vim,map,snap,svg,png}';

/**
 * Dockerfiles and Containerfiles in all their names. The authority on what they mean is BuildKit's frontend; each part
 * of `syntax/` names the source file that it follows.
 */
export const dockerfile: Reader = {
  id: 'dockerfile',
  files: ['[Dd]ockerfile*', '[Cc]ontainerfile*', '*.[Dd]ockerfile', '*.[Cc]ontainerfile'],
  except: [
    `*.${NEVER}`,
    // Programs about Dockerfiles, `dockerfile.ts` and `DockerfileParser.java`; yet `Dockerfile.php` builds a service in
    // PHP.
    `[dc]*.${PROGRAMS}`,
    `[DC]*file?*.${PROGRAMS}`,
  ],
  languages: ['dockerfile'],
  read: readDockerfile,
};

function readDockerfile(text: string, file: string, around: Around = NOTHING_AROUND): Reading {
  const { escapeMark, syntax } = readDirectives(text);
  const instructions = splitInstructions(text, escapeMark);
  const document: DockerfileText = {
    text,
    isTemplate: isTemplateName(file),
    isHelper: isHelperPlace(file),
    newline: newlineOf(text),
  };
  const given = givenArguments(file, around);
  const asWritten = stagesOf(instructions, escapeMark);
  const asBuilt = given.size === 0 ? asWritten : stagesOf(instructions, escapeMark, given);
  const references = referencesOf(document, asBuilt, { given, elsewhere: judgedElsewhere(asWritten, given) });
  if (syntax !== undefined) references.unshift(syntaxReference(document, syntax.image, syntax.span));
  const statements = statementsOf(document, file, asWritten);
  return { references, ignores: ignoresOf(instructions), ...(statements.length === 0 ? {} : { statements }) };
}

/** What builds give to its arguments. */
interface Given {
  readonly given: ReadonlyMap<string, Declaration>;
  /** The words that are judged where they are given, by where they stand. */
  readonly elsewhere: ReadonlySet<number>;
}

function judgedElsewhere({ mentions }: DockerfileStages, given: ReadonlyMap<string, Declaration>): ReadonlySet<number> {
  return new Set(
    mentions.flatMap(mention =>
      mention.is === 'stage' && isJudgedElsewhere(mention, given) ? [mention.span.start] : [],
    ),
  );
}

/** What it says to who builds it, whatever that gives. */
function statementsOf({ isTemplate }: DockerfileText, file: string, found: DockerfileStages): Statement[] {
  if (isTemplate || !found.mentions.some(({ word }) => word.text.includes('$'))) return [];
  const stages = resolveStages(
    isTemplate,
    found.mentions.filter(mention => mention.is === 'stage'),
  );
  return startsStated(file, stages, runningStages(stages), soleUses(stages, found.readElsewhere));
}

interface DockerfileText {
  readonly text: string;
  /** Whether another language writes this file, so that nothing in it is what it seems. */
  readonly isTemplate: boolean;
  /** Whether it makes what is only used to build or to develop. */
  readonly isHelper: boolean;
  readonly newline: '\n' | '\r\n';
}

// As the last suffix or before another one: `Dockerfile.j2`, `Dockerfile.template.dev`.
const TEMPLATE_SUFFIX =
  /\.(?:j2|jinja|jinja2|njk|nunjucks|tmpl|template|tpl|gotmpl|erb|ejs|eta|hbs|handlebars|mustache|liquid|mako|eex|m4|in)(?:\.|$)/i;

function isTemplateName(file: string): boolean {
  return TEMPLATE_SUFFIX.test(file.slice(file.lastIndexOf('/') + 1));
}

function syntaxReference(document: DockerfileText, image: string, span: Span): Reference {
  const word = { text: image, at: Array.from({ length: image.length }, (_, index) => span.start + index) };
  // No place for a comment: one above would end the run of directives, and this would be none any more.
  return { span, role: 'manifest', subject: borrowedSubject(document, word, span, false) };
}

function referencesOf(
  document: DockerfileText,
  { mentions, readElsewhere }: DockerfileStages,
  builds: Given,
): Reference[] {
  const stages = resolveStages(
    document.isTemplate,
    mentions.filter(mention => mention.is === 'stage'),
  );
  const ofMention = new Map(stages.map(stage => [stage.mention, stage]));
  const names = new Set(stages.map(stage => stage.mention.name));
  const running = runningStages(stages);
  const holdsOnly = soleUses(stages, readElsewhere);
  const places = new Map<DockerfileInstruction, IgnorePlace>();
  const references: Reference[] = [];
  for (const mention of mentions) {
    const found =
      mention.is === 'stage'
        ? stageReference(document, ofMention.get(mention), running, holdsOnly, builds)
        : borrowReference(document, mention, names);
    if (found === undefined) continue;
    // Looked for once: an instruction may stand far from the start of its line, and mount a thousand images.
    const ignoreAt = places.get(mention.instruction) ?? ignorePlaceOf(document, mention.instruction);
    places.set(mention.instruction, ignoreAt);
    references.push({ ...found, role: 'manifest', ignoreAt });
  }
  return references;
}

type Found = Pick<Reference, 'span' | 'subject'>;

function stageReference(
  document: DockerfileText,
  stage: Stage | undefined,
  running: ReadonlySet<Stage>,
  holdsOnly: (declaration: Declaration) => boolean,
  { given, elsewhere }: Given,
): Found | undefined {
  if (stage === undefined) return undefined;
  const { base, mention } = stage;
  switch (base.is) {
    case 'stage':
    case 'nothing':
      return undefined;
    case 'opaque':
      return opaqueStage(mention, base.why === 'variable' && given.size > 0 ? 'managed' : base.why);
    case 'image': {
      if (elsewhere.has(mention.span.start)) return opaqueStage(mention, 'managed');
      const { image, expansion } = base;
      const word = { expansion, image, span: mention.span };
      const variable = expansion.origins.at(-1)?.via ?? firstVariable(expansion);
      return {
        span: mention.span,
        subject: {
          ...imageSubject(image, expansion.text),
          runs: running.has(stage) && !document.isHelper,
          ...(variable === undefined ? {} : { byDefaultOf: variable }),
          ...([...expansion.reads].some(({ name }) => given.has(name)) ? { isGiven: true } : {}),
          pin: pinPlaceOf(word, document.text, holdsOnly),
        },
      };
    }
  }
}

function opaqueStage({ span, word }: StageMention, why: OpaqueReason): Found {
  return { span, subject: opaqueImage(word.text, why) };
}

function firstVariable({ origins, holes }: Expansion): string | undefined {
  return origins.find(origin => origin.via !== undefined)?.via ?? holes[0]?.via;
}

/**
 * `--from` is looked up among all stages, later ones too (BuildKit then says that they come too late), in any case of
 * letters. In an `ONBUILD` the stages are those of another file, yet who writes a name of this file's means a stage.
 */
function borrowReference(
  document: DockerfileText,
  { word, countsStages }: BorrowMention,
  names: ReadonlySet<string | undefined>,
): Found | undefined {
  const { text, at } = word;
  if (names.has(text.toLowerCase()) || text === 'scratch') return undefined;
  if (countsStages && /^[+-]?\d+$/.test(text)) return undefined;
  const span = spanOf(at[0] ?? 0, (at.at(-1) ?? 0) + 1);
  return { span, subject: borrowedSubject(document, word, span, true) };
}

/** An image that is named without variables, and that only helps to build. */
function borrowedSubject(document: DockerfileText, word: TracedText, span: Span, mayBeContext: boolean): Subject {
  const { text, at } = word;
  if (document.isTemplate || holdsTemplate(text)) return opaqueImage(text, 'template');
  // Variables are refused here (convert.go and commands_runmount.go), which may change; guessing would not help anyone.
  if (text.includes('$')) return opaqueImage(text, 'variable');
  const image = parseImageReference(text);
  if (image === undefined) return opaqueImage(text, 'invalid');
  const expansion: Expansion = {
    text,
    origins: at.map(offset => ({ at: offset, use: spanOf(offset, offset + 1) })),
    holes: [],
    reads: new Set(),
    isComputed: false,
    end: span.end,
  };
  const { maybeNamedContext, ...subject } = imageSubject(image, text);
  return {
    ...subject,
    runs: false,
    ...(mayBeContext && maybeNamedContext !== undefined ? { maybeNamedContext } : {}),
    pin: pinPlaceOf({ expansion, image, span }, document.text, () => false),
  };
}

function imageSubject({ name, tag, digest }: ImageReference, text: string): Omit<ImageSubject, 'runs' | 'pin'> {
  return {
    kind: 'image',
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    maybeNamedContext: !/[/:@]/.test(text),
  };
}

function ignorePlaceOf({ text, newline }: DockerfileText, { span }: DockerfileInstruction): IgnorePlace {
  const offset = text.lastIndexOf('\n', span.start - 1) + 1;
  return { offset: span.start === 0 ? 0 : offset, open: `${text.slice(offset, span.start)}# `, newline };
}

function ignoresOf(instructions: readonly DockerfileInstruction[]): Ignore[] {
  return instructions.flatMap(({ comments }) =>
    comments.flatMap(({ text, covers }) => {
      const rules = parseIgnoreComment(text);
      return rules === undefined ? [] : [{ span: covers, rules }];
    }),
  );
}
