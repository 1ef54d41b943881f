import type { ImageSubject, OpaqueSubject, Reading, Reference } from '../../../model/reference.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { findPath, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { ignorePlaceOf, ignoresOf } from '../../../syntax/yaml-places.ts';
import { templateLines } from './template-lines.ts';
import { contentSpan, type WrittenImageOptions, writtenImage } from './written-image.ts';

/** A kind of file that names images at known places and nowhere else. */
export interface ImagesAtPaths extends WrittenImageOptions {
  /** As {@link findPath} takes them, such as `jobs.*.container.image`. What is there and no scalar names no image. */
  readonly paths: readonly string[];
  /** The keys whose lines are read where the text is the template of another language. `image` where absent. */
  readonly templateKeys?: readonly string[];
}

/** Reads one YAML document in which images stand at known paths. */
export function readImagesAtPaths(text: string, kind: ImagesAtPaths): Reading {
  return readImages(text, kind.templateKeys, document =>
    imagesAt(
      document,
      kind.paths.flatMap(path => findPath(document.root, path)),
      scalar => writtenImage(scalar, text, kind),
    ),
  );
}

/**
 * Reads one YAML document whose images `find` finds, with its comments; a template is read by its lines instead.
 */
export function readImages(
  text: string,
  templateKeys: readonly string[] | undefined,
  find: (document: YamlDocument) => readonly Reference[],
): Reading {
  const document = parseYaml(text);
  const references = document.isTemplate ? templateLines(text, templateKeys ?? ['image']) : find(document);
  return { references, ignores: ignoresOf(document) };
}

/**
 * A reference for each scalar that some places lead to, once however many lead there, in the order of the text.
 * `meaning` tells what a scalar names; `undefined` where it is nothing.
 */
export function imagesAt<Found extends YamlFound>(
  document: YamlDocument,
  places: Iterable<Found>,
  meaning: (scalar: YamlScalar, found: Found) => ImageSubject | OpaqueSubject | undefined,
): Reference[] {
  const references: Reference[] = [];
  const seen = new Set<YamlScalar>();
  for (const found of places) {
    const { value } = found;
    if (value?.kind !== 'scalar' || seen.has(value)) continue;
    seen.add(value);
    const subject = meaning(value, found);
    if (subject === undefined) continue;
    const ignoreAt = ignorePlaceOf(document, found);
    references.push({
      span: contentSpan(value),
      role: 'manifest',
      subject,
      ...(ignoreAt === undefined ? {} : { ignoreAt }),
    });
  }
  return references.sort((a, b) => a.span.start - b.span.start);
}
