import path from 'node:path';
import { isLoopbackHost } from '../../http/inward.ts';
import { baseAddress } from '../../model/address.ts';
import type { Owner } from '../../model/ownership.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { type AddressLayer, type FoundLogin, hasVariable, type LoginQuestion } from './address-layer.ts';
import { asYamlMap, readYamlMap, type YamlMap } from './yaml-map.ts';

/** What Yarn's own files, from version 2 on, say of registries. */
export interface YarnConfiguration {
  /** The environment, the files from the folder upward, then the one in the user's home. */
  readonly layers: readonly AddressLayer[];
  /** By the user's own files only, and only to addresses that they name. */
  login(question: LoginQuestion): FoundLogin;
}

/**
 * Reads `.yarnrc.yml` as Yarn finds and merges them (yarnpkg-core/sources/Configuration.ts, `findRcFiles`): key by key,
 * the nearest first.
 *
 * @param folders the folder and those above it, nearest first, real paths
 * @param home the user's home, a real path, if there is one; its file is the user's own, even where it stands above the
 *   folder
 */
export async function readYarn(
  folders: readonly string[],
  home: string | undefined,
  world: RoutingWorld,
): Promise<YarnConfiguration> {
  const projects = folders.filter(folder => folder !== home);
  const [user, ...files] = await Promise.all([
    home === undefined ? undefined : readFile(home, 'user', world),
    ...projects.map(folder => readFile(folder, 'folder', world)),
  ]);
  const environment = environmentFile(world);
  const own = [environment, ...(user === undefined ? [] : [user])];
  return {
    layers: [environment, ...files, ...own.slice(1)].map(file => file.layer),
    login(question) {
      const found = loginFor(question, own);
      return found === 'none' && loginFor(question, files) !== 'none' ? 'withheld' : found;
    },
  };
}

/** One group of settings: those at the top of a file, of a scope or of a registry. */
interface Entry {
  readonly server?: string;
  readonly token?: string;
  /** `user:password`, or its base64. */
  readonly ident?: string;
  readonly alwaysAuth?: boolean;
}

interface YarnFile {
  readonly layer: AddressLayer;
  readonly top: Entry;
  /** By scope, with its `@`. */
  readonly scopes: ReadonlyMap<string, Entry>;
  /** By address, with or without its protocol and without a trailing slash. */
  readonly registries: ReadonlyMap<string, Entry>;
}

async function readFile(folder: string, owner: Owner, world: RoutingWorld): Promise<YarnFile> {
  const from = path.join(folder, '.yarnrc.yml');
  const read = await world.ownership.configuration(from, owner);
  if (read.is === 'absent') return fileOf({ from, owner }, NOTHING);
  if (read.is === 'broken') return fileOf({ from, owner, broken: read.detail }, NOTHING);
  const parts = partsOf(read.text, text => (owner === 'user' ? expandAsYarn(text, world) : text));
  return parts ? fileOf({ from, owner }, parts) : fileOf({ from, owner, broken: 'cannot be understood' }, NOTHING);
}

type Parts = Omit<YarnFile, 'layer'>;

const NOTHING: Parts = { top: {}, scopes: new Map(), registries: new Map() };

function fileOf(layer: Omit<AddressLayer, 'addresses'>, parts: Parts): YarnFile {
  const addresses = new Map<string, string>();
  for (const [scope, { server }] of [['', parts.top] as const, ...parts.scopes]) {
    if (server !== undefined) addresses.set(scope, server);
  }
  return { layer: { ...layer, addresses }, ...parts };
}

/** Maps cannot be set by variables, so scopes are not there. */
function environmentFile({ environment }: RoutingWorld): YarnFile {
  const top = entryOf(
    {
      npmRegistryServer: environment.YARN_NPM_REGISTRY_SERVER,
      npmAuthToken: environment.YARN_NPM_AUTH_TOKEN,
      npmAuthIdent: environment.YARN_NPM_AUTH_IDENT,
      npmAlwaysAuth: environment.YARN_NPM_ALWAYS_AUTH,
    },
    text => text,
  );
  return fileOf({ from: 'YARN_NPM_REGISTRY_SERVER', owner: 'user' }, { ...NOTHING, top: top ?? {} });
}

function partsOf(text: string, expand: (text: string) => string): Parts | undefined {
  const whole = readYamlMap(text);
  const top = whole && entryOf(whole, expand);
  const scopes = whole && entriesOf(whole.npmScopes, key => `@${key}`, expand);
  const registries = whole && entriesOf(whole.npmRegistries, key => key.replace(/\/$/, ''), expand);
  return top && scopes && registries && { top, scopes, registries };
}

