import { isCentral } from '../../registries/maven/well-known.ts';
import type { Login, RoutingWorld } from '../../registries/route.ts';
import { expanded, readAddress } from './address.ts';
import type { SettingsLayer } from './settings.ts';
import type { Server } from './settings-file.ts';

/** The logins that the user keeps for repositories. */
export interface MavenLogins {
  /**
   * Who asks at an address. Maven takes the login of the mirror's or the repository's id, wherever a folder says that
   * this is. Here it goes only to an address that the user's own settings give to that id.
   *
   * @param base without user information
   * @param id absent: of whatever the user's own settings call this address
   */
  loginFor(base: string, id: string | undefined): Login;
}

/** Reads the user's servers. A login that cannot be read here, as it is encrypted or a key, is withheld. */
export function createLogins(layers: readonly SettingsLayer[], world: RoutingWorld): MavenLogins {
  const own = layers.filter(({ owner }) => owner === 'user').map(({ settings }) => settings);
  const servers = new Map<string, Server>();
  for (const server of own.flatMap(settings => settings.servers)) {
    if (!servers.has(server.id)) servers.set(server.id, server);
  }
  const theirs = new Set(layers.flatMap(({ settings }) => settings.servers.map(({ id }) => id)));
  const addresses = own.flatMap(({ mirrors, profiles }) => [
    ...mirrors,
    ...profiles.flatMap(({ repositories, pluginRepositories }) => [...repositories, ...pluginRepositories]),
  ]);
  const idsAt = new Map<string, Set<string>>();
  for (const { id, url } of addresses) {
    const address = readAddress(url, 'user', world);
    if (address.is !== 'address') continue;
    const ids = idsAt.get(address.base) ?? new Set();
    idsAt.set(address.base, ids.add(id));
  }
  const said = new Set<string>();

  return {
    loginFor(base, id) {
      // What is there is for everybody; and what people keep for it is for uploads.
      if (isCentral(base)) return { is: 'anonymous' };
      const ids = [...(idsAt.get(base) ?? [])];
      const server = servers.get(id ?? ids.find(each => servers.has(each)) ?? '');
      if (server !== undefined && ids.includes(server.id)) return loginOf(server, world);
      if (id === undefined) return { is: 'anonymous' };
      if (server === undefined && !theirs.has(id)) return { is: 'anonymous' };
      if (!said.has(id)) {
        const how = `to have it used, give its address to \`${id}\` in your own settings`;
        world.log(`The login for the repository \`${id}\` is not sent where only the folder says that it is; ${how}.`);
      }
      said.add(id);
      return WITHHELD;
    },
  };
}

const WITHHELD: Login = { is: 'anonymous', withheld: true };

function loginOf({ username, password, hasOther }: Server, world: RoutingWorld): Login {
  if (hasOther) return WITHHELD;
  const [user, secret] = [username ?? '', password ?? ''].map(text => expanded(text, 'user', world));
  // In braces it is encrypted (plexus-sec-dispatcher), with what is in another file.
  if (user === undefined || secret === undefined || /\{.*\}/s.test(secret)) return WITHHELD;
  return user === '' ? { is: 'anonymous' } : { is: 'basic', user, password: secret };
}
