import { isObject } from '../../model/objects.ts';
import type { Login, RoutingWorld } from '../../registries/route.ts';
import { type CargoConfig, mergeLayers, registryIndex, registryVariable, variablePart } from './config.ts';
import type { CargoFiles, Table } from './config-files.ts';
import { readIndexAddress } from './index-address.ts';

/** Who asks at an address, and what the log has to say of that. */
export interface FoundLogin {
  readonly login: Login;
  /** A sentence about the registry, where a token is not sent that may be meant for it. */
  readonly says?: string;
}

const NOBODY: FoundLogin = { login: { is: 'anonymous' } };

/**
 * Finds tokens as cargo does (src/cargo/util/auth/mod.rs): by the index's address, and through a credential provider
 * that is configured. Addresses, providers and tokens count from the user's own files and variables alone, so that no
 * folder has a token sent to a place of its own.
 *
 * @param config what all files say together, by which a name may be the folder's
 */
export function createLogins(
  files: CargoFiles,
  config: CargoConfig,
  world: Pick<RoutingWorld, 'environment'>,
): (base: string) => FoundLogin {
  const own = mergeLayers(files.layers.filter(({ owner }) => owner === 'user'));
  const names = namesByBase(namesOf(own, world), own, world);
  const theirNames = namesByBase([...config.registries.keys()], config, world);
  const tokens = tablesOf(files.credentials.table.registries);

  function tokenOf(name: string): string | undefined {
    const variable = registryVariable(name, 'token', world);
    const token = variable ?? tokens.get(name)?.token ?? own.registries.get(name)?.token;
    return typeof token === 'string' && token !== '' ? token : undefined;
  }

  /** Which are asked, in this order. */
  function providersOf(name: string): readonly string[] {
    const its =
      registryVariable(name, 'credential-provider', world) ?? own.registries.get(name)?.['credential-provider'];
    if (its !== undefined) return [providerText(its)];
    const variable = world.environment.CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS;
    const all = variable?.split(/\s+/).filter(word => word !== '') ?? own.registry['global-credential-providers'];
    return Array.isArray(all) ? all.map(providerText).reverse() : [];
  }

  function loginOf(name: string): FoundLogin {
    const providers = providersOf(name);
    const token = tokenOf(name);
    if (providers.length === 0) {
      return token === undefined
        ? NOBODY
        : withheld(
            'has a token, and your own configuration names no `credential-provider` that cargo would take it from',
          );
    }
    for (const provider of providers) {
      if (provider !== 'cargo:token') {
        const helper = provider.split(/\s/, 1)[0] ?? '';
        return withheld(`has its token from the credential provider \`${helper}\`, which is not run here`);
      }
      if (files.credentials.broken !== undefined)
        return withheld(`has no token, as ${files.credentials.from} ${files.credentials.broken}`);
      if (token !== undefined && isHeader(token)) return { login: { is: 'bearer', token } };
    }
    return NOBODY;
  }

  return base => {
    if (own.broken !== undefined) return withheld('may have a token in a file of your own that cannot be understood');
    const [name, ...others] = names.get(base) ?? [];
    const [folders] = theirNames.get(base) ?? [];
    if (name !== undefined) {
      // Cargo then finds no token, whichever of them a manifest names.
      const other = [...others, ...(theirNames.get(base) ?? [])].find(
        each => variablePart(each) !== variablePart(name),
      );
      return other === undefined
        ? loginOf(name)
        : withheld(`has two names in cargo’s configuration, \`${name}\` and \`${other}\`, of which cargo takes none`);
    }
    if (folders === undefined) return NOBODY;
    const table = config.registries.get(folders) ?? {};
    const isMeant = tokenOf(folders) !== undefined || providersOf(folders).length > 0 || 'token' in table;
    return isMeant || 'credential-provider' in table
      ? withheld(`gets no token, as only a folder says where \`${folders}\` is; say it in your own cargo configuration`)
      : NOBODY;
  };
}

/** Names that the user has for registries: those of files, then those that variables alone give. */
function namesOf({ registries }: CargoConfig, { environment }: Pick<RoutingWorld, 'environment'>): readonly string[] {
  const variables = Object.keys(environment).flatMap(key => /^CARGO_REGISTRIES_(.+)_INDEX$/.exec(key)?.[1] ?? []);
  const written = [...registries.keys()];
  const known = new Set(written.map(variablePart));
  return [...written, ...variables.filter(name => !known.has(name))];
}

/** Addresses are read once, however many crates come from them. */
function namesByBase(
  names: readonly string[],
  config: CargoConfig,
  world: Pick<RoutingWorld, 'environment'>,
): ReadonlyMap<string, readonly string[]> {
  const byBase = new Map<string, string[]>();
  for (const name of names) {
    const base = baseOf(registryIndex(name, config, world));
    if (base === undefined) continue;
    const its = byBase.get(base);
    if (its === undefined) byBase.set(base, [name]);
    else its.push(name);
  }
  return byBase;
}

function baseOf(index: string | undefined): string | undefined {
  const address = index === undefined ? undefined : readIndexAddress(index);
  return address?.is === 'sparse' ? address.base : undefined;
}

/** A program with its arguments, in one text or in a list. */
function providerText(value: unknown): string {
  const words = Array.isArray(value) ? value.filter(word => typeof word === 'string').join(' ') : value;
  return typeof words === 'string' ? words.trim() : '';
}

function tablesOf(value: unknown): ReadonlyMap<string, Table> {
  return new Map(
    Object.entries(isObject(value) ? value : {}).filter((each): each is [string, Table] => isObject(each[1])),
  );
}

/** What may stand in a header; cargo refuses anything else. */
function isHeader(token: string): boolean {
  return /^[\t\x20-\x7e]+$/.test(token);
}

function withheld(says: string): FoundLogin {
  return { login: { is: 'anonymous', withheld: true }, says };
}
