import { expect, test } from 'vitest';
import type { Reference } from '../../../../server/src/model/reference.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { reading } from './read.ts';

/** What is read as a policy, and where: its kind, whether it takes what has no tag, what it is for, what is wrong. */
function label({ subject }: Reference): string {
  if (subject.kind !== 'policy') return '';
  const { kind, covers, untagged, isIdle, faults } = subject.policy;
  const meant = covers.hosts === '' ? '' : ` of ${covers.hosts} ${covers.repositories?.join(' ') ?? '?'}`;
  const wrong = faults.map(({ is }) => `, ${is}`).join('');
  return `${kind}${meant}, untagged ${untagged}${isIdle === true ? ', idle' : ''}${wrong}`;
}

function expectPolicies(file: string, ...lines: string[]): void {
  const { text } = caretFixture(...lines);
  const policies = (of: string) => reading(file, of).references.filter(({ subject }) => subject.kind === 'policy');
  expect(annotate(text, policies(text), label)).toEqual(lines);
  const withCarriageReturns = text.replaceAll('\n', '\r\n');
  expect(policies(withCarriageReturns).map(label)).toEqual(policies(text).map(label));
}

test('steps of workflows', () =>
  expectPolicies(
    '.github/workflows/a.yml',
    'jobs:',
    '  a:',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - name: Tidy up',
    '        uses: "actions/delete-package-versions@v5"',
    '              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ delete-package-versions of ghcr.io */web, untagged deleted',
    '        with: { package-name: web, package-type: container, min-versions-to-keep: 5 }',
    '      - uses: actions/delete-package-versions@v5',
    '        with: { package-name: web, package-type: npm }',
    '      - uses: snok/container-retention-policy@v3.0.1',
    '              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ container-retention-policy of ghcr.io acme/web acme/a*, untagged kept, idle',
    '        if: false',
    '        with: { account: acme, image-names: web a*, tag-selection: tagged, cut-off: 2w }',
    '      - uses: dataaxiom/ghcr-cleanup-action@v1',
    '              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ghcr-cleanup-action of ghcr.io ?, untagged unknown, invalid',
    '        with: { tags: a, delete-tags: b }',
    '      - run: |',
    '          set -e',
    '          az acr run --cmd "acr purge --filter \'web:.*\' --ago 30d" --registry acme /dev/null',
    '                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ acr-purge of acme.azurecr.io web, untagged kept',
    '          az acr config retention update -r acme --status enabled --days 30',
    '          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ acr-retention of acme.azurecr.io *, untagged unknown',
    '',
  ));

test('actions that are made of steps', () =>
  expectPolicies(
    'action.yml',
    'runs:',
    '  using: composite',
    '  steps:',
    '    - uses: vlaurin/action-ghcr-prune@v0.6.0',
    '            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ action-ghcr-prune of ghcr.io acme/web, untagged deleted',
    '      with: { organization: acme, container: web, prune-untagged: true }',
    '',
  ));

test('tasks of Azure\u2019s registry', () =>
  expectPolicies(
    'tasks/purge.yaml',
    'version: v1.1.0',
    'steps:',
    '  - cmd: mcr.microsoft.com/acr/acr-cli:0.17 purge --untagged-only --dry-run',
    '         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ acr-purge of *.azurecr.io *, untagged deleted, idle',
    "  - cmd: acr purge --filter 'web.*:^pr-' --ago 1w --untagged",
    '         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ acr-purge of *.azurecr.io ?, untagged unknown, invalid',
    '',
  ));

test('Terraform', () =>
  expectPolicies(
    'main.tf',
    'resource "gitlab_project" "web" {',
    '  name = "web"',
    '  container_expiration_policy {',
    '  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ gitlab of registry.gitlab.com */web */web/*, untagged kept, invalid',
    '    enabled = true',
    '    keep_n  = 7',
    '  }',
    '}',
    '',
    'resource "harbor_retention_policy" "main" {',
    '                                   ^^^^^^ harbor, untagged deleted',
    '  schedule = "weekly"',
    '  rule {',
    '    most_recently_pushed = 10',
    '    repo_matching        = "**"',
    '    tag_matching         = "**"',
    '  }',
    '}',
    '',
    'resource "artifactory_package_cleanup_policy" "old" {',
    '                                              ^^^^^ artifactory, untagged unknown',
    '  search_criteria = {',
    '    package_types = ["docker"]',
    '  }',
    '}',
    '',
    'resource "azurerm_container_registry" "acme" {',
    '  name                     = "acme"',
    '  retention_policy_in_days = 30',
    '  ^^^^^^^^^^^^^^^^^^^^^^^^ acr-retention of acme.azurecr.io *, untagged unknown',
    '}',
    '',
  ));

test('Quay\u2019s JSON', () =>
  expectPolicies(
    'prune.json',
    '{',
    '  "method": "number_of_tags",',
    '  ^^^^^^^^ quay of quay.io ?, untagged kept',
    '  "value": 10',
    '}',
  ));
