import type { Around } from '../../../model/reader.ts';
import type { TomlDocument, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import type { PythonClient } from '../clients.ts';
import { canonicalName } from '../names.ts';
import { specifierSetText } from '../specifiers.ts';
import { pypiWant } from '../versions.ts';
import { alternativesOf } from '../wants.ts';
import { ageLimitsAround } from './age-limits.ts';
import { lockedOrCompiled } from './compiled.ts';
import { driftAround, heldAround } from './held-around.ts';
import { addressIn, type NamedPlace, textIn, uvPlaces } from './named-places.ts';
import { sourceAt } from './named-tables.ts';
import type { RequiredBy } from './python-subject.ts';
import { parseRequirement } from './requirement.ts';
import { type RequiredByName, stringAt } from './toml-requirements.ts';

/** What a pyproject.toml, or a text of the same form, says of all that it requires. */
export interface PythonProject {
  readonly client: PythonClient;
  /** What is required with the project, by the tool that installs it. */
  readonly by: RequiredByName;
  /** The same without the project's Python versions: what only helps to build may run by another one. */
  readonly byBuild: RequiredByName;
  /** The same as `by`, of what its lockfile has whatever is asked of it: that it is not there says something. */
  readonly byLocked: RequiredByName;
  /** What Poetry's own tables require, whose entries say themselves where they are to be had. */
  readonly byPoetry: RequiredByName;
  /** Whether a package is built of it, which others may install. */
  readonly isLibrary: boolean;
  /** The canonical names of what is required by the standard's own tables. */
  readonly standard: ReadonlySet<string>;
}

/**
 * Who installs a project is known by its tables, and asks where they say: a name that uv, Poetry or PDM knows an index
 * or an address for is asked nowhere else.
 *
 * @param file as `Reader.read` takes it
 * @param otherwise by whom it is installed where its tables do not say, and the names of the lockfiles that hold what
 *   it requires
 */
export function pythonProject(
  document: TomlDocument,
  around: Around,
  file: string,
  otherwise: { readonly client?: PythonClient; readonly lockfiles?: readonly string[] } = {},
): PythonProject {
  const { client: without, lockfiles = LOCKFILES } = otherwise;
  const client = clientOf(document, without);
  const standard = standardNames(document);
  const toolchain = pythonVersions(document);
  const prereleases = hasPrereleases(document, client);
  const own = stringAt(document, 'project.name') ?? stringAt(document, 'tool.poetry.name');
  const places =
    client === 'uv' ? uvPlaces(document) : client === 'poetry' ? poetryPlaces(document, standard) : NOWHERE;
  const shared: RequiredBy = {
    source: client,
    lockedAt: lockedOrCompiled(around, file),
    ageLimit: ageLimitsAround(around, client),
    ...(prereleases ? { prereleases } : {}),
    ...(own === undefined ? {} : { own: canonicalName(own) }),
    ...(mayAskElsewhere(document) ? { withheld: 'managed' } : {}),
  };
  const byName =
    (all: RequiredBy): RequiredByName =>
    name => {
      const place = name === undefined ? undefined : places.get(name);
      if (place === undefined) return all;
      if ('why' in place) return { ...all, withheld: place.why };
      return { ...all, source: sourceAt(client, client === 'uv' ? 'index' : 'source', place.index) };
    };
  const heldOf = heldAround(around, lockfiles, shared.own);
  const itsLockfile = LOCKFILE_OF[client];
  const isSaid = itsLockfile !== undefined && lockfiles.includes(itsLockfile) && !overrides(document);
  const driftOf = isSaid ? driftAround(around, itsLockfile, shared.own) : undefined;
  const installed = { ...shared, heldOf, ...(toolchain === undefined ? {} : { toolchain }) };
  return {
    client,
    by: byName(installed),
    byBuild: byName(shared),
    isLibrary: own !== undefined && isBuilt(document),
    byLocked: byName({ ...installed, ...(driftOf === undefined ? {} : { driftOf }) }),
    byPoetry: () => ({ ...installed, source: 'poetry', ...(client === 'poetry' ? { driftOf } : {}) }),
    standard,
  };
}

/** Those that projects have, whatever their tables say of who installs them. */
const LOCKFILES = ['uv.lock', 'poetry.lock', 'pdm.lock'];

const LOCKFILE_OF: Readonly<Partial<Record<PythonClient, string>>> = {
  uv: 'uv.lock',
  poetry: 'poetry.lock',
  pdm: 'pdm.lock',
};

/** Whether something stands in for what is required, or takes it away. */
function overrides({ root }: TomlDocument): boolean {
  return OVERRIDES.some(path => findInToml(root, path).length > 0);
}

const OVERRIDES = [
  ...['override-dependencies', 'exclude-dependencies', 'environments', 'dependency-metadata'].map(
    key => `tool.uv.${key}`,
  ),
  'tool.pdm.resolution',
];

/** Whether a tool that is not looked into further may name an index for what it installs. */
function mayAskElsewhere({ root }: TomlDocument): boolean {
  if (ELSEWHERE.some(path => findInToml(root, path).length > 0)) return true;
  return VARIABLES.some(path =>
    findInToml(root, path).some(
      ({ entry, value }) =>
        OF_INSTALLERS.test(entry?.key.value ?? '') || (value?.kind === 'scalar' && OF_INSTALLERS.test(value.value)),
    ),
  );
}

/** Rye's sources, the variables of Hatch's environments, the command by which tox installs. */
const ELSEWHERE = [
  'tool.rye.sources',
  'tool.hatch.envs.*.env-vars',
  'tool.hatch.envs.*.overrides.*.*.env-vars',
  'tool.tox.env_run_base.install_command',
  'tool.tox.env.*.install_command',
];

/** The variables that tox and cibuildwheel set. */
const VARIABLES = [
  'tool.tox.env_run_base.set_env.*',
  'tool.tox.env.*.set_env.*',
  ...['', '*.', 'overrides[].'].flatMap(within => [
    `tool.cibuildwheel.${within}environment`,
    `tool.cibuildwheel.${within}environment.*`,
  ]),
];

const OF_INSTALLERS = /(?:^|[\s{])(?:PIP|UV)_/i;

const NOWHERE: ReadonlyMap<string, NamedPlace> = new Map();

function clientOf({ root }: TomlDocument, without: PythonClient = 'pip'): PythonClient {
  for (const client of ['uv', 'poetry', 'pdm'] as const) {
    if (findInToml(root, `tool.${client}`).length > 0) return client;
  }
  return without;
}

/**
 * What Poetry says besides of what the standard's tables require (python-poetry.org, "project.dependencies and …").
 */
function poetryPlaces({ root }: TomlDocument, standard: ReadonlySet<string>): ReadonlyMap<string, NamedPlace> {
  const places = new Map<string, NamedPlace>();
  for (const path of ['tool.poetry.dependencies.*', 'tool.poetry.group.*.dependencies.*']) {
    for (const { entry, value } of findInToml(root, path)) {
      const name = canonicalName(entry?.key.value ?? '');
      if (!standard.has(name)) continue;
      const tables = value?.kind === 'list' ? value.items.map(item => item.value) : [value];
      for (const table of tables) {
        const place = table?.kind === 'map' ? placeOf(table) : undefined;
        if (place !== undefined) places.set(name, places.has(name) ? { why: 'managed' } : place);
      }
    }
  }
  return places;
}

function placeOf(table: TomlTable): NamedPlace | undefined {
  const why = addressIn(table);
  if (why !== undefined) return { why };
  const index = textIn(table, 'source');
  return index === undefined ? undefined : { index };
}

/** The path that the standard has for what a project requires. */
const STANDARD_PATHS = ['project.dependencies[]', 'project.optional-dependencies.*[]', 'dependency-groups.*[]'];

function standardNames({ root }: TomlDocument): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of STANDARD_PATHS) {
    for (const { value } of findInToml(root, path)) {
      const name = value?.kind === 'scalar' && value.isString ? parseRequirement(value.value)?.name : undefined;
      if (name !== undefined) names.add(canonicalName(name));
    }
  }
  return names;
}

