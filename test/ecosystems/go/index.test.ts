import { expect, test } from 'vitest';
import { go } from '../../../server/src/ecosystems/go/index.ts';
import { modulePage } from '../../../server/src/ecosystems/go/page.ts';
import { goStanding } from '../../../server/src/ecosystems/go/standing.ts';
import type { Answer, AnyFact, PackageFact } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';
import type { ReleaseSubject } from '../../../server/src/model/reference.ts';
import { absent, known, peekAt } from '../../support/judge.ts';

const MODULE: PackageFact = {
  standing: { is: 'deprecated', message: 'use /v2' },
  tags: {},
  releases: [
    { version: 'v1.0.0', standing: { is: 'live' } },
    { version: 'v1.1.0', standing: { is: 'retracted', reasons: ['broken', 'twice'] } },
  ],
  retracted: [{ low: 'v1.1.0', high: 'v1.2.0', reason: 'broken' }],
};
const COMMIT = 'v1.1.1-0.20240102030405-abcdef123456';

function wanted(version: string): ReleaseSubject {
  return { kind: 'release', registry: 'go', name: 'example.com/x', want: { is: 'exact', text: version, version } };
}

function standing(version: string, fact: Answer<AnyFact>, release?: Answer<AnyFact>) {
  const answers = {
    'package go example.com/x': fact,
    ...(release === undefined ? {} : { [`release go example.com/x ${version}`]: release }),
  };
  return goStanding(wanted(version), peekAt(answers), createDerive());
}

test('what is said of a version goes before what is said of all', () => {
  expect(standing('v1.1.0', known(MODULE))).toEqual({
    is: 'retracted',
    version: 'v1.1.0',
    reasons: ['broken', 'twice'],
  });
  expect(standing('v1.0.0', known(MODULE))).toEqual({
    is: 'package-deprecated',
    version: 'v1.0.0',
    message: 'use /v2',
  });
});

test('a version that is not listed is asked for, and judged by the ranges', () => {
  const there = known({ version: COMMIT, standing: { is: 'live' as const } });
  expect(standing(COMMIT, known(MODULE), there)).toEqual({ is: 'retracted', version: COMMIT, reasons: ['broken'] });
  expect(standing(COMMIT, known(MODULE), absent('version', { goesOn: true }))).toEqual({
    is: 'no-version',
    goesOn: true,
  });
  expect(standing(COMMIT, known(MODULE), { state: 'unknown', why: 'elsewhere' })).toEqual({ is: 'untold' });
});

test('what a registry says besides is told on', () => {
  expect(standing('v1.0.0', absent('package', { goesOn: true }))).toEqual({ is: 'no-package', goesOn: true });
  expect(standing('v1.0.0', absent('package', { spelled: 'example.com/X', isOpen: true }))).toEqual({
    is: 'no-package',
    spelled: 'example.com/X',
    isOpen: true,
  });
});

test('a version that is being typed is asked about by nobody', () => {
  const subject: ReleaseSubject = { ...wanted('v1.0.0'), want: { is: 'range', text: 'v1.' } };
  expect(goStanding(subject, peekAt({}), createDerive())).toEqual({ is: 'untold' });
});

test('pages', () => {
  expect(modulePage(wanted('v2.0.0+incompatible'))).toBe('https://pkg.go.dev/example.com/x@v2.0.0%2Bincompatible');
  expect(modulePage({ ...wanted('v1.0.0'), want: { is: 'range', text: '' } })).toBe('https://pkg.go.dev/example.com/x');
  expect(modulePage({ ...wanted('v1.0.0'), name: '../x' })).toBeUndefined();
});

test('names as people read them', () => {
  expect(go.nameText('example.com/x', 'v1.0.0')).toBe('example.com/x v1.0.0');
  expect(go.nameText('example.com/x', undefined)).toBe('example.com/x');
  expect(go.registryText('example.com/x')).toBe('the Go module proxy');
  expect(go.loginCommand('https://proxy.example')).toBe('');
});
