import { isObject } from '../../model/objects.ts';
import { isRequirement } from './requirement-form.ts';
import { isTarget } from './target-form.ts';

/** The members of an index entry's dependency by which its features are told. */
export interface EntryDependency {
  /** As the manifest calls it, whatever the crate is called. */
  readonly name: string;
  readonly isOptional: boolean;
}

/**
 * Reads the dependencies of an entry (cargo, src/cargo/sources/registry/index/mod.rs, `RegistryDependency`);
 * `undefined` where cargo refuses the entry for one of them, whether or not anybody wants it.
 */
export function readDependencies(value: unknown): readonly EntryDependency[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const dependencies: EntryDependency[] = [];
  for (const written of value) {
    if (!isObject(written) || !isSound(written) || typeof written.name !== 'string') return undefined;
    const { name, optional, kind } = written;
    // A dependency for development alone has no feature to be turned on by.
    if (optional === true && kind === 'dev') return undefined;
    dependencies.push({ name, isOptional: optional === true });
  }
  return dependencies;
}

/** Each member of its kind; that `null` is the same as none holds for some of them. */
function isSound(written: Readonly<Record<string, unknown>>): boolean {
  const { req, features, target, registry, artifact } = written;
  if (typeof req !== 'string' || !isRequirement(req)) return false;
  if (features !== undefined && !isListOfTexts(features)) return false;
  if (!['optional', 'default_features', 'lib'].every(key => isOr(undefined, written[key], 'boolean'))) return false;
  if (!['kind', 'package', 'bindep_target'].every(key => isOr(null, written[key], 'string'))) return false;
  if (!isOr(null, written.public, 'boolean')) return false;
  if (!isOr(null, target, 'string') || (typeof target === 'string' && !isTarget(target))) return false;
  if (!isOr(null, registry, 'string') || (typeof registry === 'string' && !isSource(registry))) return false;
  return artifact === undefined || artifact === null || (isListOfTexts(artifact) && artifact.every(isArtifact));
}

function isOr(none: null | undefined, value: unknown, kind: 'boolean' | 'string'): boolean {
  return value === undefined || value === none || typeof value === kind;
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(item => typeof item === 'string');
}

/** An address with something behind its scheme that may be a place. */
function isSource(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { host, pathname } = new URL(text);
  return host !== '' || pathname.startsWith('/');
}

function isArtifact(text: string): boolean {
  return /^(?:bin(?::.+)?|cdylib|staticlib)$/s.test(text);
}
