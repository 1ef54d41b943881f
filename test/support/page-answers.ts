import { parse } from 'yaml';
import { PACKAGES } from '../../server/src/ecosystems/index.ts';
import type {
  Answer,
  AnyFact,
  Ignorance,
  Missing,
  Peek,
  PlatformEntry,
  ReleaseFact,
  Standing,
} from '../../server/src/model/answer.ts';
import { isEvidence } from '../../server/src/model/evidence.ts';
import type { ReleaseHash } from '../../server/src/model/hashes.ts';
import { parseImageReference } from '../../server/src/model/image-reference.ts';
import { type Digest, type PackageRegistryId, parseDigest } from '../../server/src/model/names.ts';
import { type Question, questionKey } from '../../server/src/model/question.ts';
import type { Terms } from '../../server/src/model/terms.ts';
import { absent, known } from './judge.ts';
import { longDigests } from './page-digests.ts';

/** What registries answered in a fixture, and which of it was looked up. */
export interface PageAnswers {
  readonly peek: Peek;
  /** Lines of the fixture that nothing asked for: they would tell the reader what is not so. */
  unused(): readonly string[];
}

/** A line that stands for each question that has none: without it, such a question fails the test. */
const ANYTHING_ELSE = 'anything else';

/**
 * Reads a fixture's answers: YAML with a line for each question, as in
 *
 *     manifest node:22: index sha256:0123456789ab…
 *     manifest node@sha256:0123456789ab…: index
 *     release npm left-pad 1.0.0: deprecated “use padStart”
 *     release pypi requests 1.0 afresh: no such version
 *     manifest ghcr.io/acme/api:1: unknown (refused)
 */
export function pageAnswers(yaml = ''): PageAnswers {
  const lines = mapOf(parse(longDigests(yaml), { schema: 'failsafe' }) ?? {}, 'the answers');
  const unused = new Set(Object.keys(lines));
  const answers = new Map<string, { readonly line: string; readonly answer: Answer<AnyFact> }>();
  for (const [line, says] of Object.entries(lines)) {
    const question = line === ANYTHING_ELSE ? undefined : questionOf(line);
    const answer = otherwise(says) ?? known(factOf(question, says, line));
    answers.set(question === undefined ? ANYTHING_ELSE : questionKey(question), { line, answer });
  }
  const peek = (question => {
    const found = answers.get(questionKey(question)) ?? answers.get(ANYTHING_ELSE);
    if (found === undefined) throw new Error(`The fixture has no answer to \`${questionKey(question)}\`.`);
    unused.delete(found.line);
    return found.answer;
  }) as Peek;
  return { peek, unused: () => [...unused] };
}

function questionOf(line: string): Question {
  const [ask = '', ...words] = line.split(' ');
  switch (ask) {
    case 'package':
    case 'history': {
      const [registry = '', name = '', from, ...source] = words;
      if ((from !== undefined && (from !== 'from' || source.length === 0)) || name === '') break;
      const place = { registry: registryOf(registry), name };
      return from === undefined ? { ask, ...place } : { ask, ...place, source: source.join(' ') };
    }
    case 'terms':
    case 'provenance':
    case 'release': {
      const afresh = ask === 'release' ? words.indexOf('afresh') : -1;
      const isAfresh = afresh > 2;
      // What is looked for again may be a range, with blanks.
      const [registry = '', name = '', ...wanted] = isAfresh ? words.slice(0, afresh) : words.slice(0, 3);
      const version = wanted.join(' ');
      const [from, ...source] = words.slice(isAfresh ? afresh + 1 : 3);
      if ((from !== undefined && (from !== 'from' || source.length === 0)) || version === '') break;
      const place = { registry: registryOf(registry), name, version };
      const release = isAfresh ? ({ ask: 'release', ...place, afresh: true } as const) : { ask, ...place };
      return from === undefined ? release : { ...release, source: source.join(' ') };
    }
    case 'manifest':
    case 'contents':
    case 'config':
    case 'tags': {
      const image = words.length === 1 ? parseImageReference(words[0] ?? '') : undefined;
      if (image === undefined) break;
      const { name, tag, digest } = image;
      if (ask === 'tags' && tag === undefined && digest === undefined) return { ask, image: name };
      if (ask === 'manifest' && tag !== undefined && digest === undefined) return { ask, image: name, at: { tag } };
      if (ask === 'tags' || tag !== undefined || digest === undefined) break;
      return ask === 'manifest' ? { ask, image: name, at: { digest } } : { ask, image: name, digest };
    }
  }
  throw new Error(`No question is written \`${line}\`.`);
}

function registryOf(word: string): PackageRegistryId {
  const id = (Object.keys(PACKAGES) as PackageRegistryId[]).find(each => each === word);
  if (id === undefined) throw new Error(`\`${word}\` is no registry of packages.`);
  return id;
}

const MISSING: readonly Missing[] = ['package', 'version', 'repository', 'tag', 'digest'];
const IGNORANCE: readonly Ignorance[] = [
  ...(['not-asked', 'asking', 'offline', 'refused', 'throttled'] as const),
  ...(['unreachable', 'garbled', 'untrusted', 'blocked', 'elsewhere', 'unnamed'] as const),
];

