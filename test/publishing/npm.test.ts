import { describe, expect, test } from 'vitest';
import { type Job, NPM, saidOf, workflow } from './workflows.ts';

const GITHUB = '.github/workflows/release.yml';
const CHECKOUT = '- uses: actions/checkout@v5';
const node = (version: string, more = '') =>
  `- uses: actions/setup-node@v5\n  with: { node-version: ${version}${more} }`;
const TOKEN = 'env: { NODE_AUTH_TOKEN: "${{ secrets.NPM_TOKEN }}" }';
const ID = '{ contents: read, id-token: write }';

describe('what fails on GitHub', () => {
  test.each<[string, Job, string]>([
    [
      'provenance without the right',
      { steps: [`- run: npm publish --provenance\n  ${TOKEN}`] },
      'npm publish --provenance',
    ],
    [
      '… by a variable',
      { steps: [`- run: npm publish\n  env: { NPM_CONFIG_PROVENANCE: "true", NODE_AUTH_TOKEN: "\${{ secrets.X }}" }`] },
      'npm publish',
    ],
    ['… set for the command', { steps: ['- run: NPM_CONFIG_PROVENANCE=true npm publish'] }, 'npm publish'],
    [
      '… where reading alone is granted',
      { outer: 'read-all', steps: [`- run: npm publish --provenance\n  ${TOKEN}`] },
      'npm publish --provenance',
    ],
    [
      "… where the job's map takes it away",
      { outer: ID, permissions: '{ contents: read }', steps: [`- run: npm publish --provenance\n  ${TOKEN}`] },
      'npm publish --provenance',
    ],
    [
      "… by Yarn's own command",
      { steps: [`- run: yarn npm publish --provenance\n  ${TOKEN}`] },
      'yarn npm publish --provenance',
    ],
    ['… by a launcher', { steps: ['- run: npx npm@11 publish --provenance'] }, 'npx npm@11 publish --provenance'],
    ['neither token nor right', { steps: [CHECKOUT, node('24'), '- run: npm publish'] }, 'npm publish'],
    ['… in a pull request', { on: 'pull_request', steps: ['- run: npm ci && npm publish'] }, 'npm publish'],
    ['an npm that is too old', { permissions: ID, steps: [CHECKOUT, node('20'), '- run: npm publish'] }, 'npm publish'],
    [
      '… of Node.js 22',
      { permissions: ID, steps: [node('"22.x"'), '- run: npm publish --access public'] },
      'npm publish --access public',
    ],
    [
      "one's own machine, trusted",
      { runsOn: 'self-hosted', permissions: ID, steps: ['- run: npm publish'] },
      'npm publish',
    ],
    [
      "one's own machine, with provenance",
      { runsOn: '[self-hosted, x64]', permissions: ID, steps: [`- run: npm publish --provenance\n  ${TOKEN}`] },
      'npm publish --provenance',
    ],
    [
      "GitHub's token",
      {
        steps: [
          node('24', `, registry-url: "${NPM}"`),
          '- run: npm publish\n  env: { NODE_AUTH_TOKEN: "${{ secrets.GITHUB_TOKEN }}" }',
        ],
      },
      'npm publish',
    ],
    [
      'deprecating by trust',
      { permissions: ID, steps: [node('24'), '- run: npm deprecate a@1 "b"'] },
      'npm deprecate a@1 "b"',
    ],
    ['taking back by trust', { permissions: ID, steps: ['- run: npm unpublish a@1'] }, 'npm unpublish a@1'],
    ['approving by trust', { permissions: ID, steps: ['- run: npm stage approve x'] }, 'npm stage approve x'],
    [
      'moving a tag by trust',
      { permissions: ID, steps: [node('24'), '- run: npm dist-tag add a@1 b'] },
      'npm dist-tag add a@1 b',
    ],
  ])('%s', (_, job, at) => expect(saidOf(GITHUB, workflow(job))).toEqual([`${at}: publish-will-fail`]));
});

