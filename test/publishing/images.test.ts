import { describe, expect, test } from 'vitest';
import type { Answer, AnyFact, Peek } from '../../server/src/model/answer.ts';
import type { Question } from '../../server/src/model/question.ts';
import { digest } from '../support/judge.ts';
import { type Job, saidOf, workflow } from './workflows.ts';

const FILE = '.github/workflows/image.yml';

/** A registry that has version 1.0.0 of everything, and says nothing else. */
const peek = ((question: Question): Answer<AnyFact> =>
  question.ask === 'manifest' && 'tag' in question.at && /1\.0\.0$/.test(question.at.tag)
    ? { state: 'known', fact: { digest: digest('a'), shape: 'index' }, asOf: 0 }
    : { state: 'unknown', why: 'not-asked' }) as Peek;

const push = (...tags: string[]) =>
  `- uses: docker/build-push-action@v6\n  with:\n    push: true\n    tags: |\n${tags.map(tag => `      ${tag}`).join('\n')}`;

describe('something is said of', () => {
  test.each<[string, Job, string]>([
    ['a version that is there', { steps: ['- run: docker push acme/app:1.0.0'] }, 'acme/app:1.0.0: tag-overwrite'],
    [
      '… with a v',
      { steps: ['- run: docker buildx build --push -t ghcr.io/acme/app:v1.0.0 .'] },
      'ghcr.io/acme/app:v1.0.0: tag-overwrite',
    ],
    ['… by Podman', { steps: ['- run: podman push quay.io/acme/app:1.0.0'] }, 'quay.io/acme/app:1.0.0: tag-overwrite'],
    [
      '… by the action, among others',
      { steps: [push('acme/app:1.0.0', 'acme/app:latest')] },
      'docker/build-push-action@v6: tag-overwrite',
    ],
    ['latest alone', { steps: ['- run: docker push acme/app:latest'] }, 'acme/app:latest: latest-only-publish'],
    ['no tag', { steps: ['- run: docker build --push --tag acme/app .'] }, 'acme/app: latest-only-publish'],
  ])('%s', (_, job, said) => expect(saidOf(FILE, workflow(job), [], peek)).toEqual([said]));
});

describe('nothing is said of', () => {
  test.each<[string, Job]>([
    ['a version that is not there', { steps: ['- run: docker push acme/app:1.1.0'] }],
    ['a tag that moves', { steps: ['- run: docker push acme/app:1.0'] }],
    [
      'what is built anew by the clock',
      { on: '{ schedule: [{ cron: "0 4 * * *" }], push: {} }', steps: ['- run: docker push acme/app:1.0.0'] },
    ],
    ['… and by hand', { on: 'workflow_dispatch', steps: ['- run: docker push acme/app:1.0.0'] }],
    [
      'what is put together when it runs',
      { steps: ['- run: docker push "acme/app:${VERSION}"', '- run: docker push acme/app:latest'] },
    ],
    [
      '… by the action',
      {
        steps: ['- uses: docker/build-push-action@v6\n  with: { push: true, tags: "${{ steps.meta.outputs.tags }}" }'],
      },
    ],
    ['latest beside a version', { steps: ['- run: docker push acme/app:1.1.0 && docker push acme/app:latest'] }],
    ['… by the action', { steps: [push('acme/app:latest', 'acme/app:1.1.0')] }],
    [
      'what is only built',
      {
        steps: [
          '- run: docker build -t acme/app:1.0.0 .',
          '- uses: docker/build-push-action@v6\n  with: { tags: "acme/app:latest" }',
        ],
      },
    ],
    ['what is pulled', { steps: ['- run: docker pull acme/app:1.0.0'] }],
    ['all tags', { steps: ['- run: docker push -a acme/app'] }],
  ])('%s', (_, job) => expect(saidOf(FILE, workflow(job), [], peek)).toEqual([]));
});
