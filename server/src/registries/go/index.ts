import type { AnyFact, Ignorance, Missing } from '../../model/answer.ts';
import type { Question } from '../../model/question.ts';
import { freshnessOf } from '../freshness.ts';
import type { Asked, Asking, MakeRegistry, Page } from '../registry.ts';
import type { Route } from '../route.ts';
import { CHECKSUM_DATABASE, createChecksums } from './checksum-database.ts';
import { readInfo } from './info.ts';
import { askModule, type Scene } from './module.ts';
import { modulePlace, versionPlace } from './module-path.ts';
import { createProofs } from './proofs.ts';
import { createAsk } from './proxies.ts';
import { canonical, readVersion } from './versions.ts';

/**
 * Proxies of Go modules (Go modules reference, “GOPROXY protocol”). What is said of a module stands in the `go.mod`
 * of its newest version; whether one version is there is a question of its own, since no list has those made of
 * commits. What a version's files hash to is the checksum database's word.
 */
export const makeGoRegistry: MakeRegistry = http => {
  const proofs = createProofs();
  const checksums = createChecksums(http);
  return {
    id: 'go',
    async ask(question, route, asking) {
      if (question.ask !== 'package' && question.ask !== 'release')
        return unknown('garbled', 'no document answers this');
      const { name: path } = question;
      const place = modulePlace(path);
      if (place === undefined) return unknown('garbled', `\`${path}\` is no path that go asks for`);
      if (question.ask === 'release' && question.source === CHECKSUM_DATABASE)
        return checksums.ask(path, question.version, route, asking);
      const scene: Scene = { path, place, ask: createAsk(http, proofs, route, asking) };
      return question.ask === 'package'
        ? askPackage(scene, route, asking)
        : askRelease(question.version, scene, route, asking);
    },
    page: pageOf,
  };
};

async function askPackage(scene: Scene, route: Route, asking: Asking): Promise<Asked> {
  const { earlier, now: asOf } = asking;
  const found = await askModule(scene, earlier?.validator);
  switch (found.is) {
    case 'module':
      return { ...found.freshness, answer: { state: 'known', fact: found.fact, asOf } };
    case 'unchanged':
      if (earlier === undefined) return unknown('garbled', 'answered 304 to a request without a condition');
      return {
        validator: earlier.validator,
        ...found.freshness,
        answer: { state: 'known', fact: earlier.fact, asOf },
      };
    case 'absent':
      return absent('package', route, asking);
    case 'untold':
      return unknown(found.why, found.detail);
  }
}

/** A version, or what stands for one: a branch, the beginning of a commit, of a version. */
async function askRelease(written: string, scene: Scene, route: Route, asking: Asking): Promise<Asked> {
  const file = versionPlace(written);
  if (file === undefined) return unknown('garbled', `\`${written}\` is no version that go asks for`);
  const told = await scene.ask(`${scene.place}/@v/${file}.info`);
  switch (told.is) {
    case 'absent':
      return absent('version', route, asking);
    case 'failure':
      return unknown(told.why, told.detail);
    case 'unchanged':
      return unknown('garbled', 'answered 304 to a request without a condition');
    case 'text': {
      const info = readInfo(told.text);
      const read = readVersion(written);
      const isExact = read !== undefined && canonical(read) === written;
      // As go: to who asks for a version, a proxy speaks of no other.
      if (info === undefined || (isExact && info.version !== written)) {
        return unknown('garbled', `what came does not tell of ${written}`);
      }
      const { version, time } = info;
      const fact = { version, standing: { is: 'live' }, ...(time === undefined ? {} : { published: time }) } as const;
      const { validator: _, ...freshness } = freshnessOf(told);
      const answer = { state: 'known', fact, asOf: asking.now } as const;
      return isExact ? { answer, forEver: true } : { ...freshness, answer };
    }
  }
}

/** Go may look for it at its origin next, or in files: that such a proxy does not have it says nothing, or little. */
function absent(missing: Missing, { goesOn }: Route, { now: asOf }: Asking): Asked {
  if (goesOn === 'elsewhere') return unknown('elsewhere', 'it is not there, and go looks for it elsewhere next');
  return { answer: { state: 'absent', missing, asOf, ...(goesOn === undefined ? {} : { goesOn }) } };
}

/** No proxy lists when versions were published, so what is known of a module answers for that as well. */
function pageOf(question: Question): Page | undefined {
  if (question.ask !== 'history') return undefined;
  const { registry, name } = question;
  const pick = (fact: AnyFact) => ('releases' in fact ? { published: {} } : undefined);
  return { question: { ask: 'package', registry, name }, pick, missing: 'package' };
}

function unknown(why: Ignorance, detail: string): Asked {
  return { answer: { state: 'unknown', why }, detail };
}
