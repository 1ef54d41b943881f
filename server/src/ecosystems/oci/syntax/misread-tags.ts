import type { Misread } from '../../../model/reference.ts';
import { type GoValue, goValue, printedInGo } from '../../../syntax/yaml-in-go.ts';
import type { YamlDocument, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import type { YamlFound } from '../../../syntax/yaml-paths.ts';
import { contentSpan } from './written-image.ts';

/**
 * A tag that Helm prints as another text than is written: its values come through JSON, where a number is a float
 * (pkg/chart/v2/loader, `LoadValues`), and charts print what they get. `undefined` where it prints what is written.
 */
export function misprintedTag(document: YamlDocument, tag: YamlFound | undefined): Misread | undefined {
  return misread(document, tag, ({ value }, meant) => {
    switch (meant.is) {
      case 'text':
      case 'null':
        return undefined;
      case 'refused':
        return { taken: 'number' };
      case 'boolean':
        return String(meant.value) === value ? undefined : { taken: 'boolean', becomes: String(meant.value) };
      case 'number': {
        const becomes = printedInGo(meant.value);
        return becomes === value ? undefined : { taken: 'number', becomes };
      }
    }
  });
}

/**
 * A tag that kustomize refuses, and Kubernetes where a kustomization is an object: the field is a text (kustomize,
 * api/types/image.go; `json: cannot unmarshal number into Go struct field Image.images.newTag of type string`).
 */
export function refusedTag(document: YamlDocument, tag: YamlFound | undefined): Misread | undefined {
  return misread(document, tag, (_, meant) => {
    switch (meant.is) {
      case 'text':
      case 'null':
        return undefined;
      case 'refused':
      case 'number':
        return { taken: 'number' };
      case 'boolean':
        return { taken: 'boolean' };
    }
  });
}

function misread(
  document: YamlDocument,
  found: YamlFound | undefined,
  by: (scalar: YamlScalar, meant: GoValue) => Misread | undefined,
): Misread | undefined {
  const scalar = found?.value;
  if (found === undefined || scalar?.kind !== 'scalar' || scalar.style !== 'plain') return undefined;
  // A tag of YAML says what it is.
  const before = document.text.slice(Math.max(0, scalar.span.start - LONGEST_MARKS), scalar.span.start);
  if (/(?:^|[\s[{,:])!\S*[ \t]+(?:&\S+[ \t]+)?$/.test(before)) return undefined;
  const what = by(scalar, goValue(scalar.value));
  if (what === undefined) return undefined;
  // Who else reads the value may want the number.
  const isShared = found.isAlias || found.map !== found.owner || document.shared.has(scalar);
  return isShared ? what : { ...what, quotes: contentSpan(scalar) };
}

const LONGEST_MARKS = 200;
