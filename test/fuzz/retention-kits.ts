import { ANY_TOKENS, HOLE, type ReaderKit } from './kit.ts';
import { yamlKit } from './yaml-kit.ts';

const ECR_RULE =
  '{"rulePriority":1,"selection":{"tagStatus":"any","countType":"imageCountMoreThan","countNumber":5},"action":{"type":"expire"}}';
const IN_TERRAFORM = 'resource "aws_ecr_lifecycle_policy" "a" {\n  repository = "b"\n  policy = ';

/** The kinds that say what a registry deletes. */
export const RETENTION_KITS: Readonly<Record<string, ReaderKit>> = {
  'ecr-lifecycle-policy': {
    file: 'lifecycle-policy.json',
    seeds: [
      '{"rules":[{"selection":{"tagStatus":"untagged","countType":"imageCountMoreThan"},"action":{"type":"expire"}}]}',
      '{"rules":[{"selection":{"tagStatus":"any","countType":"sinceImagePushed"},"selection":{},"action":{"type":"\\u0065xpire"}},{}]}',
    ],
    tokens: [
      ...ANY_TOKENS,
      ...[
        '"rules":[',
        '"selection":{',
        '"tagStatus":"any"',
        '"countType":',
        '"action":{"type":"expire"}',
        '{"',
        '"}',
        '":"',
        '",',
      ],
    ],
    frames: [
      `{"rules":[{"selection":{"tagStatus":"${HOLE}","countType":"x"},"action":{"type":"expire"}}]}`,
      `{"rules":[{"selection":{"tagStatus":"any","countType":"x"},"action":{"type":"${HOLE}"}}]}`,
      `{"rules":[${HOLE}{"selection":{"tagStatus":"any","countType":"x"}}]}`,
      `{"rules":[{"selection":{"tagStatus":"any","countType":"x",${HOLE}}}]}`,
      `{"${HOLE}":1,"rules":[{"selection":{"tagStatus":"any","countType":"x"}}]}`,
    ],
    lists: [
      {
        head: '{"rules":[',
        entry: () => '{"selection":{"tagStatus":"x","countType":"x"},"action":{"type":"expire"}},',
      },
      { head: '{"rules":[{"selection":{', entry: () => '"tagStatus":"x","countType":"x",' },
      { head: '{"rules":[{', entry: () => '"selection":{"tagStatus":"x","countType":"x"},"action":{"type":"x"},' },
      { head: '{', entry: () => '"rules":[{"selection":{"tagStatus":"x","countType":"x"}}],' },
    ],
  },
  'gar-cleanup-policy': {
    file: 'clean-up.json',
    seeds: [
      '[{"name":"a","action":{"type":"Delete"},"condition":{"tagState":"any","olderThan":"30d"}},{"name":"b","action":{"type":"Keep"},"mostRecentVersions":{"keepCount":5}}]',
      '{"name":"projects/a/locations/b/repositories/c","cleanupPolicies":{"d":{"id":"d","action":"DELETE","condition":{"tagState":"TAGGED","tagPrefixes":["v"]}}}}',
    ],
    tokens: [
      ...ANY_TOKENS,
      ...['"name":"a"', '"action":{"type":"Delete"}', '"action":"KEEP"', '"condition":{', '"tagState":"any"'],
      ...['"tagPrefixes":["v"]', '"olderThan":"30d"', '"mostRecentVersions":{"keepCount":5}', '{"', '"}', '":"', '",'],
    ],
    frames: [
      `[{"name":"a","action":{"type":"Delete"},"condition":{"tagState":"${HOLE}"}}]`,
      `[{"name":"${HOLE}","action":{"type":"Delete"},"condition":{"olderThan":"1d"}}]`,
      `[{"name":"a","action":{"type":"Delete"},"condition":{${HOLE}}}]`,
      `[${HOLE}{"name":"a","action":{"type":"Delete"},"condition":{"olderThan":"1d"}}]`,
    ],
    lists: [
      { head: '[', entry: i => `{"name":"a${i}","action":{"type":"Delete"},"condition":{"olderThan":"1d"}},` },
      { head: '[{"name":"a","action":{"type":"Delete"},"condition":{"tagPrefixes":[', entry: i => `"v${i}",` },
      { head: '{"cleanupPolicies":{', entry: i => `"a${i}":{"action":"KEEP","condition":{}},` },
    ],
  },
  cloudformation: yamlKit({
    file: 'stack.yaml',
    seeds: [
      `Resources:\n  A:\n    Type: AWS::ECR::Repository\n    Properties:\n      RepositoryName: !Ref B\n      LifecyclePolicy:\n        LifecyclePolicyText: |\n          {"rules":[${ECR_RULE}]}\n`,
      `resources:\n  Resources:\n    A: {Type: "AWS::ECR::RepositoryCreationTemplate", Properties: {Prefix: ROOT, LifecyclePolicy: {Fn::Sub: ['{"rules":[${ECR_RULE}]}', {}]}}}\n`,
    ],
    place:
      'Resources:\n  A:\n    Type: AWS::ECR::Repository\n    Properties:\n      LifecyclePolicy:\n        LifecyclePolicyText: ',
    tokens: [ECR_RULE, '{"rules":[', '"tagPatternList":["a*"]', '!Sub ', '!Ref ', 'RepositoryName: ', '${A}'],
    lists: [
      {
        head: 'Resources:\n',
        entry: i =>
          `  A${i}:\n    Type: AWS::ECR::Repository\n    Properties:\n      LifecyclePolicy: {LifecyclePolicyText: '{"rules":[${ECR_RULE}]}'}\n`,
      },
      {
        head: 'Resources:\n  A:\n    Type: AWS::ECR::Repository\n    Properties:\n      LifecyclePolicy:\n        LifecyclePolicyText: |\n          {"rules":[\n',
        entry: () => `            ${ECR_RULE},\n`,
      },
    ],
  }),
  terraform: {
    file: 'main.tf',
    seeds: [
      `${IN_TERRAFORM}<<-EOF\n    {"rules":[${ECR_RULE}]}\n  EOF\n}\n`,
      `${IN_TERRAFORM}jsonencode({rules = [{rulePriority = 1, selection = {tagStatus = "tagged", tagPatternList = ["a*", "b"], countType = "sinceImagePushed", countUnit = "days", countNumber = 5}, action = {type = "expire"}}]})\n}\n`,
      `${IN_TERRAFORM}data.aws_ecr_lifecycle_policy_document.a.json\n}\ndata "aws_ecr_lifecycle_policy_document" "a" {\n  rule {\n    priority = 1\n    selection {\n      tag_status = "any"\n      count_type = "imageCountMoreThan"\n      count_number = var.n\n    }\n  }\n}\n`,
      'resource "google_artifact_registry_repository" "a" {\n  repository_id = "b"\n  cleanup_policies {\n    id = "c"\n    action = "DELETE"\n    condition {\n      older_than = "1d"\n    }\n  }\n}\n',
      'resource "gitlab_project" "a" {\n  container_expiration_policy {\n    enabled = true\n    keep_n = 5\n    older_than = "7d"\n    name_regex_delete = "(a|b)*"\n  }\n}\n',
      'resource "harbor_retention_policy" "a" {\n  schedule = "daily"\n  rule {\n    most_recently_pushed = 5\n    repo_matching = "**"\n    tag_matching = "{a,b}"\n  }\n}\n',
      'resource "artifactory_package_cleanup_policy" "a" {\n  search_criteria = {\n    package_types = ["docker"]\n    keep_last_n_versions = 2\n  }\n}\nresource "azurerm_container_registry" "b" {\n  retention_policy_in_days = 7\n}\n',
      `locals {\n  p = "{\\"rules\\":[]}"\n  q = local.q\n}\n${IN_TERRAFORM}local.p\n}\n`,
    ],
    tokens: [
      ...ANY_TOKENS,
      ...[
        IN_TERRAFORM,
        'resource "',
        'data "',
        'locals {',
        'jsonencode(',
        '<<EOF\n',
        '<<-EOF\n',
        '\n  EOF\n',
        'local.p',
      ],
      ...['rule {\n', 'selection {\n', 'tag_status = "any"\n', 'rules = [', 'var.n', 'each.value', 'a.b[0].c', '14'],
    ],
    frames: [
      `${IN_TERRAFORM}${HOLE}\n}\n`,
      `${IN_TERRAFORM}<<EOF\n${HOLE}\nEOF\n}\n`,
      `${IN_TERRAFORM}<<-EOF\n    {"rules":[${HOLE}]}\n  EOF\n}\n`,
      `${IN_TERRAFORM}jsonencode({ rules = [${HOLE}] })\n}\n`,
      `${IN_TERRAFORM}"{\\"rules\\":[${HOLE}"\n}\n`,
      `data "aws_ecr_lifecycle_policy_document" "a" {\n  ${HOLE}\n}\n`,
    ],
    lists: [
      {
        head: '',
        entry: i => `resource "aws_ecr_lifecycle_policy" "a${i}" {\n  policy = <<E\n{"rules":[${ECR_RULE}]}\nE\n}\n`,
      },
      {
        head: '',
        entry: i => `data "aws_ecr_lifecycle_policy_document" "a${i}" {\n  rule {\n    selection {}\n  }\n}\n`,
        behind: {
          head: '',
          entry: i =>
            `resource "aws_ecr_lifecycle_policy" "a${i}" {\n  policy = data.aws_ecr_lifecycle_policy_document.a${i}.json\n}\n`,
        },
      },
      {
        head: `${IN_TERRAFORM}<<E\n{"rules":[`,
        entry: () => `${ECR_RULE},\n`,
        behind: { head: ']}\nE\n}', entry: () => '' },
      },
      {
        head: 'locals {\n',
        entry: i => `  a${i} = local.a${i + 1}\n`,
        behind: {
          head: '}\n',
          entry: i => `resource "aws_ecr_lifecycle_policy" "a${i}" {\n  policy = local.a${i}\n}\n`,
        },
      },
    ],
  },
  'quay-autoprune-policy': {
    file: 'prune.json',
    seeds: [
      '{"method":"number_of_tags","value":10,"tagPattern":"^v","tagPatternMatches":false}',
      '{"policies":[{"uuid":"a","method":"creation_date","value":"5d"},{"method":"number_of_tags","value":0}]}',
    ],
    tokens: [
      ...ANY_TOKENS,
      ...[
        '"method":"number_of_tags"',
        '"method":"creation_date"',
        '"value":5',
        '"tagPattern":"(a|b)*"',
        '{"',
        '"}',
        '":"',
      ],
    ],
    frames: [
      `{"method":"number_of_tags","value":"${HOLE}"}`,
      `{"method":"creation_date","value":"5d","tagPattern":"${HOLE}"}`,
      `[{"method":"number_of_tags","value":5,${HOLE}}]`,
    ],
    lists: [
      { head: '[', entry: () => '{"method":"number_of_tags","value":5},' },
      { head: '{"method":"creation_date","value":"5d",', entry: () => '"tagPattern":"a",' },
    ],
  },
  'artifactory-cleanup-policy': {
    file: 'policy.json',
    seeds: [
      '{"key":"a","enabled":true,"searchCriteria":{"packageTypes":["docker"],"createdBeforeInMonths":6,"keepLastNVersions":2}}',
      '{"searchCriteria":{"packageTypes":["npm","docker"],"lastDownloadedBeforeInDays":30}}',
    ],
    tokens: [
      ...ANY_TOKENS,
      ...[
        '"searchCriteria":{',
        '"packageTypes":["docker"]',
        '"keepLastNVersions":2',
        '"key":"a"',
        '{"',
        '"}',
        '":"',
        '",',
      ],
    ],
    frames: [
      `{"searchCriteria":{"packageTypes":["docker"],"createdBeforeInMonths":${HOLE}}}`,
      `{"searchCriteria":{"packageTypes":["docker","${HOLE}"]}}`,
      `{"searchCriteria":{"packageTypes":["docker"],${HOLE}}}`,
    ],
    lists: [
      { head: '{"searchCriteria":{"packageTypes":["docker",', entry: i => `"a${i}",` },
      { head: '{', entry: () => '"searchCriteria":{"packageTypes":["docker"]},' },
    ],
  },
  'quay-config': yamlKit({
    file: 'config.yaml',
    seeds: [
      'SERVER_HOSTNAME: quay.example.com\nDEFAULT_NAMESPACE_AUTOPRUNE_POLICY:\n  method: number_of_tags\n  value: 10\n',
      'DEFAULT_NAMESPACE_AUTOPRUNE_POLICY: {method: creation_date, value: 5d, tagPattern: "^v"}\n',
    ],
    place: 'DEFAULT_NAMESPACE_AUTOPRUNE_POLICY:\n  method: number_of_tags\n  value: ',
    tokens: ['DEFAULT_NAMESPACE_AUTOPRUNE_POLICY:', 'method: creation_date', 'value: 5d', 'SERVER_HOSTNAME: '],
    lists: [
      {
        head: '',
        entry: () => 'DEFAULT_NAMESPACE_AUTOPRUNE_POLICY: {method: creation_date, value: 5d}\n',
      },
    ],
  }),
  'acr-task': yamlKit({
    file: 'purge.yaml',
    seeds: [
      "version: v1.1.0\nsteps:\n  - cmd: acr purge --filter 'a:.*' --ago 1d --untagged\n    timeout: 60\n",
      'steps:\n  - cmd: mcr.microsoft.com/acr/acr-cli:0.17 purge -f "a.*:^v(1|2)*$" --ago 1d12h --keep 3 --dry-run\n  - cmd: acr purge --untagged-only $MORE\n',
    ],
    place: 'steps:\n  - cmd: acr purge ',
    tokens: [
      'steps:\n',
      '- cmd: ',
      'acr purge ',
      '--filter ',
      "'a:.*'",
      '--ago ',
      '2d3h',
      '--untagged',
      '$(a)',
      '${A}',
    ],
    lists: [
      { head: 'steps:\n', entry: i => `  - cmd: acr purge --filter 'a${i}:.*' --ago 1d\n` },
      { head: 'steps:\n  - cmd: acr purge', entry: i => ` --filter 'a${i}:b'` },
    ],
  }),
};
