import { describe, expect, test } from 'vitest';
import { type Job, saidOf, workflow } from './workflows.ts';

const GITHUB = '.github/workflows/release.yml';
const ID = '{ id-token: write }';
const action = (...inputs: string[]) =>
  [
    '- uses: pypa/gh-action-pypi-publish@release/v1',
    ...(inputs.length === 0 ? [] : ['  with:', ...inputs.map(each => `    ${each}`)]),
  ].join('\n');
const ACTION = 'pypa/gh-action-pypi-publish@release/v1';
const run = (command: string, env?: string) => `- run: ${command}${env === undefined ? '' : `\n  env: { ${env} }`}`;
const TOKEN = '"${{ secrets.PYPI_TOKEN }}"';

describe('something is said of', () => {
  test.each<[string, Job, string]>([
    ['the action without the right', { steps: [action()] }, `${ACTION}: publish-will-fail`],
    [
      '… to the test index',
      { steps: [action('repository-url: https://test.pypi.org/legacy/')] },
      `${ACTION}: publish-will-fail`,
    ],
    [
      '… in a workflow that is only called',
      { on: 'workflow_call', permissions: ID, steps: [action()] },
      `${ACTION}: publish-will-fail`,
    ],
    ['the action with a password', { steps: [action(`password: ${TOKEN}`)] }, `${ACTION}: long-lived-token`],
    [
      'the action without attestations',
      { permissions: ID, steps: [action('attestations: false')] },
      'false: publish-without-provenance',
    ],
    [
      'twine with a token',
      { steps: [run('twine upload dist/*', `TWINE_PASSWORD: ${TOKEN}`)] },
      'twine upload dist/*: long-lived-token',
    ],
    [
      '… by Python',
      { steps: [run('python -m twine upload dist/*', `TWINE_PASSWORD: ${TOKEN}`)] },
      'python -m twine upload dist/*: long-lived-token',
    ],
    [
      '… by an option',
      { steps: [run('pipx run twine upload -p ${{ secrets.T }} dist/*')] },
      'pipx run twine upload -p ${{ secrets.T }} dist/*: long-lived-token',
    ],
    ['uv with a token', { steps: [run('uv publish', `UV_PUBLISH_TOKEN: ${TOKEN}`)] }, 'uv publish: long-lived-token'],
    [
      'uv without anything',
      { steps: ['- uses: actions/checkout@v5', '- uses: astral-sh/setup-uv@v6', run('uv publish')] },
      'uv publish: publish-will-fail',
    ],
    [
      'uv that wants to be trusted',
      { steps: [run('uv publish --trusted-publishing always')] },
      'uv publish --trusted-publishing always: publish-will-fail',
    ],
    [
      'Hatch with a token',
      { steps: [run('hatch publish', `HATCH_INDEX_AUTH: ${TOKEN}`)] },
      'hatch publish: long-lived-token',
    ],
  ])('%s', (_, job, said) => expect(saidOf(GITHUB, workflow(job))).toEqual([said]));
});

describe('nothing is said of', () => {
  test.each<[string, Job]>([
    ['the action with the right', { permissions: ID, steps: [action()] }],
    [
      '… and an environment',
      { permissions: ID, keys: ['environment: pypi'], steps: [action('print-hash: true', 'skip-existing: true')] },
    ],
    ['… in a workflow that is called too', { on: '[workflow_call, release]', permissions: ID, steps: [action()] }],
    ['… with a password that it falls back to', { permissions: ID, steps: [action(`password: ${TOKEN}`)] }],
    ['another index', { steps: [action('repository-url: https://pypi.acme.example/', `password: ${TOKEN}`)] }],
    ['another index of old', { steps: [action('repository_url: https://pypi.acme.example/', `password: ${TOKEN}`)] }],
    ['twine to another index', { steps: [run('twine upload -r acme dist/*', `TWINE_PASSWORD: ${TOKEN}`)] }],
    [
      '… by a variable',
      {
        steps: [
          run('twine upload dist/*', `TWINE_PASSWORD: ${TOKEN}, TWINE_REPOSITORY_URL: "https://pypi.acme.example"`),
        ],
      },
    ],
    ['twine that checks', { steps: [run('twine check dist/*')] }],
    ['twine with the right', { permissions: ID, steps: [run('twine upload dist/*')] }],
    ['uv that tries', { steps: [run('uv publish --dry-run')] }],
    ['uv with the right', { permissions: ID, steps: [run('uv publish')] }],
    ['Poetry, which knows no other way', { steps: [run('poetry publish', `POETRY_PYPI_TOKEN_PYPI: ${TOKEN}`)] }],
    ['what another action may have logged in', { steps: ['- uses: acme/login@v1', run('twine upload dist/*')] }],
    ['a file with a login', { steps: [run('echo x > ~/.pypirc'), run('twine upload dist/*')] }],
    ['what runs on a machine of one’s own', { runsOn: 'self-hosted', steps: [run('twine upload dist/*')] }],
  ])('%s', (_, job) => expect(saidOf(GITHUB, workflow(job))).toEqual([]));
});
