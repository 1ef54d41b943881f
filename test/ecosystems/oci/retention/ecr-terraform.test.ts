import { describe, expect, test } from 'vitest';
import { fates, image, policiesOf, policyOf, reading } from './read.ts';

const RULE = `{
    "rulePriority": 1,
    "selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14},
    "action": {"type": "expire"}
  }`;
const POLICY = `{"rules": [${RULE}]}`;
const OLD = [image('A', '', 20), image('B', '', 10), image('C', 'v1', 20)];
const GONE = ['A deleted by 1', 'B kept', 'C kept'];

function resource(policy: string, more = '  repository = "acme/api"\n'): string {
  return `resource "aws_ecr_lifecycle_policy" "old" {\n${more}  policy = ${policy}\n}\n`;
}

const ENCODED = `jsonencode({
    rules = [{
      rulePriority = 1
      selection = {
        tagStatus   = "untagged"
        countType   = "sinceImagePushed"
        countUnit   = "days"
        countNumber = 14
      }
      action = { type = "expire" }
    }]
  })`;

describe('one policy, written in each way', () => {
  test.each([
    ['a here-document', 'main.tf', resource(`<<EOF\n${POLICY}\nEOF`)],
    ['an indented here-document', 'main.tf', resource(`<<-EOF\n    ${POLICY}\n  EOF`)],
    ['jsonencode', 'ecr.tf', resource(ENCODED)],
    ['a quoted text', 'ecr.tofu', resource(JSON.stringify(POLICY))],
    ['a local value', 'main.tf', `locals {\n  p = ${ENCODED}\n}\n${resource('local.p')}`],
    [
      'JSON',
      'main.tf.json',
      JSON.stringify({ resource: { aws_ecr_lifecycle_policy: { old: { repository: 'acme/api', policy: POLICY } } } }),
    ],
  ])('%s', (_, file, text) => {
    const policy = policyOf(file, text, 'terraform');
    expect(policy).toMatchObject({ name: 'acme/api', faults: [], covers: { repositories: ['acme/api'] } });
    expect(fates(policy, OLD)).toEqual(GONE);
  });

  test('a source of data, whose action may go without saying', () => {
    const text = `data "aws_ecr_lifecycle_policy_document" "old" {
  rule {
    priority = 1
    selection {
      tag_status   = "untagged"
      count_type   = "sinceImagePushed"
      count_unit   = "days"
      count_number = 14
    }
  }
}
${resource('data.aws_ecr_lifecycle_policy_document.old.json')}`;
    const policy = policyOf('main.tf', text);
    expect(policy).toMatchObject({ faults: [], covers: { repositories: ['acme/api'] } });
    expect(fates(policy, OLD)).toEqual(GONE);
  });
});

test.each([
  ['', 1],
  ['  create_lifecycle_policy = true\n', 1],
  ['  create_lifecycle_policy = false\n', 0],
  ['  create_lifecycle_policy = var.clean_up\n', 0],
])('the module that many use: %j', (line, count) => {
  const module = `module "ecr" {\n  source = "terraform-aws-modules/ecr/aws"\n  repository_name = "acme/api"\n${line}  repository_lifecycle_policy = ${ENCODED}\n}\n`;
  const policies = policiesOf('main.tf', module, 'terraform');
  expect(policies).toHaveLength(count);
  for (const policy of policies) {
    expect(policy).toMatchObject({ name: 'acme/api', faults: [], covers: { repositories: ['acme/api'] } });
    expect(fates(policy, OLD)).toEqual(GONE);
  }
});

describe('which repository it is for', () => {
  test.each([
    ['  repository = aws_ecr_repository.api.name\n', ['acme/web']],
    ['  repository = aws_ecr_repository.api[0].name\n', ['acme/web']],
    ['  repository = "${aws_ecr_repository.api.name}"\n', ['acme/web']],
    ['  repository = aws_ecr_repository.other.name\n', undefined],
    ['  repository = var.name\n', undefined],
    ['  repository = each.value\n', undefined],
    ['  repository = "${var.team}/api"\n', undefined],
  ])('%j', (line, repositories) => {
    const text = `${resource(ENCODED, line)}resource "aws_ecr_repository" "api" {\n  name = "acme/web"\n}\n`;
    expect(policyOf('main.tf', text).covers.repositories).toEqual(repositories);
  });

  test('a region that is written out', () => {
    const { covers } = policyOf('main.tf', resource(ENCODED, '  region = "eu-west-1"\n'));
    expect(covers.hosts).toBe('*.dkr*ecr*.eu-west-1.*');
  });
});

test.each([
  ['a file', 'file("policy.json")'],
  ['a template', 'templatefile("policy.json", { n = 1 })'],
  ['rules that are put together', 'jsonencode({ rules = concat([], []) })'],
  ['rules made in a loop', 'jsonencode({ rules = [for r in local.all : r] })'],
  ['a text with marks of its own', `<<EOF\n%{ if true }${POLICY}%{ endif }\nEOF`],
])('%s is left alone', (_, value) => {
  expect(policiesOf('main.tf', resource(value))).toEqual([]);
});

test('a fault within a text stands where it is written', () => {
  const text = resource(`<<-EOF\n    ${POLICY.replace('14', '0')}\n  EOF`);
  const [fault] = policyOf('main.tf', text).faults;
  expect(text.slice(fault?.at.start, fault?.at.end)).toBe('0');
  const quoted = resource(JSON.stringify(POLICY.replace('untagged', 'Untagged')));
  const [other] = policyOf('main.tf', quoted).faults;
  expect(quoted.slice(other?.at.start, other?.at.end)).toBe('\\"Untagged\\"');
});

test('a comment above silences it', () => {
  const text = `# registry-lens: ignore retention-invalid -- why\n${resource(ENCODED)}`;
  const { ignores, references } = reading('main.tf', text);
  expect(ignores).toHaveLength(1);
  expect(references[0]?.ignoreAt?.offset).toBe(text.indexOf('resource'));
});