describe('what could be better on GitHub', () => {
  test.each<[string, Job, string]>([
    ['a token', { steps: [`- run: npm publish\n  ${TOKEN}`] }, 'npm publish: long-lived-token'],
    ['a token for pnpm', { steps: [`- run: pnpm publish -r\n  ${TOKEN}`] }, 'pnpm publish -r: long-lived-token'],
    [
      'a token for Changesets',
      { steps: ['- run: npx changeset publish\n  env: { NPM_TOKEN: "${{ secrets.NPM_TOKEN }}" }'] },
      'npx changeset publish: long-lived-token',
    ],
    [
      'a token for all of the job',
      { keys: ['env: { NPM_TOKEN: "${{ secrets.NPM_TOKEN }}" }'], steps: ['- run: npm publish'] },
      'npm publish: long-lived-token',
    ],
    [
      'a token for an action',
      { steps: ['- uses: JS-DevTools/npm-publish@v4\n  with: { token: "${{ secrets.T }}" }'] },
      'JS-DevTools/npm-publish@v4: long-lived-token',
    ],
    [
      'no provenance',
      { permissions: ID, steps: [`- run: npm publish\n  ${TOKEN}`] },
      'npm publish: publish-without-provenance',
    ],
  ])('%s', (_, job, said) => expect(saidOf(GITHUB, workflow(job))).toEqual([said]));
});

describe('nothing is said of', () => {
  test.each<[string, Job]>([
    ['a trusted publisher', { permissions: ID, steps: [CHECKOUT, node('24'), '- run: npm publish'] }],
    ['… whose right is that of all jobs', { outer: 'write-all', steps: [node('24'), '- run: npm publish'] }],
    [
      '… with a newer npm',
      { permissions: ID, steps: [node('22'), '- run: npm install -g npm@latest', '- run: npm publish'] },
    ],
    [
      '… with a version that a file names',
      {
        permissions: ID,
        steps: ['- uses: actions/setup-node@v5\n  with: { node-version-file: .nvmrc }', '- run: npm publish'],
      },
    ],
    ['… of the newest long-term line', { permissions: ID, steps: [node('lts/*'), '- run: npm publish'] }],
    ['… that stages', { permissions: ID, steps: [node('24'), '- run: npm stage publish'] }],
    [
      '… on a machine that is not known',
      { runsOn: '${{ matrix.os }}', permissions: ID, steps: ['- run: npm publish'] },
    ],
    ['a token and provenance', { permissions: ID, steps: [`- run: npm publish --provenance\n  ${TOKEN}`] }],
    ['what only tries', { steps: ['- run: npm publish --dry-run', '- run: npm publish --dry-run=true --provenance'] }],
    [
      'what is switched off',
      { steps: ['- run: npm publish\n  if: false', `- run: npm publish\n  if: \${{ false }}\n  ${TOKEN}`] },
    ],
    [
      'another registry, by an option',
      { steps: [`- run: npm publish --registry=https://npm.acme.example\n  ${TOKEN}`] },
    ],
    [
      '… by a variable',
      {
        steps: [
          '- run: npm publish\n  env: { NPM_CONFIG_REGISTRY: https://npm.acme.example, NODE_AUTH_TOKEN: "${{ secrets.T }}" }',
        ],
      },
    ],
    [
      '… by the set-up of Node.js',
      {
        steps: [
          node('20', ', registry-url: https://npm.pkg.github.com'),
          `- run: npm publish\n  env: { NODE_AUTH_TOKEN: "\${{ secrets.GITHUB_TOKEN }}" }`,
        ],
      },
    ],
    ['what may have logged in, an action', { steps: ['- uses: acme/login@v1', '- run: npm publish'] }],
    ['… a command', { steps: ['- run: echo x >> ~/.npmrc', '- run: npm publish'] }],
    ['… a secret of another name', { steps: ['- run: npm publish\n  env: { MY_LOGIN: "${{ secrets.X }}" }'] }],
    ['a token on a machine of one’s own', { runsOn: 'self-hosted', steps: [`- run: npm publish\n  ${TOKEN}`] }],
    ['a workflow that others call', { on: 'workflow_call', steps: ['- run: npm publish --provenance'] }],
    [
      'moving a tag with a newer npm',
      { permissions: ID, steps: ['- run: npm i -g npm@12', '- run: npm dist-tag add a@1 b'] },
    ],
    ['deprecating with a token', { permissions: ID, steps: [`- run: npm deprecate a@1 b\n  ${TOKEN}`] }],
    ['what only looks', { permissions: ID, steps: ['- run: npm view a && npm dist-tag ls a && npm pack'] }],
    ['what only speaks of it', { steps: ['- run: echo "npm publish" # npm publish --provenance'] }],
    ['a script of that name', { steps: ['- run: npm run publish && yarn run publish && pnpm run publish'] }],
    ['what PowerShell runs', { steps: ['- run: npm publish\n  shell: pwsh'] }],
  ])('%s', (_, job) => expect(saidOf(GITHUB, workflow(job))).toEqual([]));
});

