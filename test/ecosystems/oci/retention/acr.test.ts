import { describe, expect, test } from 'vitest';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { applyEdits } from '../../../../server/src/fixes/apply.ts';
import { isCovered } from '../../../../server/src/model/retention.ts';
import { statementsOf } from '../../../../server/src/workspace/stating.ts';
import { digestOf, fates, image, NOW, policiesOf, policyOf, reading } from './read.ts';

const WORKFLOW = '.github/workflows/purge.yml';
const workflow = (command: string) => `on: push\njobs:\n  a:\n    steps:\n      - run: ${command}\n`;
const purge = (options: string) => policyOf(WORKFLOW, workflow(`acr purge -r acme ${options}`));

const REPO = { repository: 'repo' };
const FIVE = [10, 8, 6, 4, 2].map((days, i) => image(`t${i + 1}`, `t${i + 1}`, days, REPO));

describe('five tags (Azure/acr-cli README, "Purge Command")', () => {
  test.each([
    ["--filter 'repo:.*' --ago 5d", 't1 t2 t3', ''],
    ["--filter 'repo:.*' --ago 5d --keep 2", 't1', ''],
    ["--filter 'repo:.*' --ago 5d --untagged", 't1 t2 t3', 't1 t2 t3'],
  ])('%s', (options, tags, manifests) => {
    const found = purge(options).simulate(FIVE, NOW);
    expect(found.flatMap(({ tagsRemoved }) => tagsRemoved).join(' ')).toBe(tags);
    const gone = FIVE.filter((_, i) => found[i]?.fate === 'deleted').map(({ tags: [tag] }) => tag);
    expect(gone.join(' ')).toBe(manifests);
    expect(found.map(({ fate }) => fate)).not.toContain('unknown');
  });

  test('what another tag or an index with a tag holds stays', () => {
    const images = [
      image('I', 'latest old', 9, { ...REPO, children: [digestOf('p')] }),
      image('p', '', 9, REPO),
      image('q', 'old-2', 9, REPO),
      image('s', '', 9, { ...REPO, subject: digestOf('q') }),
    ];
    const found = purge("--filter 'repo:^old' --ago 5d --untagged").simulate(images, NOW);
    expect(found.map(({ fate, tagsRemoved }) => `${fate} ${tagsRemoved.join()}`)).toEqual([
      'kept old',
      'kept ',
      'deleted old-2',
      'kept ',
    ]);
  });
});

describe('what each part means', () => {
  const images = [
    image('A', 'v1', 90, { repository: 'web' }),
    image('B', '', 60, { repository: 'web' }),
    image('C', 'dev', 2, { repository: 'web' }),
    image('D', '', 1, { repository: 'web' }),
    image('E', 'v1', 90, { repository: 'web/api', immutableTags: ['v1'] }),
  ];
  test.each([
    ["--filter 'web:.*' --ago 1h", 'A:v1 C:dev'],
    ["--filter 'web.*:.*' --ago 1h", 'A:v1 C:dev'],
    ["--filter 'web.*:.*' --ago 1h --include-locked", 'A:v1 C:dev E:v1'],
    ["--filter 'web:ev$' --ago 1h", 'C:dev'],
    ["--filter 'web:^(?:v|dev)' --ago 2d3h6m", 'A:v1'],
    ["-f 'web:v' -f 'other:.*' --ago 1d", 'A:v1 C:dev'],
    ['--untagged-only', 'B D'],
    ['--untagged-only --ago 30d', 'B'],
    ['--untagged-only --keep 1', 'B'],
    ["--untagged-only --filter 'other:.*'", ''],
  ])('%s', (options, expected) => {
    const found = purge(options).simulate(images, NOW);
    const names = 'ABCDE'.split('');
    const gone = found.flatMap(({ fate, tagsRemoved }, i) =>
      tagsRemoved.length > 0 ? [`${names[i]}:${tagsRemoved.join()}`] : fate === 'deleted' ? [names[i]] : [],
    );
    expect(gone.join(' ')).toBe(expected);
  });

  test.each([
    ['--ago 30d', 'A kept, B deleted, C kept, D unknown'],
    ['--keep 1', 'A kept, B deleted, C kept, D unknown'],
    ['--keep 2', 'A kept, B unknown, C kept, D unknown'],
    ['', 'A kept, B deleted, C kept, D deleted'],
  ])('its documents differ on whether `%s` counts with `--untagged-only`', (options, expected) => {
    expect(fates(purge(`--untagged-only ${options}`), images.slice(0, 4)).join(', ')).toBe(expected);
  });

  test.each([
    ['acr', 'A deleted, B deleted, C kept, D kept'],
    ['mcr.microsoft.com/acr/acr-cli:0.17', 'A deleted, B deleted, C kept, D kept'],
    ['mcr.microsoft.com/acr/acr-cli:0.5', 'A deleted, B deleted, C kept, D deleted'],
    ['mcr.microsoft.com/acr/acr-cli:0.16.1', 'A deleted, B deleted, C kept, D deleted'],
  ])('%s and the age of what has no tag', (program, expected) => {
    const options = "--filter 'web:.*' --ago 30d --untagged";
    const command = program === 'acr' ? `acr purge ${options}` : `docker run ${program} purge -r acme ${options}`;
    expect(fates(policyOf(WORKFLOW, workflow(command)), images.slice(0, 4)).join(', ')).toBe(expected);
  });

  test('a hundred thousand images take seconds', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => image(`${i}`, `t${i}`, (i % 300) + 1, REPO));
    const found = purge("--filter 'repo:.*' --ago 30d --untagged").simulate(many, NOW);
    expect(found.filter(({ fate }) => fate === 'kept')).toHaveLength(10_020);
  });

  test.each([
    ["--filter 'web:.*' --ago $AGE", 'A kept, B kept'],
    ['--filter "$REPO:.*" --ago 1d --untagged', 'A unknown, B deleted'],
    ["--filter 'web:(?=v).*' --ago 1d --untagged", 'A unknown, B deleted'],
    ["--filter 'web:.*' --ago 1d $MORE", 'A unknown, B unknown'],
    [`--ago 1d${" --filter 'web:v'".repeat(21)}`, 'A unknown, B unknown'],
  ])('what a variable decides is not known: %s', (options, expected) => {
    expect(fates(purge(options), images.slice(0, 2)).join(', ')).toBe(expected);
  });
});

