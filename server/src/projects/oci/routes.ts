import { isLoopbackHost } from '../../http/inward.ts';
import { type ImageName, imageNameText } from '../../model/names.ts';
import type { Question } from '../../model/question.ts';
import type { LoadRoutes, Login, Route, Routing, RoutingWorld } from '../../registries/route.ts';
import { loadOciAddresses, mirrorUse, type OciAddress, type OciQuestion } from './addresses.ts';
import { type DockerConfig, HUB_SERVER, readDockerConfigs, serverKey } from './docker-config.ts';
import { askHelper } from './docker-helper.ts';

/** Helpers hand out passes that end after an hour or so; and a failure may be mended. */
const HELPER_ANSWER_MS = 5 * 60_000;
const BROKEN_ANSWER_MS = 60_000;

/** Every look at an answer needs a route. As many as one document names at most; of more, all are decided anew. */
const MANY_DECISIONS = 20_000;

/** Where a login comes from, before anybody runs a program for it. */
type Source =
  | { readonly is: 'nobody' }
  | { readonly is: 'file'; readonly login: Login }
  | { readonly is: 'helper'; readonly name: string; readonly server: string; readonly otherwise: Login };

/**
 * Routes to registries of images, as docker and podman choose them: the address by {@link loadOciAddresses}, the login
 * by the user's own files and helpers. A host that is asked elsewhere is asked with the credentials of that address
 * only.
 */
export const loadOciRoutes: LoadRoutes = async world => {
  const [place, configs] = await Promise.all([loadOciAddresses(world), readDockerConfigs(world)]);
  const logins = new Map<string, () => Promise<Login>>();
  const decided = new Map<string, Routing>();
  const tokenServicesOf = new Map(Object.entries(world.settings.tokenServices));
  /** A workspace names many images of few addresses. */
  const places = new Map<string, BasePlace>();

  function placeOf(base: string): BasePlace {
    const known = places.get(base) ?? basePlace(base);
    places.set(base, known);
    return known;
  }

  function routeTo({ base, repository, insecure }: OciAddress, image: ImageName): Route {
    const at = placeOf(base);
    const source = overPlainHttp(at, insecure, sourceOf(configs, at.server, repository));
    const identity = identityOf(source, world);
    const login = logins.get(`${base} ${identity}`) ?? loginFrom(source, world);
    logins.set(`${base} ${identity}`, login);
    const tokenServices = tokenServicesOf.get(at.host);
    return {
      ...{ base, identity, login },
      ...(repository === image.repository ? {} : { repository }),
      ...(insecure && base.startsWith('https:') ? { plainHttpToo: true } : {}),
      ...(tokenServices === undefined ? {} : { tokenServices }),
    };
  }

  function decide(question: OciQuestion): Routing {
    const placing = place(question);
    switch (placing.is) {
      case 'blocked':
        return { open: false, why: 'blocked' };
      case 'nowhere':
        return { open: false, why: 'unreachable' };
      case 'at': {
        const mirrors = placing.mirrors.map(address => routeTo(address, question.image));
        const route: Route = {
          ...routeTo(placing.address, question.image),
          ...(mirrors.length === 0 ? {} : { mirrors }),
          ...(placing.usual ? { wellKnown: true } : {}),
        };
        return { open: true, route };
      }
    }
  }

  return (question: Question): Routing => {
    if (!('image' in question)) return { open: false, why: 'not-asked' };
    const key = `${mirrorUse(question)} ${imageNameText(question.image)}`;
    const known = decided.get(key);
    if (known !== undefined) return known;
    if (decided.size >= MANY_DECISIONS) decided.clear();
    const routing = decide(question);
    decided.set(key, routing);
    return routing;
  };
};

/** What an address says of the registry there. */
interface BasePlace {
  /** Under which name its login is kept. */
  readonly server: string;
  readonly host: string;
  /** What goes there can be read on the way. */
  readonly isPlain: boolean;
}

function basePlace(base: string): BasePlace {
  const { protocol, hostname, host } = new URL(base);
  return { server: serverKey(base), host, isPlain: protocol !== 'https:' && !isLoopbackHost(hostname) };
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
  // Asked as nobody, a private image would look missing; that it is withheld keeps a 404 from counting.
  const mayBeMissed = configs.some(config => config.isUnusable);
  return mayBeMissed ? { is: 'file', login: { is: 'anonymous', withheld: true } } : { is: 'nobody' };
}

/**
 * A folder's settings may choose `http://` for any registry, and a login must not be read on the way. So it goes that
 * way within this machine only, and where the user's own configuration says that the registry has no https.
 */
function overPlainHttp({ host, isPlain }: BasePlace, insecure: boolean, source: Source): Source {
  if (!isPlain || insecure || source.is === 'nobody') return source;
  const detail = `the login of \`${host}\` is not sent over plain http; list it as insecure in your own registries.conf or daemon.json`;
  return { is: 'file', login: { is: 'broken', detail } };
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

function identityOf(source: Source, { fingerprint }: RoutingWorld): string {
  switch (source.is) {
    case 'nobody':
      return '';
    case 'file':
      return fingerprint(source.login);
    case 'helper':
      return fingerprint([source.name, source.server, source.otherwise]);
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
