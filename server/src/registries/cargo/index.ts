import type { Ignorance, SaidBesides } from '../../model/answer.ts';
import { freshnessOf } from '../freshness.ts';
import type { Asked, Asking, MakeRegistry } from '../registry.ts';
import type { Login, Route } from '../route.ts';
import { type Afresh, createSecondLooks } from '../second-looks.ts';
import { createGet, type Get } from './client.ts';
import { createIndexConfigs, type IndexConfigs, type IndexPlace } from './configs.ts';
import { cratePath } from './crate-path.ts';
import { readIndexFile } from './index-file.ts';
import { createCargoPages } from './page.ts';
import type { CargoReply } from './replies.ts';

/**
 * Registries of crates, by the sparse protocol (cargo's book, registry-index.md, “Sparse protocol”).
 *
 * Each crate has one file. Where there is none, it is asked a second time past caches, and the base has to show by its
 * `config.json` that it is an index: then the crate is absent, whatever the words of the 404.
 */
export const makeCargoRegistry: MakeRegistry = http => {
  const configs = createIndexConfigs();
  const secondLooks = createSecondLooks();
  const { pageOf, releaseIn } = createCargoPages();

  async function askFile(name: string, route: Route, asking: Asking, pastCaches: boolean): Promise<Asked> {
    const path = cratePath(name);
    if (path === undefined) return unknown('garbled', `\`${name}\` is no name that an index can have`);
    const login = await route.login();
    if (login.is === 'broken') return unknown('refused', login.detail);
    const { base, identity } = route;
    const place = { base, identity, token: tokenOf(login) };
    const get = createGet(http, asking);
    return askCrate({ get, place, configs, asking, pastCaches, address: `${base}${path}`, name });
  }

  function askAfresh(question: Afresh, route: Route, { earlier: _, ...asking }: Asking): Promise<Asked> {
    const askPage = () => askFile(question.name, route, asking, true);
    return secondLooks.of(question, route, asking.now, askPage, fact => releaseIn(fact, question.version));
  }

  return {
    id: 'cargo',
    page: pageOf,
    async ask(question, route, asking) {
      if (question.ask === 'release' && question.afresh === true) return askAfresh(question, route, asking);
      if (question.ask !== 'package') return unknown('garbled', 'not a question about a crate as a whole');
      return askFile(question.name, route, asking, false);
    },
  };
};

/** All that asking about one crate needs. */
interface Scene {
  readonly get: Get;
  readonly place: IndexPlace;
  readonly configs: IndexConfigs;
  readonly asking: Asking;
  /** Whether even the first answer must not be a cache's. */
  readonly pastCaches: boolean;
  /** Of the crate's file. */
  readonly address: string;
  readonly name: string;
}

/** How long a base is believed to be an index while something seems to be missing there, in milliseconds. */
const PROVEN_FOR = 60_000;

async function askCrate(scene: Scene): Promise<Asked> {
  const { get, place, configs, asking, pastCaches, address } = scene;
  let token: string | undefined;
  if (place.token !== undefined) {
    // Cargo sends a token only to an index that wants one.
    const config = await configs.of(place, get, asking.now);
    if (config.is === 'untold') return unknown(config.why, config.detail);
    token = config.wantsToken ? place.token : undefined;
  }
  const first = read(scene, await get(address, { token, pastCaches, validator: asking.earlier?.validator }));
  if (first.is === 'told') return first.asked;
  const second = read(scene, await get(address, { token, pastCaches: true }));
  if (second.is === 'told') return second.asked;
  return absence(scene, token, second);
}

/** What one answer says; that there is no such crate has to be said twice. */
type Read = { readonly is: 'told'; readonly asked: Asked } | Missing;

interface Missing {
  readonly is: 'missing';
  readonly detail: string;
  /** The index has it in this spelling. */
  readonly spelled?: string;
}

function read({ asking, name }: Scene, got: CargoReply): Read {
  switch (got.is) {
    case 'body': {
      const file = readIndexFile(got.bytes, name);
      if (file.is === 'garbled') return told('garbled', `what came is not the file of \`${name}\` in an index`);
      if (file.is === 'other-spelling') {
        return { is: 'missing', detail: `the index spells \`${name}\` otherwise`, spelled: file.spelled };
      }
      const answer = { state: 'known', fact: file.fact, asOf: asking.now } as const;
      return { is: 'told', asked: { ...freshnessOf(got), answer } };
    }
    case 'unchanged': {
      const { earlier, now } = asking;
      if (earlier === undefined) return told('garbled', 'answered 304 to a request without a condition');
      const answer = { state: 'known', fact: earlier.fact, asOf: now } as const;
      return { is: 'told', asked: { validator: earlier.validator, ...freshnessOf(got), answer } };
    }
    case 'not-found':
      return { is: 'missing', detail: got.detail };
    case 'unauthorized':
      return told('refused', got.detail);
    case 'failure':
      return told(got.why, got.detail);
  }
}

/**
 * Whether two answers that there is no such crate count. An index says itself whether it has a token shown to it; that
 * one of the user's is withheld is no matter to one that has none.
 */
async function absence(scene: Scene, token: string | undefined, { detail, spelled }: Missing): Promise<Asked> {
  const { get, place, configs, asking } = scene;
  const config = await configs.of(place, get, asking.now, PROVEN_FOR);
  if (config.is === 'untold') return unknown(config.why, `${detail}, and ${config.detail}`);
  if (config.wantsToken && token === undefined) return unknown('refused', `${detail} to nobody, and wants a token`);
  const besides: SaidBesides = {
    ...(spelled === undefined ? {} : { spelled }),
    ...(config.wantsToken ? {} : { isOpen: true }),
  };
  return { answer: { state: 'absent', missing: 'package', asOf: asking.now, ...besides } };
}

/** `projects/cargo` makes no other logins than tokens, which are sent as they are. */
function tokenOf(login: Exclude<Login, { is: 'broken' }>): string | undefined {
  return login.is === 'bearer' ? login.token : undefined;
}

function unknown(why: Ignorance, detail: string): Asked {
  return { answer: { state: 'unknown', why }, detail };
}

function told(why: Ignorance, detail: string): Read {
  return { is: 'told', asked: unknown(why, detail) };
}
