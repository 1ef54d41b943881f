import type { Around } from '../../../model/reader.ts';
import type { Statement } from '../../../model/statement.ts';
import { versionIn } from './gradle-catalogs.ts';
import type { GradleChain, GradleScript, GradleStatement, GradleValue } from './gradle-nodes.ts';
import type { GradleText } from './gradle-tokens.ts';
import { firstGiven, literalOf, plainPath, walkGradle } from './gradle-walk.ts';

/**
 * A text with the place of each of its characters in the document; -1 for those that another file has. Where something
 * in it is not known, `isKnown` is unset, and what is not known stands there as it is written.
 */
export interface TracedValue {
  readonly text: string;
  readonly at: readonly number[];
  readonly isKnown: boolean;
}

/** Of what is written, and must be computed. */
export const UNKNOWN_VALUE: TracedValue = { text: '', at: [], isKnown: false };

/** What names stand for in a script. */
export interface GradleVariables {
  /** Those that the script itself sets, by name, once and with a literal. */
  readonly own: ReadonlyMap<string, GradleText>;
  /** Those of them that scripts of projects below see as well. */
  readonly extra: ReadonlyMap<string, GradleText>;
  valueOf(value: GradleValue): TracedValue | undefined;
}

/** Under this, it is found what a name of a build stands for: a property of Gradle's, or one that a script sets. */
export function propertyKey(name: string): string {
  return `property maven ${name}`;
}

/** What a script's extra properties mean to projects below. Only what may be a version or a name is told. */
export function propertiesStated({ extra }: GradleVariables): readonly Statement[] {
  return [...extra].slice(0, MOST_STATED).flatMap(([name, token]): Statement[] => {
    const value = tracedLiteral(token)?.text ?? '';
    return mayBeTold(name, value) ? [{ says: 'gives', key: propertyKey(name), reach: 'below', value }] : [];
  });
}

/** Whether a property may be what a version is composed of; what may be a secret stays where it is. */
export function mayBeTold(name: string, value: string): boolean {
  const isSecret = /pass|secret|token|key|user|login|credential/i.test(name) && !/version$/i.test(name);
  return !isSecret && /^[\w.+~:,()[\] !-]{1,200}$/.test(value);
}

/** What a script says its names stand for. A name that it sets twice, or to what must be computed, is not known. */
export function variablesIn({ statements }: GradleScript, around: Around): GradleVariables {
  const { told } = around;
  const own = new Map<string, GradleText>();
  const extras = new Set<string>();
  const unknown = new Set<string>();
  const put = (path: string, value: GradleValue | undefined) => {
    const name = canonical(path);
    if (value?.is === 'list') {
      for (const item of value.items) if (item.name !== undefined) put(`${name}.${item.name}`, item.value);
    } else if (literalOf(value) === undefined || value?.is !== 'text' || own.has(name)) unknown.add(name);
    else own.set(name, value.token);
  };
  walkGradle(statements, ({ path, link, statement }) => {
    if (statement.chain[0] !== link) return;
    const around = path.slice(0, -1);
    for (const { name, value, isExtra } of settingsOf(statement, around)) {
      put(name, value);
      if (isExtra) extras.add(canonical(name));
    }
  });
  const variables = new Map([...own].filter(([name]) => !unknown.has(name)));
  const lookUp = (path: string): TracedValue | undefined => {
    const name = canonical(path);
    const token = variables.get(name);
    if (token !== undefined) return tracedLiteral(token);
    if (unknown.has(name)) return undefined;
    const [, catalog, accessor] = CATALOGUED.exec(name) ?? [];
    if (catalog !== undefined && accessor !== undefined) {
      const version = versionIn(catalog, accessor, around);
      return version === undefined ? undefined : elsewhere(version);
    }
    const said = told(propertyKey(name));
    const nearest = said.filter(({ from }) => from.folder === said.at(-1)?.from.folder);
    const values = new Set(nearest.flatMap(statement => (statement.says === 'gives' ? [statement.value] : [])));
    const [text] = values;
    if (text === undefined || values.size > 1) return undefined;
    return elsewhere(text);
  };
  const isSeenBelow = (name: string) => extras.has(name) || extras.has(name.slice(0, name.lastIndexOf('.')));
  const extra = new Map([...variables].filter(([name]) => isSeenBelow(name)));
  return { own: variables, extra, valueOf: value => tracedValue(value, lookUp) };
}

interface Setting {
  readonly name: string;
  readonly value: GradleValue | undefined;
  readonly isExtra: boolean;
}