/** An answer that is no fact. */
function otherwise(says: unknown): Answer<AnyFact> | undefined {
  const missing = MISSING.find(what => says === `no such ${what}`);
  if (missing !== undefined) return absent(missing);
  const next = MISSING.find(what => says === `no such ${what}, and others are asked next`);
  if (next !== undefined) return absent(next, { goesOn: true });
  const open = MISSING.find(what => says === `no such ${what}, of all that are shown`);
  if (open !== undefined) return absent(open, { isOpen: true });
  const [, spelled] = /^no such package, but (\S+)$/.exec(String(says)) ?? [];
  if (spelled !== undefined) return absent('package', { spelled });
  const why = IGNORANCE.find(word => says === `unknown (${word})`);
  return why === undefined ? undefined : { state: 'unknown', why };
}

function factOf(question: Question | undefined, says: unknown, line: string): AnyFact {
  switch (question?.ask) {
    case 'package':
      return typeof says === 'string'
        ? { standing: standingOf(says), tags: {}, releases: [] }
        : packageOf(mapOf(says, line));
    case 'release':
      return releaseOf(question.version, textOf(says, line));
    case 'history':
      return historyOf(mapOf(says, line) as Readonly<Record<string, string>>);
    case 'manifest': {
      const [, shape, digest] = /^(image|index)(?: (\S+))?$/.exec(textOf(says, line)) ?? [];
      if (shape !== 'image' && shape !== 'index') break;
      // Who asks by digest gets what has that digest.
      const has = digest === undefined && 'digest' in question.at ? question.at.digest : digestOf(digest ?? '');
      return { digest: has, shape };
    }
    case 'contents':
      if (says === 'image') return { shape: 'image', platforms: [] };
      return { shape: 'index', platforms: platformsOf(says, line) };
    case 'config': {
      const [, platform, created] = /^([\w/]+)(?:, built (\S+))?$/.exec(textOf(says, line)) ?? [];
      if (platform !== undefined) return { platform, labels: {}, ...(created === undefined ? {} : { created }) };
      break;
    }
    case 'tags':
      if (Array.isArray(says)) return { tags: says.map(tag => textOf(tag, line)), complete: true };
      break;
    case 'terms':
      return termsOf(mapOf(says, line), line);
    case 'provenance':
      return provenanceOf(textOf(says, line));
    case 'referrers':
    case undefined:
      break;
  }
  throw new Error(`\`${line}\` cannot be answered by \`${JSON.stringify(says)}\`.`);
}

/**
 * Versions with their standing, tags as `tag latest` with their version, and as `retracts v1.0.0 to v1.2.0` with a
 * reason what is said of versions that are not listed.
 */
function packageOf(lines: Readonly<Record<string, unknown>>): AnyFact {
  const all = Object.entries(lines).map(([key, says]) => [key, textOf(says, key)] as const);
  const isTag = (key: string) => key.startsWith('tag ');
  const ranges = all.flatMap(([key, says]) => {
    const [, low, high] = /^retracts (\S+) to (\S+)$/.exec(key) ?? [];
    if (low === undefined || high === undefined) return [];
    const [reason] = quotedIn(says);
    return [{ low, high, ...(reason === undefined ? {} : { reason }) }];
  });
  return {
    standing: standingOf(all.find(([key]) => key === 'the whole')?.[1] ?? 'live'),
    tags: Object.fromEntries(all.flatMap(([key, says]) => (isTag(key) ? [[key.slice('tag '.length), says]] : []))),
    releases: all.flatMap(([version, says]) =>
      isTag(version) || version === 'the whole' || version.startsWith('retracts ') ? [] : [releaseOf(version, says)],
    ),
    ...(ranges.length === 0 ? {} : { retracted: ranges }),
  };
}

/**
 * Versions with their dates, as `modified` when the document was written, and as `its repository` and `its description`
 * what the package says of itself.
 */
function historyOf({ modified, ...said }: Readonly<Record<string, string>>): AnyFact {
  const { 'its repository': repository, 'its description': description, ...lines } = said;
  const about = {
    ...(repository === undefined ? {} : { repository }),
    ...(description === undefined ? {} : { description }),
  };
  // Behind a comma, how a release is vouched for: `2026-11-29, evidence provenance`.
  const all = Object.entries(lines).map(([version, says]) => [version, ...says.split(', evidence ')] as const);
  const evidence = all.flatMap(([version, , word]) => (isEvidence(word) ? [[version, word] as const] : []));
  return {
    published: Object.fromEntries(all.map(([version, date = '']) => [version, date])),
    ...(modified === undefined ? {} : { modified }),
    ...(Object.keys(about).length === 0 ? {} : { about }),
    ...(evidence.length === 0 ? {} : { evidence: Object.fromEntries(evidence) }),
  };
}

