import type { ImageSubject } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import type { Statement, Told } from '../../../model/statement.ts';
import { type Declaration, declaredElsewhere, expandWord, type Lookup } from '../../../syntax/shell-expansion.ts';
import type { YamlDocument, YamlMap, YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, textAt, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { standsAsItIs, writtenImage } from './written-image.ts';

/** A place of a pipeline that may name an image, and whose it is. */
export interface PipelineImage extends YamlFound {
  /** Absent at the top and in `default`: then it is every job's that says nothing itself. */
  readonly job?: PipelineJob;
}

/** A job, or what others are made from. */
export interface PipelineJob {
  readonly name: string;
  readonly map: YamlMap;
}

/** What a scalar with variables means; `undefined` where that is not certain. */
export type ReadVariables = (scalar: YamlScalar, place: PipelineImage) => ImageSubject | undefined;

/** Under this, the value is found that a pipeline gives to a variable in the files that it includes. */
function pipelineVariableKey(name: string): string {
  return `pipeline variable ${name}`;
}

/**
 * What a pipeline says to the files below it, which it may include: what it gives comes before what they give
 * themselves (docs.gitlab.com, "Override included configuration values"). Only texts that are whole without variables.
 */
export function variablesStated(document: YamlDocument): Statement[] {
  const stated = new Map<string, Statement>();
  const state = (name: string, value: string) => {
    const key = pipelineVariableKey(name);
    if (stated.size < MOST_STATED) stated.set(`${key} ${value}`, { says: 'gives', key, reach: 'below', value });
  };
  for (const found of findPath(document.root, 'variables.*')) {
    const value = wholeValue(found, document.text);
    if (found.entry !== undefined && value !== undefined) state(found.entry.key.value, value);
  }
  for (const found of handedOn(document)) {
    if (found.entry !== undefined) state(found.entry.key.value, wholeValue(found, document.text) ?? NOT_KNOWN);
  }
  return [...stated.values()];
}

/**
 * The variables of jobs that start a pipeline of its own: they come before its own (docs.gitlab.com,
 * "trigger:forward").
 */
function handedOn({ root }: YamlDocument): YamlFound[] {
  return findPath(root, '*').flatMap(({ value }) =>
    value?.kind === 'map' && entryOf(value, 'trigger') !== undefined ? findPath(value, 'variables.*') : [],
  );
}

/** A value that is a text without variables; `undefined` where it is another, or only repeated here. */
function wholeValue({ value, isAlias }: YamlFound, text: string): string | undefined {
  const scalar = value?.kind === 'map' ? entryOf(value, 'value')?.value : value;
  if (isAlias || scalar?.kind !== 'scalar' || scalar.value.length > LONGEST || scalar.value.includes('$'))
    return undefined;
  return isPlainText(scalar, text) ? scalar.value : undefined;
}

/** What no whole value is. */
const NOT_KNOWN = '$';

/** What pipelines give to a file that they may include; where they give different values, it is not known which. */
export function pipelineVariables(told: Told): OuterVariables {
  return name => {
    const given = told(pipelineVariableKey(name)).flatMap(each => (each.says === 'gives' ? [each.value] : []));
    const [value] = given;
    if (value === undefined) return undefined;
    const isOne = value !== NOT_KNOWN && given.every(each => each === value);
    return isOne ? declaredElsewhere(name, value) : { name, value: { is: 'unknowable' } };
  };
}

/** What another file has a name stand for here. */
export type OuterVariables = (name: string) => Declaration | undefined;

/**
 * Reads images by the `variables` of their job and of the pipeline (docs.gitlab.com, "CI/CD variable precedence": a
 * job's own come first). Whoever starts the pipeline, and a file that includes this one, may give them other values, so
 * an image is the default of its variable, whoever else reads that. The digest goes into the value where all that the
 * file says of the variable is this value and images of one and the same text: then these images alone
 * change, as far as the file tells. Else it goes behind the variable. Either wants a look.
 *
 * A value is not certain where a rule or a matrix gives another one, or where the image is one that other jobs take
 * over which give their own.
 */
export function gitlabVariables(
  document: YamlDocument,
  images: readonly PipelineImage[],
  outer: OuterVariables,
): ReadVariables {
  const holdsOnly = soleReaders(document, images);
  const values = valuesIn(document);
  const declarations = new Map<YamlFound['entry'], Declaration>();
  let left = MOST_EXPANDED;

  /** What a variable stands for in one place. Of a chain that comes back to itself nothing is known. */
  function lookupAt(place: PipelineImage, within: ReadonlySet<string>): Lookup {
    return name => {
      if (within.has(name) || within.size > LONGEST_CHAIN || left < 0) return undefined;
      const own = values.ofJob(name, place);
      if (own === 'uncertain') return undefined;
      const given = own === undefined ? outer(name) : undefined;
      if (given !== undefined) return charged(given);
      const found = own ?? values.ofAll(name);
      if (found === undefined) return undefined;
      // The same entry may stand for something else in another job, where it has variables in it.
      const known = declarations.get(found.entry);
      if (known !== undefined) return charged(known);
      const scalar = writtenValue(found);
      if (scalar === undefined) return undefined;
      const isComposed = scalar.value.includes('$');
      const inner: Lookup = isComposed ? lookupAt(place, new Set([...within, name])) : () => undefined;
      const declaration = { name, value: expandWord(scalar.written, '\\', inner) };
      if (!isComposed) declarations.set(found.entry, declaration);
      return charged(declaration);
    };
  }

  function charged(declaration: Declaration | undefined): Declaration | undefined {
    if (declaration?.value.is === 'expanded') left -= declaration.value.text.length;
    return declaration;
  }

  function writtenValue({ value, isAlias, entry }: YamlFound): YamlScalar | undefined {
    if (isAlias || entry === undefined) return undefined;
    const isVerbatim = value?.kind === 'map' && textAt(value, 'expand') === 'false';
    const scalar = value?.kind === 'map' ? entryOf(value, 'value')?.value : value;
    if (scalar?.kind !== 'scalar' || !isPlainText(scalar, document.text)) return undefined;
    return isVerbatim && scalar.value.includes('$') ? undefined : scalar;
  }

  return (scalar, place) => {
    if (!PLAIN.test(scalar.value)) return undefined;
    left -= scalar.value.length;
    const variables = lookupAt(place, NO_NAMES);
    const subject = writtenImage(scalar, document.text, { runs: false, variables, holdsOnly });
    return subject?.kind === 'image' ? forALook(subject) : undefined;
  };
}

/** Every script has every variable in its environment, and so have the programs and files that it reads. */
function forALook(subject: ImageSubject): ImageSubject {
  const { pin } = subject;
  return pin.where === 'default' ? { ...subject, pin: { ...pin, where: 'shared' } } : subject;
}

/** The two forms that the runner expands, between what a reference is made of. */
const PLAIN = /^(?:[\w./:@-]|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})+$/;

