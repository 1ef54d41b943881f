import getAuth from 'npm-registry-fetch/lib/auth.js';
import validateName from 'validate-npm-package-name';
import { isLoopbackHost } from '../../http/inward.ts';
import type { Login, RoutingWorld } from '../../registries/route.ts';
import type { FoundLogin, LoginQuestion } from './address-layer.ts';
import type { NpmLayer, NpmLayers } from './npmrc.ts';

/**
 * Finds npm's login for a package, from the user's own layers alone, by npm's walk up the address's path.
 *
 * @param isOwn whether the user's own configuration names this very address; a setting may be the workspace's
 */
export type NpmLogin = (question: LoginQuestion, isOwn: boolean) => FoundLogin;

export function npmLoginFrom(layers: NpmLayers): NpmLogin {
  const owns = optionsOf([...layers.own].reverse());
  const projects = optionsOf(layers.project);
  const isBroken = layers.own.some(layer => layer.broken !== undefined);
  // Mostly nothing is written anywhere, and there are as many names as a lockfile has.
  if (isEmpty(owns) && isEmpty(projects)) return () => (isBroken ? 'withheld' : 'none');
  return (question, isOwn) => loginFor(question, isOwn, { layers, owns, projects, isBroken });
}

/** What npm's files say of logins. */
interface WrittenLogins {
  readonly layers: NpmLayers;
  /** Options by registry, as npm has them: of the user's own layers, and of the project's. */
  readonly owns: Record<string, string>;
  readonly projects: Record<string, string>;
  readonly isBroken: boolean;
}

function loginFor({ base, name }: LoginQuestion, isOwn: boolean, written: WrittenLogins): FoundLogin {
  const { layers, owns, projects, isBroken } = written;
  const address = `${base}/${escaped(name)}`;
  // npm falls back on the credential of the default registry where that is on the same host. A folder could use that to
  // have a credential sent to a path of its own.
  const fallback = isOwn ? registryOption(layers) : {};
  const { token, auth } = getAuth(address, { ...owns, ...fallback });
  const login = loginOf(token, auth);
  const isPlain = base.startsWith('http:') && !isLoopbackHost(new URL(base).hostname);
  // Credentials are named by host, not by protocol, so a folder could have one sent in the clear.
  if (login !== undefined && (isOwn || !isPlain)) return login;
  const folders = getAuth(address, projects);
  const isSomebodys = [token, auth, folders.token, folders.auth].some(credential => credential !== null);
  return isSomebodys || isBroken ? 'withheld' : 'none';
}

function isEmpty(options: Record<string, string>): boolean {
  return Object.keys(options).length === 0;
}

/** A token with a variable that is not set is none; npm would send the placeholder and be refused for every package. */
function loginOf(token: string | null, auth: string | null): Login | undefined {
  if (token !== null) return /\$\{[^}]+\}/.test(token) ? undefined : { is: 'bearer', token };
  if (auth === null) return undefined;
  const [user = '', ...password] = Buffer.from(auth, 'base64').toString('utf8').split(':');
  return { is: 'basic', user, password: password.join(':') };
}

/** npm's options by registry, without certificates: `getAuth` would open the files that they name. */
function optionsOf(lowestFirst: readonly NpmLayer[]): Record<string, string> {
  const entries = lowestFirst.flatMap(layer => [...layer.values].filter(([key]) => CREDENTIAL.test(key)));
  return Object.fromEntries(entries);
}

const CREDENTIAL = /^\/\/.*:(?:_authToken|_auth|username|_password)$/;

function registryOption({ own }: NpmLayers): { registry?: string } {
  const registry = own.map(layer => layer.values.get('registry')).find(value => value !== undefined);
  return registry !== undefined && URL.canParse(registry) ? { registry } : {};
}

/** As npm-package-arg does it, `setName`. */
function escaped(name: string): string {
  return validateName(name).validForOldPackages ? name.replace('/', '%2f') : '';
}

const UNSUPPORTED = ['proxy', 'https-proxy', 'noproxy', 'cafile', 'ca', 'strict-ssl'];

/** Says in the log what of npm's configuration has no effect here. */
export function logUnsupported({ own }: NpmLayers, { log }: RoutingWorld): void {
  const keys = new Set(own.slice(1).flatMap(layer => [...layer.values.keys()]));
  for (const key of keys) {
    if (UNSUPPORTED.includes(key)) {
      log(`npm's \`${key}\` is not used here. Set HTTPS_PROXY, NO_PROXY or NODE_EXTRA_CA_CERTS instead.`);
    } else if (/^\/\/.*:(?:certfile|keyfile)$/.test(key)) {
      log(`npm's \`${key}\` is not used: client certificates are not supported.`);
    }
  }
}
