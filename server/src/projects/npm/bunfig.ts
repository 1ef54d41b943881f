import path from 'node:path';
import { parse } from 'smol-toml';
import { baseAddress } from '../../model/address.ts';
import { isObject } from '../../model/objects.ts';
import type { Owner } from '../../model/ownership.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import type { AddressLayer, FoundLogin, LoginQuestion } from './address-layer.ts';

/** What Bun is configured with besides `.npmrc`, which it reads below this. */
export interface BunConfiguration {
  /** `BUN_CONFIG_REGISTRY`. npm's own variables come next to it, above the files. */
  readonly environment: AddressLayer;
  /** `bunfig.toml` of the project, then the user's, merged key by key. */
  readonly files: readonly AddressLayer[];
  /** `bunfig.toml` of other folders on the way up, which Bun passes by. */
  readonly passedBy: readonly AddressLayer[];
  /** By the user's own file only, and only to addresses that it names. */
  login(question: LoginQuestion): FoundLogin;
}

/**
 * Reads `install.registry` and `install.scopes` as Bun does (bun.sh, "bunfig.toml"; asked of Bun 1.4.5): from the
 * workspace's root and from the user's home, nowhere between. Never rejects.
 *
 * @param folder where the project's file is, a real path; absent without a project
 * @param folders the folder that is asked about and those above it, real paths
 */
export async function readBun(
  folder: string | undefined,
  folders: readonly string[],
  world: RoutingWorld,
): Promise<BunConfiguration> {
  const own = userFile(world);
  const inFolder = (each: string) => readFile(path.join(each, 'bunfig.toml'), 'folder', world);
  const [project, user, ...others] = await Promise.all([
    folder === undefined ? undefined : inFolder(folder),
    own === undefined ? undefined : readFile(own, 'user', world),
    ...folders.filter(each => each !== folder).map(inFolder),
  ]);
  const set = world.environment.BUN_CONFIG_REGISTRY;
  return {
    environment: { from: 'BUN_CONFIG_REGISTRY', owner: 'user', addresses: new Map(set ? [['', set]] : []) },
    files: [project, user].flatMap(file => (file === undefined ? [] : [file.layer])),
    passedBy: others.flatMap(file => (file === undefined ? [] : [file.layer])),
    login(question) {
      const found = user === undefined ? 'none' : loginIn(user, question);
      return found === 'none' && project !== undefined && loginIn(project, question) !== 'none' ? 'withheld' : found;
    },
  };
}

/** One registry as it is written: an address, or a table with one and a login. */
interface Entry {
  readonly address?: string;
  readonly token?: string;
  readonly user?: string;
  readonly password?: string;
}

interface BunFile {
  readonly layer: AddressLayer;
  /** By scope with its `@`; by the empty string for all other packages. */
  readonly entries: ReadonlyMap<string, Entry>;
}

function userFile({ environment, home }: RoutingWorld): string | undefined {
  const { XDG_CONFIG_HOME: xdg } = environment;
  const folder = xdg !== undefined && path.isAbsolute(xdg) ? xdg : home;
  return folder === undefined ? undefined : path.join(folder, '.bunfig.toml');
}

async function readFile(from: string, owner: Owner, world: RoutingWorld): Promise<BunFile> {
  const read = await world.ownership.configuration(from, owner);
  const layer = { from, owner, addresses: new Map<string, string>() };
  if (read.is === 'absent') return { layer, entries: new Map() };
  const broken = (detail: string) => ({ layer: { ...layer, broken: detail }, entries: new Map() });
  if (read.is === 'broken') return broken(read.detail);
  const entries = entriesIn(read.text, text => (owner === 'user' ? expanded(text, world) : text));
  if (entries === undefined) return broken('cannot be understood');
  for (const [scope, { address }] of entries) if (address !== undefined) layer.addresses.set(scope, address);
  return { layer, entries };
}

/** Undefined where the file or an entry is not what Bun takes, which Bun refuses to work with. */
function entriesIn(text: string, expand: (text: string) => string): ReadonlyMap<string, Entry> | undefined {
  const install = installIn(text);
  if (install === undefined || (install.scopes !== undefined && !isObject(install.scopes))) return undefined;
  const written: (readonly [string, unknown])[] = Object.entries(install.scopes ?? {}).map(([scope, entry]) => [
    scope.startsWith('@') ? scope : `@${scope}`,
    entry,
  ]);
  if (install.registry !== undefined) written.push(['', install.registry]);
  const entries = new Map<string, Entry>();
  for (const [scope, value] of written) {
    const entry = entryOf(value, expand);
    if (entry === undefined) return undefined;
    entries.set(scope, entry);
  }
  return entries;
}

function installIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const { install = {} } = parse(text);
    return isObject(install) ? install : undefined;
  } catch {
    return undefined;
  }
}

function entryOf(value: unknown, expand: (text: string) => string): Entry | undefined {
  if (typeof value === 'string') return withoutLogin(expand(value));
  if (!isObject(value)) return undefined;
  const textOf = (key: string) => (typeof value[key] === 'string' ? expand(value[key]) : '');
  const [url, token, user, password] = [textOf('url'), textOf('token'), textOf('username'), textOf('password')];
  return {
    ...withoutLogin(url),
    ...(token === '' ? {} : { token }),
    ...(user === '' ? {} : { user, password }),
  };
}

/** A login may stand in the address itself. */
function withoutLogin(address: string): Entry {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || (url.username === '' && url.password === '')) return address === '' ? {} : { address };
  const { username, password } = url;
  [url.username, url.password] = ['', ''];
  return { address: url.href, user: unescaped(username), password: unescaped(password) };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A variable is one only where it is all of a text; one that is not set stays as it is written. */
function expanded(text: string, { environment }: RoutingWorld): string {
  return (text.startsWith('$') ? environment[text.slice(1)] : undefined) ?? text;
}

function loginIn({ layer, entries }: BunFile, { base, name }: LoginQuestion): FoundLogin {
  const scope = name.startsWith('@') ? name.slice(0, Math.max(name.indexOf('/'), 0)) : '';
  const ofScope = entries.get(scope);
  const entry = ofScope ?? entries.get('');
  if (entry === undefined) return layer.broken === undefined ? 'none' : 'withheld';
  const { address, token, user, password = '' } = entry;
  if (token === undefined && user === undefined) return 'none';
  // A scope's login without an address goes with whatever address all packages have: that may be the folder's word.
  const isScopes = scope !== '' && ofScope !== undefined;
  if (address === undefined || baseAddress(address) !== base) return isScopes ? 'withheld' : 'none';
  if ([token, user, password].some(text => text?.startsWith('$'))) return 'withheld';
  return token === undefined ? { is: 'basic', user: user ?? '', password } : { is: 'bearer', token };
}
