import { parseImageReference } from '../../../model/image-reference.ts';
import type { ImageSubject, OpaqueSubject } from '../../../model/reference.ts';
import { contextKey, type Statement } from '../../../model/statement.ts';
import type { Lookup } from '../../../syntax/shell-expansion.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import type { YamlFound } from '../../../syntax/yaml-paths.ts';
import { DEFAULT_TAG } from '../image-tags.ts';
import { opaqueImage } from './opaque-image.ts';
import { writtenImage } from './written-image.ts';

/**
 * The image that a build is given under a name: what stands behind `docker-image://` (BuildKit,
 * frontend/dockerui/namedcontext.go, `load`). `undefined` where it is a folder, an address, another build, or
 * `scratch`.
 */
export function contextReference({ value }: YamlScalar): string | undefined {
  const prefix = prefixOf(value);
  if (prefix === undefined) return undefined;
  const reference = value.slice(prefix.length);
  return reference === 'scratch' ? undefined : reference;
}

/**
 * The same as a subject. `isShell` tells of a reference with variables whether they are written in the way that the
 * shell has in common with the file's language.
 */
export function contextImage(
  scalar: YamlScalar,
  text: string,
  variables: Lookup,
  isShell: (reference: string) => boolean,
): ImageSubject | OpaqueSubject | undefined {
  const reference = contextReference(scalar);
  if (reference === undefined) return undefined;
  if (/\$|%\{/.test(reference) && !isShell(reference)) return opaqueImage(reference, 'variable');
  return writtenImage(scalar, text, { runs: false, prefixes: [prefixOf(scalar.value) ?? ''], variables });
}

function prefixOf(value: string): string | undefined {
  return /^(?:[^=]*=)?docker-image:(?:\/\/)?/.exec(value)?.[0];
}

/**
 * What a file says to the Dockerfiles at and below it by the contexts that it gives to builds: an image of such a name
 * is no registry's there.
 *
 * BuildKit looks a context up by the name of the image, shortened and without `latest` (frontend/dockerui/config.go,
 * `NamedContext`). A name with another tag stands for that tag alone.
 */
export function contextsStated(places: readonly YamlFound[]): Statement[] {
  return places.flatMap((found): Statement[] => {
    const image = parseImageReference(contextName(found) ?? '');
    if (image === undefined || image.digest !== undefined) return [];
    return [{ says: 'makes', key: contextKey(image.name, image.tag ?? DEFAULT_TAG), reach: 'below' }];
  });
}

/** The name of a context: the key of its entry, or what stands before the `=` of an item. */
function contextName({ entry, value }: YamlFound): string | undefined {
  if (entry !== undefined) return entry.key.value;
  return value?.kind === 'scalar' ? /^([^=]+)=/.exec(value.value)?.[1] : undefined;
}
