import type { YamlMap, YamlNode } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath, placesOf, textAt, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { type Build, dockerfilePath, type GivenArgument, MOST_ARGUMENTS } from './build-arguments.ts';
import { isNull } from './written-image.ts';

/** One service of a Compose file. */
export interface ComposeService {
  readonly name: string;
  readonly map: YamlMap;
}

/** A place that may name an image, and what for. */
export interface ComposeImage extends YamlFound {
  /**
   * `service`: its own. `hook`: what runs before it starts. `volume`: what is mounted into it. `context`: what its
   * build is given under a name, of which most are no images.
   */
  readonly use: 'service' | 'hook' | 'volume' | 'context';
  readonly service: ComposeService;
}

/**
 * What builds are given under names; `x-bake` is for who builds the file by Bake (buildx, bake/compose.go, `xbake`).
 */
const COMPOSE_CONTEXTS = ['build.additional_contexts', 'build.x-bake.contexts'] as const;

/**
 * The services of a file. Its first version had them at the top, without `services` around; there only what has an
 * image or a build counts as one.
 */
export function servicesOf(root: YamlNode | undefined): ComposeService[] {
  if (root?.kind !== 'map') return [];
  const below = entryOf(root, 'services');
  const at = below === undefined ? root : below.value;
  if (at?.kind !== 'map') return [];
  return placesOf(at).flatMap(({ entry, value }) => {
    const name = entry?.key.value ?? '';
    if (value?.kind !== 'map' || (below === undefined && !isOldService(name, value))) return [];
    return [{ name, map: value }];
  });
}

/** All that a service may name images by, in the order of the walk. */
export function imagesOf(service: ComposeService): ComposeImage[] {
  const { map } = service;
  const at = (use: ComposeImage['use'], found: readonly YamlFound[]) => found.map(each => ({ ...each, use, service }));
  const mounted = findPath(map, 'volumes[]').flatMap(({ value }) => {
    const source = value?.kind === 'map' && textAt(value, 'type') === 'image' ? entryOf(value, 'source') : undefined;
    return source === undefined ? [] : [source];
  });
  return [
    ...at('service', findPath(map, 'image')),
    ...at('hook', findPath(map, 'pre_start[].image')),
    ...at('volume', mounted),
    ...at('context', contextsOf(service)),
  ];
}

/** The contexts that a service's build is given: entries of a map, or items of a list that each say `NAME=VALUE`. */
export function contextsOf({ map }: ComposeService): YamlFound[] {
  return COMPOSE_CONTEXTS.flatMap(path =>
    findPath(map, path).flatMap(({ value }) => findPath(value, value?.kind === 'list' ? '[]' : '*')),
  );
}

/**
 * The builds of Dockerfiles in the workspace, with their arguments (Compose Specification, build.md, `args`): entries
 * of a map, or items that each say `NAME=VALUE`. A name without a value takes that of the environment, and where there
 * is none the Dockerfile's, so nothing is given.
 */
export function composeBuilds(services: readonly ComposeService[], file: string): Build[] {
  let left = MOST_ARGUMENTS;
  return services.flatMap(({ map }) => {
    if (left < 0) return [];
    const build = entryOf(map, 'build')?.value;
    if (build?.kind === 'scalar') return build.isString ? buildAt(file, build.value, 'Dockerfile', new Map()) : [];
    if (build?.kind !== 'map' || entryOf(build, 'dockerfile_inline') !== undefined) return [];
    // What it is merged into says where it lies.
    const isAdded = /override/.test(file) || entryOf(map, 'extends') !== undefined;
    if (isAdded && entryOf(build, 'context') === undefined) return [];
    const gives = new Map<string, GivenArgument>();
    const args = entryOf(build, 'args')?.value;
    for (const found of findPath(args, args?.kind === 'list' ? '[]' : '*')) {
      left -= 1;
      const { entry, value } = found;
      if (value?.kind !== 'scalar') continue;
      const name = entry?.key.value ?? /^([^=]+)=/.exec(value.value)?.[1];
      const isNothing = entry !== undefined && !value.isString && isNull(value.value);
      if (name !== undefined && !isNothing)
        gives.set(name, { ...found, prefix: entry === undefined ? `${name}=` : '' });
    }
    return buildAt(file, textOr(build, 'context', '.'), textOr(build, 'dockerfile', 'Dockerfile'), gives);
  });
}

function buildAt(
  file: string,
  context: string | undefined,
  dockerfile: string | undefined,
  gives: ReadonlyMap<string, GivenArgument>,
): Build[] {
  const path =
    context === undefined || dockerfile === undefined ? undefined : dockerfilePath(file, context, dockerfile);
  return path === undefined ? [] : [{ dockerfile: path, gives }];
}

/** The text of a key, or what holds without the key; `undefined` where it is not known. */
function textOr(map: YamlMap, key: string, without: string): string | undefined {
  return entryOf(map, key) === undefined ? without : textAt(map, key);
}

/**
 * Tells of an image's text, or of a service's name where that is mounted, whether this file builds it: an `image` with
 * a `build` is the name of what comes out, also where another service starts from it (Docker Compose,
 * pkg/compose/pull.go, `isServiceImageToBuild`).
 */
export function builtHere(services: readonly ComposeService[]): {
  image(text: string): boolean;
  service(name: string): boolean;
} {
  const byName = new Map(services.map(service => [service.name, service]));
  const images = new Set<string>();
  const names = new Set<string>();
  for (const service of services) {
    const chain = extendedBy(service, byName);
    if (!chain.some(({ map }) => isBuilt(map))) continue;
    names.add(service.name);
    const image = chain.map(({ map }) => textAt(map, 'image')).find(text => text !== undefined);
    if (image !== undefined) images.add(image);
  }
  return { image: text => images.has(text), service: name => names.has(name) };
}

const LONGEST_CHAIN = 16;

/**
 * A service and those of the same file that it extends, itself first, as far as people go. Each once, so that circles
 * end.
 */
function extendedBy(service: ComposeService, byName: ReadonlyMap<string, ComposeService>): ComposeService[] {
  const chain = new Set<ComposeService>();
  for (let next: ComposeService | undefined = service; next !== undefined && chain.size < LONGEST_CHAIN; ) {
    if (chain.has(next)) break;
    chain.add(next);
    const base = entryOf(next.map, 'extends')?.value;
    if (base?.kind === 'scalar') next = byName.get(base.value);
    else if (base?.kind === 'map' && entryOf(base, 'file') === undefined)
      next = byName.get(textAt(base, 'service') ?? '');
    else next = undefined;
  }
  return [...chain];
}

function isBuilt(map: YamlMap): boolean {
  // Without a `build`, this policy leads to the one of another file that is merged with this one.
  if (textAt(map, 'pull_policy') === 'build') return true;
  const build = entryOf(map, 'build')?.value;
  // `build: !reset null` takes away what another file says.
  return build !== undefined && !(build.kind === 'scalar' && !build.isString);
}

const NO_SERVICES = /^(?:version|name|include|networks|volumes|configs|secrets|models|x-.*)$/;

function isOldService(name: string, map: YamlMap): boolean {
  return !NO_SERVICES.test(name) && (textAt(map, 'image') !== undefined || entryOf(map, 'build') !== undefined);
}
