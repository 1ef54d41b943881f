import type { Severity } from './model/finding.ts';

/** By rule id. */
export type RuleSeverities = Readonly<Record<string, Severity | 'off'>>;

/** Other severities for some files, some names, or some names in some files. Of several that fit, the last is heard. */
export interface Override {
  /** Globs of files; absent: all. */
  readonly files?: readonly string[];
  /** Patterns of names, as in `Settings.ignore`; absent: all. */
  readonly names?: readonly string[];
  readonly rules: RuleSeverities;
}

/** The rules that say what is good practice. All others say what is proved wrong, wherever it stands. */
const HYGIENE: RuleSeverities = {
  'latest-tag': 'hint',
  'unpinned-image': 'hint',
  'pull-policy': 'hint',
  'floating-range': 'hint',
  'inconsistent-pins': 'hint',
};

/**
 * What stands in a folder of tests, examples or documentation is not deployed: a word of the folder's name says so, be
 * it `tests`, `__tests__`, `test-data`, `integration_tests` or `Examples`.
 */
export const DEFAULT_OVERRIDES: readonly Override[] = [
  {
    files: [
      '**/{test,tests,testing,testdata,__test__,__tests__,fixture,fixtures,__fixtures__,e2e}/**',
      '**/{example,examples,sample,samples,demo,demos,doc,docs,documentation}/**',
      '**/{Test,Tests,Testing,Fixtures,E2E,Example,Examples,Sample,Samples,Demo,Demos,Docs,Documentation}/**',
      '**/*[-_.]{test,tests,Tests,fixtures,e2e,example,examples,sample,samples,demo,demos}/**',
      '**/{test,tests,fixtures,e2e,example,examples,sample,samples,demo}[-_.]*/**',
    ],
    rules: HYGIENE,
  },
];
