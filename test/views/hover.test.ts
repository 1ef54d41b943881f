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
    };
    const known = {
      [`manifest ${NODE} :20`]: INDEX,
      [`manifest ${NODE} :20.1.0`]: INDEX,
      [`manifest ${NODE} :18`]: { ...INDEX, digest: digest(B) },
      [`tags ${NODE}`]: { tags: ['18', '20', '20.1.0', 'never-asked'], complete: true },
      [`contents ${NODE} @${A}`]: CONTENTS,
      [`config ${NODE} @${B}`]: { created: '2023-12-24T01:02:03Z', platform: 'linux/amd64', labels },
    };
    expect(card(image('node:20'), known)).toMatchObject({
      text: [
        'node:20 · page: https://hub.docker.com/_/node',
        `The tag 20 points to sha256:aaaaaaaaaaaa, in full ${A}, as of 3 minutes ago`,
        'Same digest: 20.1.0',
        'Platforms: linux/arm64, linux/amd64',
        'Created 2023-12-24',
        'Source: https://github.com/nodejs/docker-node',
        'Revision: abc123',
      ],
      asks: [`manifest ${NODE} :20`, `contents ${NODE} @${A}`, `config ${NODE} @${B}`],
    });
  });

  it('tells a pin from what the tag points to now', () => {
    const known = {
      [`manifest ${NODE} :20`]: { ...INDEX, digest: digest(B) },
      [`manifest ${NODE} @${A}`]: INDEX,
    };
    expect(card(image(`node:20@${A}`), known).text.slice(1, 3)).toEqual([
      `Pinned to sha256:aaaaaaaaaaaa, in full ${A}`,
      `The tag 20 points to sha256:bbbbbbbbbbbb, in full ${B}, as of 3 minutes ago`,
    ]);
    expect(card(image(`node:20@${A}`), { ...known, [`manifest ${NODE} :20`]: INDEX }).text[2]).toBe(
      'The tag 20 points to this digest, as of 3 minutes ago',
    );
  });

  it.each([
    [{ state: 'unknown', why: 'refused' } as const, 'Could not check the tag 20: the registry refused access.'],
    [
      { state: 'absent', missing: 'tag', asOf: NOW - 49 * 3_600_000 } as const,
      'The registry says that there is no such tag, as of 2 days ago.',
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
      'Platform\\: `linux/amd64`',
      'Created `[x](y)`',
      'Source\\: javascript\\:alert\\(1\\)',
      "Revision\\: `'](command:x)<b>`",
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
      'left-pad ^1.0.0 · page: https://www.npmjs.com/package/left-pad',
      'Selects 1.3.0, published 2018-04-09, as of 3 minutes ago',
      'It is deprecated: use [that](https://evil.example)',
      'Latest: 2.0.0, published 2020-01-01',
    ]);
    expect(markdown).toContain('It is deprecated\\: use \\[that\\]\\(https\\:\\/\\/evil\\.example\\)');
    expect(asks).toEqual(['package npm left-pad', 'history npm left-pad']);
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

it('says of what is never asked why that is so', () => {
  expect(card({ kind: 'opaque', why: 'git', registry: 'npm', name: 'x', want: 'a/b#c' }).text).toEqual([
    'x a/b#c',
    'Not checked: it comes from a Git repository.',
  ]);
});
