import { PACKAGES } from '../../server/src/ecosystems/index.ts';
import { ecr } from '../../server/src/ecosystems/oci/retention/ecr/index.ts';
import { gar } from '../../server/src/ecosystems/oci/retention/gar/index.ts';
import type { Answer, AnyFact, Missing, Peek, Standing } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import type { Finding } from '../../server/src/model/finding.ts';
import type { ReleaseHash } from '../../server/src/model/hashes.ts';
import { ignoredPlaces } from '../../server/src/model/ignored-places.ts';
import type { LockNode } from '../../server/src/model/lock-graph.ts';
import type { PackageRegistryId } from '../../server/src/model/names.ts';
import type { Identity, Located, PublishSubject, ShellWord } from '../../server/src/model/pipeline.ts';
import type { PublicationSubject } from '../../server/src/model/publication.ts';
import type { Question } from '../../server/src/model/question.ts';
import type {
  ArtifactSubject,
  ImageSubject,
  OpaqueSubject,
  Reference,
  ReleaseSubject,
  Want,
} from '../../server/src/model/reference.ts';
import type { PolicySubject, RetentionPolicy } from '../../server/src/model/retention.ts';
import { spanOf } from '../../server/src/model/span.ts';
import type { Statement, Told } from '../../server/src/model/statement.ts';
import { DESTINATIONS } from '../../server/src/publishing/index.ts';
import { RULES } from '../../server/src/rules/index.ts';
import { findingsAt } from '../../server/src/rules/judge.ts';
import { parseYaml } from '../../server/src/syntax/yaml.ts';
import { digest } from './judge.ts';
import { toldBy } from './judged-by.ts';

const A = digest('a');
const B = digest('b');

/**
 * Everything that the rules say when one word is all there is: the names in the file, the file's own name, and whatever
 * registries say that is text, even past the places where it would be made plain or dropped.
 */
export function hostileVerdicts(word: string): readonly Finding[] {
  const subjects = [
    ...[...imagesOf(word), ...artifactsOf(word), ...releasesOf(word), ...misreadOf(word)],
    ...[...publicationsOf(word), ...stepsOf(word), ...policiesOf(word)],
  ];
  const said = RULES.flatMap(rule =>
    subjects.flatMap(subject =>
      answersOf(word).flatMap((peek): Finding[] => {
        const isLocked = subject.kind === 'release' && subject.locked !== undefined;
        const role = subject.kind === 'publication' ? 'own' : isLocked ? 'lock' : 'manifest';
        const reference: Reference = { span: spanOf(0, 1), subject, role };
        const look = {
          text: word,
          peek,
          glance: peek,
          recall: peek,
          isPast: () => false,
          proposedAge: 1,
          derive: createDerive(),
          told: toldOf(word),
          ...(isLocked ? { brought: { isDirect: false, isShared: false, chain: [word, word].map(nodeOf) } } : {}),
        };
        return [...findingsAt(reference, [rule], look, () => undefined, ignoredPlaces([]))];
      }),
    ),
  );
  // What is said alike of many is looked at once.
  const different = new Map(
    said.map(finding => {
      const { rule, severity, message, fixes, related = [] } = finding;
      const texts = [
        rule,
        severity,
        message,
        ...fixes.map(({ title }) => title),
        ...related.map(place => place.message),
      ];
      return [texts.join('\n'), finding];
    }),
  );
  return [...different.values()];
}

/** Images whose name and tag are a word that no reader would take for one. */
export function imagesOf(word: string): readonly ImageSubject[] {
  const slot = { span: spanOf(0, word.length), before: '', after: '' };
  const all = {
    ...({ kind: 'image', name: { host: word, repository: word }, runs: true } as const),
    ...{ byDefaultOf: word, maybeNamedContext: true },
    pin: { where: 'here', digest: slot, tag: slot },
    pull: { policy: 'IfNotPresent', written: spanOf(0, word.length), always: { slot, text: word } },
  } as const;
  return [
    all,
    { ...all, tag: 'latest' },
    { ...all, tag: word },
    { ...all, tag: 'stable' },
    { ...all, tag: word, digest: A },
    { ...all, digest: A, pin: { ...all.pin, where: 'override' } },
  ];
}

