import type { Held, ReleaseSubject } from '../../../model/reference.ts';
import { locksKey, type Statement, type Told } from '../../../model/statement.ts';
import { parseToml } from '../../../syntax/toml.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { compareVersions, parseCargoVersion } from '../cargo-version.ts';
import { matches, parseRequirement } from '../requirement.ts';
import { stringAt } from './dependency.ts';

/**
 * What a `Cargo.lock` says to the manifests below it: the releases that it holds of registries, and which of several of
 * one crate the workspace's own packages take (cargo, src/cargo/core/resolver/encode.rs: a dependency is named with its
 * version where the lockfile has more than one of its name).
 */
export function lockStatements(text: string): Statement[] {
  return findInToml(parseToml(text).root, 'package[]').flatMap(({ value }): Statement[] => {
    const table = value?.kind === 'map' ? value : undefined;
    const [name, version, source] = ['name', 'version', 'source'].map(key => stringAt(table, key));
    if (name === undefined || version === undefined) return [];
    if (source !== undefined) return isRegistry(source) ? [stated(crateKey(name), version)] : [];
    const taken = table?.first('dependencies')?.value;
    return (taken?.kind === 'list' ? taken.items : []).flatMap(({ value: item }) => {
      const [crate = '', its] = item.kind === 'scalar' ? item.value.split(' ') : [];
      return its === undefined ? [] : [stated(takenKey(name, crate), its)];
    });
  });
}

/** Looks up what the lockfile of a workspace has for what one of its packages wants. */
export type HeldFor = (subject: ReleaseSubject) => Held | undefined;

/**
 * @param folder the folder of the workspace's root, as in `Stating.folder`; a lockfile elsewhere is nobody's
 * @param own the name of the package that wants; absent where it is a workspace without one
 */
export function heldIn(folder: string | undefined, own: string | undefined, told: Told): HeldFor {
  if (folder === undefined) return () => undefined;
  return ({ name, want }) => {
    const requirement = parseRequirement(want.text);
    if (requirement === undefined) return undefined;
    const fitting = (key: string) =>
      told(key)
        .flatMap(said => {
          const version = said.says === 'locks' && said.from.folder === folder ? parseCargoVersion(said.to) : undefined;
          if (version === undefined || said.says !== 'locks' || !matches(requirement, version)) return [];
          return [{ version, held: { version: said.to, by: said.from.file } }];
        })
        .sort((a, b) => compareVersions(a.version, b.version));
    const taken = own === undefined ? [] : fitting(takenKey(own, name));
    return (taken.at(-1) ?? fitting(crateKey(name)).at(-1))?.held;
  };
}

function stated(key: string, to: string): Statement {
  return { says: 'locks', key, reach: 'below', to };
}

function crateKey(name: string): string {
  return locksKey('Cargo.lock', name);
}

/** Names of crates hold no blanks. */
function takenKey(own: string, name: string): string {
  return locksKey('Cargo.lock', `${own} ${name}`);
}

/** `registry+https://…`, or `sparse+https://…`; else it is of a repository. */
function isRegistry(source: string): boolean {
  return /^(?:registry|sparse)\+/.test(source);
}
