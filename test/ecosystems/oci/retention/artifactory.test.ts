import { describe, expect, test } from 'vitest';
import { DAY, fates, image, NOW, policyOf, reading } from './read.ts';

function terraform(criteria: string, more = ''): string {
  return `resource "artifactory_package_cleanup_policy" "old" {\n  key = "old"\n${more}  search_criteria = {\n    package_types = ["docker", "npm"]\n    repos = ["**"]\n${criteria
    .split('; ')
    .map(line => `    ${line}\n`)
    .join('')}  }\n}\n`;
}

const policy = (criteria: string) => policyOf('main.tf', terraform(criteria), 'terraform');

describe('clean-up policies (JFrog documentation, "Cleanup Policies")', () => {
  const images = [
    image('A', 'v1', 400),
    image('B', 'v2', 300, { pulledAt: NOW - 10 * DAY }),
    image('C', 'v3', 200, { pulledAt: NOW - 190 * DAY }),
    image('D', 'v4', 20),
    image('E', '', 400),
  ];
  test.each([
    ['by age', 'created_before_in_months = 6', 'A deleted, B deleted, C deleted, D kept, E unknown'],
    [
      'a month has between 28 and 31 days',
      'created_before_in_months = 7',
      'A deleted, B deleted, C unknown, D kept, E unknown',
    ],
    ['in days', 'created_before_in_days = 250', 'A deleted, B deleted, C kept, D kept, E unknown'],
    [
      'what was never downloaded goes by its age',
      'created_before_in_months = 6; last_downloaded_before_in_months = 3',
      'A deleted, B kept, C deleted, D kept, E unknown',
    ],
    [
      'what was never downloaded, where no age is named',
      'last_downloaded_before_in_months = 3',
      'A unknown, B kept, C deleted, D kept, E unknown',
    ],
    ['the newest', 'keep_last_n_versions = 2', 'A deleted, B deleted, C kept, D kept, E unknown'],
    ['neither', 'included_packages = ["**"]', 'A unknown, B unknown, C unknown, D kept, E unknown'],
    [
      'a number and an age',
      'keep_last_n_versions = 2; created_before_in_months = 11',
      'A deleted, B unknown, C kept, D kept, E unknown',
    ],
    ['a variable', 'created_before_in_months = var.months', 'A unknown, B unknown, C unknown, D kept, E unknown'],
  ])('%s', (_, criteria, expected) => {
    expect(fates(policy(criteria), images).join(', ')).toBe(expected);
  });

  test('the latest always stays', () => {
    expect(fates(policy('created_before_in_months = 1'), [image('A', 'v1', 900)])).toEqual(['A kept']);
  });
});

test('other packages are left alone, and what is switched off is told', () => {
  const text = terraform('created_before_in_months = 6');
  expect(reading('main.tf', text.replace('"docker", ', ''), 'terraform').references).toEqual([]);
  expect(policyOf('main.tf', terraform('keep_last_n_versions = 1', '  enabled = false\n')).isIdle).toBe(true);
});

test('as its API takes it', () => {
  const given = { key: 'old', searchCriteria: { packageTypes: ['docker'], createdBeforeInMonths: 6 } };
  const found = policyOf('policy.json', JSON.stringify(given), 'artifactory-cleanup-policy');
  expect(found.name).toBe('old');
  expect(fates(found, [image('A', 'v1', 400), image('B', 'v2', 1)])).toEqual(['A deleted', 'B kept']);
});