/** Steps that publish, of a pipeline in which all that people choose is a word. */
function stepsOf(word: string): readonly PublishSubject[] {
  const at = spanOf(0, word.length);
  const located = { text: `\${{ secrets.${word} }}`, at };
  const asWord = (text: string): ShellWord => ({ text, isPlain: true, at });
  const none = new Map<string, Located>();
  const tokens = new Map([
    ...['NODE_AUTH_TOKEN', 'TWINE_PASSWORD', 'CARGO_REGISTRY_TOKEN'].map(name => [name, located] as const),
  ]);
  const withheld: Identity = { is: 'withheld', at, grant: { span: at, expects: word, put: word } };
  const granted: Identity = { is: 'granted', tokens: new Map([[word, [word]]]) };
  const jobs = [
    { runner: 'hosted', identity: withheld, variables: none },
    { runner: 'hosted', identity: withheld, variables: tokens },
    { runner: 'hosted', identity: granted, variables: tokens },
    { runner: 'self-hosted', identity: granted, variables: none },
  ] as const;
  const commands = PUBLISHING_COMMANDS.map(command => [...command.split(' '), word].map(asWord));
  return DESTINATIONS.flatMap(({ id: to }) =>
    ['github-actions', 'gitlab-ci', 'circleci'].flatMap(ci =>
      jobs.flatMap(({ variables, ...of }) =>
        commands.map((words): PublishSubject => {
          const command = { at, words, sets: new Map(), writes: [] };
          const step = { kind: 'commands', at, name: word, variables, commands: [command] } as const;
          const job = { id: word, at, ...of, environment: word, steps: [step] };
          const pipeline = { ci, events: [word], isCalled: false, jobs: [job] };
          return { kind: 'publish', to, name: word, file: word, pipeline, job, step, command };
        }),
      ),
    ),
  );
}

const PUBLISHING_COMMANDS = [
  'npm publish',
  'npm publish --provenance',
  'npm deprecate',
  'twine upload',
  'cargo publish',
];

/** Tags that are a word which YAML would take for something else. */
function misreadOf(word: string): readonly OpaqueSubject[] {
  const opaque = { kind: 'opaque', registry: 'oci', why: 'misread', name: word, want: word } as const;
  const quotes = spanOf(0, word.length);
  return [
    { ...opaque, misread: { taken: 'number', becomes: word, quotes } },
    { ...opaque, misread: { taken: 'boolean', quotes } },
  ];
}

/** The same as artifacts, with a place for a digest or without. */
function artifactsOf(word: string): readonly ArtifactSubject[] {
  return imagesOf(word).flatMap(({ name, tag, digest, pin }): ArtifactSubject[] => {
    const artifact = {
      ...({ kind: 'artifact', name } as const),
      ...(tag === undefined ? {} : { tag }),
      ...(digest === undefined ? {} : { digest }),
    };
    return [artifact, { ...artifact, pin }];
  });
}

/** Packages whose name and version are a word that no reader would take for one. */
export function releasesOf(word: string): readonly ReleaseSubject[] {
  const wants: readonly Want[] = [
    { is: 'exact', text: word, version: word },
    { is: 'exact', text: '9.9.9', version: '9.9.9' },
    { is: 'exact', text: 'v1.0.0', version: 'v1.0.0' },
    { is: 'range', text: word },
    { is: 'range', text: '*' },
    { is: 'range', text: '^1.0.0' },
    { is: 'exact', text: `${word}-SNAPSHOT`, version: `${word}-SNAPSHOT` },
    { is: 'tag', text: word },
    { is: 'tag', text: 'latest' },
  ];
  return Object.values(PACKAGES).flatMap(({ id: registry }) => [
    ...wants.map(want => ({ kind: 'release', registry, name: word, want, edit: spanOf(0, word.length) }) as const),
    ...lockedOf(word, registry),
    // What is said of it is the same for all.
    ...(registry === 'npm' ? limitedOf(word, registry) : []),
  ]);
}

/** The same where the project's tool takes nothing young. */
function limitedOf(word: string, registry: PackageRegistryId): readonly ReleaseSubject[] {
  const locked = { stops: true, does: 'stops' };
  const limit = { tool: 'npm', setting: word, by: word, stops: true, locked } as const;
  const age = { ...limit, least: { is: 'age', milliseconds: 1 } } as const;
  const before = { ...limit, least: { is: 'before', moment: 0 } } as const;
  const release = { kind: 'release', registry, name: word } as const;
  const want: Want = { is: 'exact', text: word, version: word };
  return [
    { ...release, want, ageLimit: age },
    { ...release, want: { is: 'range', text: '*' }, ageLimit: before },
    { ...release, want, ageLimit: age, held: { version: word, by: word } },
  ];
}

