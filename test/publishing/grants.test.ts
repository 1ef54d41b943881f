import { expect, test } from 'vitest';
import { githubActions } from '../../server/src/pipelines/github-actions.ts';

const JOBS = 'jobs:\n  a:\n    steps: []\n';

/** A text with the right given to its first job. */
function granted(text: string): string | undefined {
  const grant = githubActions.read(text, 'x.yml').jobs[0]?.identity.grant;
  return grant && text.slice(0, grant.span.start) + grant.put + text.slice(grant.span.end);
}

test.each<[string, string, string | undefined]>([
  [
    'the workflow’s rights are those of other jobs too',
    `permissions:\n  contents: write\n${JOBS}  b:\n    steps: []\n`,
    'permissions:\n  contents: write\njobs:\n  a:\n    permissions:\n      contents: write\n      id-token: write\n    steps: []\n  b:\n    steps: []\n',
  ],
  [
    'the workflow has none',
    `permissions: {}\n${JOBS}`,
    'permissions: {}\njobs:\n  a:\n    permissions:\n      id-token: write\n    steps: []\n',
  ],
  ['others take the rights over', `jobs:\n  a:\n    permissions: &p\n      contents: read\n    steps: []\n`, undefined],
])('gives the job the right, and no other: %s', (_, text, after) => expect(granted(text)).toBe(after));

test('does not remove what has an anchor', () => {
  const text = `jobs:\n  a:\n    env:\n      A: 1\n      B: &b 2\n    steps:\n      - run: ls\n`;
  const variables = githubActions.read(text, 'x.yml').jobs[0]?.steps[0]?.variables;
  expect(variables?.get('A')?.removal).toBeDefined();
  expect(variables?.get('B')?.removal).toBeUndefined();
});
