import { expect } from 'vitest';
import type { Reader } from '../../../../server/src/model/reader.ts';
import type { Reference } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';

/**
 * What is read of a reference, for the carets of a fixture: the name, what is wanted, and in brackets the only text
 * that a fix may replace; then what the file says besides, without the words of `source` that all its names share.
 */
export function labelFor(text: string, shared: string): (reference: Reference) => string {
  return ({ subject }) => {
    if (subject.kind === 'opaque') return [subject.why, subject.name ?? '-', subject.want ?? '-'].join(' ');
    if (subject.kind !== 'release') return 'no package';
    const { name, want, edit, source = '', toolchain, prereleases, deployed, held } = subject;
    const own = source.startsWith(shared) ? source.slice(shared.length).trim() : source;
    const words = [
      `${name} ${want.is}`,
      ...(want.is === 'exact' ? [want.version] : []),
      edit === undefined ? 'no edit' : `[${textUnder(text, edit)}]`,
      ...(own === '' ? [] : [own]),
      ...(toolchain === undefined ? [] : [`for ${toolchain}`]),
      ...(prereleases ? ['prereleases'] : []),
      ...(deployed ? ['deployed'] : []),
      ...(held === undefined ? [] : [`held: ${held.version}`]),
    ];
    return words.join(' ');
  };
}

/** Expects a text to be read as the carets in it say, whichever line breaks it has. */
export function expectReadAs(reader: Reader, file: string, shared: string, lines: readonly string[]): void {
  const { text } = caretFixture(...lines);
  const { references } = reader.read(text, file);
  expect(annotate(text, references, labelFor(text, shared))).toEqual(lines);
  const windows = text.replaceAll('\n', '\r\n');
  const read = reader.read(windows, file).references.map(labelFor(windows, shared));
  expect(read).toEqual(references.map(labelFor(text, shared)));
}