/** The set of Python versions that a project is for, as PEP 440 writes it. */
function pythonVersions(document: TomlDocument): string | undefined {
  const required = stringAt(document, 'project.requires-python') ?? stringAt(document, 'requires-python');
  if (required !== undefined) return pythonSet(required);
  const poetry = stringAt(document, 'tool.poetry.dependencies.python');
  if (poetry === undefined || poetry.length > LONGEST) return undefined;
  const [set, ...others] = alternativesOf(poetry, 'poetry') ?? [];
  const text = set === undefined || others.length > 0 ? '' : specifierSetText(set);
  return text === '' ? undefined : text;
}

/** A set of Python versions as it is written; `undefined` for what says nothing, or nothing that is known. */
export function pythonSet(written: string): string | undefined {
  const text = written.trim();
  return text === '' || text === '*' || text.length > LONGEST || pypiWant(text) === undefined ? undefined : text;
}

function isBuilt({ root }: TomlDocument): boolean {
  const mode = findInToml(root, 'tool.poetry.package-mode')[0]?.value;
  return findInToml(root, 'build-system').length > 0 && !(mode?.kind === 'scalar' && mode.value === 'false');
}

function hasPrereleases(document: TomlDocument, client: PythonClient): true | undefined {
  if (client === 'uv') return stringAt(document, 'tool.uv.prerelease') === 'allow' ? true : undefined;
  if (client !== 'pdm') return undefined;
  const value = findInToml(document.root, 'tool.pdm.resolution.allow-prereleases')[0]?.value;
  return value?.kind === 'scalar' && value.value === 'true' ? true : undefined;
}

// In characters; more than people write.
const LONGEST = 200;
