import type { Reference, Subject } from '../../../model/reference.ts';
import type { TomlDocument, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { tomlIgnorePlace } from '../../../syntax/toml-places.ts';
import { opaqueCrate, readDependency, type WrittenDependency } from './dependency.ts';
import { asHeld, type Surroundings } from './workspace.ts';

/**
 * Tables of dependencies, each with its older spelling, which cargo takes with a warning, and only where the usual one
 * is not there.
 */
const TABLES = [
  ['dependencies'],
  ['dev-dependencies', 'dev_dependencies'],
  ['build-dependencies', 'build_dependencies'],
];

/** What a manifest names. */
export interface NamedCrates {
  readonly references: Reference[];
  /** Keys of what its packages take from the root of the workspace. */
  readonly taken: ReadonlySet<string>;
}

/** All crates that a manifest names. */
export function dependenciesIn(document: TomlDocument, surroundings: Surroundings): NamedCrates {
  const { root } = document;
  const subjectOf = (written: WrittenDependency, takers?: ReadonlySet<string>): Subject => {
    const { name, subject } = written;
    if (subject === 'inherited') {
      const decided = surroundings.decided(name);
      // Cargo refuses the manifest.
      if (decided === 'nowhere') return opaqueCrate('invalid', name);
      return { ...opaqueCrate('managed', name), ...(decided === undefined ? {} : { decided }) };
    }
    // What takes its place may have versions that no registry knows.
    if (subject.kind === 'release' && surroundings.isPatched(subject))
      return opaqueCrate('managed', name, subject.want.text);
    return subject.kind === 'release' ? asHeld(subject, surroundings.heldFor, takers) : subject;
  };
  const found = (path: string, holder = root) =>
    findInToml(holder, path).flatMap(place => readDependency(place, surroundings.toolchain));
  const foundIn = (holder: TomlTable) =>
    TABLES.flatMap(names => {
      const table = names.find(name => findInToml(holder, name).length > 0);
      return table === undefined ? [] : found(`${table}.*`, holder);
    });
  const targets = findInToml(root, 'target.*').flatMap(({ value }) => (value?.kind === 'map' ? [value] : []));
  const plain = foundIn(root);
  const wanted = [...plain, ...targets.flatMap(foundIn)];
  const taken = new Set(wanted.flatMap(({ name, subject }) => (subject === 'inherited' ? [name] : [])));
  const shared = findInToml(root, 'workspace.dependencies.*').flatMap(place => {
    const key = place.entry?.key.value ?? '';
    const { ownName = '' } = surroundings;
    const takers = new Set([...surroundings.takersOf(key), ...(taken.has(key) ? [ownName] : [])]);
    return readDependency(place, surroundings.toolchain).map(written => {
      const subject = subjectOf(written, takers);
      if (subject.kind !== 'release' || takers.size > 0) return { written, subject };
      // Cargo asks nobody about what no member takes; and which members there are, a manifest alone does not tell.
      return { written, subject: { ...subject, wantedIf: 'others-want-it' as const } };
    });
  });
  const all = [
    ...wanted.map((written, i) => {
      const subject = subjectOf(written);
      // What a target wants stands behind.
      return { written, subject: i < plain.length ? asDrifted(subject, written, surroundings) : subject };
    }),
    ...shared,
    ...patchesIn(document, surroundings),
    // A key of `[replace]` is a package's id, and its version is none that anybody wants.
    ...found('replace.*').map(written => {
      const { subject } = written;
      const name = nameOfId(written.name);
      const why = subject !== 'inherited' && subject.kind === 'opaque' ? subject.why : 'invalid';
      return { written, subject: opaqueCrate(why, name) };
    }),
  ];
  const references = all.map(({ written: { span }, subject }): Reference => {
    const ignoreAt = tomlIgnorePlace(document, span.start);
    return { span, subject, role: 'manifest', ...(ignoreAt === undefined ? {} : { ignoreAt }) };
  });
  return { references, taken };
}

/** What a package wants whatever is built of it, and for whom, and its lockfile has nothing for. */
function asDrifted(subject: Subject, { isOptional }: WrittenDependency, { driftFor }: Surroundings): Subject {
  if (subject.kind !== 'release' || subject.held !== undefined || isOptional === true) return subject;
  const drift = driftFor(subject);
  return drift === undefined ? subject : { ...subject, drift };
}

/** `[patch.crates-io]` and the like: what is taken in place of a registry's crates. */
function patchesIn({ root }: TomlDocument, { toolchain }: Surroundings) {
  return findInToml(root, 'patch.*').flatMap(({ entry, value }) => {
    if (value?.kind !== 'map') return [];
    return findInToml(value, '*')
      .flatMap(place => readDependency(place, toolchain))
      .map(written => {
        const { name, subject } = written;
        if (subject === 'inherited') return { written, subject: opaqueCrate('invalid', name) };
        // Cargo refuses a patch that leads back to where the crate comes from.
        const isCircle = subject.kind === 'release' && subject.source === undefined && entry?.key.value === 'crates-io';
        return { written, subject: isCircle ? opaqueCrate('invalid', name, subject.want.text) : subject };
      });
  });
}

/** The name in `name:1.0.0`, `name@1.0.0` and `https://a.example/b#name@1.0.0`. */
function nameOfId(id: string): string {
  return /^(?:.*#)?([^:@#]+)(?:[:@][^:@#]*)?$/.exec(id)?.[1] ?? id;
}
