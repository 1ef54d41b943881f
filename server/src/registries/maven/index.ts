import type { Answer, AnyFact, HistoryFact, Ignorance, ReleaseFact } from '../../model/answer.ts';
import type { PackagePlace, Question } from '../../model/question.ts';
import type { Asked, Asking, MakeRegistry, Page } from '../registry.ts';
import type { Route } from '../route.ts';
import { type FoundIn, type FoundLists, findMetadata, findPom, findSnapshot } from './asking.ts';
import { type Challenged, createGet } from './client.ts';
import { type Coordinates, isSnapshot, isVersion, readName } from './coordinates.ts';
import { askFileHash, readHashWanted } from './file-hash.ts';
import { whereListed } from './joined-lists.ts';
import { createProofs } from './proofs.ts';
import { followRelocations } from './relocations.ts';
import { pomAt, type Scene } from './repository.ts';
import { isCentral, isPublic } from './well-known.ts';

/**
 * Maven repositories (maven.apache.org, “Repository Layout”). `package` is the list of an artifact's versions,
 * which need not be true; `release` is asked of the version's own POM, which decides, and says where the artifact
 * was relocated to, and for the hash of one file of what lies beside that; `terms` is what that POM says as a parent or
 * a BOM; `history` is what the newest POM says of the artifact.
 *
 * The repositories of a route are asked in their order, and the first that has something counts. What one of them could
 * not tell is told by none, and no other hears of it.
 */
export const makeMavenRegistry: MakeRegistry = http => {
  const proofs = createProofs();
  const challenged: Challenged = new Set();
  return {
    id: 'maven',
    page: pageOf,
    async ask(question, route, asking) {
      if (!('registry' in question)) return unknown('garbled', 'not a question about an artifact');
      const artifact = readName(question.name);
      if (artifact === undefined) return unknown('garbled', `\`${question.name}\` is no name of an artifact`);
      const scene: Scene = { get: createGet(http, challenged, asking), proofs };
      switch (question.ask) {
        case 'package':
          return listAnswer(await findMetadata(scene, route, artifact, asking), asking);
        case 'history':
          return askHistory(scene, route, question, artifact, asking);
        case 'provenance':
          return unknown('garbled', 'no document answers this');
        case 'terms': {
          const { version } = question;
          if (!isVersion(version)) return unknown('garbled', `\`${version}\` is no version that a repository can have`);
          // What lies under it changes, and is mostly built here.
          if (isSnapshot(version)) return unknown('elsewhere', 'snapshots may have been built here');
          return askTerms(scene, route, { ...artifact, version }, asking);
        }
        case 'release': {
          const { version } = question;
          if (!isVersion(version)) return unknown('garbled', `\`${version}\` is no version that a repository can have`);
          const coordinates = { ...artifact, version };
          const wanted = readHashWanted(question.source);
          if (wanted !== undefined) return askFileHash(scene.get, route, coordinates, wanted, asking);
          return isSnapshot(version)
            ? askSnapshot(scene, route, coordinates, asking)
            : askRelease(scene, route, question, coordinates, asking);
        }
      }
    },
  };
};

/** Where a name is asked is in the route, so that all files that lead to one place ask once. */
function pageOf(question: Question): Page | undefined {
  if (!('registry' in question) || question.source === undefined) return undefined;
  if (readHashWanted(question.source) !== undefined) return undefined;
  const { source: _, ...whole } = question;
  return { question: whole, pick: fact => fact, missing: 'version' in question ? 'version' : 'package' };
}

function listAnswer(found: FoundLists, { earlier, now }: Asking): Asked {
  switch (found.is) {
    case 'found':
      return { ...found.freshness, answer: { state: 'known', fact: found.document, asOf: now } };
    case 'unchanged':
      if (earlier === undefined) return unknown('garbled', 'answered 304 to a request without a condition');
      return {
        validator: earlier.validator,
        ...found.freshness,
        answer: { state: 'known', fact: earlier.fact, asOf: now },
      };
    case 'absent':
    case 'untold':
      return withoutFact(found, now);
  }
}

