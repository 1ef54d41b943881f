import type { AnyFact, ConfigFact } from '../../model/answer.ts';
import type { Digest, ImageName } from '../../model/names.ts';
import type { Question } from '../../model/question.ts';
import type { Asked, MakeRegistry } from '../registry.ts';
import type { Login, Route } from '../route.ts';
import { createOciClient, type OciClient, type OciPlace } from './client.ts';
import { parseConfig } from './documents.ts';
import { type Found, garbled, hashLike, unexpected } from './found.ts';
import { contentsAnswer, createManifests, type Manifests } from './manifests.ts';
import { findReferrers } from './referrers.ts';
import { listTags } from './tags.ts';

const CONFIG_BYTES = 64 * 1024 * 1024;

/**
 * The registries of images: the OCI distribution API 1.1, and Docker's registries before it.
 *
 * `absent` needs a 404 twice, the second time past all caches, and a body or a root by which the host shows that it is
 * a registry. Bytes are believed when they hash to the digest they stand for.
 */
export const makeOciRegistry: MakeRegistry = http => {
  const client = createOciClient(http);
  const manifests = createManifests(client);

  async function askAt(question: OciQuestion, place: OciPlace): Promise<Asked> {
    const { image } = question;
    switch (question.ask) {
      case 'manifest':
        return asked(await manifests.resolve(place, image, question.at), place.now);
      case 'contents': {
        const found = await manifests.contents({ ...place, pullsFor: 'proof' }, image, question.digest);
        return keptForEver(asked(found, place.now));
      }
      case 'config': {
        const found = await readConfig(client, manifests, { ...place, pullsFor: 'show' }, image, question.digest);
        return keptForEver(asked(found, place.now));
      }
      case 'referrers':
        return asked(await findReferrers(client, { ...place, pullsFor: 'show' }, question.digest), place.now);
      case 'tags':
        return asked(await listTags(client, place), place.now);
    }
  }

  return {
    id: 'oci',
    async ask(question, route, { now, signal }) {
      if (!('image' in question)) {
        // Questions about packages come here only by a fault of ours.
        return {
          answer: { state: 'unknown', why: 'garbled' },
          detail: 'a registry of images knows nothing of packages',
        };
      }
      const placeAt = (route: Route): OciPlace => ({
        ...{ route, repository: route.repository ?? question.image.repository, now },
        ...(signal === undefined ? {} : { signal }),
      });
      for (const mirror of route.mirrors ?? []) {
        const told = await askAt(question, { ...placeAt(mirror), isMirror: true });
        // A mirror need not have everything, so what it lacks or refuses says nothing.
        if (told.answer.state === 'known') return told;
      }
      const told = await askAt(question, placeAt(route));
      // Nobody sees a private image, and the login that would show it is not sent.
      if (told.answer.state !== 'absent' || !isWithheld(await route.login())) return told;
      return {
        answer: { state: 'unknown', why: 'refused' },
        detail: `${new URL(route.base).host} says that it is not there, to nobody: your login could not be used`,
      };
    },
  };
};

function isWithheld(login: Login): boolean {
  return login.is === 'anonymous' && login.withheld === true;
}

type OciQuestion = Extract<Question, { image: ImageName }>;

/** The configuration of one platform's image, by way of its manifest. */
async function readConfig(
  client: OciClient,
  manifests: Manifests,
  place: OciPlace,
  image: ImageName,
  digest: Digest,
): Promise<Found<ConfigFact>> {
  const inside = await manifests.contents(place, image, digest);
  if (inside.is !== 'found') return inside;
  const { config: blob } = inside.fact;
  // An index has as many configurations as platforms, and an artifact has none: nobody's choice is made here.
  if (blob === undefined)
    return { is: 'unknown', why: 'garbled', detail: `${digest} has no configuration of an image` };
  const got = await client.send({ place, method: 'GET', path: `blobs/${blob}`, accept: '*/*', maxBytes: CONFIG_BYTES });
  if (got.is === 'unknown') return got;
  if (got.status !== 200) return unexpected(got);
  if (hashLike(blob, got.bytes) !== blob) return garbled(got, 'a configuration that does not hash to its digest');
  const fact = parseConfig(got.bytes);
  if (fact === undefined) return garbled(got, 'something that is no configuration');
  return { is: 'found', fact, also: [...(inside.also ?? []), contentsAnswer(image, digest, inside.fact, place.now)] };
}

function asked<Fact extends AnyFact>(found: Found<Fact>, now: number): Asked {
  switch (found.is) {
    case 'found':
      return { answer: { state: 'known', fact: found.fact, asOf: now }, ...(found.also ? { also: found.also } : {}) };
    case 'absent':
      return { answer: { state: 'absent', missing: found.missing, asOf: now } };
    case 'unknown':
      return { answer: { state: 'unknown', why: found.why }, detail: found.detail };
  }
}

/** What is known of hashed bytes stays so. */
function keptForEver(asked: Asked): Asked {
  return asked.answer.state === 'known' ? { ...asked, forEver: true } : asked;
}
