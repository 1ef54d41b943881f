import type { Ignorance, PackageFact } from '../../model/answer.ts';
import { type Freshness, freshnessOf } from '../freshness.ts';
import { readGoMod } from './go-mod.ts';
import { readInfo } from './info.ts';
import { versionPlace } from './module-path.ts';
import { packageFactOf } from './package-fact.ts';
import type { Ask, Told } from './proxies.ts';
import { newestOf, readVersionList } from './version-list.ts';

/** What the proxies of a route say of a module. */
export type Found =
  | { readonly is: 'module'; readonly fact: PackageFact; readonly freshness: Freshness }
  /** The list is what it was, and so is all that follows from it. */
  | { readonly is: 'unchanged'; readonly freshness: Freshness }
  | { readonly is: 'absent' }
  | Untold;

interface Untold {
  readonly is: 'untold';
  readonly why: Ignorance;
  readonly detail: string;
}

/** A module, and how its files are asked for. */
export interface Scene {
  /** As it is written. */
  readonly path: string;
  /** Where its files are, below the base of a proxy. */
  readonly place: string;
  readonly ask: Ask;
}

/**
 * Asks for the list of a module's versions, and for the `go.mod` that speaks for all of them. Where nothing is listed,
 * that is the one of `@latest`, a version of a commit; and where that is not there either, there is nothing to say of
 * the module but that it may be had by commits.
 *
 * A module is absent where neither a list nor `@latest` is there.
 *
 * @param validator of an earlier list that was not empty
 */
export async function askModule(scene: Scene, validator: string | undefined): Promise<Found> {
  const { place, ask } = scene;
  const list = await ask(`${place}/@v/list`, validator);
  switch (list.is) {
    case 'failure':
      return untoldBy(list);
    case 'unchanged':
      return { is: 'unchanged', freshness: freshnessOf(list) };
    case 'absent':
      return askLatest(scene, false);
    case 'text': {
      const versions = readVersionList(list.text);
      if (versions === undefined) return untold('lists more versions than any module has');
      if (versions.length === 0) return askLatest(scene, true);
      const fact = await factOf(scene, versions);
      return 'is' in fact ? fact : { is: 'module', fact, freshness: freshnessOf(list) };
    }
  }
}

const NOTHING_LISTED: PackageFact = { standing: { is: 'live' }, tags: {}, releases: [] };

async function askLatest(scene: Scene, hasList: boolean): Promise<Found> {
  const told = await scene.ask(`${scene.place}/@latest`);
  switch (told.is) {
    case 'failure':
      return untoldBy(told);
    case 'unchanged':
      return untold('answered 304 to a request without a condition');
    case 'absent':
      if (!hasList) return { is: 'absent' };
      return { is: 'module', fact: NOTHING_LISTED, freshness: {} };
    case 'text': {
      const latest = readInfo(told.text)?.version;
      if (latest === undefined) return untold('sent something else than a version for `@latest`');
      const text = await modOf(scene, latest);
      if (typeof text !== 'string') return text;
      const fact = factBy(text, latest, [], latest);
      // What confirms this one is no list.
      const { validator: _, ...freshness } = freshnessOf(told);
      return 'is' in fact ? fact : { is: 'module', fact, freshness };
    }
  }
}

async function factOf(scene: Scene, versions: readonly string[]): Promise<PackageFact | Untold> {
  const newest = newestOf(versions);
  if (newest === undefined) return NOTHING_LISTED;
  let { version } = newest;
  let text: string | Untold | undefined;
  if (newest.unless !== undefined) {
    const { decidedBy, otherwise } = newest.unless;
    const deciding = await modOf(scene, decidedBy);
    if (typeof deciding !== 'string') return deciding;
    // A proxy makes such a file up for a version without one (cmd/go/internal/modfetch/coderepo.go, `LegacyGoMod`).
    if (deciding !== `module ${scene.path}\n`) version = otherwise;
    if (version === decidedBy) text = deciding;
  }
  text ??= await modOf(scene, version);
  if (typeof text !== 'string') return text;
  // Some have nothing before these, and others hide them.
  const isHiding = newest.unless === undefined || version === newest.unless.otherwise;
  return factBy(text, version, versions, isHiding ? undefined : version);
}

/** What the `go.mod` of a version says of all of them. */
function factBy(text: string, version: string, versions: readonly string[], newest?: string): PackageFact | Untold {
  const mod = readGoMod(text);
  const fact = mod === undefined ? undefined : packageFactOf(versions, mod, newest);
  return fact ?? untold(`the go.mod of ${version} cannot be understood`);
}

async function modOf({ place, ask }: Scene, version: string): Promise<string | Untold> {
  const file = versionPlace(version);
  if (file === undefined) return untold('lists a version that no file can have');
  const told = await ask(`${place}/@v/${file}.mod`);
  switch (told.is) {
    case 'text':
      return told.text;
    case 'failure':
      return untoldBy(told);
    case 'unchanged':
    case 'absent':
      return untold(`lists ${version} and has no go.mod of it`);
  }
}

function untoldBy({ why, detail }: Extract<Told, { is: 'failure' }>): Untold {
  return { is: 'untold', why, detail };
}

function untold(detail: string): Untold {
  return { is: 'untold', why: 'garbled', detail };
}
