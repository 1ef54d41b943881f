import type { DocumentLink } from 'vscode-languageserver';
import { IMAGES, PACKAGES } from '../ecosystems/index.ts';
import type { Lines } from '../model/positions.ts';
import { packageQuestion, type Question } from '../model/question.ts';
import type { Reference } from '../model/reference.ts';

/** See `LensFolder.goesToDefaultRegistry`. */
export type GoesToDefaultRegistry = (question: Question) => boolean;

/** The address of the page about a reference, where there is one. */
export function pageOf(reference: Reference, isDefault: GoesToDefaultRegistry): string | undefined {
  const { subject } = reference;
  switch (subject.kind) {
    case 'image':
    case 'artifact':
      return IMAGES.page(subject);
    case 'release':
      return isDefault(packageQuestion(subject)) ? PACKAGES[subject.registry].page(subject) : undefined;
    case 'publication':
    case 'publish':
    case 'policy':
    case 'opaque':
      return undefined;
  }
}

/** Links from the references of a document to the pages about them. */
export function documentLinks(
  references: readonly Reference[],
  lines: Lines,
  isDefault: GoesToDefaultRegistry,
): DocumentLink[] {
  return references.flatMap(reference => {
    const target = pageOf(reference, isDefault);
    if (target === undefined) return [];
    const { subject } = reference;
    // A package's statement has a key and a value; the value alone is a calmer underline.
    const version = subject.kind === 'release' ? subject.edit : undefined;
    const span = version !== undefined && version.end > version.start ? version : reference.span;
    return [{ range: lines.rangeOf(span), target, tooltip: 'Open the page about it' }];
  });
}
