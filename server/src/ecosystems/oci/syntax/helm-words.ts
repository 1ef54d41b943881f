import type { YamlMap, YamlNode, YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { findPath, placesOf, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { isNull } from './written-image.ts';

/** A value that says something. */
export type Written = YamlFound & { readonly value: YamlScalar };

/** A map that may name an image, with its keys at hand: a large map is asked about many of them. */
export class ImageKeys {
  /** Every entry, merged ones too. */
  readonly places: readonly YamlFound[];
  readonly #byName = new Map<string, YamlFound>();
  #isCompleted: boolean | undefined;

  constructor(map: YamlMap) {
    this.places = placesOf(map);
    for (const found of this.places) this.#byName.set(found.entry?.key.value ?? '', found);
  }

  /** The last entry of a key. */
  find(key: string): YamlFound | undefined {
    return this.#byName.get(key);
  }

  /** The first of some keys whose value is a text that is not empty. */
  written(...keys: readonly string[]): Written | undefined {
    for (const key of keys) {
      const found = this.find(key);
      if (found?.value?.kind === 'scalar' && textIn(found) !== '') return { ...found, value: found.value };
    }
    return undefined;
  }

  /** The digest's own key. `sha`, which some charts have, takes hexadecimal digits alone; see `isCompleted`. */
  get digest(): YamlFound | undefined {
    return this.find('digest') ?? this.find('imageDigest');
  }

  /** Whether something beside the usual keys of an image completes what they say. */
  get isCompleted(): boolean {
    this.#isCompleted ??=
      this.written('useDigest')?.value.value === 'false' ||
      // Two names, of which one is a part: `repository: nvcr.io/nvidia`, `image: driver`.
      (this.written('repository') !== undefined && this.written('image', 'name') !== undefined) ||
      this.places.some(found => COMPLETING.test(found.entry?.key.value ?? '') && textIn(found) !== '');
    return this.#isCompleted;
  }
}

/** Keys whose values charts put into the name or the tag, before it or behind it, each in its own way. */
const COMPLETING =
  /^(?:sha|override|fullName|fullname|hub|org|organi[sz]ation|owner|namespace|project|host|prefix|suffix|path|variant|flavou?r|edition|distro|arch|(?:tag|name|image|repository)(?:Prefix|Suffix)|(?:generic|aws|azure|alibabacloud)Digest)$/;

/** The text of a value; empty where it is null or no scalar. */
export function textIn(found: YamlFound | undefined): string {
  const value = found?.value;
  if (value?.kind !== 'scalar' || (!value.isString && isNull(value.value))) return '';
  return value.value;
}

/** A registry for all of a chart's images. */
export interface GlobalRegistry {
  readonly found: YamlFound;
  /** Whether its name is the one that charts agree on, so that what it does is known. */
  readonly isKnown: boolean;
}

/** The registry that `global` names, if one does. */
export function globalRegistryOf(root: YamlNode | undefined): GlobalRegistry | undefined {
  const paths = ['imageRegistry', 'registry', 'hub', 'image.registry', 'image.repository', 'imageRepository'];
  for (const path of paths) {
    const found = findPath(root, `global.${path}`).find(each => textIn(each) !== '');
    if (found !== undefined) return { found, isKnown: path === 'imageRegistry' };
  }
  return undefined;
}
