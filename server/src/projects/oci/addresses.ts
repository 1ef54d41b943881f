import { isLoopbackHost } from '../../http/inward.ts';
import { parseImageName } from '../../model/image-reference.ts';
import { type ImageName, imageNameText } from '../../model/names.ts';
import type { Question } from '../../model/question.ts';
import type { RoutingWorld } from '../../registries/route.ts';
import { type DockerDaemon, readDockerDaemons } from './docker-daemon.ts';
import {
  type ContainersMirror,
  type ContainersRegistry,
  readRegistriesConf,
  registryOfName,
} from './registries-conf.ts';

/** Where an image is asked, whoever asks. */
export interface OciAddress {
  readonly base: string;
  /** The image's path there. */
  readonly repository: string;
  /** The user's own configuration says that plain http is good enough for it, so a login may go that way too. */
  readonly insecure: boolean;
}

export type OciPlacing =
  | {
      readonly is: 'at';
      readonly address: OciAddress;
      readonly mirrors: readonly OciAddress[];
      readonly usual: boolean;
    }
  /** The user's own configuration forbids it. */
  | { readonly is: 'blocked' }
  /** What is configured makes no address. */
  | { readonly is: 'nowhere' };

/** Chooses where a question about an image is asked. Synchronous. */
export type PlaceOciQuestion = (question: OciQuestion) => OciPlacing;

/** Any question about an image. */
export type OciQuestion = Extract<Question, { image: ImageName }>;

/**
 * Chooses addresses as the user's own tools do: our setting, then containers' `registries.conf`, then Docker's daemon
 * for Docker Hub, then the host itself. What the user blocked is not unblocked by a setting, which may be a folder's.
 */
export async function loadOciAddresses(world: RoutingWorld): Promise<PlaceOciQuestion> {
  const [found, daemon] = await Promise.all([readRegistriesConf(world), readDockerDaemons(world)]);
  if (found === undefined) return () => ({ is: 'nowhere' });
  const registries = found;
  const isInsecure = insecureBy(registries, daemon);
  const addresses = world.settings.registries.oci;

  function bySettings(base: string, { repository }: ImageName): OciPlacing {
    if (!URL.canParse(base)) return { is: 'nowhere' };
    const { host } = new URL(base);
    const name = parseImageName(`${host}/${repository}`);
    const matched = name === undefined ? undefined : registryOfName(registries, imageNameText(name));
    if (matched?.registry.blocked) return { is: 'blocked' };
    return { is: 'at', address: { base, repository, insecure: isInsecure(host) }, mirrors: [], usual: false };
  }

  function byContainers({ registry, rest }: Matched, question: OciQuestion): OciPlacing {
    if (registry.blocked) return { is: 'blocked' };
    const { location, insecure } = registry;
    const address = addressOf(location === undefined ? undefined : location + rest, question.image, insecure);
    if (address === undefined) return { is: 'nowhere' };
    const mirrors = registry.mirrors
      .filter(mirror => servesQuestion(mirror.serves, question))
      .flatMap(mirror => addressOf(mirror.location + rest, question.image, mirror.insecure) ?? []);
    return { is: 'at', address, mirrors, usual: mirrors.length === 0 && isUsual(address, question.image) };
  }

  /** An address by a name that a location made of an image's, or by the image's own. */
  function addressOf(moved: string | undefined, image: ImageName, insecure: boolean): OciAddress | undefined {
    const name = moved === undefined ? image : parseImageName(moved);
    if (name === undefined) return undefined;
    const base = usualBase(name.host);
    if (!URL.canParse(base)) return undefined;
    return { base, repository: name.repository, insecure: insecure || isInsecure(name.host) };
  }

  return question => {
    const { image } = question;
    const set = addresses[image.host];
    const usualAddress = addressOf(undefined, image, false);
    const matched = registryOfName(registries, imageNameText(image));
    if (matched?.registry.blocked) return { is: 'blocked' };
    if (set !== undefined && set !== usualAddress?.base) return bySettings(set, image);
    if (matched !== undefined) return byContainers(matched, question);
    if (usualAddress === undefined) return { is: 'nowhere' };
    const hasMirrors = image.host === 'docker.io' && servesQuestion('all', question);
    // The user, or whoever runs the machine, wrote the scheme of each, so `http` is meant.
    const mirrors = (hasMirrors ? daemon.hubMirrors : []).map(base => ({
      ...{ base, repository: image.repository },
      insecure: base.startsWith('http:') || isInsecure(new URL(base).host),
    }));
    return { is: 'at', address: usualAddress, mirrors, usual: mirrors.length === 0 };
  };
}

type Matched = { readonly registry: ContainersRegistry; readonly rest: string };

/** docker.io is only a name. Plain http is for this machine's own registries. */
function usualBase(host: string): string {
  if (host === 'docker.io') return 'https://registry-1.docker.io';
  const name = host.replace(/:\d+$/, '');
  return `${isLoopbackHost(name) ? 'http' : 'https'}://${host}`;
}

function isUsual({ base, repository }: OciAddress, image: ImageName): boolean {
  return base === usualBase(image.host) && repository === image.repository;
}

/**
 * What a mirror must serve to be asked. It holds images; what else a registry knows, such as all tags, it need not
 * have.
 */
export function mirrorUse(question: OciQuestion): 'tags' | 'digests' | 'none' {
  switch (question.ask) {
    case 'manifest':
      return 'tag' in question.at ? 'tags' : 'digests';
    case 'contents':
    case 'config':
      return 'digests';
    case 'referrers':
    case 'tags':
      return 'none';
  }
}

function servesQuestion(serves: ContainersMirror['serves'], question: OciQuestion): boolean {
  const use = mirrorUse(question);
  return use !== 'none' && (serves === 'all' || serves === use);
}

/** Hosts, with their ports, that the user's own configuration lets be asked by plain http. */
function insecureBy(registries: readonly ContainersRegistry[], daemon: DockerDaemon): (host: string) => boolean {
  const hosts = new Set<string>();
  for (const { prefix, location = prefix, insecure, mirrors } of registries) {
    for (const place of [{ location, insecure }, ...mirrors]) {
      if (place.insecure) hosts.add((place.location.split('/')[0] ?? '').toLowerCase());
    }
  }
  return host => hosts.has(host.toLowerCase()) || daemon.isInsecure(host);
}
