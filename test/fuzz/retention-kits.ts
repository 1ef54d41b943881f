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
};