/** What a statement sets: a variable, an extra property, or several in a map. */
function settingsOf({ chain, assigned }: GradleStatement, around: readonly string[]): readonly Setting[] {
  const [first, second, third] = chain;
  if (first === undefined) return [];
  const isWithin = EXTRAS.has(around.at(-1) ?? '');
  const isExtra = isWithin || chain.some(({ name }) => EXTRAS.has(name));
  if (assigned !== undefined) {
    const last = chain.at(-1);
    const name = chain.map(link => link.name).join('.');
    const key = literalOf(last?.index);
    return [{ name: key === undefined ? name : `${name}.${key}`, value: assigned, isExtra }];
  }
  // `val name by extra("1")`
  if (second?.name === 'by' && third?.name === 'extra') {
    return [{ name: first.name, value: firstGiven(third), isExtra }];
  }
  const setter = chain.at(-1);
  const [key, value] = setter?.given ?? [];
  const isSet = setter?.name === 'set' && (isWithin || EXTRAS.has(chain.at(-2)?.name ?? ''));
  const name = isSet ? literalOf(key?.value) : undefined;
  return name === undefined ? [] : [{ name, value: value?.value, isExtra }];
}

const EXTRAS = new Set(['ext', 'extra']);
/** What names the holder of a property, and not the property. */
const HOLDERS = /^(?:(?:this|project|rootProject|parent|ext|extra|gradle|settings)\.)+(?=.)/;

function canonical(path: string): string {
  return path.replace(HOLDERS, '');
}

/** In characters. */
const LONGEST = 500;
const MOST_STATED = 1000;

function tracedValue(value: GradleValue, lookUp: (path: string) => TracedValue | undefined): TracedValue | undefined {
  if (value.is === 'text') return value.token.isWhole ? tracedText(value.token, lookUp) : undefined;
  if (value.is !== 'chain') return undefined;
  const path = plainPath(value) ?? catalogAsked(value.chain) ?? propertyAsked(value.chain);
  return path === undefined ? undefined : lookUp(path);
}

/** A text that another file has. */
function elsewhere(text: string): TracedValue {
  return { text, at: Array.from({ length: text.length }, () => -1), isKnown: true };
}

/** `libs.versions.a.b`, also with the `get()` that it is read by. */
const CATALOGUED = /^(libs)\.(versions\..+?)(?:\.(?:get|asProvider))*$/;

/** `libs.versions.a.get()`. */
function catalogAsked(chain: GradleChain): string | undefined {
  const isPlain = chain.every(({ given, index, block, name }) => {
    return (given === undefined || (name === 'get' && given.length === 0)) && (index ?? block) === undefined;
  });
  return isPlain && chain.some(({ name }) => name === 'versions') ? chain.map(({ name }) => name).join('.') : undefined;
}

/** `property("x")`, `project.findProperty('x')`, `extra["x"]`, `x.get()`. */
function propertyAsked(chain: GradleChain): string | undefined {
  const [first, second, ...more] = chain.filter(({ name }) => name !== 'project' && name !== 'rootProject');
  if (first === undefined || more.length > 0) return undefined;
  if (second !== undefined) return undefined;
  if (EXTRAS.has(first.name)) return literalOf(first.index);
  return first.name === 'property' || first.name === 'findProperty' ? literalOf(firstGiven(first)) : undefined;
}

function tracedText(token: GradleText, lookUp: (path: string) => TracedValue | undefined): TracedValue | undefined {
  if (token.inner.end - token.inner.start > LONGEST) return undefined;
  let text = '';
  let isKnown = true;
  const at: number[] = [];
  for (const piece of token.pieces) {
    const { start } = piece.span;
    const named = piece.is === 'name' ? lookUp(piece.path) : undefined;
    if (piece.is === 'text') {
      text += piece.value;
      for (let index = 0; index < piece.value.length; index++) at.push(piece.isVerbatim ? start + index : -1);
    } else if (named !== undefined) {
      text += named.text;
      at.push(...named.at);
      isKnown &&= named.isKnown;
    } else {
      isKnown = false;
      text += UNKNOWN;
      at.push(-1);
    }
    if (text.length > LONGEST) return undefined;
  }
  return { text, at, isKnown };
}

/** Stands in a text for what is not known. */
export const UNKNOWN = '\u{fffc}';

function tracedLiteral(token: GradleText): TracedValue | undefined {
  return tracedText(token, () => undefined);
}