/** No repository has dates of versions. What the newest version says of the artifact is told, for two requests. */
async function askHistory(
  scene: Scene,
  route: Route,
  question: PackagePlace,
  artifact: Omit<Coordinates, 'version'>,
  asking: Asking,
): Promise<Asked> {
  const { earlier: _, ...afresh } = asking;
  const list = await findMetadata(scene, route, artifact, afresh);
  if (list.is !== 'found') return listAnswer(list, afresh);
  const { tags, releases } = list.document;
  const version = tags.release ?? tags.latest ?? releases.at(-1)?.version;
  const { now: asOf } = asking;
  const known = (fact: HistoryFact): Asked => ({
    answer: { state: 'known', fact, asOf },
    also: [{ question: packageOf(question), answer: { state: 'known', fact: list.document, asOf } }],
  });
  const from = version === undefined ? undefined : (whereListed(list.lists, version) ?? list.lists[0]?.from);
  if (version === undefined || from === undefined || isSnapshot(version)) return known({ published: {} });
  const newest = await pomAt(scene, from, { ...artifact, version });
  if (newest.is === 'untold') return unknown(newest.why, newest.detail);
  if (newest.is !== 'found') return known({ published: {} });
  const date = isCentral(from.base) ? newest.modified : undefined;
  return known({ published: date === undefined ? {} : { [version]: date }, about: newest.document.about });
}

async function askRelease(
  scene: Scene,
  route: Route,
  question: PackagePlace,
  at: Coordinates,
  asking: Asking,
): Promise<Asked> {
  const { now: asOf } = asking;
  const found = await findPom(scene, route, at, asking);
  switch (found.is) {
    case 'found': {
      const whither = await followRelocations(scene, route, at, found, asking);
      if (whither.is === 'unclear') return unknown('garbled', 'its POM leads on to what cannot be worked out');
      const { base } = found.from;
      const fact: ReleaseFact = {
        version: at.version,
        standing: whither.standing,
        ...(isCentral(base) && found.modified !== undefined ? { published: found.modified } : {}),
      };
      // What is published there stays as it is.
      return { ...(isPublic(base) ? { freshFor: WEEK_MS } : {}), answer: { state: 'known', fact, asOf } };
    }
    case 'absent': {
      const { list } = found;
      const also = list === undefined ? [] : [{ question: packageOf(question), answer: knownAnswer(list, asOf) }];
      return { ...withoutFact(found, asOf), also };
    }
    case 'untold':
      return unknown(found.why, found.detail);
    case 'unchanged':
      return unknown('garbled', 'answered 304 to a request without a condition');
  }
}

async function askTerms(scene: Scene, route: Route, at: Coordinates, asking: Asking): Promise<Asked> {
  const found = await findPom(scene, route, at, asking);
  switch (found.is) {
    case 'found': {
      const terms = found.document.terms();
      if (terms === undefined) return unknown('garbled', 'its POM says nothing, or more than any POM says');
      return { forEver: isPublic(found.from.base), answer: knownAnswer(terms, asking.now) };
    }
    case 'absent':
    case 'untold':
      return withoutFact(found, asking.now);
    case 'unchanged':
      return unknown('garbled', 'answered 304 to a request without a condition');
  }
}

async function askSnapshot(scene: Scene, route: Route, at: Coordinates, { now }: Asking): Promise<Asked> {
  const found = await findSnapshot(scene, route, at);
  switch (found.is) {
    case 'found':
      return { answer: knownAnswer({ version: at.version, standing: { is: 'live' } }, now) };
    case 'untold':
      return unknown(found.why, found.detail);
    case 'missing':
    case 'unchanged':
      return unknown('garbled', 'answered 304 to a request without a condition');
  }
}

/** Central changes nothing that it has. */
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

function packageOf({ registry, name }: PackagePlace): Question {
  return { ask: 'package', registry, name };
}

function knownAnswer(fact: AnyFact, asOf: number): Answer<AnyFact> {
  return { state: 'known', fact, asOf };
}

function withoutFact(found: Extract<FoundIn<unknown>, { is: 'absent' | 'untold' }>, asOf: number): Asked {
  if (found.is === 'untold') return unknown(found.why, found.detail);
  const { missing, isOpen } = found;
  return { answer: { state: 'absent', missing, asOf, ...(isOpen ? { isOpen } : {}) } };
}

function unknown(why: Ignorance, detail: string): Asked {
  const answer: Answer<AnyFact> = { state: 'unknown', why };
  return { answer, detail };
}
