import { isObject } from '../../model/objects.ts';
import type { EntryDependency } from './entry-dependency.ts';

/** Features by name, each with what it turns on. */
export type Features = ReadonlyMap<string, readonly string[]>;

/** Reads a member `features` or `features2`; `undefined` where it is no table of lists of texts. */
export function readFeatures(value: unknown): Features | undefined {
  if (!isObject(value)) return undefined;
  const features = new Map<string, readonly string[]>();
  for (const [name, list] of Object.entries(value)) {
    if (!Array.isArray(list) || !list.every(item => typeof item === 'string')) return undefined;
    features.set(name, list);
  }
  return features;
}

/** Both members of an entry are one table (registry-index.md, “JSON schema”). */
export function mergedFeatures(features: Features, more: Features): Features {
  const merged = new Map(features);
  for (const [name, list] of more) merged.set(name, [...(merged.get(name) ?? []), ...list]);
  return merged;
}

/**
 * Whether features and dependencies fit together as cargo wants them to (src/cargo/core/summary.rs,
 * `build_feature_map`), and are called as features may be.
 */
export function areFeaturesSound(features: Features, dependencies: readonly EntryDependency[]): boolean {
  const isOptional = new Map<string, boolean>();
  for (const { name, isOptional: optional } of dependencies) {
    isOptional.set(name, (isOptional.get(name) ?? false) || optional);
  }
  const listed = new Set([...features.values()].flat().flatMap(value => explicitDependency(value) ?? []));
  const implied = [...isOptional].flatMap(([name, optional]) =>
    optional && !features.has(name) && !listed.has(name) ? [name] : [],
  );
  const used = new Set(implied);
  const known = new Set([...features.keys(), ...implied]);
  if (![...known].every(feature => NAME.test(feature))) return false;
  for (const values of features.values()) {
    for (const value of values) {
      const { dependency, isSound } = lookAt(value, known, isOptional);
      if (!isSound) return false;
      if (dependency !== undefined) used.add(dependency);
    }
  }
  return [...isOptional].every(([name, optional]) => !optional || used.has(name));
}

function lookAt(
  value: string,
  known: ReadonlySet<string>,
  isOptional: ReadonlyMap<string, boolean>,
): { readonly dependency?: string; readonly isSound: boolean } {
  const slash = value.indexOf('/');
  if (slash >= 0) {
    const isWeak = value[slash - 1] === '?';
    const dependency = value.slice(0, isWeak ? slash - 1 : slash);
    const optional = isOptional.get(dependency);
    const isOne = optional !== undefined && !value.slice(slash + 1).includes('/');
    return { dependency, isSound: isOne && (!isWeak || optional) };
  }
  const dependency = explicitDependency(value);
  if (dependency !== undefined) return { dependency, isSound: isOptional.get(dependency) === true };
  return { isSound: known.has(value) };
}

function explicitDependency(value: string): string | undefined {
  return value.startsWith('dep:') && !value.includes('/') ? value.slice('dep:'.length) : undefined;
}

/** Begins as a name in Rust, or with a digit; so there is neither `dep:` in it nor a slash. */
const NAME = /^[\p{XID_Start}_0-9][\p{XID_Continue}+.-]*$/u;
