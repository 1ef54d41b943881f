import type { Ignorance } from '../../model/answer.ts';
import type { Owner } from '../../model/ownership.ts';
import { trimmedEnd } from '../../model/trim.ts';
import { CENTRAL, isCentral, PLUGIN_PORTAL } from '../../registries/maven/well-known.ts';
import type { Login, RoutingWorld } from '../../registries/route.ts';
import { readAddress } from './address.ts';
import { HTTP_BLOCKER, mirrorFor } from './mirrors.ts';
import type { MavenConfiguration } from './settings.ts';
import type { Mirror, NamedRepository, Profile } from './settings-file.ts';
import type { MavenSource } from './source.ts';

/** Where the artifacts of a file are asked, in the client's order. */
export interface Plan {
  readonly places: readonly Place[];
  /** Whether Central is among them, or what the user's configuration has in its place. */
  readonly hasCentral: boolean;
  /**
   * Set where one of the client's repositories cannot be asked: `nobody-behind`, so that it may have any name, and none
   * behind it hears of it; `skipped` where the client itself passes over it. `why` is for where nobody is left.
   */
  readonly ends?: { readonly as: 'nobody-behind' | 'skipped'; readonly why: Ignorance; readonly said: string };
}

/** A repository or mirror that can be asked. */
export interface Place {
  readonly base: string;
  /** The id by which Maven finds a login; absent of the user's own setting. */
  readonly id?: string;
  /** A login in the address itself, in the user's own settings. */
  readonly login?: Login;
  /** The address is what a login would be sent to by the folder's word alone. */
  readonly loginWithheld?: true;
}

/**
 * Maven's repositories for what a file wants: those of profiles in the settings that may be active, the last profile
 * first; then those of the file; then Central. Of several with one id the first counts. Each is asked at its mirror,
 * where it has one (seen with Maven 3.8.7: `test/real/maven-routes.test.ts`).
 *
 * @param snapshots whether a snapshot is meant
 */
export function mavenPlan(
  source: MavenSource,
  snapshots: boolean,
  configuration: MavenConfiguration,
  world: RoutingWorld,
): Plan {
  const own = fromProfiles(source.plugins, configuration);
  const ids = new Set(own.map(({ id }) => id));
  // Of those of a file the reader kept what may count, which may be several with one id.
  const files = source.repositories.filter(({ id }) => !ids.has(id));
  const central = { id: 'central', url: CENTRAL, releases: true, snapshots: false, ...DEFAULT };
  const repositories: Owned<NamedRepository>[] = [
    ...own.filter(({ id }, i) => own.findIndex(each => each.id === id) === i),
    ...files.map(each => ({ ...each, releases: true, snapshots: true, ...FILE })),
    ...(ids.has('central') || files.some(({ id }) => id === 'central') ? [] : [central]),
  ];
  const asked = repositories.filter(each => (snapshots ? each.snapshots : each.releases));
  const mirrors = mirrorsOf(configuration);
  const set = world.settings.registries.maven;
  const places = placesOf(
    asked.map(repository => {
      // The setting takes the place of the default, whatever the configuration makes of that.
      if (set !== undefined && (repository.id === 'central' || isCentrals(repository.url))) return setting(set);
      return mirrorFor(mirrors, repository) ?? { ...repository, isBlocked: false };
    }),
    world,
  );
  return { ...places, hasCentral: asked.some(({ id, url }) => id === 'central' || isCentrals(url)) };
}

/**
 * Gradle's repositories are those that the scripts name, and for plugins its portal where they name none. It has no
 * settings that would say another place, and Maven's are not its own.
 */
