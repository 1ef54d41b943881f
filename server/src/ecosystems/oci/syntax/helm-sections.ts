import type { Kept } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { shiftReference } from '../../../model/shift-reading.ts';
import { yamlMap } from '../../../syntax/yaml-map.ts';
import type { PlacedSection, YamlDocument, YamlMap, YamlSection } from '../../../syntax/yaml-nodes.ts';
import { helmImages, helmImagesBelow } from './helm-images.ts';
import { type GlobalRegistry, globalRegistryOf, textIn } from './helm-words.ts';

/**
 * The images in a chart's values, as {@link helmImages} finds them. Nobody looks again into what did not change since
 * the version before.
 *
 * @param kept of the same text's version before
 */
export function helmImagesBySections(document: YamlDocument, kept: Kept | undefined): Reference[] {
  const { root, sections } = document;
  if (kept === undefined || sections === undefined || root?.kind !== 'map') return helmImages(document, root);
  const known = (kept.get(KEY) ?? new WeakMap()) as Known;
  kept.set(KEY, known);
  const global = globalRegistryOf(root);
  const by = `${document.newline} ${global === undefined ? '' : `${global.isKnown} ${textIn(global.found)}`}`;
  const references = helmImagesBelow(document, outlineOf(root), '', global);
  for (const { section, offset } of sections) {
    const its = imagesIn(section, document, global, by, known);
    for (const reference of its) references.push(shiftReference(reference, offset));
  }
  return references.sort((a, b) => a.span.start - b.span.start);
}

/** By the section, what was found in it and by what, with places in the section. It goes with the section. */
type Known = WeakMap<YamlSection, { readonly by: string; readonly references: readonly Reference[] }>;

const KEY = 'images of helm sections';

function imagesIn(
  section: PlacedSection['section'],
  { newline }: YamlDocument,
  global: GlobalRegistry | undefined,
  by: string,
  known: Known,
): readonly Reference[] {
  const before = known.get(section);
  if (before?.by === by) return before.references;
  const { key, value } = section.entry;
  // Texts at the top stand beside each other: the outline has them.
  const isApart = value !== undefined && value.kind !== 'scalar';
  const references = isApart ? helmImagesBelow({ ...section.document, newline }, value, key.value, global) : [];
  known.set(section, { by, references });
  return references;
}

/** The outermost map with its texts, and with nothing in its maps and lists. */
function outlineOf({ span, flow, indent, entries, merges }: YamlMap): YamlMap {
  const nothing = yamlMap({ span, flow, indent, entries: [], merges: [] });
  const outline = entries.map(entry =>
    entry.value === undefined || entry.value.kind === 'scalar' ? entry : { ...entry, value: nothing },
  );
  return yamlMap({ span, flow, indent, entries: outline, merges });
}
