import { describe, expect, it } from 'vitest';
import type { Question } from '../../server/src/model/question.ts';
import { pageAnswers } from '../support/page-answers.ts';
import { longDigests, shortDigests } from '../support/page-digests.ts';
import { drawFixture } from '../support/page-drawing.ts';
import { fenceText, pageText, parseRulePage } from '../support/rule-page.ts';

const FILE = ['```dockerfile Dockerfile', 'FROM scratch', '```'];

describe('a rule’s page', () => {
  it.each([
    ['a fence of no known kind', ['### A', ...FILE, '```dockerfile', '```'], 'Line 5: A fence is'],
    ['a fence for people alone', ['### A', ...FILE, '```sh', '```'], 'Line 5: A fence is'],
    ['a difference with a name', ['### A', ...FILE, '```diff Dockerfile', '```'], 'Line 5: A fence is'],
    ['answers in another language', ['### A', '```json answers', '```', ...FILE], 'Line 2: A fence is'],
    ['a fence without a word', ['### A', '```', '```'], 'Line 2: A fence is'],
    ['a fence in a list', ['### A', '- `a`:', '  ```dockerfile Dockerfile', '  ```'], 'Line 3: A fence begins'],
    ['a fence in a quotation', ['### A', '> ```dockerfile Dockerfile', '> ```'], 'Line 2: A fence begins'],
    ['a fence of tildes', ['### A', '~~~dockerfile Dockerfile', '~~~'], 'Line 2: A fence begins'],
    ['a fence of four backticks', ['### A', '````dockerfile Dockerfile', '````'], 'Line 2: A fence begins'],
    ['a fence without an end', ['### A', ...FILE.slice(0, 2)], 'Line 2: A fence has no end'],
    ['an example by indentation', ['### A', '', '    FROM node'], 'Line 3: An example'],
    ['an example in HTML', ['### A', '<pre>FROM node</pre>'], 'Line 2: An example'],
    ['a fence below no heading', ['# a', ...FILE], 'Line 2: A fence stands below no heading'],
    ['a fence right below a chapter', ['### A', '## B', ...FILE], 'Line 3: A fence stands below no heading'],
    ['answers without a file', ['### A', '```yaml answers', '```'], 'Line 2: “A” has no file'],
    ['two files of one name', ['### A', ...FILE, ...FILE], 'Line 2: “A” has two files'],
    [
      'two tables of answers',
      ['### A', '```yaml answers', '```', '```yaml answers', '```', ...FILE],
      'Line 4: “A” has',
    ],
    ['a file whose name nobody sees', ['### A', '```yaml a.yaml', '```'], 'Line 2: No words above name'],
  ])('may not hold %s', (_, lines, message) => {
    expect(() => parseRulePage(lines.join('\n'))).toThrow(message);
  });

  it('is the text that it was read from', () => {
    const text = ['# a', '', '## B', '', '### C', '', ...FILE, '', '```diff', '@@ D @@', '```', ''].join('\n');
    expect(pageText(parseRulePage(text).pieces)).toBe(text);
  });

  it('has fixtures of what stands below a heading', () => {
    const page = parseRulePage(['# a', '## B', '### C', ...FILE, '### D', ...FILE, '## E'].join('\n'));
    expect(page).toMatchObject({ lead: '# a\n', chapters: ['B', 'E'] });
    expect(page.fixtures.map(({ chapter, name, files }) => [chapter, name, files.map(fenceText).join()])).toEqual([
      ['B', 'C', FILE.join('\n')],
      ['B', 'D', FILE.join('\n')],
    ]);
  });
});

describe('answers', () => {
  it.each([
    ['manifest node: index', 'No question is written `manifest node`'],
    ['manifest node:1: index', '`` is no digest'],
    ['manifest node:1: indeed sha256:0123456789ab…', 'cannot be answered'],
    ['manifest node:1: unknown (why)', 'cannot be answered'],
    ['manifest node:1: no such thing', 'cannot be answered'],
    ['contents node:1: image', 'No question is written'],
    ['tags node:1: [a]', 'No question is written'],
    ['tags node: a', 'cannot be answered'],
    ['config node@sha256:0123456789ab…: linux/amd64 today', 'cannot be answered'],
    ['release npm left-pad: live', 'No question is written'],
    ['release npm left-pad 1.0.0: fine', 'No release is `fine`'],
    ['package nowhere serde: {}', '`nowhere` is no registry of packages'],
    ['anything else: fine', 'cannot be answered'],
    ['question: fine', 'No question is written'],
    ['- list', 'needs lines of its own'],
  ])('%s', (yaml, message) => {
    expect(() => pageAnswers(yaml)).toThrow(message);
  });

  it('fail on a question that they do not list, and tell what was not asked', () => {
    const answers = pageAnswers('release npm a 1.0.0: live\nrelease npm a 2.0.0: live');
    const release = (version: string): Question => ({ ask: 'release', registry: 'npm', name: 'a', version });
    expect(answers.peek(release('1.0.0'))).toMatchObject({ state: 'known', fact: { version: '1.0.0' } });
    expect(() => answers.peek(release('3.0.0'))).toThrow('no answer to `release npm a 3.0.0`');
    expect(answers.unused()).toEqual(['release npm a 2.0.0']);
  });
});

it('digests are written short and read whole', () => {
  const whole = longDigests('node@sha256:0123456789ab…');
  expect(whole).toBe(`node@sha256:${'0123456789ab'.repeat(6).slice(0, 64)}`);
  expect(shortDigests(whole)).toBe('node@sha256:0123456789ab…');
  expect(shortDigests(`sha256:${'a'.repeat(63)}b`)).toBe(`sha256:${'a'.repeat(63)}b`);
});

it('what is drawn under a text is no part of it', () => {
  const lines = [
    '```dockerfile Dockerfile',
    '# syntax=docker/dockerfile:1@sha256:0123456789ab…',
    'FROM node AS a',
    '     ^^^^ is told',
    '     | in two',
    '     | lines',
    'RUN echo a \\',
    '  | cat',
    '```',
  ];
  const [fixture] = parseRulePage(
    ['### A', '```yaml answers', 'anything else: unknown (offline)', '```', ...lines].join('\n'),
  ).fixtures;
  const drawn = fixture && drawFixture('latest-tag', fixture);
  expect(drawn?.judged[0]?.text.split('\n')).toEqual([
    expect.stringMatching(/^# syntax=docker\/dockerfile:1@sha256:[0-9a-f]{64}$/),
    'FROM node AS a',
    'RUN echo a \\',
    '  | cat',
  ]);
});
