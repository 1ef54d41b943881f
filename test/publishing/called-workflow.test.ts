import { expect, test } from 'vitest';
import { saidOf } from './workflows.ts';

const CALLER = '.github/workflows/release.yml';
const CALLED = '.github/workflows/publish.yml';
const PUBLISHES = workflowOf('workflow_call', 'permissions: {id-token: write}', 'steps: [{run: npm publish}]');

function workflowOf(on: string, ...keys: string[]): string {
  return [`on: ${on}`, 'jobs:', '  a:', '    runs-on: ubuntu-latest', ...keys.map(key => `    ${key}`), ''].join('\n');
}

const uses = `uses: ./${CALLED}`;

test.each<[string, string, string, string[]]>([
  ['without the right', workflowOf('push', uses), PUBLISHES, ['./.github/workflows/publish.yml: publish-will-fail']],
  [
    'with other rights',
    workflowOf('push', 'permissions: {contents: write}', uses),
    PUBLISHES,
    ['./.github/workflows/publish.yml: publish-will-fail'],
  ],
  ['with the right', workflowOf('push', 'permissions: {id-token: write}', uses), PUBLISHES, []],
  ['with the right of all', `permissions: write-all\n${workflowOf('push', uses)}`, PUBLISHES, []],
  ['and is called itself', workflowOf('workflow_call', uses), PUBLISHES, []],
  ['that wants no right', workflowOf('push', uses), workflowOf('workflow_call', 'steps: [{run: npm publish}]'), []],
  [
    'that publishes nothing',
    workflowOf('push', uses),
    workflowOf('workflow_call', 'permissions: {id-token: write}', 'steps: [{run: ls}]'),
    [],
  ],
  ['of another repository', workflowOf('push', 'uses: acme/x/.github/workflows/publish.yml@v1'), PUBLISHES, []],
  [
    'in a string of YAML',
    workflowOf('push', `uses: "./${CALLED}"`),
    PUBLISHES,
    ['./.github/workflows/publish.yml: publish-will-fail'],
  ],
])('a job that calls one that publishes, %s', (_, caller, called, said) => {
  const found = saidOf(CALLER, caller, [{ file: CALLED, text: called }]);
  expect(found.map(each => each.replaceAll('"', ''))).toEqual(said);
});

test('the folder of the repository counts', () => {
  const inFolder = (file: string) => `services/a/${file}`;
  const others = [{ file: inFolder(CALLED), text: PUBLISHES }];
  expect(saidOf(inFolder(CALLER), workflowOf('push', uses), others)).toHaveLength(1);
  expect(saidOf(CALLER, workflowOf('push', uses), others)).toEqual([]);
});
