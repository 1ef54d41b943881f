import type { Around } from '../../../model/reader.ts';
import type { Decided, ReleaseSubject } from '../../../model/reference.ts';
import type { PlacedStatement, Statement } from '../../../model/statement.ts';
import type { TomlDocument, TomlEntry, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { rustVersionsOf } from '../rust-version.ts';
import { readDependency, stringAt } from './dependency.ts';
import { type HeldFor, heldIn } from './lockfile.ts';
import { honoursRust, rustVersionOf } from './toolchain.ts';

/** What decides in a manifest besides its own dependencies. */
export interface Surroundings {
  /** As `ReleaseSubject.toolchain` has it. */
  readonly toolchain: string | undefined;
  /** Whether `[patch]` puts another crate in the place of one, here or in the root of its workspace. */
  isPatched(name: string): boolean;
  /**
   * Where the root of its workspace decides a dependency, by the key there, as far as that is known. It is judged
   * there, once for all members.
   */
  decided(key: string): Decided | undefined;
  /** What the workspace's `Cargo.lock` has for a dependency already. */
  readonly heldFor: HeldFor;
}

/** The root of a workspace, as its members need it. */
interface Root {
  /** Whether the choice goes by Rust versions: those of the root, and that of a member that has another one. */
  readonly honoursRust: boolean;
  readonly rusts: readonly string[];
  /** What members take as theirs. */
  readonly inherited: string | undefined;
  /** Folders that are no part of it, but for what lies in `members`; both as they are written. */
  readonly exclude: readonly string[];
  readonly members: readonly string[];
}

/** Finds out what decides in a manifest: by itself, where it is a root or alone, or by the root above it. */
export function surroundingsOf(document: TomlDocument, file: string, around: Around): Surroundings {
  const own = rootIn(document);
  const manifest = tableAt(document, 'package');
  const isRoot = tableAt(document, 'workspace') !== undefined;
  const named = isRoot ? undefined : manifest?.first('workspace');
  const above = isRoot ? undefined : named === undefined ? rootAbove(around) : rootAt(stringOf(named), around);
  // A root that lies elsewhere than above says nothing to it.
  const isElsewhere = named !== undefined && above === undefined;
  const { honoursRust, rusts, inherited } = above?.root ?? own;
  const rust = rustVersionOf(manifest, inherited);
  const all = rustVersionsOf([...new Set([...rusts, ...(rust === undefined ? [] : [rust])])].join(' '));
  const toolchain = honoursRust && !isElsewhere && all.length > 0 ? all.join(' ') : undefined;
  const shared = tableAt(document, 'workspace.dependencies');
  const patched = patchedIn(document);
  const saidAbove = (key: string) => {
    if (above === undefined) return undefined;
    const said = around.told(key).findLast(({ from }) => from.id === above.from.id);
    return said?.says === 'gives' ? said : undefined;
  };
  const lockFolder = above === undefined ? (isElsewhere ? undefined : around.folder) : above.from.folder;
  const heldFor = heldIn(lockFolder, stringAt(manifest, 'name'), around.told);
  return {
    toolchain,
    heldFor,
    isPatched: name => patched.has(name) || saidAbove(patchKey(name)) !== undefined,
    decided: key => {
      if (isRoot) {
        const subject = dependencyOfRoot(shared, key, toolchain);
        if (subject === undefined || patched.has(subject.name)) return undefined;
        return { file, subject: asHeld(subject, heldFor) };
      }
      const said = saidAbove(dependencyKey(key));
      return said === undefined
        ? undefined
        : { file: said.from.file, subject: asHeld(JSON.parse(said.value), heldFor) };
    },
  };
}

/** A dependency as the workspace's lockfile has it already, if it does. */
export function asHeld(subject: ReleaseSubject, heldFor: HeldFor): ReleaseSubject {
  const held = heldFor(subject);
  return held === undefined ? subject : { ...subject, held };
}

/** What a root tells the manifests below it. */
export function statementsOfRoot(document: TomlDocument, { toolchain, isPatched }: Surroundings): Statement[] {
  if (tableAt(document, 'workspace') === undefined) return [];
  const dependencies = findInToml(document.root, 'workspace.dependencies.*').flatMap((found): Statement[] => {
    const [written] = readDependency(found, toolchain);
    const subject = written === undefined ? undefined : asDecided(written.subject);
    if (written === undefined || subject === undefined || isPatched(subject.name)) return [];
    const key = dependencyKey(found.entry?.key.value ?? '');
    return [{ says: 'gives', key, reach: 'below', value: JSON.stringify(subject), span: written.span }];
  });
  const value = JSON.stringify(rootIn(document));
  return [
    { says: 'gives', key: ROOT_KEY, reach: 'below', value },
    ...[...patchedIn(document)].map((name): Statement => {
      return { says: 'gives', key: patchKey(name), reach: 'below', value: '' };
    }),
    ...dependencies,
  ];
}

/** Only files of this ecosystem speak of it. */
const ROOT_KEY = 'root cargo';

function dependencyKey(key: string): string {
  return `dependency cargo ${key}`;
}

function patchKey(name: string): string {
  return `patch cargo ${name}`;
}

function rootIn(document: TomlDocument): Root {
  const [workspace, manifest] = [tableAt(document, 'workspace'), tableAt(document, 'package')];
  const shared = tableAt(document, 'workspace.package');
  const inherited = rustVersionOf(shared, undefined);
  const rusts = [rustVersionOf(manifest, inherited), inherited].filter(rust => rust !== undefined);
  const exclude = stringsIn(workspace, 'exclude');
  return {
    honoursRust: honoursRust(workspace, manifest, shared),
    ...{ rusts: [...new Set(rusts)], inherited, exclude },
    members: exclude.length === 0 ? [] : stringsIn(workspace, 'members'),
  };
}

interface PlacedRoot {
  readonly root: Root;
  readonly from: PlacedStatement['from'];
}

/** The nearest root above that does not exclude the manifest (cargo, src/cargo/core/workspace.rs). */
function rootAbove(around: Around): PlacedRoot | undefined {
  return rootsAbove(around).find(({ root, from }) => !isExcluded(root, from.folder, around.folder));
}

/** The root that a package names, as in `workspace = "../.."`, where that leads upwards alone. */
function rootAt(written: string | undefined, around: Around): PlacedRoot | undefined {
  const up = stepsOf(written ?? '');
  if (around.folder === undefined || up.length === 0 || up.some(step => step !== '..')) return undefined;
  const steps = stepsOf(around.folder);
  const place = steps.slice(0, -up.length).join('/');
  if (up.length > steps.length) return undefined;
  return rootsAbove(around).find(({ from }) => from.folder !== undefined && stepsOf(from.folder).join('/') === place);
}

/** The nearest first. */
function rootsAbove({ told }: Around): PlacedRoot[] {
  const said = told(ROOT_KEY).toReversed();
  // Made by this room alone.
  return said.flatMap(({ from, ...its }) => (its.says === 'gives' ? [{ root: JSON.parse(its.value), from }] : []));
}

function stepsOf(path: string): string[] {
  return path.split(/[/\\]/).filter(step => step !== '' && step !== '.');
}

function isExcluded({ members, exclude }: Root, above: string | undefined, folder: string | undefined): boolean {
  if (above === undefined || folder === undefined) return false;
  const steps = stepsOf(folder.slice(above.length));
  const holds = (path: string) => stepsOf(path).every((step, index) => step === steps[index]);
  return exclude.some(holds) && !members.some(holds);
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

function patchedIn({ root }: TomlDocument): ReadonlySet<string> {
  const patches = findInToml(root, 'patch.*.*').flatMap(found => readDependency(found, undefined));
  return new Set(patches.map(({ name }) => name));
}

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
