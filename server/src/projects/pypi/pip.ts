import { devNull } from 'node:os';
import path from 'node:path';
import type { Owner } from '../../model/ownership.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { DEFAULT } from './address.ts';
import { type ConfigSections, readConfigParser } from './configparser.ts';
import { readLinks } from './links.ts';
import { pipPlaces } from './places.ts';
import { closed, closedByBroken, closedByNoIndex, type NamedIndex, type Plan } from './plan.ts';
import type { PythonSource } from './source.ts';

/** What pip is configured with, for all files that it reads. */
export interface PipConfiguration {
  /** Whether anything in it says where names are asked. */
  readonly speaks: boolean;
  /** Every index that it names. */
  readonly indexes: readonly NamedIndex[];
  /** Whether it fetches logins with a program of its own. */
  readonly usesKeyring: boolean;
  /** @param name in PEP 503's form */
  plan(name: string, source: PythonSource): Plan;
}

/**
 * Reads pip's configuration as pip finds it (pip/_internal/configuration.py): the machine's, the user's, the virtual
 * environment's, the file in `PIP_CONFIG_FILE`, `PIP_…`; a section `[install]` goes before `[global]` wherever they
 * stand. All indexes are equal to pip, so they are one round. Never rejects.
 */
export async function readPip(world: RoutingWorld, platform: NodeJS.Platform): Promise<PipConfiguration> {
  const layers = await readLayers(world, platform);
  const settings = settingsOf(layers, world);
  const broken = layers.find(layer => layer.broken !== undefined);
  const one = (key: string) => settings.get(key);
  const indexUrl = indexesOf(one('index-url'))[0];
  const extra = indexesOf(one('extra-index-url'));
  const noIndex = one('no-index');
  const linked = indexesOf(one('find-links'));
  const links = await readLinks(linked, world);
  const keyring = one('keyring-provider')?.value;
  return {
    speaks: [indexUrl, noIndex, broken].some(it => it !== undefined) || extra.length > 0,
    indexes: [...(indexUrl === undefined ? [] : [indexUrl]), ...extra],
    usesKeyring: keyring === 'subprocess' || keyring === 'import',
    plan(name, source) {
      if (broken !== undefined) return closedByBroken(broken.from, broken.broken ?? '');
      const isClosed = noIndex === undefined ? false : truthOf(noIndex.value);
      if (isClosed === undefined)
        return closed('unreachable', `${noIndex?.from}: \`no-index\` is neither true nor false. Nobody is asked.`);
      if (isClosed) return closedByNoIndex(noIndex?.from ?? '');
      if (source.noIndex) return closedByNoIndex('A requirements file');
      if (source.otherIndex) return closed('unreachable', OTHER_INDEX);
      const lies = links.closes(name);
      if (lies !== undefined) return lies;
      // What a file says with `-i` takes the place of all that is configured (pip/_internal/req/req_file.py).
      const standing = { ...(source.indexUrl ?? indexUrl ?? DEFAULT), isDefault: true as const };
      const others = source.indexUrl === undefined ? extra : [];
      return { is: 'asked', rounds: [[standing, ...others, ...source.extraIndexUrls]] };
    },
  };
}

const OTHER_INDEX =
  'A requirements file names an index whose address cannot be followed. What it wants is not asked about, as it may be from there.';

interface PipLayer {
  readonly from: string;
  readonly owner: Owner;
  readonly sections: ConfigSections;
  readonly broken?: string;
}

/** One value, and where it stands. */
interface Setting {
  readonly from: string;
  readonly owner: Owner;
  readonly value: string;
}

/** Lowest first. */
async function readLayers(world: RoutingWorld, platform: NodeJS.Platform): Promise<readonly PipLayer[]> {
  const { environment } = world;
  const { system, user } = pipPlaces({ ...world, platform });
  const chosen = environment.PIP_CONFIG_FILE || undefined;
  if (chosen === devNull || chosen === 'nul') return [];
  const own = chosen === undefined ? undefined : await readLayer(chosen, world);
  const venv = environment.VIRTUAL_ENV;
  const name = platform === 'win32' ? 'pip.ini' : 'pip.conf';
  return [
    ...(await Promise.all(system.map(file => readLayer(file, world)))),
    // The user's own is passed by where another file takes its place.
    ...(own !== undefined && own !== ABSENT ? [] : await Promise.all(user.map(file => readLayer(file, world)))),
    venv === undefined || !path.isAbsolute(venv) ? ABSENT : await readLayer(path.join(venv, name), world),
    own ?? ABSENT,
  ].filter(layer => layer !== ABSENT);
}

const ABSENT: PipLayer = { from: '', owner: 'user', sections: new Map() };

/** A virtual environment mostly lies in the folder, so what it says is the folder's word. */
async function readLayer(file: string, world: RoutingWorld): Promise<PipLayer> {
  const layer: Omit<PipLayer, 'owner'> = { from: file, sections: new Map() };
  if (!path.isAbsolute(file)) return { ...layer, owner: 'folder', broken: 'is named by a path that is not absolute' };
  const owner = (await world.ownership.isFolders(file)) ? 'folder' : 'user';
  const read = await world.ownership.configuration(file, owner);
  switch (read.is) {
    case 'absent':
      return ABSENT;
    case 'broken':
      return { ...layer, owner, broken: read.detail };
    case 'text': {
      const sections = readConfigParser(read.text);
      if (sections === undefined) return { ...layer, owner, broken: 'is a file that pip refuses' };
      return { ...layer, owner, sections };
    }
  }
}

/** What counts in the end, by the names of options. Empty values are none. */
function settingsOf(layers: readonly PipLayer[], { environment }: RoutingWorld): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  const put = (key: string, setting: Setting) => {
    const earlier = key === 'no-index' ? settings.get(key) : undefined;
    // pip refuses a value that is no truth value, though another would take its place.
    const isRefused = earlier !== undefined && truthOf(earlier.value) === undefined;
    if (setting.value !== '' && !isRefused) settings.set(key, setting);
  };
  for (const section of ['global', 'install']) {
    const values = new Map<string, Setting>();
    for (const { from, owner, sections } of layers) {
      for (const [key, value] of sections.get(section) ?? []) values.set(nameOf(key), { from, owner, value });
    }
    for (const [key, setting] of values) put(key, setting);
  }
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.toUpperCase().startsWith('PIP_') || value === undefined || value === '') continue;
    put(nameOf(variable.slice('PIP_'.length)), { from: variable, owner: 'user', value });
  }
  return settings;
}

/** As pip's `_normalize_name`. */
function nameOf(key: string): string {
  return key.toLowerCase().replaceAll('_', '-').replace(/^--/, '');
}

function indexesOf(setting: Setting | undefined): readonly NamedIndex[] {
  if (setting === undefined) return [];
  const { from, owner, value } = setting;
  return value.split(/\s+/).flatMap(url => (url === '' ? [] : [{ from, owner, url }]));
}

/** As Python's `strtobool`. */
function truthOf(value: string): boolean | undefined {
  if (/^(?:y|yes|t|true|on|1)$/i.test(value)) return true;
  return /^(?:n|no|f|false|off|0)$/i.test(value) ? false : undefined;
}
