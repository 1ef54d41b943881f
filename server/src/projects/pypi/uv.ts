import path from 'node:path';
import type { RoutingWorld } from '../../registries/route.ts';
import { baseOf, DEFAULT, PYPI } from './address.ts';
import { readLinks } from './links.ts';
import { uvPlaces } from './places.ts';
import { closed, closedByBroken, closedByLinks, closedByNoIndex, type NamedIndex, type Plan } from './plan.ts';
import type { PythonSource } from './source.ts';
import { readTomlFile, type TomlFile, type TomlTable, tableAt, tablesIn, textOf, textsIn } from './toml-file.ts';
import { findUvProject } from './uv-project.ts';

/** What uv is configured with around a folder. */
export interface UvConfiguration {
  /** Every index that it names. */
  readonly indexes: readonly NamedIndex[];
  /** Where something in it asks others than PyPI for names that are bound to no index; absent: nothing does. */
  readonly asksElsewhere?: string;
  readonly usesKeyring: boolean;
  /** @param name in PEP 503's form */
  plan(name: string, source: PythonSource): Plan;
}

/**
 * Reads uv's configuration: `UV_…`, then that of the project or workspace, then the user's, then the machine's. uv
 * asks its indexes one after the other, and the first that has the name counts (uv, docs/concepts/indexes.md,
 * crates/uv-distribution-types/src/index_url.rs). Never rejects.
 */
export async function readUv(
  folders: readonly string[],
  world: RoutingWorld,
  platform: NodeJS.Platform,
): Promise<UvConfiguration> {
  const { project, workspace, files } = await readFiles(folders, world, platform);
  const layers = [environmentLayer(world), ...files.map(layerOf)];
  const broken = files.find(file => file.broken !== undefined);
  const all = layers.flatMap(layer => layer.indexes);
  const extra = layers.flatMap(layer => layer.extraIndexUrls);
  const indexUrl = layers.map(layer => layer.indexUrl).find(index => index !== undefined);
  // Of one name, the highest counts and hides the others.
  const seen = new Set<string>();
  const visible = all.filter(({ name }) => name === undefined || (!seen.has(name) && seen.add(name)));
  const named = visible.find(index => index.stands === 'default' || index.stands === 'default-explicit');
  const implicit = [...visible.filter(({ stands, isFlat }) => stands === 'implicit' && !isFlat), ...extra];
  const noIndex = layers.find(layer => layer.noIndex !== undefined);
  const linked = [...layers.flatMap(layer => layer.links), ...visible.filter(isFlatAndAsked)];
  const links = await readLinks(linked, world);
  const isTogether = /^unsafe/.test(layers.map(layer => layer.strategy).find(it => it !== undefined) ?? '');
  const manifests = [project, workspace].filter(file => file !== undefined);
  const bindable = [...(layers[0]?.indexes ?? []), ...manifests.flatMap(manifestIndexes)];
  const others = [named ?? indexUrl ?? DEFAULT, ...implicit].find(index => baseOf(index) !== PYPI);
  const elsewhere =
    broken?.from ??
    layers.find(layer => layer.namesPipsIndexes)?.from ??
    (noIndex?.noIndex ? noIndex.from : undefined) ??
    linked.find(({ owner }) => owner === 'folder')?.from ??
    others?.from;

  function everywhere(name: string, source: PythonSource): Plan {
    if (noIndex?.noIndex === true || source.noIndex) return closedByNoIndex(noIndex?.from ?? 'A file of the folder');
    const lies = links.closes(name);
    if (lies !== undefined) return lies;
    const standing = source.indexUrl ?? named ?? indexUrl ?? DEFAULT;
    const last = named?.stands === 'default-explicit' && source.indexUrl === undefined ? [] : [asDefault(standing)];
    const inOrder = [...source.extraIndexUrls, ...implicit, ...last];
    if (inOrder.length === 0) return closedByNoIndex(named?.from ?? '');
    return { is: 'asked', rounds: isTogether ? [inOrder] : inOrder.map(index => [index]) };
  }

  return {
    indexes: [...all, ...extra, ...(indexUrl === undefined ? [] : [indexUrl]), ...bindable],
    ...(elsewhere === undefined ? {} : { asksElsewhere: elsewhere }),
    usesKeyring: layers.some(layer => layer.usesKeyring),
    plan(name, source) {
      const unread = broken ?? manifests.find(file => file.broken !== undefined);
      if (unread !== undefined) return closedByBroken(unread.from, unread.broken ?? '');
      if (source.index === undefined) return everywhere(name, source);
      const index = bindable.find(({ name }) => name === source.index);
      if (index === undefined) return closed('unreachable', noSuchIndex(source.index, project));
      if (index.isFlat === true) return closedByLinks(index.from);
      return { is: 'asked', rounds: [[index]] };
    },
  };
}

interface UvIndex extends NamedIndex {
  /** `explicit`: asked for names that are bound to it alone. A default that is explicit leaves none. */
  readonly stands: 'implicit' | 'explicit' | 'default' | 'default-explicit';
}

interface UvLayer {
  readonly from: string;
  readonly indexes: readonly UvIndex[];
  readonly indexUrl?: NamedIndex;
  readonly extraIndexUrls: readonly NamedIndex[];
  readonly noIndex?: boolean;
  readonly links: readonly NamedIndex[];
  readonly strategy?: string;
  readonly usesKeyring: boolean;
  /** Whether `uv pip` asks elsewhere by it (docs.astral.sh/uv, "Settings", `pip`), which reads requirements files. */
  readonly namesPipsIndexes: boolean;
}

