import { expect, test } from 'vitest';
import { gitlabCi } from '../../server/src/pipelines/gitlab-ci.ts';
import { outline } from './outline.ts';

function outlined(...lines: string[]): string[] {
  return outline(gitlabCi.read(lines.join('\n'), '.gitlab-ci.yml'));
}

test('a job with all that counts', () =>
  expect(
    outlined(
      'variables: {A: "1", B: {value: "2", description: d}}',
      'release:',
      '  tags: [saas-linux-small-amd64]',
      '  environment: {name: prod}',
      '  id_tokens:',
      '    NPM_ID_TOKEN: {aud: "npm:registry.example"}',
      '    SIGSTORE_ID_TOKEN: {aud: [sigstore, other]}',
      '  variables: {A: "3"}',
      '  before_script: npm ci',
      '  script:',
      '    - npm run build',
      '    - [npm publish, echo done]',
      '  after_script: [rm -r dist]',
    ),
  ).toEqual([
    'release, hosted, granted, NPM_ID_TOKEN for npm:registry.example, SIGSTORE_ID_TOKEN for sigstore+other, in prod',
    '  npm ci ; npm run build ; npm publish ; echo done | A=3 B=2',
    '  rm -r dist | A=3 B=2',
  ]));

test.each([
  [
    'what it extends',
    ['.a: {id_tokens: {T: {aud: x}}, script: [npm publish]}', 'b: {extends: .a}'],
    ['b, unknown, granted, T for x', '  npm publish'],
  ],
  [
    'what is said by default',
    ['default: {id_tokens: {T: {aud: x}}}', 'b: {script: ls}'],
    ['b, unknown, granted, T for x', '  ls'],
  ],
  ['nothing', ['b: {script: ls}'], ['b, unknown, withheld', '  ls']],
  ['what another file may say', ['include: x.yml', 'b: {script: ls}'], ['b, unknown, unknown', '  ls']],
  ['what is extended elsewhere', ['b: {extends: .gone, script: ls}'], ['b, unknown, unknown', '  ls']],
  [
    'itself, round a corner',
    ['a: {extends: b, script: ls}', 'b: {extends: a}'],
    ['a, unknown, withheld', '  ls', 'b, unknown, withheld', '  ls'],
  ],
])('a job takes over %s', (_, lines, found) => expect(outlined(...lines)).toEqual(found));

test.each([
  ['only tags', 'only: [tags]', 'a, unknown, withheld, for tags'],
  ['branches too', 'only: [tags, main]', 'a, unknown, withheld'],
  [
    'rules of tags',
    'rules: [{if: $CI_COMMIT_TAG}, {if: "$CI_COMMIT_TAG =~ /^v/"}, {when: never}]',
    'a, unknown, withheld, for tags',
  ],
  ['a rule without a condition', 'rules: [{if: $CI_COMMIT_TAG}, {when: manual}]', 'a, unknown, withheld'],
])('it runs for %s', (_, key, line) => expect(outlined('a:', '  script: ls', `  ${key}`)[0]).toBe(line));

test('never', () => expect(outlined('a: {when: never, script: ls}')).toEqual(['a, unknown, withheld', '  off: ls']));
