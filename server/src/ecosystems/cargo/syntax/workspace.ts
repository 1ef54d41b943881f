import type { Around } from '../../../model/reader.ts';
import type { Decided, ReleaseSubject } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import type { TomlDocument, TomlEntry, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { rustAtHand, rustVersionsOf } from '../rust-version.ts';
import { readDependency, stringAt } from './dependency.ts';
import { type DriftFor, driftIn, type HeldFor, heldIn } from './held.ts';
import { toldByLockfile } from './lock-statements.ts';
import { type Member, rustsOfMembers, takenBy } from './members.ts';
import { mayPatch, patchesOf } from './patches.ts';
import { ROOT_KEY, type Root, reachesOf, rootAbove, rootAt } from './roots.ts';
import { rustOfResolver, rustVersionOf } from './toolchain.ts';

/** What decides in a manifest besides its own dependencies. */
export interface Surroundings extends Member {
  /** As `ReleaseSubject.toolchain` has it. */
  readonly toolchain: string | undefined;
  /**
   * Whether `[patch]` may put another crate in the place of one: that of the root of its workspace, or its own where it
   * has no other root. Where the root is not known, it may.
   */
  isPatched(subject: ReleaseSubject): boolean;
  /**
   * Where the root of its workspace decides a dependency, by the key there, as far as that is known; `nowhere` where
   * the root is known and has no such key. It is judged there, once for all members.
   */
  decided(key: string): Decided | 'nowhere' | undefined;
  /** What the workspace's `Cargo.lock` has for a dependency already. */
  readonly heldFor: HeldFor;
  /** How that differs from what one of its own dependencies asks for. */
  readonly driftFor: DriftFor;
  /**
   * The names of the packages that take what this one, a root, decides under a key, of other manifests as far as known.
   */
  takersOf(key: string): ReadonlySet<string>;
  /** What it is to its members, where it is a root. */
  readonly own: Root;
}

/** Finds out what decides in a manifest: by itself, where it is a root or alone, or by the root above it. */
export function surroundingsOf(document: TomlDocument, file: string, around: Around): Surroundings {
  const isRoot = tableAt(document, 'workspace') !== undefined;
  const own = rootIn(document, isRoot ? rustsOfMembers(around) : []);
  const manifest = tableAt(document, 'package');
  const named = isRoot ? undefined : manifest?.first('workspace');
  const above = isRoot ? undefined : named === undefined ? rootAbove(around) : rootAt(stringOf(named), around);
  // A root that lies elsewhere than above says nothing to it.
  const isElsewhere = named !== undefined && above === undefined;
  const { rustOfResolver: first, rusts, inherited } = above?.root ?? own;
  const rust = rustVersionOf(manifest, inherited);
  const all = rustVersionsOf([...new Set([...rusts, ...(rust === undefined ? [] : [rust])])].join(' '));
  const toolchain = first === undefined || isElsewhere ? undefined : all.length > 0 ? all.join(' ') : rustAtHand(first);
  const shared = tableAt(document, 'workspace.dependencies');
  const patches = patchesOf(document);
  const saidAbove = (key: string) => {
    if (above === undefined) return [];
    return around.told(key).flatMap(said => (said.from.id === above.from.id && said.says === 'gives' ? [said] : []));
  };
  // Cargo passes over those of a member.
  const patchesFor = (name: string) =>
    above === undefined ? [...(patches.get(name) ?? [])] : saidAbove(patchKey(name)).map(({ value }) => value);
  const isPatched = (subject: ReleaseSubject) =>
    isElsewhere || patchesFor(subject.name).some(patched => mayPatch(patched, subject));
  const lockFolder = above === undefined ? (isElsewhere ? undefined : around.folder) : above.from.folder;
  let taken: ReturnType<typeof takenBy> | undefined;
  const ownName = stringAt(manifest, 'name');
  const lockfile = lockFolder === undefined ? undefined : toldByLockfile(lockFolder, around.told);
  const heldFor = heldIn(lockfile, ownName);
  // What a patch puts in place of a crate may be no member: nothing is locked then of what only develops it.
  const isStandIn = ownName !== undefined && patchesFor(ownName).length > 0;
  return {
    toolchain,
    isPatched,
    heldFor,
    driftFor: isStandIn ? () => undefined : driftIn(lockfile, ownName),
    decided: key => {
      if (isRoot) {
        const subject = dependencyOfRoot(shared, key, toolchain);
        return subject === undefined || isPatched(subject) ? undefined : { file, subject: asHeld(subject, heldFor) };
      }
      const said = saidAbove(dependencyKey(key)).at(-1);
      if (said === undefined) return above === undefined ? undefined : 'nowhere';
      if (said.value === '') return undefined;
      return { file: said.from.file, subject: asHeld(JSON.parse(said.value), heldFor) };
    },
    takersOf: key => {
      taken ??= takenBy(around);
      return taken.get(key) ?? NOBODY;
    },
    rootFolder: above?.from.folder,
    own,
    ownName,
    ownRust: rust,
  };
}

/** A dependency as the workspace's lockfile has it already, if it does. */
export function asHeld(subject: ReleaseSubject, heldFor: HeldFor, takers?: ReadonlySet<string>): ReleaseSubject {
  const held = heldFor(subject, takers);
  return held === undefined ? subject : { ...subject, held };
}

/** What a root tells its members. */
export function statementsOfRoot(document: TomlDocument, { toolchain, isPatched, own }: Surroundings): Statement[] {
  if (tableAt(document, 'workspace') === undefined) return [];
  const dependencies = findInToml(document.root, 'workspace.dependencies.*').flatMap((found): Statement[] => {
    const [written] = readDependency(found, toolchain);
    const subject = written === undefined ? undefined : asDecided(written.subject);
    const key = dependencyKey(found.entry?.key.value ?? '');
    // It is there, and nothing to be judged.
    if (written === undefined || subject === undefined || isPatched(subject))
      return [{ says: 'gives', key, reach: 'below', value: '' }];
    return [{ says: 'gives', key, reach: 'below', value: JSON.stringify(subject), span: written.span }];
  });
  const patches = [...patchesOf(document)].flatMap(([name, sources]) =>
    [...sources].map((value): Statement => ({ says: 'gives', key: patchKey(name), reach: 'below', value })),
  );
  const said: Statement[] = [
    { says: 'gives', key: ROOT_KEY, reach: 'below', value: JSON.stringify(own) },
    ...patches,
    ...dependencies,
  ];
  return reachesOf(stringsIn(tableAt(document, 'workspace'), 'members')).flatMap(reach =>
    said.map(statement => ({ ...statement, reach })),
  );
}

function dependencyKey(key: string): string {
  return `dependency cargo ${key}`;
}

function patchKey(name: string): string {
  return `patch cargo ${name}`;
}

function rootIn(document: TomlDocument, ofMembers: readonly string[]): Root {
  const [workspace, manifest] = [tableAt(document, 'workspace'), tableAt(document, 'package')];
  const shared = tableAt(document, 'workspace.package');
  const inherited = rustVersionOf(shared, undefined);
  const rusts = [rustVersionOf(manifest, inherited), ...ofMembers].filter(rust => rust !== undefined);
  const exclude = stringsIn(workspace, 'exclude');
  return {
    rustOfResolver: rustOfResolver(workspace, manifest, shared),
    ...{ rusts: [...new Set(rusts)].sort(), inherited, exclude },
    members: exclude.length === 0 ? [] : stringsIn(workspace, 'members'),
  };
}

function dependencyOfRoot(
  shared: TomlTable | undefined,
  key: string,
  toolchain: string | undefined,
): ReleaseSubject | undefined {
  const entry = shared?.first(key);
  if (entry?.value === undefined) return undefined;
  const [written] = readDependency({ entry, value: entry.value, isAlias: false }, toolchain);
  return written === undefined ? undefined : asDecided(written.subject);
}

/** What is decided elsewhere cannot be mended where it is only referred to. */
function asDecided(subject: ReturnType<typeof readDependency>[number]['subject']): ReleaseSubject | undefined {
  if (subject === 'inherited' || subject.kind !== 'release') return undefined;
  const { edit, ...rest } = subject;
  return rest;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Each manifest below looks at all of them, and people write some tens. */
const MOST_FOLDERS = 200;

function stringOf({ value }: TomlEntry): string | undefined {
  return value?.kind === 'scalar' && value.isString ? value.value : undefined;
}

function stringsIn(table: TomlTable | undefined, key: string): string[] {
  const value = table?.first(key)?.value;
  if (value?.kind !== 'list') return [];
  const strings = value.items.flatMap(({ value }) => (value.kind === 'scalar' && value.isString ? [value.value] : []));
  return strings.slice(0, MOST_FOLDERS);
}

function tableAt({ root }: TomlDocument, path: string): TomlTable | undefined {
  const value = findInToml(root, path)[0]?.value;
  return value?.kind === 'map' ? value : undefined;
}
