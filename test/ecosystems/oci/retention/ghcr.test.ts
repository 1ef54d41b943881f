import { describe, expect, test } from 'vitest';
import { isCovered } from '../../../../server/src/model/retention.ts';
import { takenReleases } from '../../../../server/src/rules/simulated-releases.ts';
import { statementsOf } from '../../../../server/src/workspace/stating.ts';
import { digestOf, fates, image, NOW, policiesOf, policyOf, reading } from './read.ts';

const WORKFLOW = '.github/workflows/clean.yml';

function workflow(uses: string, given: string, more = ''): string {
  return `on: push\njobs:\n  a:\n    steps:\n      - uses: ${uses}\n${more}        with: {${given}}\n`;
}

const policy = (uses: string, given: string, more = '') => policyOf(WORKFLOW, workflow(uses, given, more));

const DELETE = 'actions/delete-package-versions@v5';
const SNOK_30 = 'snok/container-retention-policy@v3.0.1';
const SNOK_31 = 'snok/container-retention-policy@v3.1.0';
const DATAAXIOM = 'dataaxiom/ghcr-cleanup-action@v1';
const OWN = 'package-name: web, package-type: container';
const ACCOUNT = 'account: acme, image-names: web, cut-off: 1d';

describe('an index with its platforms, and an old one (registries of GitHub)', () => {
  const images = [
    image('J', '', 20, { children: [digestOf('c'), digestOf('d')] }),
    image('c', '', 20),
    image('d', '', 20),
    image('I', 'latest', 10, { children: [digestOf('a'), digestOf('b')] }),
    image('a', '', 10),
    image('b', '', 10),
  ];
  test.each([
    [
      'delete-package-versions, untagged only',
      DELETE,
      `${OWN}, delete-only-untagged-versions: true`,
      'J c d a b',
      false,
    ],
    ['snok from 3.1, untagged', SNOK_31, `${ACCOUNT}, tag-selection: untagged`, 'J c d', true],
    ['snok before 3.1, untagged', SNOK_30, `${ACCOUNT}, tag-selection: untagged`, 'J c d a b', false],
    ['dataaxiom, no options', DATAAXIOM, 'token: x', 'J c d', true],
  ])('%s', (_, uses, given, expected, knows) => {
    const { knowsIndexes, untagged, simulate } = policy(uses, given);
    const gone = simulate(images, NOW).flatMap(({ fate }, i) => (fate === 'deleted' ? [images[i]?.digest] : []));
    expect(gone).toEqual(expected.split(' ').map(digestOf));
    expect({ knowsIndexes, untagged }).toEqual({ knowsIndexes: knows, untagged: 'deleted' });
  });

  test('a version that does not tell whether it spares them', () => {
    const { simulate, knowsIndexes } = policy(
      'snok/container-retention-policy@v3',
      `${ACCOUNT}, tag-selection: untagged`,
    );
    const all = simulate(images, NOW).map(({ fate }) => fate);
    expect(all).toEqual(['deleted', 'deleted', 'deleted', 'kept', 'unknown', 'unknown']);
    expect(knowsIndexes).toBe(true);
  });
});

