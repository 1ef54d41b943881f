import { expect } from 'vitest';
import type { Reader } from '../../server/src/model/reader.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import { annotate, caretFixture } from './caret-fixture.ts';
import { labelOf } from './reader-properties.ts';

/**
 * Expects a pipeline to be read as the carets in it say, whichever line breaks it has: its images are what jobs run in.
 */
export function expectRead(reader: Reader, file: string, ...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, reader.read(text, file).references, jobLabel)).toEqual(lines);
  const withCarriageReturns = reader.read(text.replaceAll('\n', '\r\n'), file).references;
  expect(withCarriageReturns.map(jobLabel)).toEqual(reader.read(text, file).references.map(jobLabel));
}

/** What is read of an image that a job runs in, and by which variable. */
function jobLabel(reference: Reference): string {
  const { subject } = reference;
  const variable = subject.kind === 'image' ? subject.byDefaultOf : undefined;
  return labelOf(reference).replace(', helps', '') + (variable === undefined ? '' : `, by default of ${variable}`);
}
