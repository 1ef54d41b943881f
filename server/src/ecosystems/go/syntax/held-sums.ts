import type { Around } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { broughtKey, type Statement } from '../../../model/statement.ts';

/**
 * What a go.sum says to the go.mod beside: of what takes part in the build, the modules whose hash it holds.
 *
 * @param modules each as `moduleText` has it
 */
export function sumsStated(modules: readonly string[]): readonly Statement[] {
  if (modules.length === 0) return [];
  return [{ says: 'gives', key: SUMS_KEY, reach: 'beside', value: modules.join('\n') }];
}

/**
 * Finds what the go.sum beside a go.mod holds. Which version it is the go.mod decides; but that its bytes are others by
 * now is found there, and told at both.
 */
export function heldBeside({ told }: Pick<Around, 'told'>): (reference: Reference) => Reference {
  const said = told(SUMS_KEY).at(-1);
  if (said?.says !== 'gives') return reference => reference;
  const held = new Set(said.value.split('\n'));
  const { file: by } = said.from;
  return reference => {
    const { subject } = reference;
    if (subject.kind !== 'release' || subject.want.is !== 'exact') return reference;
    const { name } = subject;
    const { version } = subject.want;
    if (!held.has(moduleText(name, version))) return reference;
    return { ...reference, subject: { ...subject, held: { version, by, brings: broughtKey('go.sum', '', name) } } };
  };
}

/** A module at a version: no path holds a blank, and no version. */
export function moduleText(path: string, version: string): string {
  return `${path} ${version}`;
}

/** Under this, a go.sum says what it holds. Only files of this ecosystem speak of it. */
const SUMS_KEY = 'sums go';