/** Tells of a variable whether nothing but images of one text reads it, and nothing else in the file speaks of it. */
function soleReaders(document: YamlDocument, images: readonly PipelineImage[]): (declaration: Declaration) => boolean {
  const readers = new Map<string, Set<YamlScalar>>();
  for (const { value } of images) {
    if (value?.kind !== 'scalar' || !value.value.includes('$')) continue;
    for (const word of wordsOf(value.value)) readers.set(word, (readers.get(word) ?? new Set()).add(value));
  }
  const mentions = new Map<string, number>();
  if (readers.size > 0) for (const word of wordsOf(document.text)) mentions.set(word, (mentions.get(word) ?? 0) + 1);
  const known = new Map<string, boolean>();
  return ({ name }) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const reading = [...(readers.get(name) ?? [])];
    const texts = new Set(reading.map(({ value }) => value.replace(/[{}]/g, '')));
    // One mention is the declaration's own.
    const isSole = mentions.get(name) === reading.length + 1 && texts.size === 1;
    known.set(name, isSole);
    return isSole;
  };
}

interface Values {
  /** The entry by which a place's own job gives a variable its value; `undefined` where all jobs have the same. */
  ofJob(name: string, place: PipelineImage): YamlFound | 'uncertain' | undefined;
  /** The entry at the top. */
  ofAll(name: string): YamlFound | undefined;
}

