import { createRequire } from 'node:module';
import type { Answer, Peek } from '../../server/src/model/answer.ts';
import { RULES } from '../../server/src/rules/index.ts';
import { judgeFiles, type WorkspaceFile } from '../support/judge-files.ts';

/** The address that npm asks by default. */
export const NPM: string = createRequire(import.meta.url)('npm-registry-fetch/lib/default-opts.js').registry;

const ABOUT_PUBLISHING = RULES.filter(({ judges }) => judges === 'publish').map(({ id }) => id);

/** What is said of the steps that publish: each as the line that it stands in, and the rule. */
export function saidOf(
  file: string,
  text: string,
  others: readonly WorkspaceFile[] = [],
  peek = NOTHING_KNOWN,
): string[] {
  const [judged] = judgeFiles([{ file, text }, ...others], peek);
  const findings = judged?.analysis.findings ?? [];
  return findings
    .filter(({ rule }) => ABOUT_PUBLISHING.includes(rule))
    .map(({ rule, at }) => `${text.slice(at.start, at.end)}: ${rule}`);
}

const NOTHING_KNOWN = ((): Answer<never> => ({ state: 'unknown', why: 'not-asked' })) as Peek;

/** A workflow of GitHub Actions with one job. */
export interface Job {
  /** Absent: a push of a tag. */
  readonly on?: string;
  readonly permissions?: string;
  /** Of the whole workflow. */
  readonly outer?: string;
  readonly runsOn?: string;
  /** More keys of the job. */
  readonly keys?: readonly string[];
  /** In YAML, each from its dash on. */
  readonly steps: readonly string[];
}

export function workflow({ on, permissions, outer, runsOn = 'ubuntu-latest', keys = [], steps }: Job): string {
  return [
    `on: ${on ?? "{ push: { tags: ['v*'] } }"}`,
    ...(outer === undefined ? [] : [`permissions: ${outer}`]),
    'jobs:',
    '  publish:',
    `    runs-on: ${runsOn}`,
    ...(permissions === undefined ? [] : [`    permissions: ${permissions}`]),
    ...keys.map(key => `    ${key}`),
    '    steps:',
    ...steps.flatMap(step => step.split('\n').map(line => `      ${line}`)),
    '',
  ].join('\n');
}