describe('delete-package-versions', () => {
  const images = [image('A', 'v1', 40), image('B', '', 30), image('C', 'v2', 20), image('D', '', 10)];
  test.each([
    ['the oldest one by default', '', 'A'],
    ['the oldest two', 'num-old-versions-to-delete: 2', 'A B'],
    ['all but the newest', 'min-versions-to-keep: 1', 'A B C'],
    ['more are kept than there are', 'min-versions-to-keep: 9', ''],
    ['all', 'min-versions-to-keep: 0', 'A B C D'],
    ['those without tags', 'delete-only-untagged-versions: "true"', 'B D'],
    ['but the newest of them', 'delete-only-untagged-versions: true, min-versions-to-keep: 1', 'B'],
    ['what counts as a pre-release', 'delete-only-pre-release-versions: true', 'A B C D'],
    ['what is ignored by its tag, which is no name', 'ignore-versions: "^v", min-versions-to-keep: 0', 'A B C D'],
    ['what is ignored by its digest', 'ignore-versions: "^sha256:", min-versions-to-keep: 0', ''],
  ])('%s', (_, given, expected) => {
    const found = fates(policy(DELETE, given === '' ? OWN : `${OWN}, ${given}`), images);
    expect(found).toEqual('ABCD'.split('').map(name => `${name} ${expected.includes(name) ? 'deleted' : 'kept'}`));
  });

  test('takes a hundred in one run', () => {
    const many = Array.from({ length: 150 }, (_, i) => image(`i${i}`, '', 150 - i));
    const found = policy(DELETE, `${OWN}, min-versions-to-keep: 10`).simulate(many, NOW);
    expect(found.map(({ fate }) => fate)).toEqual(many.map((_, i) => (i < 100 ? 'deleted' : 'kept')));
  });

  test('of two of one age nobody says which goes', () => {
    const two = [image('A', '', 5), image('B', '', 5), image('C', '', 1)];
    expect(fates(policy(DELETE, OWN), two)).toEqual(['A unknown', 'B unknown', 'C kept']);
  });

  test('what an expression decides is not known', () => {
    const given = policy(DELETE, `${OWN}, min-versions-to-keep: "\${{ inputs.keep }}"`);
    expect(given.untagged).toBe('unknown');
    expect(fates(given, images)[0]).toBe('A unknown');
  });

  test.each([
    [
      'min-versions-to-keep: 3, num-old-versions-to-delete: 5',
      ['invalid: `num-old-versions-to-delete` does not go together with `min-versions-to-keep`.'],
    ],
    [
      'num-old-versions-to-delete: 5, delete-only-untagged-versions: true',
      ['invalid: `num-old-versions-to-delete` does not go together with `delete-only-untagged-versions`.'],
    ],
    [
      'num-old-versions-to-delete: 5, delete-only-pre-release-versions: true',
      ['invalid: `num-old-versions-to-delete` does not go together with `delete-only-pre-release-versions`.'],
    ],
    ['num-old-versions-to-delete: many', ['invalid: `num-old-versions-to-delete` is no number.']],
    ['min-versions-to-keep: 3, num-old-versions-to-delete: 1', []],
    ['num-old-versions-to-delete: 5, ignore-versions: "^sha256:"', []],
    [
      'delete-only-pre-release-versions: true, min-versions-to-keep: 3',
      ['trap: `delete-only-pre-release-versions` looks at'],
    ],
    ['ignore-versions: "^v\\\\d+"', ['trap: `ignore-versions` is compared']],
    ['ignore-versions: "(?!x)y"', []],
  ])('%s', (given, expected) => {
    const found = policy(DELETE, `${OWN}, ${given}`).faults.map(({ is, message }) => `${is}: ${message}`);
    expect(found.map((text, i) => text.slice(0, expected[i]?.length))).toEqual(expected);
  });
});