function valuesIn({ root }: YamlDocument): Values {
  const top = root?.kind === 'map' ? entryOf(root, 'variables')?.value : undefined;
  const namesOf = (paths: readonly string[]) =>
    new Set(paths.flatMap(path => findPath(root, path)).flatMap(({ entry }) => entry?.key.value ?? []));
  const inRules = namesOf(['workflow.rules[].variables.*']);
  const inJobs = namesOf(['*.variables.*', '*.rules[].variables.*', '*.parallel.matrix[].*']);
  const isKeptOut = findPath(root, '*.inherit.variables').length > 0;
  /** What rules and matrices give, by the node that says so, which jobs may share. */
  const conditional = new Map<YamlNode, ReadonlySet<string>>();

  function isConditional(name: string, { map }: PipelineJob): boolean {
    return (Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[]).some(key => {
      const value = entryOf(map, key)?.value;
      if (value === undefined) return false;
      const names =
        conditional.get(value) ??
        new Set(findPath(value, CONDITIONS[key]).flatMap(({ entry }) => entry?.key.value ?? []));
      conditional.set(value, names);
      return names.has(name);
    });
  }

  /** Whether another job's variables may be this image's: of one that others are made from, or that is made so. */
  function isMixed(job: PipelineJob | undefined): boolean {
    return job === undefined || job.name.startsWith('.') || entryOf(job.map, 'extends') !== undefined;
  }

  /** Whether it is made from what no job here is: another file has that, and what it gives is not known. */
  function isMadeElsewhere({ map }: PipelineJob): boolean {
    const value = entryOf(map, 'extends')?.value;
    const bases = value?.kind === 'list' ? value.items.flatMap(item => item.value ?? []) : [value];
    return bases.some(base => base?.kind === 'scalar' && root?.kind === 'map' && root.named(base.value).length === 0);
  }

  return {
    ofJob(name, { job }) {
      if (job !== undefined) {
        if (isConditional(name, job)) return 'uncertain';
        const its = entryOf(job.map, 'variables')?.value;
        const own = its?.kind === 'map' ? entryOf(its, name) : undefined;
        // Who is made from it may say something else.
        if (own !== undefined) return own;
        if (entryOf(job.map, 'inherit') !== undefined || isMadeElsewhere(job)) return 'uncertain';
      }
      return inRules.has(name) || (isMixed(job) && (inJobs.has(name) || isKeptOut)) ? 'uncertain' : undefined;
    },
    ofAll: name => (top?.kind === 'map' ? entryOf(top, name) : undefined),
  };
}

const CONDITIONS = { rules: '[].variables.*', parallel: 'matrix[].*' } as const;

/**
 * A value that is its own text to GitLab, which takes `1.20` for a number and writes it as `1.2`; with variables, in
 * the forms that are expanded within values as well.
 */
function isPlainText(scalar: YamlScalar, text: string): boolean {
  const { value, written, isString } = scalar;
  const isSame = isString || /^[1-9]\d*$/.test(value);
  return isSame && PLAIN.test(value) && standsAsItIs(written, spanOf(0, value.length), text);
}

function wordsOf(text: string): readonly string[] {
  return text.match(/\w+/g) ?? [];
}

const NO_NAMES: ReadonlySet<string> = new Set();
const LONGEST_CHAIN = 8;
// A reference has at most some 400 characters.
const LONGEST = 512;
// In characters, of a whole file: a long value that thousands of images repeat would fill the memory.
const MOST_EXPANDED = 500_000;
const MOST_STATED = 1000;
