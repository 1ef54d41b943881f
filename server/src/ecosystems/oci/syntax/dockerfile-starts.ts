import type { Statement } from '../../../model/statement.ts';
import type { Declaration, Expansion } from '../../../syntax/shell-expansion.ts';
import { startsKey } from './build-arguments.ts';
import type { Stage } from './dockerfile-bases.ts';
import type { StageMention } from './dockerfile-stages.ts';

/**
 * What a Dockerfile says to who builds it: which of its stages end with what an argument stands for, so that a value
 * that is given to the build names their image. Only what stands behind the argument is told of no one, as then no
 * value is the end of a reference.
 *
 * @param holdsOnly whether all that reads a declaration means one image
 */
export function startsStated(
  file: string,
  stages: readonly Stage[],
  running: ReadonlySet<Stage>,
  holdsOnly: (declaration: Declaration) => boolean,
): Statement[] {
  const stated = new Map<string, Statement>();
  const names: string[] = [];
  for (const stage of stages) {
    const { meaning, name, word } = stage.mention;
    const written = unquoted(word.text);
    if (meaning.is === 'expanded' && !meaning.isComputed && isPlain(written)) {
      for (const start of startsOf(written, meaning)) {
        const { argument, before, beside, declaration } = start;
        const its: Statement = {
          ...{ says: 'starts', key: startsKey(file), reach: 'everywhere', argument, before, beside },
          ...{ stages: names.join(' '), runs: running.has(stage) },
          isSole: declaration !== undefined && holdsOnly(declaration),
        };
        if (stated.size < MOST_STATED) stated.set(`${argument} ${before}`, its);
      }
    }
    if (name !== undefined && names.length < MOST_STATED) names.push(name);
  }
  return [...stated.values()];
}

/**
 * Whether an image is judged where it is given: by a build that gives the argument that it ends with, and not what
 * comes before.
 */
export function isJudgedElsewhere({ word, meaning }: StageMention, given: ReadonlyMap<string, Declaration>): boolean {
  const written = unquoted(word.text);
  if (given.size === 0 || meaning.is !== 'expanded' || meaning.isComputed || !isPlain(written)) return false;
  return [...startsOf(written, meaning)].some(
    ({ argument, beside }) => given.has(argument) && !beside.split(' ').some(name => given.has(name)),
  );
}

interface Start {
  readonly argument: string;
  /** What comes before its value. */
  readonly before: string;
  /** The other arguments that decide what comes before, or whether this one is asked at all; with blanks between. */
  readonly beside: string;
  readonly declaration?: Declaration;
}

function unquoted(word: string): string {
  return word.replace(/^"(.*)"$/, '$1');
}

/** Variables, and defaults for them, and nothing that a pattern changes. */
function isPlain(word: string): boolean {
  return word.includes('$') && !/[$"'\\]/.test(word.replaceAll(VARIABLE, ''));
}

const VARIABLE = /\$(?:\{([A-Za-z_]\w*)(?::?-[^{}$]*)?\}|([A-Za-z_]\w*))/g;
const AT_THE_END = new RegExp(`(?:${VARIABLE.source})$`);

function* startsOf(word: string, { text, origins, holes, reads }: Expansion): Generator<Start> {
  const declared = [...reads];
  const used = [...word.matchAll(VARIABLE)].map(found => found[1] ?? found[2] ?? '');
  const last = used.at(-1);
  const end = origins.at(-1);
  if (last === undefined || !AT_THE_END.test(word) || used.indexOf(last) < used.length - 1) return;
  const declaration = declared.find(({ name }) => name === last);
  const hole = holes.length === 1 && holes[0]?.name === last && holes[0].index === text.length;
  const isEmpty = holes.length === 0 && declaration?.value.is === 'expanded' && declaration.value.text === '';
  const isLeftOpen = hole || isEmpty;
  if (!isLeftOpen && (holes.length > 0 || end?.via !== last)) return;
  const before = isLeftOpen
    ? text
    : text.slice(
        0,
        origins.findIndex(({ via }) => via === last),
      );
  const others = used.slice(0, -1);
  const ofOthers = declared.filter(({ name }) => others.includes(name)).flatMap(({ value }) => readsOf(value));
  yield {
    argument: last,
    before,
    beside: [...new Set([...others, ...ofOthers])].join(' '),
    ...(declaration === undefined ? {} : { declaration }),
  };
  // What the last one ends with is another argument's, as in `ARG IMAGE=node:$TAG`.
  const owner = end?.owner;
  if (isLeftOpen || owner === undefined || owner.name === last || owner.value.is !== 'expanded') return;
  const from = origins.findIndex(origin => origin.owner === owner);
  if (origins.slice(from).some(origin => origin.owner !== owner)) return;
  const inner = new Set(readsOf(owner.value));
  const beside = declared.flatMap(({ name }) => (name === owner.name || inner.has(name) ? [] : [name]));
  yield { argument: owner.name, before: text.slice(0, from), beside: beside.join(' '), declaration: owner };
}

function readsOf(value: Declaration['value']): string[] {
  return value.is === 'expanded' ? [...value.reads].map(({ name }) => name) : [];
}

// People write some stages; each build looks at what is stated.
const MOST_STATED = 50;