/** The same as a lockfile has them, and as a manifest has what a lockfile holds. */
function lockedOf(word: string, registry: PackageRegistryId): readonly ReleaseSubject[] {
  const want: Want = { is: 'exact', text: word, version: word };
  const release = { kind: 'release', registry, name: word, want } as const;
  const lockedAs = (...hashes: readonly ReleaseHash[]) => ({
    ...release,
    locked: { hashes, from: `http://h${word}/` },
  });
  return [
    lockedAs(),
    lockedAs({ algorithm: 'sha512', text: `sha512-${word}`, file: word }),
    lockedAs({ algorithm: 'sha1', text: `sha1-${word}` }),
    { ...release, held: { version: word, by: word, brings: word } },
    { ...release, drift: { version: word, by: word } },
    { ...release, drift: { by: word } },
  ];
}

/** Versions of one's own that are published, that are gone, and that no reader would take for one. */
export function publicationsOf(word: string): readonly PublicationSubject[] {
  return Object.values(PACKAGES).flatMap(({ id: registry }) =>
    ['1.2.3', '1.0.1', word].flatMap((version): PublicationSubject[] => {
      const project = JSON.stringify({ isOwners: true, description: word });
      const own = { kind: 'publication', registry, name: word, version, project } as const;
      const lockfile = 'package-lock.json';
      return [
        { ...own, edit: spanOf(0, word.length), lockfile },
        { ...own, writtenIn: word },
      ];
    }),
  );
}

/** Policies in which the word stands wherever people write what they like. */
function policiesOf(word: string): PolicySubject[] {
  const rules = (selection: object) => ({
    rules: [selection, { tagStatus: 'untagged' }].map((each, index) => ({
      rulePriority: index + 1,
      selection: { countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7, ...each },
      action: { type: 'expire' },
    })),
  });
  const tagged = { tagStatus: 'tagged' };
  const files: readonly object[] = [
    rules({ ...tagged, tagPatternList: [`${word}*`, `x${word}`] }),
    rules({ ...tagged, tagPatternList: [`*****${word}`] }),
    [{ name: word, action: { type: 'Keep' }, condition: { olderThan: '1d' } }],
    [{ name: word, action: { type: 'Delete' }, condition: { tagPrefixes: [word], olderThan: '1d' } }],
  ];
  const read = files.flatMap(file =>
    [ecr, gar].flatMap(({ documents = [] }) =>
      documents.flatMap(form => form.read(parseYaml(JSON.stringify(file))).map(({ policy }) => policy)),
    ),
  );
  const taking: RetentionPolicy = {
    ...{ kind: word, provider: word, name: word, covers: { hosts: '*' }, faults: [], tags: [`v${word}*`] },
    ...{ untagged: 'deleted', knowsIndexes: true, fixes: () => [] },
    simulate: images => images.map(({ digest, tags }) => ({ digest, fate: 'deleted', by: word, tagsRemoved: tags })),
  };
  return [...read, taking].map(policy => ({ kind: 'policy', registry: 'oci', policy, offset: 0 }));
}

function nodeOf(name: string): LockNode {
  return { name, version: name, needs: [] };
}

/** What registries may come to say about them. */
export function answersOf(word: string): readonly Peek[] {
  const standings: readonly Standing[] = [
    { is: 'deprecated', message: word },
    { is: 'live' },
    { is: 'unpublished', on: word },
    { is: 'security-holding' },
    { is: 'yanked', reason: word },
    { is: 'relocated', to: { name: word, version: word, message: word } },
    { is: 'unavailable', why: 'has an invalid entry in the index' },
    { is: 'archived', reason: word },
    { is: 'quarantined', reason: word },
    { is: 'retracted', reasons: [word, word] },
  ];
  const missing: readonly Missing[] = ['package', 'version', 'repository', 'tag', 'digest'];
  return [
    ...standings.map(standing => peekOf(question => known(factOf(question, word, standing)))),
    ...missing.map(what => peekOf(() => ({ state: 'absent', missing: what, asOf: 0 }))),
    // All of it is deprecated, and each release is live.
    peekOf(() => ({ state: 'unknown', why: 'unnamed' })),
    peekOf(question => {
      const fact = factOf(question, word, { is: 'live' });
      return known('releases' in fact ? { ...fact, standing: { is: 'deprecated', message: word } } : fact);
    }),
    // All of it is young, and nobody vouches for it any more.
    peekOf(question => {
      if (question.ask !== 'history') return known(factOf(question, word, { is: 'live' }));
      const published = { [word]: '2099-01-01', '1.2.3': '2099-01-01', '1.0.0': '2098-01-01' };
      return known({ published, evidence: { '1.0.0': 'staged' } });
    }),
    // One version of several is gone.
    ...standings.map(standing =>
      peekOf(question =>
        question.ask === 'release' || (question.ask === 'manifest' && 'digest' in question.at)
          ? { state: 'absent', missing: 'version', asOf: 0 }
          : known(factOf(question, word, standing)),
      ),
    ),
  ];
}

