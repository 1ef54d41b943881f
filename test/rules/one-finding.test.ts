import { expect, test } from 'vitest';
import { judge, manifest } from '../support/judge.ts';

const answers = {
  'manifest oci docker.io/library/redis :7': manifest('a', 'index'),
  'manifest oci docker.io/library/redis :latest': manifest('a', 'index'),
  'tags oci docker.io/library/redis': { state: 'unknown', why: 'asking' },
} as const;

function pod(image: string, policy: string): string {
  return `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - {name: a, image: "${image}"${policy === '' ? '' : `, imagePullPolicy: ${policy}`}}\n`;
}

// One image, one finding: what nobody wrote is a clause of the quiet one, what somebody wrote is the loud one alone.
test.each([
  ['pod.yaml', pod('redis:7', ''), 'unpinned-image information'],
  ['pod.yaml', pod('redis:7', 'IfNotPresent'), 'pull-policy warning'],
  ['pod.yaml', pod('redis:latest', 'Never'), 'pull-policy warning'],
  ['pod.yaml', pod('redis:latest', ''), 'latest-tag warning'],
  ['compose.yaml', 'services:\n  a:\n    image: redis:7\n', 'unpinned-image information'],
  ['compose.yaml', 'services:\n  a:\n    image: redis:7\n    pull_policy: missing\n', 'pull-policy warning'],
  ['a.container', '[Container]\nImage=docker.io/library/redis:7\n', 'unpinned-image information'],
  ['.gitlab-ci.yml', 'a:\n  image:\n    name: redis:7\n    pull_policy: if-not-present\n', 'pull-policy information'],
  ['.gitlab-ci.yml', 'a:\n  image: redis\n', 'latest-tag information'],
  ['.devcontainer/Dockerfile', 'FROM redis\n', 'latest-tag information'],
  ['.devcontainer/compose.yaml', 'services:\n  a:\n    image: redis\n', 'latest-tag information'],
  ['Dockerfile', 'FROM redis\n', 'latest-tag warning'],
  [
    'task.yaml',
    'apiVersion: tekton.dev/v1\nkind: Task\nspec:\n  steps:\n    - image: redis\n',
    'latest-tag information',
  ],
  ['crd.yaml', 'apiVersion: acme.example/v1\nkind: Cache\nspec:\n  image: redis\n', 'latest-tag warning'],
  ['Dockerfile', 'FROM redis AS build\nFROM scratch\nCOPY --from=build / /\n', 'latest-tag information'],
])('%s: %j gives %s', (file, text, expected) => {
  const { findings } = judge(file, text, answers);
  expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([expected]);
  const titles = findings.flatMap(({ fixes }) => fixes.map(({ title }) => title));
  expect(new Set(titles).size).toBe(titles.length);
});

test.each([
  ['compose.yaml', 'services:\n  a:\n    image: redis:7\n', true],
  ['compose.yaml', 'services:\n  a:\n    image: redis:7\n    pull_policy: always\n', false],
  ['pod.yaml', pod('redis:7', ''), true],
  ['Dockerfile', 'FROM redis:7\n', false],
])('%s: %j is told that hosts keep what they have: %s', (file, text, isTold) => {
  const [finding] = judge(file, text, answers).findings;
  expect(finding?.message.includes('while a host that has it does not ask for it again')).toBe(isTold);
});