describe('container-retention-policy', () => {
  const images = [image('A', 'v1 old', 40), image('B', '', 30), image('C', 'v2', 20), image('D', 'dev', 0.5)];
  test.each([
    ['both kinds', '', 'A B C'],
    ['tagged', 'tag-selection: tagged', 'A C'],
    ['the newest with tags are kept', 'keep-n-most-recent: 1', 'A B'],
    ['all tags must be named', 'image-tags: v*', 'B C'],
    ['one that is excepted keeps all', 'image-tags: "!old"', 'B C'],
    ['a character', 'image-tags: "v? old"', 'A B C'],
    ['by digest', `skip-shas: ${digestOf('B')}`, 'A C'],
    ['older ones', 'cut-off: 3w 4d', 'A B'],
  ])('%s', (_, given, expected) => {
    const found = fates(
      policy(SNOK_31, `account: acme, image-names: web, ${given.startsWith('cut') ? '' : 'cut-off: 1d, '}${given}`),
      images,
    );
    expect(found).toEqual('ABCD'.split('').map(name => `${name} ${expected.includes(name) ? 'deleted' : 'kept'}`));
  });

  test.each([
    ['cut-off: two weeks', ['invalid: `cut-off`']],
    ['cut-off: 2w, tag-selection: some', ['invalid: `tag-selection`']],
    ['cut-off: 2w, keep-n-most-recent: -1', ['invalid: `keep-n-most-recent`']],
    ['cut-off: "${{ inputs.age }}"', []],
  ])('%s', (given, expected) => {
    const found = policy(SNOK_31, `account: acme, image-names: web, ${given}`).faults;
    expect(found.map(({ is, message }, i) => `${is}: ${message}`.slice(0, expected[i]?.length))).toEqual(expected);
  });

  test.each([
    ['cut-off: 2 weeks ago UTC', 'A deleted, B deleted, C deleted, D kept'],
    ['cut-off: 2 weeks ago UTC, untagged-only: true', 'A kept, B deleted, C kept, D kept'],
    ['cut-off: 2 weeks ago UTC, filter-tags: "v1,x"', 'A deleted, B kept, C kept, D kept'],
    ['cut-off: 2 weeks ago UTC, skip-tags: v*', 'A kept, B deleted, C kept, D kept'],
    ['cut-off: 1 hour ago UTC, keep-at-least: 2', 'A deleted, B deleted, C kept, D kept'],
    ['cut-off: yesterday UTC', 'A unknown, B unknown, C unknown, D unknown'],
  ])('its second version: %s', (given, expected) => {
    const found = policy(
      'snok/container-retention-policy@v2.2.1',
      `account-type: org, org-name: acme, image-names: web, ${given}`,
    );
    expect(fates(found, images).join(', ')).toBe(expected);
    expect(found.knowsIndexes).toBe(false);
  });

  test('a fix takes what has no tag alone', () => {
    const text = `jobs:\n  a:\n    steps:\n      - uses: ${SNOK_31}\n        with:\n          account: acme\n          cut-off: 4w # a month\n          image-names: web\n`;
    const [fix] = policyOf(WORKFLOW, text).fixes('releases');
    expect(fix?.edits).toEqual([
      {
        span: { start: text.indexOf('acme') + 4, end: text.indexOf('acme') + 4 },
        expects: '',
        put: '\n          tag-selection: untagged',
      },
    ]);
  });
});

describe('ghcr-cleanup-action', () => {
  const images = [
    image('A', 'v1', 40),
    image('B', '', 30),
    image('C', 'v2 latest', 20),
    image('D', '', 10),
    image('E', 'pr-1', 5),
    image('S', '', 40, { subject: digestOf('A') }),
  ];
  test.each([
    ['no options', 'token: x', 'B D', ''],
    ['old ones', 'older-than: 15 days', 'B', ''],
    ['the newest without tags', 'keep-n-untagged: 1', 'B', ''],
    ['the newest with tags, and what is attached', 'keep-n-tagged: 2', 'A S', ''],
    ['excepted before all else', 'keep-n-tagged: 0, exclude-tags: "v*"', 'E', ''],
    ['by their tags', 'delete-tags: "pr-*,v1"', 'A E S', ''],
    ['one of several tags goes alone', 'tags: "v*"', 'A S', 'v2'],
    ['the newest of those that are named', 'delete-tags: "v*", keep-n-tagged: 1', 'A S', ''],
    ['by an expression', 'delete-tags: "^v[0-9]+$", use-regex: true', 'A S', 'v2'],
    ['with both', 'delete-tags: pr-*, delete-untagged: true', 'B D E', ''],
  ])('%s', (_, given, expected, tags) => {
    const found = policy(DATAAXIOM, given).simulate(images, NOW);
    const gone = found.flatMap(({ fate, digest }) => (fate === 'deleted' ? [digest] : []));
    expect(gone).toEqual(expected.split(' ').map(digestOf));
    const kept = found.flatMap(({ fate, tagsRemoved }) => (fate === 'deleted' ? [] : tagsRemoved));
    expect(kept.join(' ')).toBe(tags);
  });

  test.each([
    ['tags: a, delete-tags: b', ['invalid: `delete-tags` does not go together with `tags`.']],
    ['package: a, packages: b', ['invalid: `packages` does not go together with `package`.']],
    [
      'delete-untagged: true, keep-n-untagged: 1',
      ['invalid: `keep-n-untagged` does not go together with `delete-untagged`.'],
    ],
    ['keep-n-tagged: some', ['invalid: `keep-n-tagged` is a number']],
    [
      'exclude-tags: "v*, latest"',
      ['trap: `exclude-tags` is cut at its commas alone, so that `latest` with the blank'],
    ],
    ['exclude-tags: "v*,latest"', []],
  ])('%s', (given, expected) => {
    const found = policy(DATAAXIOM, given).faults;
    expect(found.map(({ is, message }, i) => `${is}: ${message}`.slice(0, expected[i]?.length))).toEqual(expected);
  });

  test('what goes with an index takes nothing with it', () => {
    const nested = [
      image('I', '', 9, { children: [digestOf('J')] }),
      image('J', 'v1', 9, { children: [digestOf('a')] }),
      image('a', '', 9),
    ];
    expect(fates(policy(DATAAXIOM, 'token: x'), nested)).toEqual([
      'I deleted by delete-untagged',
      'J deleted by delete-untagged',
      'a kept',
    ]);
  });

  test('a child that two indexes share goes with the last of them', () => {
    const shared = [
      image('I', 'latest', 2, { children: [digestOf('a')] }),
      image('J', '', 9, { children: [digestOf('a'), digestOf('b')] }),
      image('a', '', 9),
      image('b', '', 9),
    ];
    expect(fates(policy(DATAAXIOM, 'token: x'), shared)).toEqual([
      'I kept',
      'J deleted by delete-untagged',
      'a kept',
      'b deleted by delete-untagged',
    ]);
  });
});