/** Things with their versions, properties as `property NAME`, and documents as `parent NAME`, `imports NAME`. */
function termsOf(lines: Readonly<Record<string, unknown>>, line: string): Terms {
  const all = Object.entries(lines).map(([key, says]) => [key, textOf(says, line)] as const);
  const named = (word: string) =>
    all.flatMap(([key, says]) => (key.startsWith(`${word} `) ? [[key.slice(word.length + 1), says] as const] : []));
  const [parent] = named('parent').map(([name, version]) => ({ name, version }));
  return {
    own: {},
    properties: Object.fromEntries(named('property')),
    versions: Object.fromEntries(all.filter(([key]) => !/^(?:property|parent|imports) /.test(key))),
    unsure: [],
    ...(parent === undefined ? {} : { parent }),
    imports: named('imports').map(([name, version]) => ({ name, version })),
  };
}

/** `none`, or `built from REPOSITORY by WORKFLOW, of HASH`. */
function provenanceOf(says: string): AnyFact {
  if (says === 'none') return { attested: [] };
  const [, repository, workflow, hash] = /^built from (\S+) by (\S+), of (\S+)$/.exec(says) ?? [];
  if (repository === undefined || workflow === undefined || hash === undefined) {
    throw new Error(`No provenance is \`${says}\`.`);
  }
  return { attested: [{ is: 'verified', build: { repository, workflow }, of: [hashOf(hash)] }] };
}

/** `yanked, needs >=3.8`, `live, hash sha512-…`, `live, published 2026-11-29` */
function releaseOf(version: string, says: string): ReleaseFact {
  const [, before = says, published] = /^(.*), published (\S+)$/.exec(says) ?? [];
  const [, told = before, evidence] = /^(.*), evidence (\S+)$/.exec(before) ?? [];
  const [, rest = told, written] = /^(.*), hash (.+)$/.exec(told) ?? [];
  const [, standing = rest, needs] = /^(.*), needs (.+)$/.exec(rest) ?? [];
  return {
    version,
    standing: standingOf(standing),
    ...(published === undefined ? {} : { published }),
    ...(isEvidence(evidence) ? { evidence } : {}),
    ...(needs === undefined ? {} : { needs }),
    ...(written === undefined ? {} : { hashes: written.split(' ').map(hashOf) }),
  };
}

/** `sha512-…`, or behind a file's name and a colon. */
function hashOf(written: string): ReleaseHash {
  const [, file, text = written] = /^([^:]+\.(?:whl|gz|jar|zip|mod)):(.+)$/.exec(written) ?? [];
  const algorithm = /^[a-z\d]+(?=[-:])/.exec(text)?.[0] ?? 'sha256';
  return { algorithm, text, ...(file === undefined ? {} : { file }) };
}

function standingOf(says: string): Standing {
  if (says === 'live') return { is: 'live' };
  if (says === 'security holding') return { is: 'security-holding' };
  if (says === 'unpublished') return { is: 'unpublished' };
  if (says === 'yanked') return { is: 'yanked' };
  if (says === 'archived') return { is: 'archived' };
  if (says === 'quarantined') return { is: 'quarantined' };
  const [, whole, reason] = /^(archived|quarantined) “(.*)”$/.exec(says) ?? [];
  if ((whole === 'archived' || whole === 'quarantined') && reason !== undefined) return { is: whole, reason };
  const [, yankedFor] = /^yanked “(.*)”$/.exec(says) ?? [];
  if (yankedFor !== undefined) return { is: 'yanked', reason: yankedFor };
  const [, name, version, said] = /^relocated to (\S+) (\S+)(?: “(.*)”)?$/.exec(says) ?? [];
  if (name !== undefined && version !== undefined) {
    return { is: 'relocated', to: { name, version, ...(said === undefined ? {} : { message: said }) } };
  }
  const [, why] = /^unavailable: (.*)$/.exec(says) ?? [];
  if (why !== undefined) return { is: 'unavailable', why };
  if (/^retracted(?:$| “)/.test(says)) return { is: 'retracted', reasons: quotedIn(says) };
  const [, on] = /^unpublished on (\S+)$/.exec(says) ?? [];
  if (on !== undefined) return { is: 'unpublished', on };
  const [, message] = /^deprecated “(.*)”$/.exec(says) ?? [];
  if (message !== undefined) return { is: 'deprecated', message };
  throw new Error(`No release is \`${says}\`.`);
}

function quotedIn(says: string): string[] {
  return [...says.matchAll(/“([^”]*)”/g)].map(([, quoted = '']) => quoted);
}

function platformsOf(says: unknown, line: string): PlatformEntry[] {
  return Object.entries(mapOf(says, line)).map(([platform, digest]) => {
    return { platform, digest: digestOf(textOf(digest, line)) };
  });
}

function digestOf(text: string): Digest {
  const digest = parseDigest(text);
  if (digest === undefined) throw new Error(`\`${text}\` is no digest.`);
  return digest;
}

function mapOf(value: unknown, line: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new Error(`\`${line}\` needs lines of its own, not \`${JSON.stringify(value)}\`.`);
}

function textOf(value: unknown, line: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`\`${line}\` needs words, not \`${JSON.stringify(value)}\`.`);
}