function factOf(question: Question, word: string, standing: Standing): AnyFact {
  switch (question.ask) {
    case 'package': {
      const whole = isOfReleases(standing) ? ({ is: 'live' } as const) : standing;
      const its = standing.is === 'archived' ? ({ is: 'live' } as const) : standing;
      const releases = [word, '1.2.3', '1.0.0', '9.9.9', 'v1.0.0'].map(version => ({ version, standing: its }));
      const isEmpty = whole.is !== 'live' && whole.is !== 'archived';
      return { standing: whole, tags: { [word]: word, latest: word }, releases: isEmpty ? [] : releases };
    }
    case 'release':
      return {
        ...{ version: word, standing, evidence: 'provenance' },
        hashes: [{ algorithm: 'sha512', text: 'sha512-A', file: word }],
      };
    case 'provenance': {
      const build = { repository: word, commit: word, workflow: word };
      return {
        attested: [
          standing.is === 'live'
            ? { is: 'verified', build, of: [{ algorithm: 'sha512', text: 'sha512-A', file: word }] }
            : { is: 'unproven', why: 'untrusted', claim: build },
        ],
      };
    }
    case 'terms': {
      const texts = { [word]: word };
      return {
        own: texts,
        properties: texts,
        versions: texts,
        unsure: [word],
        imports: [{ name: word, version: word }],
      };
    }
    case 'history':
      return { published: { [word]: word, '1.0.1': word }, modified: word };
    case 'manifest':
      return 'tag' in question.at ? { digest: B, shape: 'index' } : { digest: A, shape: 'image' };
    case 'contents': {
      if (question.digest !== B) return { shape: 'image', platforms: [], config: A, layerBytes: 1 };
      return { shape: 'index', platforms: [{ digest: standing.is === 'live' ? A : B, platform: word }] };
    }
    case 'config':
      return { platform: word, created: word, labels: labelsOf(word) };
    case 'referrers':
      return { attached: [{ kind: 'other', type: word }], complete: true };
    case 'tags':
      return { tags: ['1.0.0', word], complete: true };
  }
}

/** Whether it is said of releases, and of no package as a whole. */
function isOfReleases({ is }: Standing): boolean {
  return ['deprecated', 'yanked', 'retracted', 'relocated', 'unavailable'].includes(is);
}

function labelsOf(word: string): Readonly<Record<string, string>> {
  const names = ['version', 'revision', 'source'].map(name => `org.opencontainers.image.${name}`);
  return Object.fromEntries([...names, word].map(name => [name, word]));
}

function toldOf(word: string): Told {
  return key =>
    toldBy([
      [word, { says: 'pins', key, reach: 'everywhere', digest: B, span: spanOf(0, 1) }],
      [word, { says: 'collects', key, reach: 'everywhere', hosts: word }],
      [word, { says: 'holds', key, reach: 'everywhere', ...HELD, digest: B, span: spanOf(0, 1) }],
      [word, brought(word, key)],
      [word, brought(word, key)],
      [word, brought(word, key)],
      [word, brought(word, key)],
    ])(key);
}

const HELD = { image: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/a', tag: 'stable' };

function brought(word: string, key: string): Statement {
  const its = {
    name: word,
    version: word,
    severity: 'error',
    what: 'was unpublished',
    chain: `${word} ${word} ${word}`,
  };
  return { says: 'brings', key, reach: 'below', ...its, severity: 'error', span: spanOf(0, 1) };
}

function peekOf(answer: (question: Question) => Answer<AnyFact>): Peek {
  return answer as Peek;
}

function known(fact: AnyFact): Answer<AnyFact> {
  return { state: 'known', fact, asOf: 0 };
}
