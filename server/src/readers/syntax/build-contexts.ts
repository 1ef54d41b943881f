import type { ImageSubject, OpaqueSubject } from '../../model/reference.ts';
import type { Lookup } from './shell-expansion.ts';
import { writtenImage } from './written-image.ts';
import type { YamlScalar } from './yaml.ts';
import type { YamlFound } from './yaml-paths.ts';

/**
 * What a build is given under a name, where that is an image: `docker-image://alpine:3.20` (BuildKit, frontend/dockerui/namedcontext.go,
 * `load`). `undefined` where it is a folder, an address, another build, or `scratch`.
 */
export function contextImage(
  scalar: YamlScalar,
  text: string,
  variables: Lookup,
): ImageSubject | OpaqueSubject | undefined {
  const prefix = /^(?:[^=]*=)?docker-image:(?:\/\/)?/.exec(scalar.value)?.[0];
  if (prefix === undefined || scalar.value.slice(prefix.length) === 'scratch') return undefined;
  return writtenImage(scalar, text, { runs: false, prefixes: [prefix], variables });
}

/** The name of a context: the key of its entry, or what stands before the `=` of an item. */
export function contextName({ entry, value }: YamlFound): string | undefined {
  if (entry !== undefined) return entry.key.value;
  return value?.kind === 'scalar' ? /^([^=]+)=/.exec(value.value)?.[1] : undefined;
}
