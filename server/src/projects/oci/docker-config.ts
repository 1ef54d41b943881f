import path from 'node:path';
import { isObject } from '../../model/objects.ts';
import type { Login, RoutingWorld } from '../../registries/route.ts';

/** What one place of the user's says of registries' credentials. */
export interface DockerConfig {
  /** Logins that stand in the file, by {@link serverKey}. An anonymous one marks that a helper has it. */
  readonly auths: ReadonlyMap<string, Login>;
  /** The helper of one registry, by {@link serverKey}: `ecr-login` for `docker-credential-ecr-login`. */
  readonly helpers: ReadonlyMap<string, string>;
  /** The helper of all other registries. */
  readonly store?: string;
  /** It is there and cannot be used, so any registry may have a login in it. */
  readonly isUnusable?: true;
}

/** Docker's own name for Docker Hub's credentials. */
export const HUB_SERVER = 'https://index.docker.io/v1/';
const HUB_NAMES = new Set(['docker.io', 'index.docker.io', 'registry-1.docker.io']);
/** In place of a user's name it says that the secret is a refresh token (docker-credential-helpers, README). */
const TOKEN_USER = '<token>';

/**
 * Reads `DOCKER_AUTH_CONFIG`, which GitLab's runner and Docker's own client take before all files
 * (cli/config/configfile of docker/cli), then Docker's configuration, then those of podman and its kin, from the user's
 * own places only (docker's cli/config/config.go; containers-auth.json(5)). What is missing is skipped, what is broken
 * is logged.
 */
export async function readDockerConfigs(world: RoutingWorld): Promise<readonly DockerConfig[]> {
  const { environment: env, home } = world;
  const dockerFolder = env.DOCKER_CONFIG || (home && path.join(home, '.docker'));
  const configHome = env.XDG_CONFIG_HOME || (home && path.join(home, '.config'));
  const files = [
    ...(dockerFolder ? [path.join(dockerFolder, 'config.json')] : []),
    ...(env.REGISTRY_AUTH_FILE ? [env.REGISTRY_AUTH_FILE] : []),
    ...(env.XDG_RUNTIME_DIR ? [path.join(env.XDG_RUNTIME_DIR, 'containers', 'auth.json')] : []),
    ...(configHome ? [path.join(configHome, 'containers', 'auth.json')] : []),
  ];
  const configs: DockerConfig[] = [];
  if (env.DOCKER_AUTH_CONFIG) {
    const config = parseConfig(env.DOCKER_AUTH_CONFIG, 'DOCKER_AUTH_CONFIG', world.log);
    // It names logins; programs to run are for files only.
    configs.push(config === undefined ? UNUSABLE : { auths: config.auths, helpers: new Map() });
  }
  for (const file of files) {
    // A relative place would be the workspace's choice.
    if (!path.isAbsolute(file)) continue;
    const config = await readConfig(file, world);
    if (config) configs.push(config);
  }
  return configs;
}

/**
 * The name by which entries are found: without scheme and trailing slashes, Docker Hub's many names as `docker.io`. A
 * path stays, as podman writes it (`quay.io/org`), but not the API's own (`/v1/`, `/v2/`).
 */
export function serverKey(written: string): string {
  const bare = written
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/+$/, '')
    .replace(/\/v[12]$/, '');
  const slash = bare.indexOf('/');
  const host = (slash < 0 ? bare : bare.slice(0, slash)).toLowerCase();
  const rest = slash < 0 ? '' : bare.slice(slash);
  return `${HUB_NAMES.has(host) ? 'docker.io' : host}${rest}`;
}

/** A user's name and secret, as files and helpers give them. */
export function loginOf(user: string, secret: string): Login {
  if (secret === '') return { is: 'anonymous' };
  return user === TOKEN_USER ? { is: 'identity', token: secret } : { is: 'basic', user, password: secret };
}

async function readConfig(file: string, world: RoutingWorld): Promise<DockerConfig | undefined> {
  const read = await world.ownership.configuration(file, 'user');
  switch (read.is) {
    case 'text':
      return parseConfig(read.text, file, world.log) ?? UNUSABLE;
    case 'absent':
      return undefined;
    case 'broken':
      world.log(`\`${file}\` ${read.detail}: its credentials are not used.`);
      return UNUSABLE;
  }
}

const UNUSABLE: DockerConfig = { auths: new Map(), helpers: new Map(), isUnusable: true };

/** `from` is where the text stands, for the log. */
function parseConfig(text: string, from: string, log: (line: string) => void): DockerConfig | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    log(`\`${from}\` is not JSON, so its credentials are not used.`);
    return undefined;
  }
  const root = objectOf(parsed);
  const auths = new Map<string, Login>();
  for (const [server, entry] of Object.entries(objectOf(root.auths))) {
    const key = serverKey(server);
    const login = loginOfEntry(objectOf(entry));
    if (login.is !== 'anonymous' || !auths.has(key)) auths.set(key, login);
  }
  const helpers = new Map<string, string>();
  for (const [server, name] of Object.entries(objectOf(root.credHelpers))) {
    if (typeof name === 'string' && name !== '') helpers.set(serverKey(server), name);
  }
  const store = textOf(root.credsStore);
  return { auths, helpers, ...(store === '' ? {} : { store }) };
}

/** One entry of `auths` (docker's cli/config/types/authconfig.go). */
function loginOfEntry(entry: Record<string, unknown>): Login {
  const registryToken = textOf(entry.registrytoken);
  if (registryToken !== '') return { is: 'bearer', token: registryToken };
  const identityToken = textOf(entry.identitytoken);
  if (identityToken !== '') return { is: 'identity', token: identityToken };
  const decoded = Buffer.from(textOf(entry.auth), 'base64').toString('utf8').replace(/\0+$/, '');
  const colon = decoded.indexOf(':');
  if (colon > 0) return loginOf(decoded.slice(0, colon), decoded.slice(colon + 1));
  return loginOf(textOf(entry.username), textOf(entry.password));
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
