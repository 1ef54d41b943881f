import { isNull } from './written-image.ts';
import type { YamlMap, YamlNode, YamlScalar } from './yaml.ts';
import { entryOf, findPath, placesOf, type YamlFound } from './yaml-paths.ts';

/** A value that says something. */
export type Written = YamlFound & { readonly value: YamlScalar };

/** The first of some keys whose value is a text that is not empty. */
export function writtenIn(map: YamlMap, ...keys: readonly string[]): Written | undefined {
  for (const key of keys) {
    const found = entryOf(map, key);
    if (found?.value?.kind === 'scalar' && textIn(found) !== '') return { ...found, value: found.value };
  }
  return undefined;
}

/** The text of a value; empty where it is null or no scalar. */
export function textIn({ value }: YamlFound): string {
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

/** The digest's own key. `sha`, which some charts have, takes hexadecimal digits alone; see `isCompleted`. */
export function digestOf(map: YamlMap): YamlFound | undefined {
  return entryOf(map, 'digest') ?? entryOf(map, 'imageDigest');
}

/** Keys whose values charts put into the name or the tag, before it or behind it, each in its own way. */
const COMPLETING =
  /^(?:sha|override|fullName|fullname|hub|org|organi[sz]ation|owner|namespace|project|host|prefix|suffix|path|variant|flavou?r|edition|distro|arch|(?:tag|name|image|repository)(?:Prefix|Suffix)|(?:generic|aws|azure|alibabacloud)Digest)$/;

/** Whether something beside the usual keys of an image completes what they say. */
export function isCompleted(map: YamlMap): boolean {
  if (textIn(entryOf(map, 'useDigest') ?? NOTHING) === 'false') return true;
  const isNamed = (key: string) => writtenIn(map, key) !== undefined;
  // Two names, of which one is a part: `repository: nvcr.io/nvidia`, `image: driver`.
  if (isNamed('repository') && (isNamed('image') || isNamed('name'))) return true;
  return placesOf(map).some(found => COMPLETING.test(found.entry?.key.value ?? '') && textIn(found) !== '');
}

const NOTHING: YamlFound = { isAlias: false };

/** Whether a name says on which host it lives. */
export function hasHost(name: string): boolean {
  return /^(?:[^/]*[.:][^/]*|localhost)\//.test(name);
}

/**
 * Whether a tag that YAML takes for a number still reads as written when Helm is done with it: whole numbers without leading
 * zeros, and fractions without a zero at their end.
 */
export function isKept(tag: YamlFound | undefined): boolean {
  const scalar = tag?.value;
  if (scalar?.kind !== 'scalar' || scalar.isString || textIn({ value: scalar, isAlias: false }) === '') return true;
  return /^(?:0|[1-9][0-9]{0,14})$/.test(scalar.value) || String(Number(scalar.value)) === scalar.value;
}