function entriesOf(
  value: unknown,
  nameOf: (key: string) => string,
  expand: (text: string) => string,
): ReadonlyMap<string, Entry> | undefined {
  const written = asYamlMap(value);
  if (written === undefined) return undefined;
  const entries = new Map<string, Entry>();
  for (const [key, settings] of Object.entries(written)) {
    const entry = asYamlMap(settings);
    const read = entry && entryOf(entry, expand);
    if (read === undefined) return undefined;
    entries.set(nameOf(expand(key)), read);
  }
  return entries;
}

/** Undefined where a setting is not what Yarn takes, which Yarn refuses to work with. */
function entryOf(settings: YamlMap, expand: (text: string) => string): Entry | undefined {
  const texts: Record<string, string> = {};
  for (const key of ['npmRegistryServer', 'npmAuthToken', 'npmAuthIdent', 'npmAlwaysAuth']) {
    const value = settings[key];
    if (value === undefined || value === null || value === '') continue;
    if (typeof value !== 'string') return undefined;
    texts[key] = expand(value.trim());
  }
  const { npmRegistryServer: server, npmAuthToken: token, npmAuthIdent: ident, npmAlwaysAuth: always } = texts;
  return {
    ...(server ? { server } : {}),
    ...(token ? { token } : {}),
    ...(ident ? { ident } : {}),
    ...(always ? { alwaysAuth: always === 'true' || always === '1' } : {}),
  };
}

/**
 * `${NAME}`, `${NAME-else}`, `${NAME:-else}` (yarnpkg-core, miscUtils `replaceEnvVariables`); one that is not set
 * stays.
 */
function expandAsYarn(text: string, { environment }: RoutingWorld): string {
  return text.replace(
    /\$\{([\w\d_]+)(:)?(?:-([^}]*))?\}/g,
    (whole, name: string, colon: string | undefined, otherwise: string | undefined) => {
      const value = environment[name];
      if (value !== undefined && (value !== '' || colon === undefined)) return value;
      return otherwise ?? whole;
    },
  );
}

/**
 * The order of plugin-npm/sources/npmConfigUtils.ts: the scope's, the registry's, the general one. The registry's names
 * its address; the others go with the address that the same settings choose, so that a folder that chooses another does
 * not get them.
 */
function loginFor({ base, name }: LoginQuestion, own: readonly YarnFile[]): FoundLogin {
  const top = merged(own.map(file => file.top));
  const scope = name.startsWith('@') ? name.slice(0, Math.max(name.indexOf('/'), 0)) : '';
  const ofScope = merged(own.map(file => file.scopes.get(scope)));
  if (hasLogin(ofScope)) return sendable(ofScope, addressIs(ofScope.server ?? top.server, base));

  const [registry, isNamed] = registryEntry(base, own);
  const chosen = registry ?? top;
  if (!hasLogin(chosen)) return own.some(file => file.layer.broken !== undefined) ? 'withheld' : 'none';
  // Packages without a scope are read as nobody, unless the settings say otherwise.
  if (scope === '' && chosen.alwaysAuth !== true) return 'none';
  return sendable(chosen, registry === undefined ? addressIs(top.server, base) : isNamed);
}

/**
 * The settings of an address, and whether they may be used with its protocol: one without a protocol is not for sending
 * in the clear.
 */
function registryEntry(base: string, own: readonly YarnFile[]): [Entry | undefined, boolean] {
  const at = (key: string) => own.flatMap(file => file.registries.get(key) ?? []);
  const exact = at(base);
  if (exact.length > 0) return [merged(exact), true];
  const other = at(base.replace(/^[a-z]+:/, ''));
  const isSafe = base.startsWith('https:') || isLoopbackHost(new URL(base).hostname);
  return other.length > 0 ? [merged(other), isSafe] : [undefined, false];
}

function addressIs(written: string | undefined, base: string): boolean {
  return written !== undefined && baseAddress(written) === base;
}

/** Key by key, the first that has it. */
function merged(entries: readonly (Entry | undefined)[]): Entry {
  return Object.assign({}, ...[...entries].reverse());
}

function hasLogin({ token, ident }: Entry): boolean {
  return token !== undefined || ident !== undefined;
}

function sendable({ token, ident }: Entry, isMeant: boolean): FoundLogin {
  if (!isMeant || hasVariable(token ?? ident ?? '')) return 'withheld';
  if (token !== undefined) return { is: 'bearer', token };
  const pair = ident?.includes(':') ? ident : Buffer.from(ident ?? '', 'base64').toString('utf8');
  const [user = '', ...password] = pair.split(':');
  return { is: 'basic', user, password: password.join(':') };
}
