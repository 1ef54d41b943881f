import path from 'node:path';
import { readGlobs } from '../../patterns/globs.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { baseOf, DEFAULT, PYPI } from './address.ts';
import { pdmPlaces } from './places.ts';
import { closedByBroken, closedByLinks, closedByNoIndex, type NamedIndex, type Plan } from './plan.ts';
import {
  isEmptyTable,
  readTomlFile,
  type TomlFile,
  type TomlTable,
  tableAt,
  tablesIn,
  textOf,
  textsIn,
} from './toml-file.ts';

/** What PDM is configured with around a folder. */
export interface PdmConfiguration {
  /** Every index that it names; those of the user's with the login that stands beside the address. */
  readonly indexes: readonly NamedIndex[];
  /** Where it names sources that are asked besides PyPI, or in its place; absent: it does not. */
  readonly asksElsewhere?: string;
  /** @param name in PEP 503's form */
  plan(name: string): Plan;
}

/**
 * Reads `[[tool.pdm.source]]`, the project's `pdm.toml` and the user's and the machine's `config.toml`
 * (pdm/src/pdm/project/core.py `get_sources`, repositories/base.py `get_filtered_sources`): all sources are asked and
 * merged, unless their order is to be kept; names that a source includes are asked nowhere else. Never rejects.
 *
 * @param manifest `pyproject.toml`, if there is one
 */
export async function readPdm(
  manifest: TomlFile | undefined,
  folder: string | undefined,
  world: RoutingWorld,
  platform: NodeJS.Platform,
): Promise<PdmConfiguration> {
  const { system, user } = pdmPlaces({ ...world, platform });
  const projectFolder = manifest === undefined ? folder : path.dirname(manifest.from);
  const own =
    projectFolder === undefined ? [] : [await readTomlFile(path.join(projectFolder, 'pdm.toml'), 'folder', world)];
  const users = await Promise.all([...user, ...[...system].reverse()].map(file => readTomlFile(file, 'user', world)));
  const stored = [...own, ...users];
  const broken = [manifest, ...stored].find(file => file?.broken !== undefined);
  const written = tablesIn(tableAt(manifest?.top ?? {}, 'tool', 'pdm').source).flatMap(table =>
    manifest === undefined ? [] : sourceOf(textOf(table.name) ?? '', table, manifest, world),
  );
  const all = [...written.map(source => completed(source, stored, world)), ...fromStored(written, stored, world)];
  const sources = all.filter(({ url }) => url !== '');
  const isInOrder = tableAt(manifest?.top ?? {}, 'tool', 'pdm', 'resolution')['respect-source-order'] === true;
  const asked = sources.find(source => baseOf(source) !== PYPI);
  return {
    indexes: [...sources, ...users.flatMap(file => storedIn(file, world))],
    ...(asked === undefined ? {} : { asksElsewhere: asked.from }),
    plan(name) {
      if (broken?.broken !== undefined) return closedByBroken(broken.from, broken.broken);
      const including = sources.filter(source => fits(name, source.include));
      const chosen = including.length > 0 ? including : sources.filter(source => !fits(name, source.exclude));
      const links = chosen.find(({ isLinks }) => isLinks);
      if (links !== undefined) return closedByLinks(links.from);
      if (chosen.length === 0) return closedByNoIndex(manifest?.from ?? 'PDM');
      return { is: 'asked', rounds: isInOrder ? chosen.map(source => [source]) : [chosen] };
    },
  };
}

interface PdmSource extends NamedIndex {
  readonly name: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly isLinks: boolean;
}

function sourceOf(name: string, table: TomlTable, file: TomlFile, world: RoutingWorld): readonly PdmSource[] {
  const { from, owner } = file;
  const written = textOf(table.url) ?? '';
  const user = textOf(table.username);
  const url = owner === 'user' ? withLogin(expanded(written, world), user, textOf(table.password)) : written;
  return [
    {
      ...{ from, owner, name, url },
      include: textsIn(table.include_packages),
      exclude: textsIn(table.exclude_packages),
      isLinks: table.type === 'find_links',
      ...(owner === 'folder' && user !== undefined ? { loginWithheld: true } : {}),
      ...(name === 'pypi' ? { isDefault: true } : {}),
    },
  ];
}

/** What the manifest leaves out of a source, a file that keeps one of its name fills in; the nearest first. */
function completed(source: PdmSource, stored: readonly TomlFile[], world: RoutingWorld): PdmSource {
  if (source.url !== '') return source;
  const found = stored
    .flatMap(file => storedIn(file, world))
    .find(({ name, url }) => name === source.name && url !== '');
  return found === undefined ? source : { ...source, from: found.from, owner: found.owner, url: found.url };
}

/** PyPI, unless a source is called so; and sources that are kept outside of the manifest. */
function fromStored(
  written: readonly PdmSource[],
  stored: readonly TomlFile[],
  world: RoutingWorld,
): readonly PdmSource[] {
  const ignored = stored.map(({ top }) => tableAt(top, 'pypi').ignore_stored_index).find(it => it !== undefined);
  if (ignored === true || /^(?:1|true|yes|on)$/i.test(world.environment.PDM_IGNORE_STORED_INDEX ?? '')) {
    return written.length === 0 ? [pypiOf(stored, world)] : [];
  }
  const seen = new Set(written.map(({ name }) => name));
  const others = stored
    .flatMap(file => storedIn(file, world))
    .filter(({ name }) => name !== 'pypi' && !seen.has(name) && seen.add(name));
  return [...(seen.has('pypi') ? [] : [pypiOf(stored, world)]), ...others];
}

function pypiOf(stored: readonly TomlFile[], world: RoutingWorld): PdmSource {
  const set = world.environment.PDM_PYPI_URL || undefined;
  const nothing = { ...DEFAULT, name: 'pypi', include: [], exclude: [], isLinks: false };
  if (set !== undefined) return { ...nothing, from: 'PDM_PYPI_URL', url: set };
  const named = stored.flatMap(file => storedIn(file, world)).find(({ name, url }) => name === 'pypi' && url !== '');
  return named ?? nothing;
}

/** `[pypi] url` and `[pypi.<name>] url` of one file. */
function storedIn(file: TomlFile, world: RoutingWorld): readonly PdmSource[] {
  const table = tableAt(file.top, 'pypi');
  const named = Object.keys(table).flatMap(name => {
    const its = tableAt(table, name);
    return isEmptyTable(its) ? [] : sourceOf(name, its, file, world);
  });
  return [...(textOf(table.url) === undefined ? [] : sourceOf('pypi', table, file, world)), ...named];
}

/** `${NAME}` of the user's own; one that is not set stays, and closes the route. */
function expanded(url: string, { environment }: RoutingWorld): string {
  return url.replace(/\$\{([A-Za-z_]\w*)\}/g, (whole, name: string) => environment[name] ?? whole);
}

function withLogin(url: string, user: string | undefined, password: string | undefined): string {
  if (user === undefined || !URL.canParse(url)) return url;
  const address = new URL(url);
  address.username = encodeURIComponent(user);
  address.password = encodeURIComponent(password ?? '');
  return address.href;
}

function fits(name: string, globs: readonly string[]): boolean {
  return readGlobs(globs.map(glob => glob.toLowerCase())).matches([name]);
}
