import path from 'node:path';
import type { Login, RoutingWorld } from '../../registries/route.ts';
import type { GoEnvironment } from './environment.ts';
import { readNetrc } from './netrc.ts';
import type { ListedProxy } from './proxy-list.ts';

/**
 * Reads the logins that go has for proxies: in netrc, which counts first, and in the addresses of `GOPROXY`
 * (cmd/go/internal/auth, cmd/go/internal/web/http.go). They go over https alone. The commands of `GOAUTH` are not run.
 * Never rejects.
 */
export async function readLogins(
  { value }: GoEnvironment,
  world: RoutingWorld,
  platform: NodeJS.Platform,
): Promise<(proxy: ListedProxy) => Login> {
  const ways = (value('GOAUTH') ?? 'netrc').split(';').map(way => way.trim());
  const netrc = ways.includes('netrc') ? await readNetrcFile(world, platform) : NO_LOGINS;
  const hasOtherWays = ways.some(way => way !== 'netrc' && way !== 'off');
  return ({ base, login }) => {
    const { protocol, host, hostname } = new URL(base);
    const its = netrc.logins.filter(({ machine }) => machine === host);
    const [first] = its;
    if (protocol === 'https:' && first !== undefined) {
      return { is: 'basic', user: first.user, password: first.password };
    }
    if (login !== undefined) return { is: 'basic', ...login };
    // Before 1.23, go showed the login of a host to all of its ports.
    const mayBe = netrc.isBroken || hasOtherWays || netrc.logins.some(({ machine }) => machine === hostname);
    return mayBe || first !== undefined ? { is: 'anonymous', withheld: true } : { is: 'anonymous' };
  };
}

const NO_LOGINS = { logins: readNetrc(''), isBroken: false };

async function readNetrcFile({ environment, home, ownership }: RoutingWorld, platform: NodeJS.Platform) {
  const name = platform === 'win32' ? '_netrc' : '.netrc';
  const file = environment.NETRC || (home === undefined ? undefined : path.join(home, name));
  if (file === undefined) return NO_LOGINS;
  if (!path.isAbsolute(file)) return { ...NO_LOGINS, isBroken: true };
  const read = await ownership.configuration(file, 'user');
  switch (read.is) {
    case 'absent':
      return NO_LOGINS;
    case 'broken':
      return { ...NO_LOGINS, isBroken: true };
    case 'text':
      return { logins: readNetrc(read.text), isBroken: false };
  }
}
