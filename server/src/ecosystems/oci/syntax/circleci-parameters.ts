import type { ImageSubject, OpaqueSubject } from '../../../model/reference.ts';
import type { YamlDocument, YamlMap, YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { type Gives, nameIn, type Uses, usesIn } from './circleci-uses.ts';
import { composedImage } from './composed-image.ts';
import { LONGEST_IMAGE_TEXT } from './image-texts.ts';
import { type MarkedValue, markedImage } from './marked-values.ts';

/** What a file says of the parameters that its images are made of. */
export interface CircleciParameters {
  /** What an image with parameters means; `undefined` where that is not certain. */
  byDefault(scalar: YamlScalar): ImageSubject | undefined;
  /** The values that uses give to a parameter with which one image ends. */
  readonly given: readonly GivenValue[];
  /** The image that such a value is the end of. */
  withValue(scalar: YamlScalar, place: GivenValue): ImageSubject | OpaqueSubject | undefined;
}

/** A value that a use gives. */
export interface GivenValue extends YamlFound {
  /** What comes before it. */
  readonly before: string;
}

/**
 * Reads images by the defaults of parameters (CircleCI, "Reusable configuration reference", `parameters`): those of the
 * job or executor that names the image, and those of the pipeline, which its trigger may replace. The default of a job
 * or an executor of which each use in the file gives the parameter is nobody's; what uses give is judged where they do.
 * Other texts may be made of that as well, so a pin there wants a look.
 */
export function circleciParameters(document: YamlDocument): CircleciParameters {
  const { root, text } = document;
  const owners = ownersOf(root);
  const givenOf = new Map<Definition, ReadonlySet<string>>();
  const uses = text.includes('<<') ? usesIn(root) : NO_USES;

  function byDefault(scalar: YamlScalar): ImageSubject | undefined {
    const owner = owners.get(scalar);
    if (owner === 'several') return undefined;
    return markedImage(scalar, text, MARK, found => {
      const [, whose, name = ''] = found;
      if (whose === 'pipeline.parameters') return pipelineValue(root, name);
      if (owner === undefined) return undefined;
      const given = givenOf.get(owner) ?? givenByAll(uses[owner.is], owner);
      givenOf.set(owner, given);
      const value = given.has(name) ? undefined : defaultOf(owner.map, name);
      const [inner, pipelineName] = value === undefined ? [] : (WHOLE.exec(value) ?? []);
      if (inner !== undefined) return pipelineValue(root, pipelineName ?? '');
      return value === undefined ? undefined : { name, value };
    });
  }

  return {
    byDefault,
    given: text.includes('<<') ? givenIn(owners, uses) : [],
    withValue(scalar, { before }) {
      const subject = composedImage(scalar, '', { before, runs: false }, text, () => undefined);
      return subject?.kind === 'image' ? { ...subject, pin: { ...subject.pin, where: 'shared' } } : subject;
    },
  };
}

/** Where uses give the end of an image; a parameter that is read in several ways, or only in the middle, is none. */
function givenIn(owners: ReadonlyMap<YamlScalar, Definition | 'several'>, uses: Uses): GivenValue[] {
  const ends = new Map<Definition, Map<string, string | undefined>>();
  for (const [{ value }, owner] of owners) {
    if (owner === 'several' || value.length > LONGEST_IMAGE_TEXT) continue;
    const its = ends.get(owner) ?? new Map<string, string | undefined>();
    ends.set(owner, its);
    const [, before, last] = END.exec(value) ?? [];
    for (const [, whose, name = ''] of value.matchAll(MARK)) {
      if (whose !== 'parameters') continue;
      const isKnown = name === last && (!its.has(name) || its.get(name) === before);
      its.set(name, isKnown ? before : undefined);
    }
  }
  const found: GivenValue[] = [];
  let left = MOST_GIVEN;
  for (const [{ is, names }, its] of ends) {
    for (const gives of [...names].flatMap(name => [...(uses[is].get(name) ?? [])])) {
      for (const [name, values] of gives) {
        left -= 1;
        const before = its.get(name);
        if (left < 0) return found;
        if (before === undefined) continue;
        for (const value of values) if (isWhole(value)) found.push({ ...value, before });
      }
    }
  }
  return found;
}

function isWhole({ value, isAlias }: YamlFound): boolean {
  return !isAlias && value?.kind === 'scalar' && /^[\w./:@-]{1,400}$/.test(value.value);
}

const END = /^([\w./:@-]*)<<\s*parameters\.([\w-]{1,100})\s*>>$/;
// People's workflows give some dozens; an anchor's may be those of many jobs.
const MOST_GIVEN = 10_000;

const MARK = /<<\s*(pipeline\.parameters|parameters)\.([\w-]{1,100})\s*>>/g;
const WHOLE = /^<<\s*pipeline\.parameters\.([\w-]{1,100})\s*>>$/;

/** A job or an executor, with the names that are used for it; none where it is a part of a configuration alone. */
interface Definition {
  readonly is: 'job' | 'executor';
  readonly names: ReadonlySet<string>;
  readonly map: YamlMap;
}

function pipelineValue(root: YamlNode | undefined, name: string): MarkedValue | undefined {
  const value = root?.kind === 'map' ? defaultOf(root, name) : undefined;
  return value === undefined ? undefined : { name, value };
}

/** A default that is its own text: a number in YAML is written anew. */
function defaultOf(map: YamlMap, name: string): string | undefined {
  const parameters = entryOf(map, 'parameters')?.value;
  const parameter = parameters?.kind === 'map' ? entryOf(parameters, name)?.value : undefined;
  const found = parameter?.kind === 'map' ? entryOf(parameter, 'default') : undefined;
  const value = found?.value;
  return value?.kind === 'scalar' && (value.isString || /^[1-9]\d*$/.test(value.value)) ? value.value : undefined;
}

/** By image who names it; several may share one. */
function ownersOf(root: YamlNode | undefined): ReadonlyMap<YamlScalar, Definition | 'several'> {
  const owners = new Map<YamlScalar, Definition | 'several'>();
  // An anchor's list may be that of many jobs.
  const looked = new Map<YamlNode | undefined, number>();
  for (const definition of definitionsIn(root)) {
    const list = entryOf(definition.map, 'docker')?.value;
    const before = looked.get(list) ?? 0;
    if (list === undefined || before > 1) continue;
    looked.set(list, before + 1);
    for (const { value } of findPath(definition.map, 'docker[].image')) {
      if (value?.kind === 'scalar') owners.set(value, owners.has(value) ? 'several' : definition);
    }
  }
  return owners;
}

function definitionsIn(root: YamlNode | undefined): Definition[] {
  const named = (within: YamlNode | undefined, path: string, is: Definition['is'], orb?: string): Definition[] =>
    findPath(within, path).flatMap(({ entry, value }) => {
      const name = entry?.key.value;
      if (value?.kind !== 'map' || name === undefined) return [];
      return [{ is, names: new Set([nameIn(orb, name)]), map: value }];
    });
  const ofOrbs = findPath(root, 'orbs.*').flatMap(({ entry, value }) => [
    ...named(value, 'jobs.*', 'job', entry?.key.value),
    ...named(value, 'executors.*', 'executor', entry?.key.value),
  ]);
  const alone: Definition[] = root?.kind === 'map' ? [{ is: 'job', names: new Set(), map: root }] : [];
  return [...named(root, 'jobs.*', 'job'), ...named(root, 'executors.*', 'executor'), ...ofOrbs, ...alone];
}

/** The parameters that all uses give which the file has of a job or an executor. */
function givenByAll(uses: Uses['job'], { names }: Definition): ReadonlySet<string> {
  const [first = NOTHING, ...others] = [...names].flatMap(name => [...(uses.get(name) ?? [])]);
  return new Set([...first.keys()].filter(name => others.every(use => use.has(name))));
}

const NOTHING: Gives = new Map();
const NO_USES: Uses = { job: new Map(), executor: new Map() };
