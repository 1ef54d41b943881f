import { expect, it } from 'vitest';
import type { Answer, AnyFact, Peek } from '../../server/src/model/answer.ts';
import { questionKey } from '../../server/src/model/question.ts';
import { type Trail, tagDrift } from '../../server/src/rules/tag-drift.ts';
import { digest, index, known } from '../support/judge.ts';

const image = { host: 'docker.io', repository: 'library/node' };
const single = known({ shape: 'image', platforms: [] });
const notAsked: Answer<AnyFact> = { state: 'unknown', why: 'not-asked' };
const built = (created: string | undefined, platform = 'linux/amd64') =>
  known({ platform, labels: {}, ...(created === undefined ? {} : { created }) });

const OLD = '2026-01-01T00:00:00Z';
const NEW = '2026-02-11T12:00:00Z';
const BEHIND: Trail = { is: 'behind', days: 41, pinned: OLD, current: NEW };

/** The pin is `a`, and the tag points to `b`. A question that the table does not list fails the test. */
function trail(contents: Record<string, Answer<AnyFact>>, configs: Record<string, Answer<AnyFact>>, now = 'b'): Trail {
  const table = Object.fromEntries([
    ...Object.entries(contents).map(([digit, answer]) => [`contents ${digit}`, answer]),
    ...Object.entries(configs).map(([digit, answer]) => [`config ${digit}`, answer]),
  ]);
  const peek = (question => {
    const key = questionKey(question).replace(/^(\w+) .*@sha256:(.).*$/, '$1 $2');
    const answer = table[key];
    if (answer === undefined) throw new Error(`Unexpected question: ${key}`);
    return answer;
  }) as Peek;
  return tagDrift(peek, image, digest('a'), digest(now));
}

const before = index({ 'linux/arm64': '3', 'linux/amd64': '1' });
const after = index({ 'linux/amd64': '2', 'linux/arm64': '4' });

it.each<[string, Trail, Record<string, Answer<AnyFact>>, Record<string, Answer<AnyFact>>]>([
  ['two indexes, by the usual platform', BEHIND, { a: before, b: after }, { 1: built(OLD), 2: built(NEW) }],
  [
    'two indexes, by a platform that both have',
    BEHIND,
    { a: index({ 'linux/amd64': '1', 'linux/s390x': '5' }), b: index({ 'linux/s390x': '6' }) },
    { 5: built(OLD), 6: built(NEW) },
  ],
  [
    'two indexes without a platform in common',
    { is: 'untold' },
    { a: index({ 'linux/amd64': '1' }), b: index({}) },
    {},
  ],
  ['two images', BEHIND, { a: single, b: single }, { a: built(OLD), b: built(NEW) }],
  [
    'an image and the same platform in an index',
    BEHIND,
    { a: single, b: after },
    { a: built(OLD, 'linux/arm64'), 4: built(NEW) },
  ],
  ['an index and its only platform', BEHIND, { a: before, b: single }, { b: built(NEW, 'linux/arm64'), 3: built(OLD) }],
  ['an image that is in the tag’s index', { is: 'level' }, { a: single, b: index({ 'linux/amd64': 'a' }) }, {}],
  ['a tag that went back', { is: 'level' }, { a: single, b: single }, { a: built(NEW), b: built(OLD) }],
  ['a build that hides its date', { is: 'untold' }, { a: single, b: single }, { a: built(undefined), b: built(NEW) }],
  ['a date that is none', { is: 'untold' }, { a: single, b: single }, { a: built('2026-99-99T'), b: built(NEW) }],
  ['a configuration that nobody asked', { is: 'untold' }, { a: single, b: single }, { a: notAsked, b: built(NEW) }],
  ['contents that nobody asked', { is: 'untold' }, { a: notAsked, b: single }, {}],
])('%s', (_, expected, contents, configs) => {
  expect(trail(contents, configs)).toEqual(expected);
});

it('a pin that is the tag’s digest is asked nothing about', () => {
  expect(trail({}, {}, 'a')).toEqual({ is: 'level' });
});

it('looks at each platform of two large indexes a few times, not once for each of the other', () => {
  let looks = 0;
  const large = (words: string) => {
    const platforms = Array.from({ length: 300 }, (_, i) => ({
      digest: digest('1'),
      get platform() {
        looks += 1;
        return `${words}/${i}`;
      },
    }));
    return known({ shape: 'index', platforms });
  };
  expect(trail({ a: large('linux'), b: large('windows') }, {})).toEqual({ is: 'untold' });
  expect(looks).toBeLessThan(3_000);
});
