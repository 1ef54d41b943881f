import { baseAddress } from '../../model/address.ts';
import type { About } from '../../model/answer.ts';
import { plainText } from '../../model/plain-text.ts';
import type { Terms } from '../../model/terms.ts';
import { type Coordinates, isVersion, readName } from './coordinates.ts';
import { termsIn } from './pom-terms.ts';
import { childOf, childrenOf, readXml, textAt, type XmlElement } from './xml.ts';

/** What is of use of a POM in a repository. */
export interface Pom {
  readonly about: About;
  readonly relocation: PomRelocation;
  /** What it says to those that build on it; `undefined` for more than any says. */
  terms(): Terms | undefined;
}

/** Where `distributionManagement` leads to. */
export type PomRelocation =
  | { readonly is: 'none' }
  | { readonly is: 'moved'; readonly to: Coordinates; readonly message?: string }
  /** It leads to what cannot be worked out from this POM alone. */
  | { readonly is: 'unclear' };

/**
 * Reads the POM at some coordinates (maven-model, `maven.mdo`). A relocation says only what changes: all else is as it
 * was asked for (maven-resolver-provider, `RelocatedArtifact`), and one that changes nothing is none, as Maven 4 has
 * it. `undefined` for what is no POM.
 */
export function readPom(bytes: Uint8Array, at: Coordinates): Pom | undefined {
  const root = readXml(bytes);
  if (root?.name !== 'project') return undefined;
  return { about: aboutOf(root), relocation: relocationOf(root, at), terms: () => termsIn(root, at) };
}

function relocationOf(root: XmlElement, at: Coordinates): PomRelocation {
  const relocation = childOf(childOf(root, 'distributionManagement'), 'relocation');
  if (relocation === undefined) return { is: 'none' };
  const interpolate = interpolation(root, at);
  const group = interpolate(textAt(relocation, 'groupId')) ?? at.group;
  const artifact = interpolate(textAt(relocation, 'artifactId')) ?? at.artifact;
  const version = interpolate(textAt(relocation, 'version')) ?? at.version;
  if (group === at.group && artifact === at.artifact && version === at.version) return { is: 'none' };
  if (readName(`${group}:${artifact}`) === undefined || !isVersion(version)) return { is: 'unclear' };
  const message = plainText(interpolate(textAt(relocation, 'message')) ?? '');
  return { is: 'moved', to: { group, artifact, version }, ...(message === '' ? {} : { message }) };
}

/** Properties of the POM itself, and what it says of itself; what its parent says is not looked into. */
function interpolation(root: XmlElement, at: Coordinates): (text: string | undefined) => string | undefined {
  const properties = new Map(
    childOf(root, 'properties')?.children.map(({ name, text }) => [name, text.slice(0, LONGEST_VALUE)]),
  );
  const known = (key: string): string | undefined => {
    switch (key.replace(/^(?:project|pom)\./, '')) {
      case 'groupId':
        return at.group;
      case 'artifactId':
        return at.artifact;
      case 'version':
        return at.version;
      default:
        return properties.get(key);
    }
  };
  return text => {
    if (text === undefined) return undefined;
    let value = text.slice(0, LONGEST_VALUE);
    for (let round = 0; round < MOST_ROUNDS && value.includes('${') && value.length <= LONGEST_VALUE; round++) {
      value = value.replace(/\$\{([^{}]+)\}/g, (whole, key: string) => known(key) ?? whole);
    }
    return value;
  };
}

const LONGEST_VALUE = 2_000;
/** As deep as properties name others. */
const MOST_ROUNDS = 5;

function aboutOf(root: XmlElement): About {
  const description = plainText(textAt(root, 'description') ?? textAt(root, 'name') ?? '');
  const licences = childrenOf(childOf(root, 'licenses'), 'license').flatMap(licence => textAt(licence, 'name') ?? []);
  const licence = plainText(licences.join(', '));
  const homepage = addressOf(textAt(root, 'url'));
  const repository = addressOf(textAt(root, 'scm', 'url'));
  return {
    ...(description === '' || description.includes('${') ? {} : { description }),
    ...(licence === '' || licence.includes('${') ? {} : { licence }),
    ...(homepage === undefined ? {} : { homepage }),
    ...(repository === undefined ? {} : { repository }),
  };
}

/** `scm:git:` may stand before it. */
function addressOf(text: string | undefined): string | undefined {
  if (text === undefined || text.includes('${')) return undefined;
  return baseAddress(text.replace(/^scm:\w+:/, ''));
}
