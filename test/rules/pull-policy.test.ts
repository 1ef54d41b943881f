import { describe, expect, it } from 'vitest';
import { digest, fixed, judge, manifest } from '../support/judge.ts';

function pod(image: string, policy = ''): string {
  return `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      image: ${image}\n${policy === '' ? '' : `      imagePullPolicy: ${policy}\n`}`;
}

const REDIS = 'oci docker.io/library/redis';
const answers = {
  [`manifest ${REDIS} :7`]: manifest('a', 'index'),
  [`manifest ${REDIS} :7.2.4`]: manifest('a', 'index'),
  [`manifest ${REDIS} :latest`]: manifest('a', 'index'),
  [`manifest ${REDIS} @${digest('a')}`]: manifest('a', 'index'),
  [`tags ${REDIS}`]: { state: 'unknown', why: 'asking' } as const,
};

function said(image: string, policy?: string): string | undefined {
  return judge('a.yaml', pod(image, policy), answers).findings.find(finding => finding.rule === 'pull-policy')?.message;
}

describe('pull-policy', () => {
  it.each([
    ['redis:7', 'IfNotPresent', 'a host that has it does not ask for it again (`IfNotPresent`)'],
    ['redis:latest', 'IfNotPresent', 'a host that has it does not ask for it again (`IfNotPresent`)'],
    [
      'redis:latest',
      'Never',
      'a host never asks for it (`Never`): hosts may run different images under this name. Pin it to its digest, or set the pull policy to `Always`.',
    ],
    ['redis', 'Never', 'a host never asks for it (`Never`)'],
  ])('speaks of %s with %s', (image, policy, says) => expect(said(image, policy)).toContain(says));

  it.each([
    ['redis:7', 'Always'],
    ['redis:7', undefined],
    ['redis:latest', undefined],
    ['redis', undefined],
    ['redis:7.2.4', 'IfNotPresent'],
    ['redis:7.2.4', undefined],
    [`redis:7@${digest('a')}`, 'Never'],
    [`redis:latest@${digest('a')}`, 'IfNotPresent'],
  ])('says nothing of %s with %s', (image, policy) => expect(said(image, policy)).toBeUndefined());

  it.each([
    ['redis:7', 'Never', 'Set', pod('redis:7', 'Always')],
    ['redis:7', 'IfNotPresent', 'Pin to digest', pod(`redis:7@${digest('a')}`, 'IfNotPresent')],
  ])('%s with %j: %s', (image, policy, title, after) => {
    expect(fixed('a.yaml', pod(image, policy), answers, title)).toBe(after);
  });
});
