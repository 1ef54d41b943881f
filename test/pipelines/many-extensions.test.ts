import { expect, test } from 'vitest';
import { circleci } from '../../server/src/pipelines/circleci.ts';
import { gitlabCi } from '../../server/src/pipelines/gitlab-ci.ts';

const times = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, i) => make(i));

test('jobs of GitLab that all extend each other are read, each with what is near to it', () => {
  const names = (i: number) => times(10, k => `j${(i * 7 + k * 13 + 1) % 200}`).join(', ');
  const { jobs } = gitlabCi.read(times(200, i => `j${i}: { extends: [${names(i)}], script: ls }\n`).join(''), 'x.yml');
  expect(jobs.length).toBe(200);
  expect(jobs.map(({ identity }) => identity.is)).not.toContain('withheld');
});

test('commands of CircleCI that use others many times are put in so often and no more', () => {
  const used = (i: number) => times(8, k => `c${(i + k + 1) % 100}`).join(', ');
  const commands = times(100, i => `  c${i}: { steps: [${used(i)}, { run: ls }] }\n`).join('');
  const { jobs } = circleci.read(`jobs: { a: { docker: [], steps: [c0] } }\ncommands:\n${commands}`, 'x.yml');
  expect(jobs[0]?.steps.length).toBeLessThanOrEqual(3000);
});