async function readFiles(folders: readonly string[], world: RoutingWorld, platform: NodeJS.Platform) {
  const { environment } = world;
  const { project, workspace, configuration } = await findUvProject(folders, world);
  const manifests = { ...(project && { project }), ...(workspace && { workspace }) };
  if (isSet(environment.UV_NO_CONFIG)) return { ...manifests, files: [] };
  const chosen = environment.UV_CONFIG_FILE || undefined;
  if (chosen !== undefined) return { ...manifests, files: [await readChosen(chosen, world)] };
  const places = uvPlaces({ ...world, platform });
  const users = await Promise.all(places.user.map(file => readTomlFile(file, 'user', world)));
  const systems = await Promise.all(places.system.map(file => readTomlFile(file, 'user', world)));
  const system = systems.filter(file => file.isThere).slice(0, 1);
  return { ...manifests, files: [...(configuration === undefined ? [] : [configuration]), ...users, ...system] };
}

/** The file that a variable names, in place of all others. */
async function readChosen(file: string, world: RoutingWorld): Promise<TomlFile> {
  if (!path.isAbsolute(file))
    return { ...{ from: file, owner: 'folder', top: {}, isThere: true }, broken: 'is named by a relative path' };
  return readTomlFile(file, (await world.ownership.isFolders(file)) ? 'folder' : 'user', world);
}

function layerOf({ from, owner, top }: TomlFile): UvLayer {
  const plain = (url: string): NamedIndex => ({ from, owner, url });
  const indexUrl = textOf(top['index-url']);
  const noIndex = top['no-index'];
  const strategy = textOf(top['index-strategy']);
  return {
    from,
    indexes: tablesIn(top.index).flatMap(table => indexOf(table, { from, owner })),
    ...(indexUrl === undefined ? {} : { indexUrl: plain(indexUrl) }),
    extraIndexUrls: textsIn(top['extra-index-url']).map(plain),
    ...(typeof noIndex === 'boolean' ? { noIndex } : {}),
    links: textsIn(top['find-links']).map(plain),
    ...(strategy === undefined ? {} : { strategy }),
    usesKeyring: textOf(top['keyring-provider']) === 'subprocess',
    namesPipsIndexes: PIPS_INDEXES.some(key => tableAt(top, 'pip')[key] !== undefined),
  };
}

const PIPS_INDEXES = ['index', 'index-url', 'extra-index-url', 'no-index', 'find-links'];

function indexOf(table: TomlTable, where: Pick<NamedIndex, 'from' | 'owner'>): readonly UvIndex[] {
  const url = textOf(table.url);
  if (url === undefined) return [];
  const name = textOf(table.name);
  const isExplicit = table.explicit === true;
  const stands = table.default === true ? (isExplicit ? 'default-explicit' : 'default') : undefined;
  return [
    {
      ...{ ...where, url, stands: stands ?? (isExplicit ? 'explicit' : 'implicit') },
      ...(name === undefined ? {} : { name }),
      ...(table.format === 'flat' ? { isFlat: true } : {}),
    },
  ];
}

/** The indexes that a manifest itself names, to which its sources may bind names. */
function manifestIndexes({ from, owner, top }: TomlFile): readonly UvIndex[] {
  return tablesIn(tableAt(top, 'tool', 'uv').index).flatMap(table => indexOf(table, { from, owner }));
}

function environmentLayer({ environment }: RoutingWorld): UvLayer {
  const words = (variable: string) => (environment[variable] ?? '').split(/\s+/).filter(word => word !== '');
  const at = (variable: string, stands: UvIndex['stands']) =>
    words(variable).map((word): UvIndex => {
      // A name is told from an address by its sign: `name=https://…`.
      const [, name, url] = /^([A-Za-z0-9._-]+)=(.*)$/.exec(word) ?? [];
      const index = { from: variable, owner: 'user' as const, url: url ?? word, stands };
      return name === undefined ? index : { ...index, name };
    });
  const plain = (variable: string): readonly NamedIndex[] =>
    words(variable).map(url => ({ from: variable, owner: 'user', url }));
  const indexUrl = plain('UV_INDEX_URL')[0];
  const noIndex = environment.UV_NO_INDEX;
  const strategy = environment.UV_INDEX_STRATEGY || undefined;
  return {
    from: 'UV_INDEX',
    indexes: [...at('UV_DEFAULT_INDEX', 'default').slice(0, 1), ...at('UV_INDEX', 'implicit')],
    ...(indexUrl === undefined ? {} : { indexUrl }),
    extraIndexUrls: plain('UV_EXTRA_INDEX_URL'),
    ...(isSet(noIndex) ? { noIndex: true } : {}),
    links: (environment.UV_FIND_LINKS ?? '')
      .split(/[\s,]+/)
      .flatMap(url => (url === '' ? [] : [{ from: 'UV_FIND_LINKS', owner: 'user', url }])),
    ...(strategy === undefined ? {} : { strategy }),
    usesKeyring: environment.UV_KEYRING_PROVIDER === 'subprocess',
    namesPipsIndexes: false,
  };
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && !/^(?:|0|n|no|f|false|off)$/i.test(variable);
}

function isFlatAndAsked({ isFlat, stands }: UvIndex): boolean {
  return isFlat === true && stands !== 'explicit';
}

function asDefault(index: NamedIndex): NamedIndex {
  return { ...index, isDefault: true };
}

function noSuchIndex(name: string, project: TomlFile | undefined): string {
  const where = project?.from ?? 'pyproject.toml';
  return `${where}: binds names to the index \`${name}\`, which it does not define. They are not asked about.`;
}