describe('which packages are meant', () => {
  const host = 'ghcr.io';
  test.each([
    [DELETE, OWN, 'acme/web', true],
    [DELETE, OWN, 'acme/api', false],
    [DELETE, `owner: acme, ${OWN}`, 'other/web', false],
    [DELETE, 'package-name: "${{ github.event.repository.name }}", package-type: container', 'acme/api', true],
    [DELETE, 'package-name: sub/web, package-type: container', 'acme/sub/web', true],
    [SNOK_31, 'account: acme, image-names: "w* !web"', 'acme/web', false],
    [SNOK_31, 'account: acme, image-names: "w* !web"', 'acme/wob', true],
    [SNOK_31, 'account: user, image-names: "!web"', 'me/api', true],
    [DATAAXIOM, 'packages: "web,api", owner: acme', 'acme/api', true],
    [DATAAXIOM, 'packages: "web,api", owner: acme', 'acme/all', false],
    [DATAAXIOM, 'token: x', 'acme/all', true],
  ])('%s {%s} is for %s: %s', (uses, given, repository, is) => {
    expect(isCovered(policy(uses, given).covers, { host, repository })).toBe(is);
    expect(isCovered(policy(uses, given).covers, { host: 'quay.io', repository })).toBe(false);
  });
});

describe('where it is written', () => {
  test.each([
    ['actions/delete-package-versions@v5', 'package-type: container', true],
    ['actions/delete-package-versions@v5', 'package-type: container, delete-only-untagged-versions: true', true],
    ['Actions/Delete-Package-Versions@5', 'package-type: container, min-versions-to-keep: 8', true],
    ['actions/delete-package-versions@4dbb8600000000000000000000000000000000a0', 'package-type: container', true],
    ['actions/delete-package-versions@v5', 'package-type: npm', false],
    ['actions/delete-package-versions@v5', 'package-name: web', false],
    // The names of images' versions are digests, and none of those reads as a release.
    ['actions/delete-package-versions@v5', 'package-type: container, delete-only-pre-release-versions: "true"', true],
    // Before its fourth version it knew no containers.
    ['actions/delete-package-versions@v3', 'package-type: container', false],
    ['snok/container-retention-policy@v3.0.1', 'image-names: web', true],
    ['snok/container-retention-policy@v3', 'tag-selection: untagged', true],
    ['snok/container-retention-policy@v3', 'tag-selection: tagged', false],
    ['snok/container-retention-policy@v2', 'tag-selection: tagged', true],
    ['snok/container-retention-policy@v2', 'filter-include-untagged: false', false],
    ['dataaxiom/ghcr-cleanup-action@v1', 'token: x', true],
    ['dataaxiom/ghcr-cleanup-action@v1', 'older-than: 30 days', true],
    ['dataaxiom/ghcr-cleanup-action@v1', 'keep-n-untagged: 0', true],
    ['dataaxiom/ghcr-cleanup-action@v1', 'delete-tags: pr-*', false],
    ['dataaxiom/ghcr-cleanup-action@v1', 'delete-tags: pr-*, delete-untagged: true', true],
    ['dataaxiom/ghcr-cleanup-action@v1', 'delete-untagged: false', false],
    ['dataaxiom/ghcr-cleanup-action@v1', 'dry-run: true', false],
    ['vlaurin/action-ghcr-prune@v0.6.0', 'prune-untagged: true', true],
    ['vlaurin/action-ghcr-prune@v0.5.0', 'untagged: true', true],
    ['vlaurin/action-ghcr-prune@v0.6.0', 'prune-tags-regexes: "^pr-"', false],
    ['bots-house/ghcr-delete-image-action@v1.1.0', 'untagged-keep-latest: 3', true],
    ['bots-house/ghcr-delete-image-action@v1.1.0', 'tag: old', false],
    // What an expression decides is not known.
    ['vlaurin/action-ghcr-prune@v0.6.0', 'untagged: "${{ inputs.untagged }}"', false],
    ['actions/checkout@v4', 'ref: main', false],
  ])('%s with {%s} cleans GitHub\u2019s registry up: %s', (uses, given, cleans) => {
    for (const [file, head] of [
      ['.github/workflows/clean.yml', 'on: push\njobs:\n  a:\n    steps:'],
      ['action.yml', 'runs:\n  using: composite\n  steps:'],
    ] as const) {
      const text = `${head}\n      - name: clean\n        uses: "${uses}"\n        with: {${given}}\n`;
      const statements = statementsOf(reading(file, text));
      expect(statements.map(each => each.says === 'collects' && each.hosts)).toEqual(cleans ? ['ghcr.io'] : []);
    }
  });

  test.each([
    '      # uses: snok/container-retention-policy@v3',
    '      - run: "echo uses: snok/container-retention-policy@v3"',
    '      - uses: snok/container-retention-policy',
  ])('cleans nothing up: %s', step => {
    const text = `on: push\njobs:\n  a:\n    steps:\n${step}\n`;
    expect(statementsOf(reading(WORKFLOW, text))).toEqual([]);
  });

  test.each([
    ['        if: false\n', 0],
    ['        if: ${{ false }}\n', 0],
    ["        if: github.event_name == 'schedule'\n", 1],
  ])('a step that is switched off states nothing: %j', (more, count) => {
    const text = workflow(DELETE, OWN, more);
    expect(policiesOf(WORKFLOW, text)).toHaveLength(1);
    expect(statementsOf(reading(WORKFLOW, text))).toHaveLength(count);
  });

  test('a comment behind a commit tells its version', () => {
    const commit = 'snok/container-retention-policy@3b0972b2276b171b212f8c4efbca59ebba26eceb';
    expect(policy(`${commit} # v3.0.1`, ACCOUNT).knowsIndexes).toBe(false);
    expect(policy(`${commit} # v3.1.0`, ACCOUNT).knowsIndexes).toBe(true);
    expect(policy(commit, ACCOUNT).knowsIndexes).toBe(true);
  });

  test('the place of the action, with its name', () => {
    const text = `jobs:\n  a:\n    steps:\n      - name: Tidy up\n        uses: ${DELETE}\n        with:\n          package-name: web\n          package-type: container\n          min-versions-to-keep: 10\n`;
    const { references } = reading(WORKFLOW, text);
    const [found] = references;
    expect(references).toHaveLength(1);
    expect(text.slice(found?.span.start, found?.span.end)).toBe(DELETE);
    expect(found?.subject).toMatchObject({ kind: 'policy', policy: { name: 'Tidy up' } });
    expect(takenReleases(policyOf(WORKFLOW, text))?.rules[0]?.tags).toEqual(['v1.0.0', '1.0.0']);
  });
});

describe('more patterns than people write are not looked at, so that nothing is known', () => {
  const many = `"${Array.from({ length: 5000 }, (_, i) => `v${i}`).join(',')}"`;
  test.each([
    [DATAAXIOM, `delete-tags: ${many}`],
    [DATAAXIOM, `delete-tags: v1, exclude-tags: ${many}`],
    [SNOK_31, `${ACCOUNT}, image-tags: ${many}`],
    ['snok/container-retention-policy@v2', `image-names: web, cut-off: 1 day ago UTC, filter-tags: ${many}`],
  ])('%s %#', (uses, given) => {
    expect(fates(policy(uses, given), [image('A', 'v1', 20), image('B', 'v2', 10)])).toEqual([
      'A unknown',
      'B unknown',
    ]);
  });
});
