import { describe, expect, it } from 'vitest';
import { spanOf } from '../../server/src/model/span.ts';
import { pinsKey, type Told } from '../../server/src/model/statement.ts';
import { absent, digest, index, judge, type Known, known, manifest } from '../support/judge.ts';
import { toldBy } from '../support/judged-by.ts';

const REDIS = 'oci docker.io/library/redis';
const TEXT = `FROM redis:7@${digest('1')}`;
const UNKNOWN = { state: 'unknown', why: 'unreachable' } as const;
const RANGE = { start: { line: 0, character: 5 }, end: { line: 0, character: 90 } };

/** Other documents that pin `redis:7`, by the digits of their digests. */
function elsewhere(...digits: string[]): Told {
  const key = pinsKey({ host: 'docker.io', repository: 'library/redis' }, '7');
  return toldBy(
    ['1', ...digits].map((digit, i) => [
      `f${i}/Dockerfile`,
      { says: 'pins', key, reach: 'everywhere', digest: digest(digit), span: spanOf(5, 90) },
    ]),
  );
}

function found(told: Told, answers: Known) {
  const all = { [`manifest ${REDIS} @${digest('1')}`]: UNKNOWN, [`manifest ${REDIS} :7`]: UNKNOWN, ...answers };
  const { findings } = judge('Dockerfile', TEXT, all, undefined, told);
  return findings.filter(finding => finding.rule === 'inconsistent-pins');
}

/** Contents and configurations that tell when the images of two digests were built. */
function built(days: Readonly<Record<string, string>>): Known {
  return Object.fromEntries(
    Object.entries(days).flatMap(([digit, day], i) => {
      const image = String.fromCharCode('a'.charCodeAt(0) + i);
      return [
        [`contents ${REDIS} @${digest(digit)}`, index({ 'linux/amd64': image })],
        [`config ${REDIS} @${digest(image)}`, known({ platform: 'linux/amd64', labels: {}, created: day })],
      ];
    }),
  );
}

const NOT_BUILT = { [`contents ${REDIS} @${digest('1')}`]: UNKNOWN, [`contents ${REDIS} @${digest('2')}`]: UNKNOWN };

describe('inconsistent-pins', () => {
  it('tells the pin that was left behind, with the way to the newest', () => {
    const [finding] = found(elsewhere('2'), { [`manifest ${REDIS} :7`]: manifest('2', 'index') });
    expect(finding).toMatchObject({
      severity: 'information',
      message:
        '`redis:7` is pinned to `sha256:111111111111` here and to `sha256:222222222222` in `f1/Dockerfile`. `sha256:222222222222` is the newest: align this pin with it.',
      fixes: [
        { title: 'Align with the newest pin', safety: 'review', edits: [{ expects: digest('1'), put: digest('2') }] },
      ],
      related: [{ file: 'f1/Dockerfile', range: RANGE, message: 'Pinned to `sha256:222222222222` here.' }],
    });
  });

  it('leaves the newest in peace', () => {
    expect(found(elsewhere('2'), { [`manifest ${REDIS} :7`]: manifest('1', 'index') })).toEqual([]);
    expect(found(elsewhere('2'), built({ 1: '2026-02-02T00:00:00Z', 2: '2026-01-01T00:00:00Z' }))).toEqual([]);
  });

  it('goes by the days of the builds where the tag points to neither', () => {
    const [finding] = found(elsewhere('2'), built({ 1: '2026-01-01T00:00:00Z', 2: '2026-02-02T00:00:00Z' }));
    expect(finding?.fixes[0]?.edits[0]?.put).toBe(digest('2'));
  });

  it.each([
    ['nothing is known', elsewhere('2'), NOT_BUILT, ' in `f1/Dockerfile`. Pin both to the same digest.'],
    [
      'the tag is gone',
      elsewhere('2'),
      { ...NOT_BUILT, [`manifest ${REDIS} :7`]: absent('tag') },
      ' in `f1/Dockerfile`. Pin both to the same digest.',
    ],
    [
      'there are three',
      elsewhere('2', '3'),
      {},
      ' in `f1/Dockerfile` and in one more place. Pin all to the same digest.',
    ],
    [
      'there are four',
      elsewhere('2', '3', '4'),
      {},
      ' in `f1/Dockerfile` and in 2 more places. Pin all to the same digest.',
    ],
  ])('chooses none where %s', (_, neighbours, answers, end) => {
    const [finding] = found(neighbours, answers);
    expect(finding?.fixes).toEqual([]);
    expect(finding?.message.endsWith(end)).toBe(true);
  });

  it('is silent where all agree', () => {
    expect(found(elsewhere('1'), {})).toEqual([]);
    expect(found(elsewhere(), {})).toEqual([]);
  });
});