test.each([
  ['--ago 1d', ['invalid: Without `--untagged-only` it needs a `--filter`.']],
  ["--filter 'a:b'", ['invalid: Without `--untagged-only` it needs `--ago`.']],
  ["--filter 'a:b' --ago 1d --untagged --untagged-only", ['invalid: `--untagged` does not go together']],
  ["--filter 'a' --ago 1d", ['invalid: `--filter` is a repository, a colon']],
  ["--filter 'a:b:c' --ago 1d", ['invalid: `--filter` is a repository, a colon']],
  ["--filter 'a:(?i:b)[[:alpha:]]' --ago 1d", []],
  ["--filter 'a:b' --ago 30", ['invalid: `--ago` is an age']],
  ["--filter 'a:b' --ago 1w", ['invalid: `--ago` is an age']],
  ["--filter 'a:b' --ago 5days", ['trap: `--ago` is an age such as']],
  ["--filter 'a:b' --ago 1d12h", []],
  ['--ago 1d $MORE', []],
  ['--untagged-only', []],
])('acr purge %s', (options, expected) => {
  const found = purge(options).faults.map(({ is, message }) => `${is}: ${message}`);
  expect(found.map((text, i) => text.slice(0, expected[i]?.length))).toEqual(expected);
});

describe('where it is written', () => {
  const CMD = "acr purge --filter 'web:.*' --ago 30d --untagged";
  test.each([
    [`az acr run --cmd "${CMD}" --registry acme /dev/null`, 'acme.azurecr.io'],
    [`az acr task create --name tidy --cmd "${CMD}" --schedule "0 1 * * Sun" -r acme -c /dev/null`, 'acme.azurecr.io'],
    [
      `az acr run --cmd "mcr.microsoft.com/acr/acr-cli:0.17 purge --filter 'web:.*' --ago 30d --untagged" -r $REGISTRY /dev/null`,
      '*.azurecr.io',
    ],
    [
      `docker run mcr.microsoft.com/acr/acr-cli:0.17 purge --registry acme.azurecr.io --filter 'web:.*' --ago 30d --untagged`,
      'acme.azurecr.io',
    ],
  ])('%s', (command, hosts) => {
    const text = workflow(`|\n          ${command}`);
    const [policy] = policiesOf(WORKFLOW, text);
    expect(policy).toMatchObject({ kind: 'acr-purge', faults: [], untagged: 'deleted' });
    expect(policy?.covers).toMatchObject({ hosts, repositories: ['web'] });
    const [found] = reading(WORKFLOW, text).references;
    const written = text.slice(found?.span.start, found?.span.end);
    expect(written).toMatch(/(?:acr|acr-cli:0\.17) purge .*--untagged$/);
  });

  test('GitLab and CircleCI', () => {
    const command = `az acr run --cmd "${CMD}" --registry acme /dev/null`;
    expect(policiesOf('.gitlab-ci.yml', `a:\n  script:\n    - ${command}\n`)).toHaveLength(1);
    expect(
      policiesOf('.circleci/config.yml', `version: 2.1\njobs:\n  a:\n    steps:\n      - run: ${command}\n`),
    ).toHaveLength(1);
  });

  test('a task of the registry', () => {
    const text = `version: v1.1.0\nsteps:\n  - cmd: ${CMD}\n    disableWorkingDirectoryOverride: true\n`;
    expect(readerFor('purge.yaml', undefined, text)?.id).toBe('acr-task');
    expect(policyOf('purge.yaml', text)).toMatchObject({ covers: { hosts: '*.azurecr.io' }, untagged: 'deleted' });
  });

  test('a dry run, and a step that is switched off, state nothing', () => {
    expect(statementsOf(reading(WORKFLOW, workflow(`${CMD} -r acme`)))).toHaveLength(1);
    expect(statementsOf(reading(WORKFLOW, workflow(`${CMD} -r acme --dry-run`)))).toEqual([]);
    expect(statementsOf(reading(WORKFLOW, `${workflow(`${CMD} -r acme`)}        if: false\n`))).toEqual([]);
    expect(reading(WORKFLOW, workflow('echo acr purge')).references).toEqual([]);
  });

  test('a fix leaves manifests alone', () => {
    const text = workflow(`az acr run --cmd "${CMD}" --registry acme /dev/null`);
    const [fix] = policyOf(WORKFLOW, text).fixes('untagged');
    const applied = applyEdits(text, fix?.edits ?? []);
    expect(applied.is === 'refused' ? '' : applied.text).toBe(text.replace(' --untagged', ''));
  });

  test('of a name or a host, for repositories as a whole', () => {
    const { covers } = purge("--filter 'web.*:.*' --ago 1d");
    expect(isCovered(covers, { host: 'acme.azurecr.io', repository: 'web/api' })).toBe(true);
    expect(isCovered(covers, { host: 'acme.azurecr.io', repository: 'a/web' })).toBe(false);
    expect(isCovered(covers, { host: 'other.azurecr.io', repository: 'web' })).toBe(false);
  });
});

