import { afterEach, describe, expect, test } from 'vitest';
import { readArguments } from '../../server/src/cli/arguments.ts';
import { absent, digest, index, type Known, known, manifest } from '../support/judge.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

const HOST = '123456789012.dkr.ecr.eu-west-1.amazonaws.com';
const NOW = ['--now', '2026-11-20T00:00:00Z'];

const rule = (rulePriority: number, selection: object) => ({ rulePriority, selection, action: { type: 'expire' } });
const POLICY = JSON.stringify({
  rules: [
    rule(1, { tagStatus: 'tagged', tagPatternList: ['v*'], countType: 'imageCountMoreThan', countNumber: 2 }),
    rule(2, { tagStatus: 'any', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 10 }),
  ],
});
const TERRAFORM = `resource "aws_ecr_lifecycle_policy" "web" {
  repository = "shop/web"
  policy = <<EOF
${POLICY}
EOF
}
`;
const image = (digit: string, tags: readonly string[], pushedAt: string) => ({ digest: digest(digit), tags, pushedAt });
const IMAGES = [
  image('a', ['v1'], '2026-11-01T00:00:00Z'),
  image('b', ['v2'], '2026-11-02T00:00:00Z'),
  image('c', ['v3', 'latest'], '2026-11-03T00:00:00Z'),
  image('d', [], '2026-11-04T00:00:00Z'),
];

describe('of images that a file lists', () => {
  test('tells what becomes of each, and by which rule', async () => {
    world = fakeWorld({ files: { 'lifecycle-policy.json': POLICY, 'images.json': JSON.stringify(IMAGES) } });
    const ran = await world.run(
      'retention',
      'lifecycle-policy.json',
      '--images',
      'images.json',
      ...NOW,
      '--format',
      'json',
    );
    expect(ran).toMatchObject({ status: 0, err: '', asked: [] });
    expect(JSON.parse(ran.out)).toEqual({
      policies: [
        {
          kind: 'ecr',
          images: [
            { digest: digest('a'), fate: 'deleted', by: '1', tagsRemoved: ['v1'] },
            { digest: digest('b'), fate: 'kept', by: null, tagsRemoved: [] },
            { digest: digest('c'), fate: 'kept', by: null, tagsRemoved: [] },
            { digest: digest('d'), fate: 'deleted', by: '2', tagsRemoved: [] },
          ],
        },
      ],
    });
  });

  test('draws a table for people, in which what files beside it pin is marked', async () => {
    const files = {
      '.git/HEAD': '',
      'infra/lifecycle-policy.json': POLICY,
      'images.json': JSON.stringify(IMAGES),
      'web/Dockerfile': `FROM alpine\nFROM ${HOST}/shop/web:next@${digest('d')}\n`,
    };
    world = fakeWorld({ files });
    const ran = await world.run('retention', 'infra/lifecycle-policy.json', '--images', 'images.json', ...NOW);
    expect(ran.out).toBe(`Retention policy of Amazon ECR
  Tags        Digest               Pushed  Fate     Rule  Pinned in
  v1          sha256:aaaaaaaaaaaa  19 d    deleted  1
  v2          sha256:bbbbbbbbbbbb  18 d    kept
  v3, latest  sha256:cccccccccccc  17 d    kept
  (none)      sha256:dddddddddddd  16 d    deleted  2     web/Dockerfile:2

  4 images: 2 kept, 2 deleted.
  The workspace pins 1 of them, and it would be taken: who pulls by the pin gets nothing.
`);
  });

  test('a policy takes none that the list says to be of another repository', async () => {
    const both = ['shop/web', 'shop/api'].map((repository, i) => ({
      ...image(String(i), [], '2026-01-01'),
      repository,
    }));
    world = fakeWorld({ files: { 'ecr.tf': TERRAFORM, 'images.json': JSON.stringify(both) } });
    const ran = await world.run('retention', 'ecr.tf', '--images', 'images.json', ...NOW, '--format', 'json');
    expect(JSON.parse(ran.out).policies[0].images).toMatchObject([{ fate: 'deleted' }, { fate: 'kept', by: null }]);
  });

  test('a policy is found whatever its file is called', async () => {
    world = fakeWorld({ files: { 'rules.txt': POLICY, 'images.json': '[]' } });
    const ran = await world.run('retention', 'rules.txt', '--images', 'images.json', '--format', 'json');
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(ran.out)).toEqual({ policies: [{ kind: 'ecr', images: [] }] });
  });

  test.each([
    [['retention', 'none.json'], 'There is no `none.json`.'],
    [['retention', '.'], '`.` is a folder. Name the file that holds the policy.'],
    [['retention', 'Dockerfile'], 'No retention policy of a kind that is known is in `Dockerfile`.'],
    [['retention', 'ecr.tf', '--images', 'none.json'], 'Cannot read the images `none.json`: ENOENT.'],
    [['retention', 'ecr.tf', '--images', 'Dockerfile'], 'The file of images `Dockerfile` is not JSON: '],
    [
      ['retention', 'ecr.tf', '--images', 'bad.json'],
      'The file of images `bad.json` has an entry 1 whose `digest` is not there.',
    ],
  ])('%j is misuse', async (argv, problem) => {
    world = fakeWorld({ files: { Dockerfile: 'FROM alpine\n', 'ecr.tf': TERRAFORM, 'bad.json': '[{}]' } });
    const ran = await world.run(...argv);
    expect(ran).toMatchObject({ status: 3, out: '', err: expect.stringContaining(`registry-lens: ${problem}`) });
  });
});

