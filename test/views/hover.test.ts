import { describe, expect, it } from 'vitest';
import type { Answer, AnyFact, Peek } from '../../server/src/model/answer.ts';
import { parseImageReference } from '../../server/src/model/image-reference.ts';
import { parseDigest } from '../../server/src/model/names.ts';
import { type Question, questionKey } from '../../server/src/model/question.ts';
import type { Reference, Subject, Want } from '../../server/src/model/reference.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { hoverCard } from '../../server/src/views/hover.ts';
import { cardMarkdown, cardText } from '../../server/src/views/markdown.ts';

const NOW = Date.UTC(2024, 0, 2, 12);
const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;
const C = `sha256:${'c'.repeat(64)}`;

/** What the registry knows, by question key. Facts are three minutes old. */
type Known = Readonly<Record<string, AnyFact | Answer<AnyFact>>>;

function card(subject: Subject, known: Known = {}, isDefault = true) {
  const reference: Reference = { span: spanOf(0, 1), subject, role: 'manifest' };
  const peek = ((question: Question): Answer<AnyFact> => {
    const told = known[questionKey(question)];
    if (told === undefined) return { state: 'unknown', why: 'not-asked' };
    return 'state' in told ? told : { state: 'known', fact: told, asOf: NOW - 3 * 60_000 };
  }) as Peek;
  const made = hoverCard(reference, peek, () => isDefault, NOW);
  return {
    text: cardText(made.card).split('\n'),
    markdown: cardMarkdown(made.card),
    asks: made.questions.map(questionKey),
  };
}

