import { code } from '../../../model/plain-text.ts';
import { isForShow, type PublicationSubject } from '../../../model/publication.ts';
import type { OwnVersion } from '../../../model/pull-back.ts';
import type { Around } from '../../../model/reader.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import type { Statement } from '../../../model/statement.ts';
import { parseToml } from '../../../syntax/toml.ts';
import type { TomlDocument, TomlEntry, TomlNode, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { tomlIgnorePlace } from '../../../syntax/toml-places.ts';
import { parseCargoVersion } from '../cargo-version.ts';
import { isCrateName, isTrueAt, stringAt } from './dependency.ts';
import { reachesOf, rootAbove, rootAt } from './roots.ts';

/**
 * The version that `cargo publish` would publish (the Cargo book, "The Manifest Format", "Workspaces"), its own or its
 * workspace's. Nothing is read where `publish` says that none is meant, and for crates.io where a description or a
 * licence is missing, without which it takes nothing ("Publishing on crates.io"): names of tools that are nobody's but
 * a team's are somebody else's there. The version that `cargo new` writes counts where a place of the project is told
 * besides.
 */
export function ownVersionIn(
  document: TomlDocument,
  file: string,
  around: Around,
): Required<Pick<Reading, 'references' | 'statements'>> {
  const shared = tableAt(document, 'workspace.package');
  const isRoot = tableAt(document, 'workspace') !== undefined;
  const inherited = isRoot ? { shared: sharedIn(shared) } : sharedAbove(document, around);
  const reference = isForShow(file) ? undefined : publicationIn(document, inherited);
  return {
    references: reference === undefined ? [] : [reference],
    statements: shared === undefined ? [] : statementsOf(document, shared),
  };
}

/** What a workspace gives its members. */
interface Shared {
  readonly version?: string;
  /** The keys that have a value. */
  readonly has: readonly string[];
  readonly publish: Publish;
}

/** The registries that a crate may be published to; `untold` for what cargo does not take. */
type Publish = 'anywhere' | 'untold' | readonly string[];

const NOTHING_SHARED: Shared = { has: [], publish: 'anywhere' };

interface Inherited {
  readonly shared: Shared;
  /** The path of the root as people know it, where that is another file. */
  readonly file?: string;
}

function publicationIn(document: TomlDocument, { shared, file }: Inherited): Reference | undefined {
  const own = tableAt(document, 'package');
  const entry = own?.first('version');
  const name = stringAt(own, 'name');
  if (own === undefined || entry === undefined || name === undefined || !isCrateName(name)) return undefined;
  const isShared = isInherited(entry);
  const { value } = entry;
  const isOwn = value?.kind === 'scalar' && value.isString;
  const version = isShared ? shared.version : isOwn ? value.value : undefined;
  if (version === undefined || parseCargoVersion(version) === undefined || PLACEHOLDER.test(version)) return undefined;
  const registry = registryOf(publishOf(own, shared));
  if (registry === undefined) return undefined;
  const has = (key: string) => hasValue(own.first(key), shared.has);
  if (registry === DEFAULT_REGISTRY && !mayBeTaken(has, version)) return undefined;
  const isWrittenHere = !isShared && isOwn && value.isVerbatim;
  const subject: PublicationSubject = {
    ...{ kind: 'publication', registry: 'cargo', name, version },
    ...(registry === DEFAULT_REGISTRY ? {} : { source: `registry=${registry}` }),
    ...(isWrittenHere ? { edit: value.inner } : {}),
    ...(isShared && file !== undefined ? { writtenIn: file } : {}),
  };
  const ignoreAt = tomlIgnorePlace(document, entry.span.start);
  return { span: entry.span, subject, role: 'own', ...(ignoreAt === undefined ? {} : { ignoreAt }) };
}

/** What `cargo new` writes. */
const FIRST = '0.1.0';
const PLACEHOLDER = /^0\.0\.0(?:$|[-+])/;
const DEFAULT_REGISTRY = 'crates-io';

function mayBeTaken(has: (key: string) => boolean, version: string): boolean {
  const isDescribed = has('description') && (has('license') || has('license-file'));
  return isDescribed && (version !== FIRST || ['repository', 'homepage', 'documentation'].some(has));
}

/** The one that `cargo publish` takes by itself; of several it takes none. */
function registryOf(publish: Publish): string | undefined {
  if (publish === 'anywhere') return DEFAULT_REGISTRY;
  const [only, ...more] = publish === 'untold' ? [] : publish;
  return more.length > 0 || only === undefined || !/^[\w-]+$/.test(only) ? undefined : only;
}

function publishOf(own: TomlTable, shared: Shared): Publish {
  const entry = own.first('publish');
  return entry !== undefined && isInherited(entry) ? shared.publish : publishIn(entry);
}

function publishIn(entry: TomlEntry | undefined): Publish {
  if (entry === undefined) return 'anywhere';
  const { value } = entry;
  if (value?.kind === 'scalar' && !value.isString && value.value === 'true') return 'anywhere';
  if (value?.kind !== 'list') return 'untold';
  return value.items.flatMap(item => (item.value.kind === 'scalar' && item.value.isString ? [item.value.value] : []));
}

/** `version.workspace = true` */
function isInherited({ value }: TomlEntry): boolean {
  return value?.kind === 'map' && isTrueAt(value, 'workspace');
}

function hasValue(entry: TomlEntry | undefined, shared: readonly string[]): boolean {
  if (entry === undefined) return false;
  return isInherited(entry) ? shared.includes(entry.key.value) : isText(entry.value);
}

function isText(value: TomlNode | undefined): boolean {
  return value?.kind === 'scalar' && value.isString && value.value.trim() !== '';
}

function sharedIn(shared: TomlTable | undefined): Shared {
  if (shared === undefined) return NOTHING_SHARED;
  const version = stringAt(shared, 'version');
  return {
    ...(version === undefined ? {} : { version }),
    has: SHARED_KEYS.filter(key => isText(shared.first(key)?.value)),
    publish: publishIn(shared.first('publish')),
  };
}

const SHARED_KEYS = ['description', 'license', 'license-file', 'repository', 'homepage', 'documentation'];

/** What the root above gives, as far as it is known. */
function sharedAbove(document: TomlDocument, around: Around): Inherited {
  const named = tableAt(document, 'package')?.first('workspace')?.value;
  const written = named?.kind === 'scalar' && named.isString ? named.value : undefined;
  const root = named === undefined ? rootAbove(around) : rootAt(written, around);
  const said = around.told(SHARED_KEY).findLast(({ from }) => from.id === root?.from.id);
  // Made by this room alone.
  return said?.says === 'gives' ? { shared: JSON.parse(said.value), file: said.from.file } : { shared: NOTHING_SHARED };
}

function statementsOf(document: TomlDocument, shared: TomlTable): readonly Statement[] {
  const members = tableAt(document, 'workspace')?.first('members')?.value;
  const written = members?.kind === 'list' ? members.items.slice(0, MOST_FOLDERS) : [];
  const paths = written.flatMap(({ value }) => (value.kind === 'scalar' && value.isString ? [value.value] : []));
  const value = JSON.stringify(sharedIn(shared));
  return reachesOf(paths).map(reach => ({ says: 'gives', key: SHARED_KEY, reach, value }));
}

/** As of a root's other statements. */
const MOST_FOLDERS = 200;
/** Only files of this ecosystem speak of it. */
const SHARED_KEY = 'shared package cargo';

function tableAt({ root }: TomlDocument, path: string): TomlTable | undefined {
  const value = findInToml(root, path)[0]?.value;
  return value?.kind === 'map' ? value : undefined;
}

/** The version that a manifest means whose user says that it was published. What it inherits is not looked up. */
export function ownCrateVersion(text: string, given: string | undefined): OwnVersion {
  const document = parseToml(text);
  const own = tableAt(document, 'package');
  const name = stringAt(own, 'name');
  if (own === undefined || name === undefined || !isCrateName(name))
    return { is: 'none', why: 'has no name under which a crate is published' };
  const publish = publishOf(own, sharedIn(tableAt(document, 'workspace.package')));
  const isOff = publish !== 'anywhere' && publish !== 'untold' && publish.length === 0;
  const value = own.first('publish')?.value;
  if (isOff || (value?.kind === 'scalar' && value.value === 'false'))
    return { is: 'none', why: 'says `publish = false`, so cargo publishes nothing of it' };
  const version = given ?? stringAt(own, 'version');
  if (version === undefined) return { is: 'without-version' };
  if (parseCargoVersion(version) === undefined)
    return { is: 'none', why: `cannot be published as ${code(version)}, which is no version` };
  const registry = registryOf(publish);
  const subject: PublicationSubject = {
    ...{ kind: 'publication', registry: 'cargo', name, version },
    ...(registry === undefined || registry === DEFAULT_REGISTRY ? {} : { source: `registry=${registry}` }),
  };
  const unasked = 'Which of its registries it was published to is not said, so none was asked.';
  return { is: 'own', subject, ...(registry === undefined ? { unasked } : {}) };
}