describe('GitLab', () => {
  const job = (...keys: string[]) => ['publish:', ...keys.map(key => `  ${key}`), ''].join('\n');
  test.each<[string, string, string[]]>([
    [
      'provenance without a token for Sigstore',
      job('id_tokens: {NPM_ID_TOKEN: {aud: a}}', 'script: npm publish --provenance'),
      ['npm publish --provenance: publish-will-fail'],
    ],
    [
      '… without any',
      job('script: [npm ci, npm publish --provenance]'),
      ['npm publish --provenance: publish-will-fail'],
    ],
    [
      'a trusted publisher without provenance',
      job('id_tokens: {NPM_ID_TOKEN: {aud: a}}', 'script: [npm publish]'),
      ['npm publish: publish-without-provenance'],
    ],
    [
      'both tokens',
      job(
        'id_tokens: {NPM_ID_TOKEN: {aud: a}, SIGSTORE_ID_TOKEN: {aud: sigstore}}',
        'script: [npm publish --provenance]',
      ),
      [],
    ],
    ['a token of the project', job('script: [npm publish]'), []],
    ['what another file decides', `include: a.yml\n${job('script: [npm publish --provenance]')}`, []],
  ])('%s', (_, text, said) => expect(saidOf('.gitlab-ci.yml', text)).toEqual(said));
});

describe('CircleCI', () => {
  const job = (...steps: string[]) =>
    ['jobs:', '  publish:', '    machine: true', '    steps:', ...steps.map(step => `      - run: ${step}`), ''].join(
      '\n',
    );
  test.each<[string, string, string[]]>([
    ['provenance', job('npm publish --provenance'), ['npm publish --provenance: publish-will-fail']],
    ['a trusted publisher', job('export NPM_ID_TOKEN=$(circleci run oidc get --claims x)', 'npm publish'), []],
    ['a token', job('npm publish'), []],
  ])('%s', (_, text, said) => expect(saidOf('.circleci/config.yml', text)).toEqual(said));
});

describe('provenance that files ask for, without the right', () => {
  const manifest = '{"name": "a", "version": "1.0.0", "publishConfig": {"provenance": true}}';
  const said = (env: string, files: readonly [string, string][], command = 'npm publish') => {
    const steps = [CHECKOUT, `- run: ${command}\n  env: { NODE_AUTH_TOKEN: "\${{ secrets.T }}"${env} }`];
    return saidOf(
      GITHUB,
      workflow({ steps }),
      files.map(([file, text]) => ({ file, text })),
    );
  };
  test.each<[string, string, [string, string][], string?]>([
    ['a manifest', '', [['package.json', manifest]]],
    ['settings', '', [['.npmrc', 'provenance=true\n']]],
    ['a manifest, for pnpm', '', [['package.json', manifest]], 'pnpm publish'],
  ])('by %s', (_, env, files, command = 'npm publish') =>
    expect(said(env, files, command)).toEqual([`${command}: publish-will-fail`]),
  );
  test.each<[string, string, [string, string][], string?]>([
    ['a variable that unsets it', ', NPM_CONFIG_PROVENANCE: "false"', [['package.json', manifest]]],
    ['an option that unsets it', '', [['package.json', manifest]], 'npm publish --no-provenance'],
    ['a client that does not hear it', '', [['package.json', manifest]], 'yarn npm publish'],
  ])('but for %s', (_, env, files, command = 'npm publish') =>
    expect(said(env, files, command)).toEqual([`${command}: long-lived-token`]),
  );
});

describe('nothing is said of what its files send elsewhere', () => {
  const text = workflow({ steps: [CHECKOUT, node('24'), '- run: npm publish'] });
  test.each<[string, string, string]>([
    ['a manifest', 'package.json', '{"name": "a", "publishConfig": {"registry": "https://npm.acme.example"}}'],
    ['a file beside it', '.npmrc', 'registry=https://npm.acme.example/\n'],
    ['a file beside it, for a scope', '.npmrc', '@acme:registry = "https://npm.acme.example"\n'],
  ])('by %s', (_, file, content) => expect(saidOf(GITHUB, text, [{ file, text: content }])).toEqual([]));

  test.each<[string, string, string]>([
    ['a manifest of another folder', 'a/package.json', '{"publishConfig": {"registry": "https://npm.acme.example"}}'],
    ['the default registry', '.npmrc', `registry=${NPM}\n`],
  ])('but for %s', (_, file, content) => expect(saidOf(GITHUB, text, [{ file, text: content }])).toHaveLength(1));
});