function image(text: string): Subject {
  const parsed = parseImageReference(text);
  if (parsed === undefined) throw new Error(text);
  const { name, tag, digest } = parsed;
  const slot = { span: spanOf(0, 0), before: '@', after: '' };
  const pin = { where: 'here', digest: slot } as const;
  return {
    kind: 'image',
    name,
    runs: true,
    pin,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

function release(name: string, want: Want): Subject {
  return { kind: 'release', registry: 'npm', name, want, edit: spanOf(0, 0) };
}

function liveRelease(version: string) {
  return { version, standing: { is: 'live' } } as const;
}

function digest(text: string) {
  const parsed = parseDigest(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

const NODE = 'oci docker.io/library/node';
const INDEX = { digest: digest(A), shape: 'index' } as const;
const CONTENTS = {
  shape: 'index',
  platforms: [
    { digest: digest(C), platform: 'linux/arm64' },
    { digest: digest(B), platform: 'linux/amd64' },
  ],
} as const;

describe('artifacts', () => {
  it('tells what the tag points to and how the pin stands to it, and looks inside of nothing', () => {
    const chart: Subject = {
      ...({ kind: 'artifact', name: { host: 'ghcr.io', repository: 'acme/chart' } } as const),
      ...{ tag: '1.2.3', digest: digest(B) },
    };
    const told = card(chart, {
      'manifest oci ghcr.io/acme/chart :1.2.3': { digest: digest(A), shape: 'image' },
    });
    expect(told.text).toEqual([
      'ghcr.io/acme/chart:1.2.3 · page: https://ghcr.io/acme/chart · checked 3 minutes ago',
      `Pinned to ${B}`,
      'Asking about the digest.',
      `The tag 1.2.3 now points to ${A}`,
    ]);
    expect(told.asks).toEqual(['manifest oci ghcr.io/acme/chart :1.2.3', `manifest oci ghcr.io/acme/chart @${B}`]);
  });
});

describe('the card of an image', () => {
  it('says that it is being asked, and asks, before anything is known', () => {
    expect(card(image('node:20'))).toMatchObject({
      text: ['node:20 · page: https://hub.docker.com/_/node', 'Asking about the tag 20.'],
      asks: [`manifest ${NODE} :20`],
    });
  });

  it('tells the digest, equal tags, platforms and what the configuration says', () => {
    const labels = {
      'org.opencontainers.image.source': 'https://github.com/nodejs/docker-node',
      'org.opencontainers.image.revision': 'abc123',
      'org.opencontainers.image.version': '20.1.0',
    };
    const known = {
      [`manifest ${NODE} :20`]: INDEX,
      [`manifest ${NODE} :20.1.0`]: INDEX,
      [`manifest ${NODE} :18`]: { ...INDEX, digest: digest(B) },
      [`tags ${NODE}`]: { tags: ['18', '20', '20.1.0', 'never-asked'], complete: true },
      [`contents ${NODE} @${A}`]: CONTENTS,
      [`contents ${NODE} @${B}`]: { shape: 'image', platforms: [], layerBytes: 52_345_678 } as const,
      [`config ${NODE} @${B}`]: { created: '2023-12-24T01:02:03Z', platform: 'linux/amd64', labels },
      [`referrers ${NODE} @${A}`]: { attached: [{ kind: 'signature', type: '.sig' }], complete: true } as const,
    };
    const { text, asks, markdown } = card(image('node:20'), known);
    expect({ text, asks }).toEqual({
      text: [
        'node:20 · page: https://hub.docker.com/_/node · checked 3 minutes ago',
        `Points to ${A}`,
        'The same as 20.1.0',
        '  linux/amd64  52 MB',
        '  linux/arm64',
        'Created 2023-12-24 (9 days ago)',
        'Its labels tell: version 20.1.0, source https://github.com/nodejs/docker-node, revision abc123',
        'Attached, not verified: a signature',
      ],
      asks: [
        `manifest ${NODE} :20`,
        `contents ${NODE} @${A}`,
        `config ${NODE} @${B}`,
        `contents ${NODE} @${B}`,
        `contents ${NODE} @${C}`,
        `referrers ${NODE} @${A}`,
      ],
    });
    expect(markdown).toContain(
      '| platform | compressed layers |\n| --- | --- |\n| `linux/amd64` | 52 MB |\n| `linux/arm64` |  |',
    );
  });

  it('tells a pin from what the tag points to now', () => {
    const known = {
      [`manifest ${NODE} :20`]: { ...INDEX, digest: digest(B) },
      [`manifest ${NODE} @${A}`]: INDEX,
    };
    expect(card(image(`node:20@${A}`), known).text.slice(1, 3)).toEqual([
      `Pinned to ${A}`,
      `The tag 20 now points to ${B}`,
    ]);
    expect(card(image(`node:20@${A}`), { ...known, [`manifest ${NODE} :20`]: INDEX }).text.slice(1, 3)).toEqual([
      `Pinned to ${A}`,
      'The tag 20 points to it',
    ]);
  });

  it('tells by how much a pin trails its tag', () => {
    const single = { shape: 'image', platforms: [] } as const;
    const built = (created: string) => ({ created, platform: 'linux/amd64', labels: {} });
    const known = {
      [`manifest ${NODE} :20`]: { shape: 'image', digest: digest(B) } as const,
      [`manifest ${NODE} @${A}`]: { shape: 'image', digest: digest(A) } as const,
      [`contents ${NODE} @${A}`]: single,
      [`contents ${NODE} @${B}`]: single,
      [`config ${NODE} @${A}`]: built('2023-11-01T00:00:00Z'),
      [`config ${NODE} @${B}`]: built('2023-12-12T00:00:00Z'),
    };
    expect(card(image(`node:20@${A}`), known).text[1]).toBe(`Pinned to ${A}, which trails its tag by 41 days`);
  });

  it('names the tag that an image without one means', () => {
    expect(card(image('node'), { [`manifest ${NODE} :latest`]: INDEX }).text[1]).toBe(`The tag latest points to ${A}`);
  });

  it('asks for the sizes of the most common platforms only, and shows the others’ where they are known', () => {
    const names = ['linux/386', 'linux/amd64', 'linux/arm/v7', 'linux/arm64/v8', 'linux/ppc64le', 'linux/s390x'];
    const platforms = names.map((platform, i) => ({ platform, digest: digest(`sha256:${String(i).repeat(64)}`) }));
    const known = {
      [`manifest ${NODE} :20`]: INDEX,
      [`contents ${NODE} @${A}`]: { shape: 'index', platforms } as const,
      [`contents ${NODE} @${platforms[5]?.digest}`]: { shape: 'image', platforms: [], layerBytes: 1_234_567 } as const,
    };
    const { text, asks } = card(image('node:20'), known);
    expect(asks.filter(key => /@sha256:[0-9]/.test(key) && key.startsWith('contents'))).toEqual(
      [1, 3, 0].map(i => `contents ${NODE} @${platforms[i]?.digest}`),
    );
    expect(text).toContain('  linux/s390x     1.2 MB');
  });

  it('says that nothing is attached where that is certain, and nothing where it is not', () => {
    const known = { [`manifest ${NODE} :20`]: INDEX, [`contents ${NODE} @${A}`]: CONTENTS };
    const none = { [`referrers ${NODE} @${A}`]: { attached: [], complete: true } };
    expect(card(image('node:20'), { ...known, ...none }).text.at(-1)).toBe('No signature or attestation is attached.');
    expect(card(image('node:20'), known).text.join(' ')).not.toContain('ttached');
  });

  it.each([
    [
      { state: 'unknown', why: 'refused' } as const,
      'Could not check the tag 20: ghcr.io refused access; it may want a login, or another one.',
    ],
    [
      { state: 'absent', missing: 'tag', asOf: NOW - 49 * 3_600_000 } as const,
      'The registry says that there is no such tag · checked 2 days ago',
    ],
  ])('tells "no" from "could not check"', (answer, line) => {
    expect(card(image('ghcr.io/a/b:20'), { 'manifest oci ghcr.io/a/b :20': answer }).text[1]).toBe(line);
  });

  it('believes no label', () => {
    const labels = {
      'org.opencontainers.image.source': 'javascript:alert(1)',
      'org.opencontainers.image.revision': '`](command:x)\u001b[31m\u202E<b>',
    };
    const known = {
      [`manifest ${NODE} :20`]: { ...INDEX, shape: 'image' } as const,
      [`contents ${NODE} @${A}`]: { shape: 'image', platforms: [] } as const,
      [`config ${NODE} @${A}`]: { created: '[x](y)', platform: 'linux/amd64', labels },
    };
    expect(card(image('node:20'), known).markdown.split('\n\n').slice(2)).toEqual([
      '`linux/amd64` alone',
      'Created \\[x\\]\\(y\\)',
      "Its labels tell\\: source javascript\\:alert\\(1\\)\\, revision `'](command:x)<b>`",
    ]);
  });
});

describe('the card of a package', () => {
  const FACT = {
    standing: { is: 'live' },
    tags: { latest: '2.0.0' },
    releases: [
      { version: '1.3.0', standing: { is: 'deprecated', message: 'use [that](https://evil.example)' } },
      { version: '2.0.0', standing: { is: 'live' } },
    ],
  } as const;

  it('tells what is selected, since when, and how it stands', () => {
    const known = {
      'package npm left-pad': FACT,
      'history npm left-pad': { published: { '1.3.0': '2018-04-09T00:00:00Z', '2.0.0': '2020-01-01T00:00:00Z' } },
    };
    const { text, markdown, asks } = card(release('left-pad', { is: 'range', text: '^1.0.0' }), known);
    expect(text).toEqual([
      'left-pad ^1.0.0 · page: https://www.npmjs.com/package/left-pad · checked 3 minutes ago',
      'Installs 1.3.0, published 2018-04-09 (5 years ago)',
      'It is deprecated: use [that](https://evil.example)',
      'The latest is 2.0.0, published 2020-01-01 (4 years ago); it is not in the range',
    ]);
    expect(markdown).toContain('It is deprecated\\: use \\[that\\]\\(https\\:\\/\\/evil\\.example\\)');
    expect(asks).toEqual(['package npm left-pad', 'history npm left-pad']);
  });

  it('tells what its author says of it', () => {
    const about = {
      description: 'Pads [left](https://evil.example)',
      licence: 'MIT',
      homepage: 'http://pads.example',
      repository: 'https://github.com/acme/pad',
    };
    const history = { published: { '2.0.0': '2020-01-01T00:00:00Z' }, about };
    const known = { 'package npm left-pad': FACT, 'history npm left-pad': history };
    const { text, markdown } = card(release('left-pad', { is: 'range', text: '^2.0.0' }), known);
    expect(text.slice(2)).toEqual([
      'Pads [left](https://evil.example)',
      'Licence MIT · homepage http://pads.example · repository: https://github.com/acme/pad',
    ]);
    expect(markdown).toContain('Pads \\[left\\]\\(https');
    expect(markdown).toContain('[repository](<https://github.com/acme/pad>)');
    const itself = { 'package npm left-pad': { ...FACT, about: { licence: 'ISC' } }, 'history npm left-pad': history };
    expect(card(release('left-pad', { is: 'range', text: '^2.0.0' }), itself).text.slice(2)).toEqual(['Licence ISC']);
  });

  it('says where that is the latest, and where nothing matches', () => {
    const known = { 'package npm left-pad': FACT };
    expect(card(release('left-pad', { is: 'range', text: '^2.0.0' }), known).text[1]).toBe(
      'Installs 2.0.0, the latest',
    );
    expect(card(release('left-pad', { is: 'range', text: '^9.0.0' }), known).text[1]).toBe('No release matches ^9.0.0');
  });

  it('calls what is not there as its ecosystem does, and says where the client would look next', () => {
    const module: Subject = { kind: 'release', registry: 'go', name: 'go.example/a', want: { is: 'range', text: '' } };
    const absent = { state: 'absent', missing: 'package', asOf: NOW } as const;
    const linesFor = (answer: Answer<AnyFact>) => card(module, { 'package go go.example/a': answer }).text.slice(1);
    expect(linesFor(absent)).toEqual(['The registry says that there is no such module · checked just now']);
    expect(linesFor({ ...absent, goesOn: true })).toEqual([
      'The registry says that there is no such module · checked just now',
      'Go would ask its origin next, which is not asked from here.',
    ]);
  });

  describe('of a version that no list has', () => {
    const commit = 'v1.0.1-0.20240102030405-abcdef123456';
    const known = {
      'package go go.example/a': {
        ...({ standing: { is: 'deprecated', message: 'use b' }, tags: {} } as const),
        releases: [{ version: 'v1.0.0', standing: { is: 'live' } }],
        retracted: [{ low: 'v1.0.1-0', high: 'v1.0.1', reason: 'by accident' }],
      },
    } as const;
    const release = { version: commit, standing: { is: 'live' } } as const;
    const cardOf = (version: string, answers: Known) =>
      card(
        {
          ...{ kind: 'release', registry: 'go', name: 'go.example/a' },
          want: version === 'v1.' ? { is: 'range', text: version } : { is: 'exact', text: version, version },
        },
        { ...known, ...answers },
      ).text.slice(1);
    const whole = 'The module is deprecated: use b';
    const latest = 'The latest is v1.0.0; it is not the one that is required';

    it.each<[string, string, Known, readonly string[]]>([
      [
        'is there',
        commit,
        { [`release go go.example/a ${commit}`]: release },
        [`Installs ${commit}`, whole, 'It was retracted: by accident', latest],
      ],
      [
        'is not there',
        'v1.5.0',
        { 'release go go.example/a v1.5.0': { state: 'absent', missing: 'version', asOf: 0 } },
        ['No release matches v1.5.0', whole, latest],
      ],
      ['is asked about', commit, {}, ['Asking about the release.', whole, latest]],
      [
        'could not be asked about',
        commit,
        { [`release go go.example/a ${commit}`]: { state: 'unknown', why: 'refused' } },
        [expect.stringMatching(/^Could not check the release: /), whole, latest],
      ],
      ['is still being typed', 'v1.', {}, [whole, 'The latest is v1.0.0']],
    ])('tells whether it %s', (_, version, answers, lines) => {
      expect(cardOf(version, answers)).toEqual(lines);
    });
  });

  it.each([
    [{ is: 'archived' } as const, 'The package is archived: no more releases are to be expected'],
    [
      { is: 'archived', reason: 'moved' } as const,
      'The package is archived: no more releases are to be expected: moved',
    ],
  ])('tells that no more are to be expected, beside what is selected', (standing, line) => {
    const known = { 'package npm left-pad': { ...FACT, standing } };
    const { text } = card(release('left-pad', { is: 'range', text: '^2.0.0' }), known);
    expect(text.slice(1, 3)).toEqual(['Installs 2.0.0, the latest', line]);
  });

  it('tells what a release needs, and that some of its files were yanked', () => {
    const releases = [
      { version: '2.0.0', standing: { is: 'live' }, needs: '>=3.8', partlyYanked: { yanked: 1, files: 3 } },
    ] as const;
    const known = { 'package npm left-pad': { ...FACT, releases } };
    expect(card(release('left-pad', { is: 'range', text: '^2.0.0' }), known).text.slice(2)).toEqual([
      'It needs >=3.8',
      '1 of its 3 files were yanked',
    ]);
  });

  it.each([
    [{ is: 'quarantined' } as const, 'The package is quarantined: the registry gives nothing of it out'],
    [
      { is: 'quarantined', reason: 'spam' } as const,
      'The package is quarantined: the registry gives nothing of it out: spam',
    ],
  ])('tells of a package that is held back', (standing, line) => {
    const known = { 'package npm x': { ...FACT, standing, releases: [] } };
    expect(card(release('x', { is: 'range', text: '*' }), known).text.slice(1)).toEqual([line]);
  });

  describe('of an artifact', () => {
    const LIST = { standing: { is: 'live' }, tags: {}, releases: ['1.0', '1.1'].map(liveRelease) } as const;
    const MOVED = { is: 'relocated', to: { name: 'org.new:demo', version: '2.0' } } as const;
    const question = (version: string) => `release maven org.old:demo ${version}`;

    it.each([
      [
        'it was relocated',
        { [question('1.0')]: { version: '1.0', standing: MOVED } },
        '1.0',
        ['Installs 1.0', 'It was relocated to org.new:demo 2.0', 'The latest is 1.1; it is not the one that is pinned'],
      ],
      [
        'a later one was',
        {
          [question('1.0')]: liveRelease('1.0'),
          [question('1.1')]: { version: '1.1', standing: MOVED },
        },
        '1.0',
        [
          'Installs 1.0',
          'Its newest release was relocated to org.new:demo 2.0',
          'The latest is 1.1; it is not the one that is pinned',
        ],
      ],
      [
        'the list lacks it',
        { [question('0.9')]: liveRelease('0.9') },
        '0.9',
        ['Installs 0.9, which the list of versions lacks', 'The latest is 1.1; it is not the one that is pinned'],
      ],
      [
        'nothing has it',
        { [question('0.8')]: { state: 'absent', missing: 'version', asOf: NOW } },
        '0.8',
        ['No release matches 0.8', 'The latest is 1.1; it is not the one that is pinned'],
      ],
    ] as const)('tells what its POM says: %s', (_, told, version, lines) => {
      const subject = {
        ...release('org.old:demo', { is: 'exact', text: version, version }),
        registry: 'maven',
      } as Subject;
      const { text } = card(subject, { 'package maven org.old:demo': LIST, ...told } as Known, false);
      expect(text.slice(1)).toEqual(lines);
    });
  });

  it('shows no page of a website that does not have it', () => {
    expect(card(release('@in/house', { is: 'exact', text: '1.0.0', version: '1.0.0' }), {}, false).text[0]).toBe(
      '@in/house 1.0.0',
    );
  });

  it.each([
    [{ is: 'unpublished', on: '2019-05-06T00:00:00Z' } as const, 'The package was unpublished on 2019-05-06'],
    [
      { is: 'security-holding' } as const,
      'The package was removed for security reasons; a placeholder holds the name.',
    ],
  ])('tells of a package that is gone', (standing, line) => {
    const known = { 'package npm x': { ...FACT, standing } };
    expect(card(release('x', { is: 'range', text: '*' }), known).text[1]).toBe(line);
  });
});

it('tells of a use of a catalogue what its entry is, and where that stands', () => {
  const subject = release('left-pad', { is: 'range', text: '^2.0.0' });
  if (subject.kind !== 'release') throw new Error('no release');
  const decided = { file: 'pnpm-workspace.yaml', subject };
  const use = { kind: 'opaque', why: 'managed', registry: 'npm', name: 'left-pad', want: 'catalog:', decided } as const;
  const fact = {
    standing: { is: 'live' },
    tags: {},
    releases: [{ version: '2.0.0', standing: { is: 'live' } }],
  } as const;
  const { text, asks } = card(use, { 'package npm left-pad': fact });
  expect(text).toEqual([
    'left-pad ^2.0.0 · checked 3 minutes ago',
    'Installs 2.0.0',
    'Decided in pnpm-workspace.yaml, and checked there',
  ]);
  expect(asks).toEqual(['package npm left-pad', 'history npm left-pad']);
});

it('says of what is never asked why that is so', () => {
  expect(card({ kind: 'opaque', why: 'git', registry: 'npm', name: 'x', want: 'a/b#c' }).text).toEqual([
    'x a/b#c',
    'Not checked: it comes from a Git repository.',
  ]);
});
