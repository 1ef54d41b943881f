import { createHash } from 'node:crypto';
import { isInwardHost, isLoopbackHost } from '../http/inward.ts';
import type { Question } from '../model/question.ts';
import type { LoadRoutes, Login, Route, Routing, RoutingWorld } from '../registries/route.ts';
import { type DockerConfig, HUB_SERVER, readDockerConfigs, serverKey } from './docker-config.ts';
import { askHelper } from './docker-helper.ts';

/** Helpers hand out passes that end after an hour or so; and a failure may be mended. */
const HELPER_ANSWER_MS = 5 * 60_000;
const BROKEN_ANSWER_MS = 60_000;

/** Where a login comes from, before anybody runs a program for it. */
type Source =
  | { readonly is: 'nobody' }
  | { readonly is: 'file'; readonly login: Login }
  | { readonly is: 'helper'; readonly name: string; readonly server: string; readonly otherwise: Login };

/**
 * Routes to registries of images, as docker and podman choose them: the base address by the settings, else by the host;
 * the login by the user's own files and helpers. A host that the settings send elsewhere is asked with the credentials of
 * that address only.
 */
export const loadOciRoutes: LoadRoutes = async world => {
  const configs = await readDockerConfigs(world);
  const routes = new Map<string, Route>();
  return (question: Question): Routing => {
    if (!('image' in question)) return { open: false, why: 'not-asked' };
    const { host, repository } = question.image;
    const usual = wellKnownBase(host);
    const base = world.settings.registries.oci[host] ?? usual;
    if (!URL.canParse(base)) return { open: false, why: 'unreachable' };
    const source = overPlainHttp(base, sourceOf(configs, serverKey(base), repository));
    const identity = identityOf(source);
    const wellKnown = base === usual;
    const key = `${base} ${identity} ${wellKnown}`;
    const login = loginFrom(source, world);
    const route = routes.get(key) ?? { base, identity, login, ...(wellKnown ? { wellKnown } : {}) };
    routes.set(key, route);
    return { open: true, route };
  };
};

/** docker.io is only a name. Plain http is for this machine's own registries. */
function wellKnownBase(host: string): string {
  if (host === 'docker.io') return 'https://registry-1.docker.io';
  const name = host.replace(/:\d+$/, '');
  return `${isLoopbackHost(name) ? 'http' : 'https'}://${host}`;
}

/** The order of docker's cli/config/configfile: a helper for this host, the helper for all, the file itself. */
function sourceOf(configs: readonly DockerConfig[], server: string, repository: string): Source {
  const host = server.split('/')[0] ?? server;
  for (const config of configs) {
    const written = loginInFile(config, server, repository);
    const name = config.helpers.get(host) ?? config.store;
    if (name !== undefined) {
      const asked = host === 'docker.io' ? HUB_SERVER : host;
      return { is: 'helper', name, server: asked, otherwise: written ?? { is: 'anonymous' } };
    }
    if (written && written.is !== 'anonymous') return { is: 'file', login: written };
  }
  return { is: 'nobody' };
}

/**
 * A folder's settings may choose `http://` for a registry that everybody reaches by https, and a login must not be read
 * on the way. Registries that really have no https are inside, or have a port in their name.
 */
function overPlainHttp(base: string, source: Source): Source {
  const { protocol, hostname, port, host } = new URL(base);
  if (protocol === 'https:' || port !== '' || isInwardHost(hostname)) return source;
  if (source.is !== 'file') return { is: 'nobody' };
  return { is: 'file', login: { is: 'broken', detail: `the login of \`${host}\` is not sent over plain http` } };
}

/** The entry with the longest path counts (containers-auth.json(5)). */
function loginInFile(config: DockerConfig, server: string, repository: string): Login | undefined {
  const parts = repository.split('/');
  for (let length = parts.length; length >= 0; length -= 1) {
    const login = config.auths.get([server, ...parts.slice(0, length)].join('/'));
    if (login) return login;
  }
  return config.auths.get(server.split('/')[0] ?? server);
}

function identityOf(source: Source): string {
  switch (source.is) {
    case 'nobody':
      return '';
    case 'file':
      return hash(source.login);
    case 'helper':
      return hash([source.name, source.server, source.otherwise]);
  }
}

function loginFrom(source: Source, world: RoutingWorld): () => Promise<Login> {
  switch (source.is) {
    case 'nobody':
      return () => Promise.resolve({ is: 'anonymous' });
    case 'file':
      return () => Promise.resolve(source.login);
    case 'helper': {
      let asked: { login: Promise<Login>; until: number } | undefined;
      return () => {
        if (asked && Date.now() < asked.until) return asked.login;
        const login = askHelper(source.name, source.server, world).then(answer =>
          answer.is === 'anonymous' ? source.otherwise : answer,
        );
        const current = { login, until: Date.now() + HELPER_ANSWER_MS };
        asked = current;
        void login.then(answer => {
          if (answer.is !== 'broken') return;
          current.until = Date.now() + BROKEN_ANSWER_MS;
          world.log(`${source.server}: ${answer.detail}.`);
        });
        return login;
      };
    }
  }
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24);
}
