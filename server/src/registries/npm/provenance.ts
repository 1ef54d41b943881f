import type { Subject } from '../../attestations/verification.ts';
import type { ReleaseHash } from '../../model/hashes.ts';
import { isObject } from '../../model/objects.ts';
import type { Attested } from '../../model/provenance.ts';
import { attestedBy, LARGEST_ATTESTATIONS, type LoadCheck, MOST_BUNDLES } from '../attested.ts';
import { freshnessOf } from '../freshness.ts';
import type { Asked } from '../registry.ts';
import { LONG } from './client.ts';
import { type Scene, showsRegistry, unknown } from './found.ts';

/** What tells of a build; the registry's own word that something was published to it does not. */
const PROVENANCE = ['https://slsa.dev/provenance/v1', 'https://slsa.dev/provenance/v0.2'];

/**
 * What is attested of a version (pacote, lib/registry.js, `#verifyAttestations`): the document is asked for at the
 * registry that is configured, wherever the package's own document says that it is. No validator is kept: the same
 * document may come to more under the roots of a later program.
 *
 * @param address of the documents of all versions of the package, without the version
 */
export async function askProvenance(
  scene: Scene,
  address: string,
  version: string,
  loadCheck: LoadCheck,
): Promise<Asked> {
  const got = await scene.get(`${address}@${encodeURIComponent(version)}`, LONG, {
    maxBytes: LARGEST_ATTESTATIONS,
    redirects: 'same-origin',
  });
  const known = (attested: readonly Attested[]): Asked => {
    return { answer: { state: 'known', fact: { attested }, asOf: scene.asking.now } };
  };
  switch (got.is) {
    case 'document': {
      const bundles = bundlesIn(got.json);
      if (bundles === undefined) return unknown('garbled', 'what came is no document of attestations');
      showsRegistry(scene, got);
      const { validator: _, ...freshness } = freshnessOf(got);
      if (bundles.length === 0) return { ...freshness, ...known([]) };
      const check = await loadCheck();
      const expected = { types: PROVENANCE, hashesOf: hashesOfRelease(scene.name, version) };
      return { ...freshness, ...known(bundles.map(bundle => attestedBy(bundle, check, expected))) };
    }
    case 'not-found':
      // Registries that keep none, and mirrors that pass none on, have no such address.
      if (got.says === 'refused') return unknown('refused', 'answered 404, and that it may not tell');
      return got.says === 'not-its-own' ? unknown('garbled', 'answered a 404 that is not a registry’s') : known([]);
    case 'unchanged':
      return unknown('garbled', 'answered 304 to a request without a condition');
    case 'unsupported':
      return unknown('garbled', got.detail);
    case 'failure':
      return unknown(got.why, got.detail);
  }
}

/** The bundles that the document says are provenance. */
function bundlesIn({ attestations }: Record<string, unknown>): readonly unknown[] | undefined {
  if (!Array.isArray(attestations)) return undefined;
  return attestations
    .filter(isObject)
    .filter(({ predicateType }) => PROVENANCE.some(type => type === predicateType))
    .slice(0, MOST_BUNDLES)
    .map(({ bundle }) => bundle);
}

/** A subject is named by its package URL (npm-package-arg, `toPurl`). */
function hashesOfRelease(name: string, version: string): (subject: Subject) => readonly ReleaseHash[] | undefined {
  const purl = `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
  return subject => {
    const digest = subject.name === purl ? subject.digests.sha512 : undefined;
    if (digest === undefined) return undefined;
    return [{ algorithm: 'sha512', text: `sha512-${Buffer.from(digest, 'hex').toString('base64')}` }];
  };
}
