import path from 'node:path';
import { isLoopbackHost } from '../../http/inward.ts';
import type { Login, RoutingWorld } from '../../registries/route.ts';
import { baseOf, PYPI, readAddress } from './address.ts';
import { type Netrc, readNetrc } from './netrc.ts';
import { netrcPlaces, poetryFolder } from './places.ts';
import type { NamedIndex } from './plan.ts';
import { readTomlFile, type TomlFile, tableAt, textOf } from './toml-file.ts';

/** The logins that the user keeps for indexes of Python packages. */
export interface IndexLogins {
  /**
   * Who asks at an address. A login belongs to an address that the user's own configuration gives, or to a host; a name
   * that a folder gives to an address opens nothing.
   *
   * @param base an index's address, without user information
   * @param index as the configuration names it that leads there
   */
  loginFor(base: string, index: NamedIndex): Login;
}

/** What the tools are configured with, by whether their names of indexes are uv's. */
export interface AllIndexes {
  readonly uv: readonly NamedIndex[];
  readonly others: readonly NamedIndex[];
}

/**
 * Reads the user's logins: those in the user's own addresses, by the names of indexes that the user's own configuration
 * defines (`UV_INDEX_<NAME>_…`, Poetry's `http-basic`), and by host in netrc. A keyring is not asked. Never rejects.
 *
 * @param indexes every index that any tool's configuration names
 * @param usesKeyring whether the user's tools fetch logins with programs, so that one may be there
 */
export async function readLogins(
  indexes: AllIndexes,
  usesKeyring: boolean,
  projectFolder: string | undefined,
  world: RoutingWorld,
  platform: NodeJS.Platform,
): Promise<IndexLogins> {
  const [poetry, netrc] = await Promise.all([
    readPoetryLogins(projectFolder, world, platform),
    readNetrcFile(world, platform),
  ]);
  const uv = variableLogins(/^UV_INDEX_(\w+)_(?:USERNAME|PASSWORD)$/, world);
  const own = ownAddresses(indexes, uv);
  const hosts = new Set([...own].flatMap(([base, login]) => (login === undefined ? [] : [new URL(base).host])));
  const isUntold = usesKeyring || netrc.isBroken || poetry.isBroken;
  const said = new Set<string>();

  /** Whether a login is kept under the name that a folder gives to an address, which only the folder says. */
  function isKeptByName({ name }: NamedIndex): boolean {
    const key = name === undefined ? '' : keyOf(name);
    if (!uv.has(key) && !poetry.logins.has(key)) return poetry.withheld.has(key);
    if (!said.has(key)) {
      const how = `to have it used, give the address to \`${name}\` in your own configuration`;
      world.log(`The login for the index \`${name}\` is not sent where only the folder says that it is; ${how}.`);
    }
    said.add(key);
    return true;
  }

  return {
    loginFor(base, index) {
      // What is there is for everybody; and what people keep for it is for uploads.
      if (base === PYPI) return { is: 'anonymous' };
      const exact = own.get(base) ?? poetryLogin(base, index, poetry);
      if (exact !== undefined) return exact;
      const { protocol, hostname, host } = new URL(base);
      const ofHost = netrc.logins.get(hostname);
      const isSafe = protocol === 'https:' || isLoopbackHost(hostname) || own.has(base);
      if (ofHost !== undefined && isSafe) return { is: 'basic', ...ofHost };
      const address = readAddress(index.url);
      const carries = index.loginWithheld === true || (address.is === 'address' && address.login !== undefined);
      const mayBe = ofHost !== undefined || carries || hosts.has(host) || isUntold || isKeptByName(index);
      return mayBe ? { is: 'anonymous', withheld: true } : { is: 'anonymous' };
    },
  };
}

/** The addresses that the user's own configuration names, with the logins that it keeps for them. */
function ownAddresses(indexes: AllIndexes, uv: Logins): ReadonlyMap<string, Login | undefined> {
  const own = new Map<string, Login | undefined>();
  const add = (index: NamedIndex, ofName: Login | undefined) => {
    const address = readAddress(index.url);
    if (index.owner !== 'user' || address.is !== 'address') return;
    own.set(address.base, own.get(address.base) ?? address.login ?? ofName);
  };
  for (const index of indexes.uv) add(index, index.name === undefined ? undefined : uv.get(keyOf(index.name)));
  for (const index of indexes.others) add(index, undefined);
  return own;
}

