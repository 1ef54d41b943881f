import { describe, expect, test } from 'vitest';
import { IMAGES, PACKAGES } from '../../server/src/ecosystems/index.ts';
import type { AnyFact, Peek } from '../../server/src/model/answer.ts';
import { createDerive } from '../../server/src/model/derive.ts';
import type { PackageRegistryId } from '../../server/src/model/names.ts';
import { PULL_BACK_REASONS, type PullBackPlan, type PullBackReason } from '../../server/src/model/pull-back.ts';
import type { Question } from '../../server/src/model/question.ts';
import { pullBackMarkdown } from '../../server/src/views/pull-back.ts';
import { HOSTILE_WORDS, PLAIN } from '../support/hostile-words.ts';
import { digest } from '../support/judge.ts';

const NOW = Date.parse('2026-11-30T12:00:00Z');
/** A shell would do something at each of these. */
const SHELL = ['$(touch x)', '`touch x`', 'a;b', 'a"b', "a'b", 'a\nb', '-rf', '%PATH%', 'a|b', 'a&b', '!x', '^x', '\\'];
const WORDS = [...Object.values(HOSTILE_WORDS).map(word => word.slice(0, 5_000)), ...SHELL];
const IDS = Object.keys(PACKAGES) as PackageRegistryId[];

function lookWith(fact: (question: Question) => AnyFact | undefined) {
  const peek = ((question: Question) => {
    const found = fact(question);
    return found === undefined ? { state: 'unknown', why: 'refused' } : { state: 'known', fact: found, asOf: NOW };
  }) as Peek;
  return { peek, derive: createDerive(), now: NOW, whereabouts: () => undefined, isUntold: false };
}

function drawn(plan: PullBackPlan, why: PullBackReason, registry: PackageRegistryId | 'oci'): string {
  const thing = { registry, name: 'a', want: '1' };
  const answer = { state: 'unknown', why: 'refused' } as const;
  return pullBackMarkdown({ why, plan, answer, whereabouts: undefined, thing }, NOW);
}

/** Every registry says the word wherever it may say a text. */
function saying(word: string, version: string) {
  const standings = [
    { is: 'deprecated', message: word },
    { is: 'yanked', reason: word },
    { is: 'retracted', reasons: [word] },
    { is: 'relocated', to: { name: word, version: word, message: word } },
  ] as const;
  return standings.map(standing =>
    lookWith(question => {
      const release = { version, standing, published: word };
      switch (question.ask) {
        case 'history':
          return { published: { [version]: word }, about: { description: word } };
        case 'package':
          return {
            ...{ standing: { is: 'live' }, tags: { [word]: version }, releases: [release] },
            retracted: [{ low: version, high: version, reason: word }],
          };
        case 'tags':
          return { tags: [version, word, 'latest'], complete: true };
        case 'manifest':
          return { digest: digest('a'), shape: 'index' };
        default:
          return release;
      }
    }),
  );
}

function expectHarmless(markdown: string, word: string): void {
  for (const line of markdown.split('\n')) expect(line).toMatch(PLAIN);
  const fences = [...markdown.matchAll(/^```\w+\n([\s\S]*?)\n```$/gm)].map(([, body = '']) => body);
  if (!/^[A-Za-z0-9@._~/+:=-]*$/.test(word)) for (const fence of fences) expect(fence).not.toContain(word);
  const outside = markdown.replace(/^```\w+\n[\s\S]*?\n```$/gm, '').replace(/`[^`\n]*`/g, '');
  expect(outside).not.toContain('`');
  expect(outside).not.toMatch(/<(?!https:\/\/pypi\.org\/manage\/project(?:s|\/[\w.-]+\/releases)\/>)/);
  expect([...outside.matchAll(/\]\(([^)]*)\)/g)].map(([, to]) => to)).toEqual([
    'https://github.com/registry-lens/registry-lens/blob/main/docs/pulling-back.md',
  ]);
}

describe.each(IDS)('%s', registry => {
  const { pullBack } = PACKAGES[registry];
  const version = registry === 'go' ? 'v1.2.3' : '1.2.3';

  test.each(PULL_BACK_REASONS)('%s: words of others stay words', why => {
    for (const word of WORDS) {
      for (const look of saying(word, version)) {
        const subject = { kind: 'publication', registry, name: 'a', version } as const;
        expectHarmless(drawn(pullBack.plan(subject, why, look), why, registry), word);
      }
      const bad = { kind: 'publication', registry, name: word, version: word } as const;
      expectHarmless(
        drawn(
          pullBack.plan(
            bad,
            why,
            lookWith(() => undefined),
          ),
          why,
          registry,
        ),
        word,
      );
    }
  });

  test.each(PULL_BACK_REASONS)('%s: says what is to be done, and what not', why => {
    const subject = { kind: 'publication', registry, name: 'corp.example/a', version } as const;
    const plan = pullBack.plan(
      subject,
      why,
      lookWith(() => undefined),
    );
    expect(plan.steps.length).toBeGreaterThan(1);
    expect(plan.not.length).toBeGreaterThan(0);
    expect(plan.person.length).toBeGreaterThan(0);
    if (why === 'secret') expect(plan.steps[0]?.title).toBe('Rotate what leaked');
  });
});

test.each(PULL_BACK_REASONS)('images, %s: words of others stay words', why => {
  for (const word of WORDS) {
    for (const look of saying(word, '1.2.3')) {
      const image = { name: { host: 'ghcr.io', repository: 'acme/app' }, tag: '1.2.3' };
      expectHarmless(drawn(IMAGES.pullBack.plan(image, why, look), why, 'oci'), word);
    }
  }
});

test('what cannot be written into a command is left to the user', () => {
  const subject = { kind: 'publication', registry: 'npm', name: 'a$(touch x)', version: '1.2.3' } as const;
  const markdown = drawn(
    PACKAGES.npm.pullBack.plan(
      subject,
      'broken',
      lookWith(() => undefined),
    ),
    'broken',
    'npm',
  );
  expect(markdown).toContain('means something to a shell');
  expect(markdown).not.toContain('npm deprecate "a');
});

test('a registry other than the usual one is named in each command', () => {
  const subject = { kind: 'publication', registry: 'npm', name: 'a', version: '1.2.3' } as const;
  const where = { base: 'https://npm.corp.example', isUsual: false, mirrors: [] };
  const look = { ...lookWith(() => undefined), whereabouts: () => where };
  const markdown = drawn(PACKAGES.npm.pullBack.plan(subject, 'broken', look), 'broken', 'npm');
  expect(markdown).toContain('npm deprecate a@1.2.3 "1.2.3 is broken" --registry "https://npm.corp.example/"');
  expect(markdown).not.toContain('72 hours');
});
