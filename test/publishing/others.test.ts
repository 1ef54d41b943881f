import { describe, expect, test } from 'vitest';
import { type Job, saidOf, workflow } from './workflows.ts';

const GITHUB = '.github/workflows/release.yml';
const ID = '{ id-token: write }';
const run = (command: string, env?: string) => `- run: ${command}${env === undefined ? '' : `\n  env: { ${env} }`}`;
const uses = (action: string, input?: string) =>
  `- uses: ${action}${input === undefined ? '' : `\n  with: { ${input} }`}`;
const secret = (name: string) => `${name}: "\${{ secrets.${name} }}"`;

const AUTH = 'rust-lang/crates-io-auth-action@v1';
const GEM = 'rubygems/configure-rubygems-credentials@v1';
const NUGET = 'https://api.nuget.org/v3/index.json';
const PUSH = `dotnet nuget push x.nupkg -s ${NUGET} -k`;

describe('something is said of', () => {
  test.each<[string, Job, string]>([
    [
      'cargo with a token',
      { steps: [run('cargo publish', secret('CARGO_REGISTRY_TOKEN'))] },
      'cargo publish: long-lived-token',
    ],
    [
      '… by an option',
      { steps: [run('cargo +stable publish --token ${{ secrets.T }}')] },
      'cargo +stable publish --token ${{ secrets.T }}: long-lived-token',
    ],
    [
      'cargo without anything',
      { steps: ['- uses: actions/checkout@v5', run('cargo publish -p a')] },
      'cargo publish -p a: publish-will-fail',
    ],
    ['the login of crates.io without the right', { steps: [`- uses: ${AUTH}`] }, `${AUTH}: publish-will-fail`],
    [
      '… where anybody’s code may run',
      { on: 'pull_request_target', permissions: ID, steps: [`- uses: ${AUTH}`] },
      `${AUTH}: publish-will-fail`,
    ],
    [
      '… after another workflow',
      { on: '{ workflow_run: { workflows: [CI] } }', permissions: ID, steps: [`- uses: ${AUTH}`] },
      `${AUTH}: publish-will-fail`,
    ],
    [
      'gem with a key',
      { steps: [run('gem push x.gem', secret('GEM_HOST_API_KEY'))] },
      'gem push x.gem: long-lived-token',
    ],
    [
      'gem without anything',
      { steps: [uses('ruby/setup-ruby@v1'), run('bundle exec gem push x.gem')] },
      'bundle exec gem push x.gem: publish-will-fail',
    ],
    ['the login of RubyGems.org without the right', { steps: [`- uses: ${GEM}`] }, `${GEM}: publish-will-fail`],
    [
      'the release of a gem without the right',
      { permissions: '{ contents: write }', steps: [uses('rubygems/release-gem@v1')] },
      'rubygems/release-gem@v1: publish-will-fail',
    ],
    [
      'NuGet with a key',
      { steps: [run(`${PUSH} \${{ secrets.NUGET }}`)] },
      `${PUSH} \${{ secrets.NUGET }}: long-lived-token`,
    ],
    [
      'the login of nuget.org without the right',
      { steps: [uses('NuGet/login@v1', 'user: acme')] },
      'NuGet/login@v1: publish-will-fail',
    ],
    [
      'Maven Central at once',
      { steps: [run('mvn -B deploy -DautoPublish=true')] },
      'mvn -B deploy -DautoPublish=true: staging-skipped',
    ],
    [
      '… by Gradle',
      { steps: [run('./gradlew publishAndReleaseToMavenCentral')] },
      './gradlew publishAndReleaseToMavenCentral: staging-skipped',
    ],
    [
      'a host that is gone',
      { steps: [run('curl -T x.jar https://s01.oss.sonatype.org/service/local/staging')] },
      'curl -T x.jar https://s01.oss.sonatype.org/service/local/staging: publish-will-fail',
    ],
  ])('%s', (_, job, said) => expect(saidOf(GITHUB, workflow(job))).toEqual([said]));
});

describe('nothing is said of', () => {
  test.each<[string, Job]>([
    [
      'cargo with a token of minutes',
      {
        permissions: ID,
        steps: [uses(AUTH), run('cargo publish', 'CARGO_REGISTRY_TOKEN: "${{ steps.auth.outputs.token }}"')],
      },
    ],
    ['cargo that tries', { steps: [run('cargo publish --dry-run'), run('cargo publish -n')] }],
    [
      'cargo to another registry',
      { steps: [run('cargo publish --registry acme', secret('CARGO_REGISTRIES_ACME_TOKEN'))] },
    ],
    [
      '… by a variable',
      { steps: [run('cargo publish', `CARGO_REGISTRY_DEFAULT: acme, ${secret('CARGO_REGISTRY_TOKEN')}`)] },
    ],
    ['cargo that packs', { steps: [run('cargo package && cargo build --release')] }],
    ['cargo that logged in', { steps: [run('cargo login $T'), run('cargo publish')] }],
    ['the login of crates.io', { permissions: ID, steps: [uses(AUTH)] }],
    [
      '… in a pull request from elsewhere and a push',
      { on: '[push, pull_request_target]', permissions: ID, steps: [uses(AUTH)] },
    ],
    [
      'gem to another host',
      { steps: [run('gem push --host https://gems.acme.example x.gem', secret('GEM_HOST_API_KEY'))] },
    ],
    ['gem that builds', { steps: [run('gem build x.gemspec')] }],
    ['the login of RubyGems.org', { permissions: ID, steps: [uses(GEM), run('gem push x.gem')] }],
    ['… with a key', { steps: [uses(GEM, 'api-token: "${{ secrets.K }}"')] }],
    [
      'NuGet with a key of an hour',
      {
        permissions: ID,
        steps: [uses('NuGet/login@v1', 'user: acme'), run(`${PUSH} \${{ steps.login.outputs.NUGET_API_KEY }}`)],
      },
    ],
    [
      'NuGet to another source',
      { steps: [run('dotnet nuget push x.nupkg -s https://nuget.acme.example -k ${{ secrets.K }}')] },
    ],
    ['Maven with a look between', { steps: [run('mvn -B deploy')] }],
    ['Gradle with a look between', { steps: [run('./gradlew publishToMavenCentral')] }],
    ['what only asks a host that is gone', { steps: [run('curl https://oss.sonatype.org/content/x')] }],
  ])('%s', (_, job) => expect(saidOf(GITHUB, workflow(job))).toEqual([]));
});

test('NuGet on GitLab takes no job that runs for tags alone', () => {
  const job = (only: string) =>
    [
      'push:',
      '  id_tokens: {NUGET: {aud: "https://www.nuget.org"}}',
      `  only: [${only}]`,
      `  script: ${PUSH} $KEY`,
      '',
    ].join('\n');
  expect(saidOf('.gitlab-ci.yml', job('tags'))).toEqual([`${PUSH} $KEY: publish-will-fail`]);
  expect(saidOf('.gitlab-ci.yml', job('main'))).toEqual([]);
});