export function gradlePlan({ repositories, plugins }: MavenSource, world: RoutingWorld): Plan {
  const portal = plugins && repositories.length === 0 ? [{ id: 'gradlePluginPortal', url: PLUGIN_PORTAL }] : [];
  const set = world.settings.registries.maven;
  const named = [...repositories, ...portal].map(repository => ({
    ...repository,
    ...FILE,
    // Gradle refuses it, but where a script allows it.
    isBlocked: mirrorFor([HTTP_BLOCKER], repository) !== undefined,
  }));
  const all = named.map(repository => (set !== undefined && isCentrals(repository.url) ? setting(set) : repository));
  if (all.length > 0) return { ...placesOf(all, world), hasCentral: named.some(({ url }) => isCentrals(url)) };
  const said = 'Artifacts of Gradle’s scripts that name no repository are not asked about.';
  return { places: [], hasCentral: false, ends: { as: 'nobody-behind', why: 'unreachable', said } };
}

type Owned<Each> = Each & { readonly owner: Owner; readonly from: string };

type Target = Owned<Pick<Mirror, 'url' | 'isBlocked'> & { readonly id?: string }>;

const DEFAULT = { owner: 'user', from: 'the default' } as const;
const FILE = { owner: 'folder', from: 'A file of the folder' } as const;

function setting(url: string): Target {
  return { url, isBlocked: false, owner: 'user', from: 'the setting' };
}

function isCentrals(url: string): boolean {
  return isCentral(trimmedEnd(url.trim(), '/'));
}

/** Profiles of the user's file come before those of the installation, and the last is asked first (seen). */
function fromProfiles(plugins: boolean, { layers, options }: MavenConfiguration): readonly Owned<NamedRepository>[] {
  const active = new Set([...options.profiles, ...layers.flatMap(({ settings }) => settings.activeProfiles)]);
  const profiles: Owned<Profile>[] = layers.flatMap(({ settings, owner, from }) =>
    settings.profiles.map(profile => ({ ...profile, owner, from })),
  );
  const isActive = ({ id, mayBeActive }: Profile) =>
    active.has(id) || (mayBeActive && !active.has(`!${id}`) && !active.has(`-${id}`));
  return profiles
    .filter((profile, i) => profiles.findIndex(({ id }) => id === profile.id) === i && isActive(profile))
    .reverse()
    .flatMap(({ owner, from, repositories, pluginRepositories }) =>
      (plugins ? pluginRepositories : repositories).map(repository => ({ ...repository, owner, from })),
    );
}

function mirrorsOf({ layers, hasInstallation }: MavenConfiguration): readonly Owned<Mirror>[] {
  const all: Owned<Mirror>[] = layers.flatMap(({ settings, owner, from }) =>
    settings.mirrors.map(mirror => ({ ...mirror, owner, from })),
  );
  if (!hasInstallation) all.push({ ...HTTP_BLOCKER, owner: 'user', from: 'the default' });
  return all.filter((mirror, i) => all.findIndex(({ id }) => id === mirror.id) === i);
}

function placesOf(targets: readonly Target[], world: RoutingWorld): Omit<Plan, 'hasCentral'> {
  const places: Place[] = [];
  let skipped: Plan['ends'];
  for (const { id, url, owner, from, isBlocked } of targets) {
    if (isBlocked) {
      skipped ??= {
        as: 'skipped',
        why: 'blocked',
        said: 'Repositories that a mirror blocks are not asked, as Maven and Gradle block those by plain http.',
      };
      continue;
    }
    const address = readAddress(url, owner, world);
    if (address.is !== 'address') {
      const what = address.is === 'variable' ? 'holds a variable that is not put in' : 'is not of http or https';
      const said = `${from}: the address of the repository \`${id}\` ${what}. No other is asked for what it may have.`;
      const why = address.is === 'variable' && owner === 'folder' ? 'untrusted' : 'unreachable';
      return { places, ends: { as: 'nobody-behind', why, said } };
    }
    if (places.some(({ base }) => base === address.base)) continue;
    const { base, login } = address;
    const withLogin = login === undefined ? {} : owner === 'user' ? { login } : { loginWithheld: true as const };
    places.push({ base, ...(id === undefined ? {} : { id }), ...withLogin });
  }
  return { places, ...(skipped === undefined ? {} : { ends: skipped }) };
}