/** Poetry keeps the address for uploads, below which the index lies in many registries. */
function poetryLogin(base: string, { name }: NamedIndex, { logins, repositories }: PoetryLogins): Login | undefined {
  const login = name === undefined ? undefined : logins.get(keyOf(name));
  if (name === undefined || login === undefined) return undefined;
  const isUsers = repositories.some(repository => {
    const at = baseOf(repository);
    return (
      at !== undefined && keyOf(repository.name ?? '') === keyOf(name) && (base === at || base.startsWith(`${at}/`))
    );
  });
  return isUsers ? login : undefined;
}

/** By {@link keyOf} of the name of an index. */
type Logins = ReadonlyMap<string, Login>;

/** What Poetry keeps for the names of its sources. */
interface PoetryLogins {
  readonly logins: Logins;
  /** Addresses that the user gave to names. */
  readonly repositories: readonly NamedIndex[];
  /** Names for which the folder itself brings a login along. */
  readonly withheld: ReadonlySet<string>;
  readonly isBroken: boolean;
}

/** `auth.toml` and `config.toml` (poetry/src/poetry/utils/password_manager.py); `poetry.toml` is the folder's. */
async function readPoetryLogins(
  projectFolder: string | undefined,
  world: RoutingWorld,
  platform: NodeJS.Platform,
): Promise<PoetryLogins> {
  const folder = poetryFolder({ ...world, platform });
  const own = folder === undefined || !path.isAbsolute(folder) ? [] : ['auth.toml', 'config.toml'];
  const files = await Promise.all(own.map(name => readTomlFile(path.join(folder ?? '', name), 'user', world)));
  const local =
    projectFolder === undefined
      ? undefined
      : await readTomlFile(path.join(projectFolder, 'poetry.toml'), 'folder', world);
  const logins = files.flatMap(({ top }) => {
    const basic = tableAt(top, 'http-basic');
    return Object.keys(basic).map(name => {
      const { username, password } = tableAt(basic, name);
      return [keyOf(name), basicLogin(textOf(username), textOf(password))] as const;
    });
  });
  return {
    logins: new Map([...logins, ...variableLogins(/^POETRY_HTTP_BASIC_(\w+)_(?:USERNAME|PASSWORD)$/, world)]),
    repositories: [...repositoriesOfVariables(world), ...files.flatMap(repositoriesIn)],
    withheld: new Set(Object.keys(tableAt(local?.top ?? {}, 'http-basic')).map(keyOf)),
    isBroken: files.some(({ broken }) => broken !== undefined),
  };
}

function repositoriesIn({ from, top }: TomlFile): readonly NamedIndex[] {
  const repositories = tableAt(top, 'repositories');
  return Object.keys(repositories).flatMap(name => {
    const written = repositories[name];
    const url = textOf(written) ?? textOf(tableAt(repositories, name).url);
    return url === undefined ? [] : [{ from, owner: 'user' as const, url, name }];
  });
}

function repositoriesOfVariables({ environment }: RoutingWorld): readonly NamedIndex[] {
  return Object.entries(environment).flatMap(([variable, url]) => {
    const name = /^POETRY_REPOSITORIES_(\w+)_URL$/.exec(variable)?.[1];
    return name === undefined || !url ? [] : [{ from: variable, owner: 'user' as const, url, name }];
  });
}

/** Logins that two variables give; whose address theirs is, they do not say. */
function variableLogins(form: RegExp, { environment }: RoutingWorld): Logins {
  const logins = new Map<string, Login>();
  for (const variable of Object.keys(environment)) {
    const key = form.exec(variable)?.[1];
    if (key === undefined) continue;
    const start = variable.slice(0, variable.lastIndexOf('_'));
    logins.set(key, basicLogin(environment[`${start}_USERNAME`], environment[`${start}_PASSWORD`]));
  }
  return logins;
}

/** The name of an index as variables write it. */
function keyOf(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '_');
}

function basicLogin(user: string | undefined, password: string | undefined): Login {
  return { is: 'basic', user: user ?? '', password: password ?? '' };
}

async function readNetrcFile(world: RoutingWorld, platform: NodeJS.Platform) {
  const nothing: { logins: Netrc; isBroken: boolean } = { logins: new Map(), isBroken: false };
  for (const file of netrcPlaces({ ...world, platform })) {
    if (!path.isAbsolute(file)) return { ...nothing, isBroken: true };
    const read = await world.ownership.configuration(file, 'user');
    if (read.is === 'absent') continue;
    const logins = read.is === 'text' ? readNetrc(read.text) : undefined;
    return logins === undefined ? { ...nothing, isBroken: true } : { logins, isBroken: false };
  }
  return nothing;
}
