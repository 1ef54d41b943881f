import { describe, expect, it } from 'vitest';
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