describe('of what the registry has', () => {
  const NAME = `${HOST}/shop/web`;
  const files = { 'ecr.tf': TERRAFORM, Dockerfile: `FROM ${NAME}:v2@${digest('d')}\n` };
  const created = (day: number) => known({ created: `2026-11-0${day}T00:00:00Z`, platform: 'linux/amd64', labels: {} });
  const inside = (config: string) => known({ shape: 'image', platforms: [], config: digest(config) });
  const answers: Known = {
    [`tags oci ${NAME}`]: known({ tags: ['v1', 'v2', 'v3', 'old'], complete: true }),
    [`manifest oci ${NAME} :v1`]: manifest('a', 'image'),
    [`manifest oci ${NAME} :v2`]: manifest('b', 'index'),
    [`manifest oci ${NAME} :v3`]: manifest('c', 'image'),
    [`manifest oci ${NAME} :old`]: absent('tag'),
    [`manifest oci ${NAME} @${digest('d')}`]: manifest('d', 'image'),
    [`contents oci ${NAME} @${digest('a')}`]: inside('1'),
    [`contents oci ${NAME} @${digest('b')}`]: index({ 'linux/amd64': 'e', 'linux/arm64': 'f' }),
    [`contents oci ${NAME} @${digest('c')}`]: inside('3'),
    [`contents oci ${NAME} @${digest('d')}`]: inside('4'),
    [`config oci ${NAME} @${digest('a')}`]: created(1),
    [`config oci ${NAME} @${digest('e')}`]: created(2),
    [`config oci ${NAME} @${digest('c')}`]: created(3),
    [`config oci ${NAME} @${digest('d')}`]: created(4),
  };

  test('asks for tags, what they point to, what is in that and when it was built; and for what is pinned', async () => {
    world = fakeWorld({ files, known: answers });
    const ran = await world.run('retention', 'ecr.tf', ...NOW);
    expect(ran.status).toBe(0);
    expect([...ran.asked].sort()).toEqual(Object.keys(answers).sort());
    expect(ran.out).toBe(`Retention policy of Amazon ECR, \`${NAME}\`
  Tags    Digest                       Built  Fate     Rule  Pinned in
  (none)  sha256:dddddddddddd          16 d   deleted  2     Dockerfile:1
  v3      sha256:cccccccccccc          17 d   kept
  v2      sha256:bbbbbbbbbbbb (index)  18 d   kept
  (none)  sha256:eeeeeeeeeeee          18 d   kept
  (none)  sha256:ffffffffffff          18 d   kept
  v1      sha256:aaaaaaaaaaaa          19 d   deleted  1

  6 images: 4 kept, 2 deleted.
  The workspace pins 1 of them, and it would be taken: who pulls by the pin gets nothing.
  Ages count from the build that an image’s configuration tells, and not from the push, which a registry does not tell.
  When images were pulled is not told either: what rests on that is unknown. Images without a tag are seen only inside of an index, and where the workspace pins them.
`);
  });

  test.each([undefined, '0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '1980-01-01T00:00:01Z', 'some day'])(
    'of an image whose build is said to be of %s nothing is said that rests on it',
    async date => {
      const config = { platform: 'linux/amd64', labels: {}, ...(date === undefined ? {} : { created: date }) };
      world = fakeWorld({ files, known: { ...answers, [`config oci ${NAME} @${digest('d')}`]: known(config) } });
      const ran = await world.run('retention', 'ecr.tf', ...NOW);
      expect(ran.out).toMatch(/\(none\) {2}sha256:d{12} +unknown +unknown +Dockerfile:1\n/);
      expect(ran.out).toMatch(/v1 +sha256:a{12} +19 d +deleted +1\n/);
    },
  );

  test.each([
    [{ [`tags oci ${NAME}`]: absent('repository') }, 'the registry says that there is no such repository.'],
    [
      { [`tags oci ${NAME}`]: { state: 'unknown', why: 'refused' } },
      `which could not be checked: ${HOST} refused access; it may want a login, or another one.`,
    ],
  ] as [Known, string][])('%j is said, and nothing was checked', async (known, said) => {
    world = fakeWorld({ files, known });
    const ran = await world.run('retention', 'ecr.tf');
    expect(ran).toMatchObject({ status: 2, err: '', out: expect.stringContaining(said) });
    const json = await world.run('retention', 'ecr.tf', '--format', 'json');
    expect(json).toMatchObject({ status: 2, err: expect.stringContaining(said) });
    expect(JSON.parse(json.out)).toEqual({ policies: [{ kind: 'ecr', images: [] }] });
  });

  test.each([
    ['--untrusted', 'was not asked, because the folder is not trusted'],
    ['--offline', 'was not asked, because the network is switched off'],
  ])('with %s nobody is asked', async (option, said) => {
    world = fakeWorld({ files, known: answers });
    const ran = await world.run('retention', 'ecr.tf', option);
    expect(ran).toMatchObject({ status: 2, asked: [], out: expect.stringContaining(said) });
  });

  test('what a registry does not tell in part is said, and so are tags that are too many', async () => {
    const part: Known = { ...answers, [`manifest oci ${NAME} :v1`]: { state: 'unknown', why: 'throttled' } };
    world = fakeWorld({ files, known: part });
    const ran = await world.run('retention', 'ecr.tf', ...NOW);
    expect(ran).toMatchObject({ status: 2, out: expect.stringContaining('did not tell of 1 tag or digest, so') });
    world.remove();

    const tags = Array.from({ length: 300 }, (_, i) => `t${i}`);
    const known300: Known = {
      ...answers,
      ...Object.fromEntries(tags.map(tag => [`manifest oci ${NAME} :${tag}`, manifest('a', 'image')])),
      [`tags oci ${NAME}`]: known({ tags, complete: true }),
    };
    world = fakeWorld({ files, known: known300 });
    const many = await world.run('retention', 'ecr.tf', ...NOW);
    expect(many).toMatchObject({ status: 2, out: expect.stringContaining(`Only the first 200 tags of \`${NAME}\``) });
    expect(many.asked).not.toContain(`manifest oci ${NAME} :t200`);
  });

  test('for a policy that is refused nobody is asked', async () => {
    world = fakeWorld({ files: { ...files, 'ecr.tf': TERRAFORM.replace('"countNumber":2', '"countNumber":0') } });
    const ran = await world.run('retention', 'ecr.tf', ...NOW);
    expect(ran).toMatchObject({ status: 2, asked: [] });
    expect(ran.out.replace(/\s+/g, ' ')).toContain('is refused as it is written, so what it would do is unknown');
  });

  test('where neither the policy nor a file beside it names a repository, that is said', async () => {
    world = fakeWorld({ files: { 'ecr.tf': TERRAFORM, Dockerfile: 'FROM shop/web\n' } });
    const ran = await world.run('retention', 'ecr.tf');
    expect(ran).toMatchObject({ status: 2, asked: [], out: expect.stringContaining('no file beside it names one') });
  });

  test.each([
    ['the policy names', '.github/workflows/clean.yml', []],
    ['the user names', 'lifecycle-policy.json', ['--repository', 'ghcr.io/acme/web']],
  ])('no registry hears of a name that is ignored, although %s it', async (_, file, options) => {
    const step = `uses: actions/delete-package-versions@v5
        with: {owner: acme, package-name: web, package-type: container, min-versions-to-keep: 5}`;
    world = fakeWorld({
      files: {
        '.github/workflows/clean.yml': `on: push\njobs:\n  a:\n    steps:\n      - ${step}\n`,
        'lifecycle-policy.json': POLICY,
        'settings.json': '{"registryLens.ignore": ["oci:ghcr.io/acme/*"]}',
      },
    });
    const ran = await world.run('retention', file, '--settings', 'settings.json', ...options);
    expect(ran).toMatchObject({ status: 2, asked: [] });
    expect(ran.out.replace(/\s+/g, ' ')).toContain('`ghcr.io/acme/web`, a name that the settings keep from registries');
  });

  test('the user may name it', async () => {
    world = fakeWorld({ files: { 'lifecycle-policy.json': POLICY }, known: answers });
    const ran = await world.run('retention', 'lifecycle-policy.json', '--repository', NAME, ...NOW, '--format', 'json');
    expect(ran.status).toBe(0);
    expect(JSON.parse(ran.out).policies[0].images).toHaveLength(5);
  });

  test('a policy that does not say which repository it is for is tried on what files name of its registry', async () => {
    const named = { 'lifecycle-policy.json': POLICY, Dockerfile: files.Dockerfile };
    world = fakeWorld({ files: named, known: answers });
    const ran = await world.run('retention', 'lifecycle-policy.json', ...NOW);
    expect(ran.out).toContain(`The policy does not say which repository it is for: \`${NAME}\` is what`);
  });
});

test.each([
  [['retention'], 'Say which file holds the retention policy: one at a time.'],
  [['retention', 'a', 'b'], 'Say which file holds the retention policy: one at a time.'],
  [['retention', 'a', '--format', 'sarif'], '`--format` of `retention` is `terminal` or `json`.'],
  [['retention', 'a', '--fix', 'safe'], '`--fix` does not belong to `retention`.'],
  [['retention', 'a', '--now', 'soon'], '`--now` is a time in ISO 8601, such as `2026-11-29T08:00:00Z`.'],
  [
    ['retention', 'a', '--repository', 'A B'],
    '`--repository` is the name of an image without a tag, and `A B` is none.',
  ],
  [['check', 'a', '--now', '2026'], '`--images`, `--repository` and `--now` belong to `retention`.'],
])('says what is wrong with %j', (argv, problem) => {
  expect(readArguments(argv)).toEqual({ is: 'misuse', problem });
});
