import { describe, expect, test } from 'vitest';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { fates, image, policiesOf, policyOf, reading } from './read.ts';

const POLICY = `{"rules": [{"rulePriority": 1,
  "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 1},
  "action": {"type": "expire"}}]}`;
const TWO = [image('A', '', 2), image('B', '', 1)];

function block(indent: string): string {
  return POLICY.split('\n')
    .map(line => indent + line)
    .join('\n');
}

function template(value: string, name = 'acme/api'): string {
  return `Resources:
  Api:
    Type: AWS::ECR::Repository
    Properties:
      RepositoryName: ${name}
      LifecyclePolicy:
        LifecyclePolicyText: ${value}
`;
}

describe('a policy in a template', () => {
  test.each([
    ['a block', template(`|\n${block('          ')}`)],
    ['a block that is put together', template(`!Sub |\n${block('          ')}`)],
    ['a quoted text', template(`'${POLICY.replaceAll('\n', ' ')}'`)],
    ['a text with escapes', template(JSON.stringify(POLICY))],
    ['a function at length', template(`{'Fn::Sub': ${JSON.stringify(POLICY)}}`)],
    ['the Serverless framework', `service: x\nresources:\n${template(JSON.stringify(POLICY)).replace(/^/gm, '  ')}`],
    [
      'JSON',
      JSON.stringify({
        Resources: {
          Api: {
            Type: 'AWS::ECR::Repository',
            Properties: { RepositoryName: 'acme/api', LifecyclePolicy: { LifecyclePolicyText: POLICY } },
          },
        },
      }),
    ],
  ])('%s', (_, text) => {
    const policy = policyOf(text.startsWith('{') ? 'stack.json' : 'stack.yaml', text, 'cloudformation');
    expect(policy).toMatchObject({ faults: [], name: 'acme/api', covers: { repositories: ['acme/api'] } });
    expect(fates(policy, TWO)).toEqual(['A deleted by 1', 'B kept']);
  });

  test.each(['!Ref Name', '!Sub "${Stage}-api"', '{Ref: Name}'])('a name that is given elsewhere: %s', name => {
    const { covers, name: own } = policyOf('stack.yml', template(JSON.stringify(POLICY), name));
    expect([covers.repositories, own]).toEqual([undefined, 'Api']);
  });

  test('a template of repositories is for those below its prefix', () => {
    const text = `Resources:
  Cache:
    Type: AWS::ECR::RepositoryCreationTemplate
    Properties:
      Prefix: docker-hub
      LifecyclePolicy: ${JSON.stringify(POLICY)}
`;
    expect(policyOf('stack.yaml', text).covers.repositories).toEqual(['docker-hub/*']);
  });
});

test('a fault stands in its line, and a comment above the policy silences what is said of it', () => {
  const text = template(`|\n${block('          ').replace('"imageCount', '"ImageCount')}`);
  const [reference] = reading('stack.yaml', text).references;
  const [fault] = policyOf('stack.yaml', text).faults;
  expect(text.slice(fault?.at.start, fault?.at.end)).toBe('"ImageCountMoreThan"');
  expect(reference?.ignoreAt?.offset).toBe(text.indexOf('        LifecyclePolicyText'));
});

test('other files of YAML are not looked into', () => {
  expect(readerFor('stack.yaml', undefined, 'Resources:\n  A:\n    Type: AWS::ECR::Repository\n')).toBeUndefined();
  expect(policiesOf('stack.yaml', '# AWS::ECR::Repository LifecyclePolicy\nResources: [1]\n')).toEqual([]);
});
