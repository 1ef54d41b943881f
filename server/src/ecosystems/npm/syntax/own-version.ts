import defaults from 'npm-registry-fetch/lib/default-opts.js';
import semver from 'semver';
import validate from 'validate-npm-package-name';
import { baseAddress } from '../../../model/address.ts';
import { code, isPlain, plainText } from '../../../model/plain-text.ts';
import { isForShow, type PublicationSubject } from '../../../model/publication.ts';
import type { OwnVersion } from '../../../model/pull-back.ts';
import type { Reading, Reference } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import type { Told } from '../../../model/statement.ts';
import { type JsonNode, membersOf, parseJson, stringOf, valuesOf } from '../../../syntax/json.ts';
import { projectText } from '../publishing.ts';
import { lockfileBeside } from './locked-direct.ts';
import { isReleasedByProgram, isReleasedByProgramAround, NAMES_RELEASER, releaserSaid } from './released-by.ts';
import { repositoryKey } from './repository-key.ts';

/**
 * The version that `npm publish` would publish (npm's documentation, "package.json" and "npm-publish"). Nothing is read
 * of what is not published, or of which the version says nothing: `private`, a placeholder, a program that decides on
 * versions. A name without a scope is anybody's, so without a word of where its sources are, or of a registry of the
 * project's own, it is taken for that of an application or an example, and no registry hears of it.
 */
export function ownVersionIn(
  root: JsonNode | undefined,
  text: string,
  file: string,
  around: Placed,
): Required<Pick<Reading, 'references' | 'statements'>> {
  const isReleased = NAMES_RELEASER.test(text) && isReleasedByProgram(root, text);
  const isOff = isReleased || isForShow(file) || isReleasedByProgramAround(around.told);
  const reference = isOff ? undefined : publicationIn(root, text, around);
  return { references: reference === undefined ? [] : [reference], statements: isReleased ? [releaserSaid()] : [] };
}

/** Versions of which no project is at, as tools and templates write them. */
const PLACEHOLDER = /^0\.0\.0(?:$|[-+])/;

interface Placed {
  readonly told: Told;
  readonly folder?: string | undefined;
}

function publicationIn(root: JsonNode | undefined, text: string, around: Placed): Reference | undefined {
  const member = membersOf(root, text).findLast(each => each.name === 'version');
  const written = stringOf(member?.value, text);
  const name = textAt(root, 'name', text);
  if (member === undefined || written === undefined || name === undefined || isPrivate(root, text)) return undefined;
  const version = semver.clean(written.value, true);
  // npm refuses a publish of anything else.
  if (version === null || PLACEHOLDER.test(version) || !validate(name).validForNewPackages) return undefined;
  const registry = publishRegistry(root, text, name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined);
  if (registry === 'untold') return undefined;
  const repository = repositoryIn(root, text);
  const isElsewhere = registry !== undefined && registry.base !== DEFAULT_BASE;
  const isOwners = name.startsWith('@') || isElsewhere;
  if (!isOwners && repository === undefined) return undefined;
  // Nobody may use it, so where nothing else is said of a publish none is meant.
  if (registry === undefined && textAt(root, 'license', text) === 'UNLICENSED') return undefined;
  const description = textAt(root, 'description', text);
  const lockfile = lockfileBeside(around);
  const subject: PublicationSubject = {
    kind: 'publication',
    registry: 'npm',
    name,
    version: written.value.trim(),
    ...(registry === undefined ? {} : { source: publishSource(registry) }),
    edit: spanOf(written.at(0), written.at(written.value.length)),
    project: projectText({
      ...(repository === undefined ? {} : { repository }),
      ...(description === undefined || description === '' ? {} : { description: plainText(description) }),
      isOwners,
    }),
    ...(lockfile === undefined ? {} : { lockfile }),
  };
  return { span: member.span, subject, role: 'own' };
}

/** npm refuses whatever is truthy (npm/cli, lib/commands/publish.js). */
function isPrivate(root: JsonNode | undefined, text: string): boolean {
  const value = valuesOf(root, 'private', text).at(-1);
  return value !== undefined && value.value !== false;
}

/** Where a manifest has itself published. */
interface PublishRegistry {
  readonly base: string;
  /** Whether it is said of its scope, which goes before what the configuration says of that. */
  readonly isOfScope: boolean;
}

/** `untold`: it says something that is no address. */
function publishRegistry(
  root: JsonNode | undefined,
  text: string,
  scope: string | undefined,
): PublishRegistry | 'untold' | undefined {
  const config = valuesOf(root, 'publishConfig', text).at(-1);
  for (const key of scope === undefined ? ['registry'] : [`${scope}:registry`, 'registry']) {
    const value = valuesOf(config, key, text).at(-1);
    if (value === undefined) continue;
    const base = baseAddress(stringOf(value, text)?.value);
    return base === undefined || /[${}\s]/.test(base) ? 'untold' : { base, isOfScope: key !== 'registry' };
  }
  return undefined;
}

/** As the routes read it; part of what is asked. */
function publishSource({ base, isOfScope }: PublishRegistry): string {
  return `${isOfScope ? 'publishes-scope' : 'publishes'} ${base}`;
}

const DEFAULT_BASE = baseAddress(defaults.registry);

function repositoryIn(root: JsonNode | undefined, text: string): string | undefined {
  const value = valuesOf(root, 'repository', text).at(-1);
  const written = value?.type === 'object' ? textAt(value, 'url', text) : stringOf(value, text)?.value;
  return written === undefined ? undefined : repositoryKey(written);
}

function textAt(node: JsonNode | undefined, name: string, text: string): string | undefined {
  const value = stringOf(valuesOf(node, name, text).at(-1), text)?.value;
  return value === undefined || !isPlain(value, LONGEST) ? undefined : value;
}

/** In characters; longer names and addresses are none. */
const LONGEST = 500;

/**
 * The version that a manifest means whose user says that it was published: whose the name is is not doubted, but a
 * repository that the registry tells may still be another.
 */
export function ownNpmVersion(text: string, given: string | undefined): OwnVersion {
  const root = parseJson(text);
  const name = textAt(root, 'name', text);
  if (name === undefined || !validate(name).validForNewPackages)
    return { is: 'none', why: 'has no name under which npm publishes' };
  if (isPrivate(root, text)) return { is: 'none', why: 'says `private`, so npm publishes nothing of it' };
  const written = given ?? textAt(root, 'version', text);
  const version = semver.clean(written ?? '', true);
  if (written === undefined) return { is: 'without-version' };
  if (version === null) return { is: 'none', why: `cannot be published as ${code(written)}, which is no version` };
  const registry = publishRegistry(root, text, name.startsWith('@') ? name.slice(0, name.indexOf('/')) : undefined);
  const repository = repositoryIn(root, text);
  const subject: PublicationSubject = {
    ...{ kind: 'publication', registry: 'npm', name, version },
    ...(registry === undefined || registry === 'untold' ? {} : { source: publishSource(registry) }),
    project: projectText({ ...(repository === undefined ? {} : { repository }), isOwners: true }),
  };
  const unasked = 'What `publishConfig` says is no address, so no registry was asked.';
  return { is: 'own', subject, ...(registry === 'untold' ? { unasked } : {}) };
}
