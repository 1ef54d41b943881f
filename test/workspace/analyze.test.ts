import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../../server/src/model/finding.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { analysisOf } from '../../server/src/workspace/analyze.ts';
import { judgementsOf } from '../../server/src/workspace/judgements.ts';
import { absent, digest, judge, manifest } from '../support/judge.ts';

const NODE = 'oci docker.io/library/node';
const answers = { [`manifest ${NODE} :20`]: manifest('a', 'index'), [`manifest ${NODE} :21`]: absent('tag') };

describe('analyze', () => {
  it('obeys the severity that the user set, and asks nothing for a rule that is off', () => {
    const louder = judge('Dockerfile', 'FROM node:20', answers, id => (id === 'unpinned-image' ? 'error' : undefined));
    expect(louder.findings).toMatchObject([{ rule: 'unpinned-image', severity: 'error' }]);
    const silent = judge('Dockerfile', 'FROM node:20', {}, () => 'off');
    expect([silent.findings, silent.questions, silent.unchecked]).toEqual([[], [], []]);
  });

  it('hears the gravest rule of a family alone', () => {
    expect(judge('Dockerfile', 'FROM node:21', answers).findings.map(finding => finding.rule)).toEqual([
      'missing-image',
    ]);
  });

  it('silences what a comment above names, and nothing else', () => {
    const text = '# registry-lens: ignore unpinned-image\nFROM node:20 AS a\nFROM node:20';
    expect(judge('Dockerfile', text, answers).findings.map(finding => finding.at.start)).toEqual([
      text.lastIndexOf('node'),
    ]);
    const other = '# registry-lens: ignore latest-tag\nFROM node:20';
    expect(judge('Dockerfile', other, answers).findings).toHaveLength(1);
  });

  it('names each question once, however many ask it', () => {
    const { questions } = judge('Dockerfile', 'FROM node:20 AS a\nFROM node:20', answers);
    expect(questions).toEqual([
      { ask: 'manifest', image: { host: 'docker.io', repository: 'library/node' }, at: { tag: '20' } },
    ]);
  });

  it('tells a refusal before a mere "not yet"', () => {
    const text = `FROM node:20@${digest('a')}`;
    const { unchecked } = judge('Dockerfile', text, {
      [`manifest ${NODE} :20`]: { state: 'unknown', why: 'refused' },
      [`manifest ${NODE} @${digest('a')}`]: { state: 'unknown', why: 'asking' },
    });
    expect(unchecked.map(item => item.why)).toEqual(['refused']);
  });
});

describe('what many entries have in common', () => {
  const reference: Reference = {
    span: spanOf(0, 1),
    subject: { kind: 'opaque', registry: 'npm', why: 'url' },
    role: 'lock',
  };

  type Young = readonly [name: string, cause: string, until: number, severity?: Severity];

  function shown(all: readonly Young[]): string[] {
    const findings = all.map(
      ([name, cause, until, severity = 'information'], i): Finding => ({
        rule: 'release-too-new',
        ...{ severity, at: spanOf(i, i + 1), message: `${name} is young.`, fixes: [] },
        crowd: { name, cause, until },
      }),
    );
    const judged = findings.map(finding => ({ reference, findings: [finding], questions: [], looked: [] }));
    return analysisOf(judgementsOf(judged)).findings.map(({ at, message }) => `${at.start} ${message}`);
  }

  const LATE = Date.UTC(2026, 10, 30, 12);

  it.each<[string, Young[], string[]]>([
    [
      'three are told one by one',
      [
        ['a', 'So.', 0],
        ['b', 'So.', 0],
        ['c', 'So.', 0],
      ],
      ['0 a is young.', '1 b is young.', '2 c is young.'],
    ],
    [
      'more are told at the first',
      [
        ['a', 'So.', 0],
        ['b', 'So.', LATE],
        ['c', 'So.', 0],
        ['d', 'So.', 0],
        ['e', 'So.', 0],
      ],
      [
        '0 5 entries of this file were published too lately: a, b, c, and 2 more. So. The last of them is old enough on 2026-11-30 12:00 UTC.',
      ],
    ],
    [
      'one in many folders is named once, and what never ends has no end',
      [
        ['a', 'So.', Number.POSITIVE_INFINITY],
        ['a', 'So.', 0],
        ['a', 'So.', 0],
        ['a', 'So.', 0],
      ],
      ['0 4 entries of this file were published too lately: a. So.'],
    ],
    [
      'those of other causes, and louder ones, are others',
      [
        ['a', 'So.', 0],
        ['b', 'So.', 0],
        ['c', 'Or so.', 0],
        ['d', 'So.', 0, 'warning'],
        ['e', 'So.', 0],
      ],
      ['0 a is young.', '1 b is young.', '2 c is young.', '3 d is young.', '4 e is young.'],
    ],
  ])('%s', (_, all, messages) => {
    expect(shown(all)).toEqual(messages);
  });
});