describe('the retention policy (learn.microsoft.com, "Set a retention policy for untagged manifests")', () => {
  const DOCKER = 'application/vnd.docker.distribution.manifest.v2+json';
  const images = [
    image('A', '', 20, { mediaType: DOCKER }),
    image('B', '', 20, { mediaType: 'application/vnd.oci.image.manifest.v1+json' }),
    image('C', '', 20),
    image('D', 'v1', 20, { mediaType: DOCKER }),
    image('E', '', 2, { mediaType: DOCKER }),
  ];
  const FATES = ['A deleted', 'B kept', 'C unknown', 'D kept', 'E kept'];
  const terraform = (lines: string) =>
    `resource "azurerm_container_registry" "a" {\n  name = "acme"\n  sku  = "Premium"\n${lines}}\n`;

  test.each([
    [
      'a command',
      WORKFLOW,
      workflow('az acr config retention update --registry acme --status enabled --days 7 --type UntaggedManifests'),
    ],
    ['in days', 'main.tf', terraform('  retention_policy_in_days = 7\n')],
    ['in a block', 'main.tf', terraform('  retention_policy {\n    days    = 7\n    enabled = true\n  }\n')],
  ])('%s', (_, file, text) => {
    const found = policyOf(file, text);
    expect(found).toMatchObject({ kind: 'acr-retention', name: 'acme', covers: { hosts: 'acme.azurecr.io' } });
    expect({ idle: found.isIdle, untagged: found.untagged }).toEqual({ idle: undefined, untagged: 'unknown' });
    expect(fates(found, images)).toEqual(FATES);
  });

  test.each([
    [WORKFLOW, workflow('az acr config retention update -r acme --status disabled --type UntaggedManifests')],
    ['main.tf', terraform('  retention_policy {\n    days    = 7\n    enabled = false\n  }\n')],
  ])('switched off in %s', (file, text) => {
    expect(policyOf(file, text).isIdle).toBe(true);
  });

  test('more days than there may be', () => {
    expect(policyOf('main.tf', terraform('  retention_policy_in_days = 400\n')).faults).toMatchObject([
      { is: 'invalid' },
    ]);
  });
});
