import { describe, expect, test } from 'vitest';
import type { Fate, RetentionPolicy } from '../../server/src/model/retention.ts';
import type { Outcome, SimulatedImage, Simulation } from '../../server/src/model/simulation.ts';
import { withoutCommands } from '../../server/src/views/commands.ts';
import { jsonText } from '../../server/src/views/json-text.ts';
import { simulationsAsJson, simulationsForTerminal, simulationsMarkdown } from '../../server/src/views/simulation.ts';
import { sentencesOf } from '../../server/src/views/simulation-words.ts';
import { COMMAND, HOSTILE_WORDS, PLAIN } from '../support/hostile-words.ts';
import { digest } from '../support/judge.ts';

const NOW = Date.UTC(2026, 10, 29);
const DAY = 86_400_000;
const POLICY: RetentionPolicy = {
  ...{ kind: 'ecr', provider: 'Amazon ECR', covers: { hosts: '*' }, faults: [], untagged: 'kept', knowsIndexes: true },
  simulate: () => [],
  fixes: () => [],
};
const NAME = { host: 'registry.example', repository: 'shop/web' };
const ASKED = { is: 'asked', name: NAME, tags: 2, hasMore: false, untold: 0, isGuessed: false } as const;

const image = (digit: string, fate: Fate, word?: string): SimulatedImage => ({
  image: { digest: digest(digit), tags: word === undefined ? [] : [word], pushedAt: NOW - 3 * DAY },
  fate: { digest: digest(digit), fate, tagsRemoved: [], ...(word === undefined ? {} : { by: word }) },
  ...(word === undefined ? {} : { pinned: { file: word, line: 7 } }),
});
const listed = (...images: readonly SimulatedImage[]): Simulation => ({
  policy: POLICY,
  outcome: { is: 'simulated', source: { is: 'listed' }, images },
});

describe('what is said besides the table', () => {
  const pinned = (fate: Fate, digit = 'a') => image(digit, fate, 'x');

  test.each<[string, Simulation, string]>([
    ['sums', listed(image('a', 'kept'), image('b', 'deleted')), '2 images: 1 kept, 1 deleted.'],
    ['no image', listed(), '0 images.'],
    [
      'tags that go alone',
      listed({ ...image('a', 'kept'), fate: { digest: digest('a'), fate: 'kept', tagsRemoved: ['a', 'b'] } }),
      '1 image: 1 kept; 2 tags removed from what stays.',
    ],
    ['a pin that stays', listed(pinned('kept')), 'The workspace pins 1 of them, and it stays.'],
    ['pins that stay', listed(pinned('kept'), pinned('kept', 'b')), 'pins 2 of them, and all of those stay.'],
    ['a pin in the archive', listed(pinned('archived')), 'pins 1 of them, and it would be taken: who pulls'],
    ['some pins', listed(pinned('kept'), pinned('deleted', 'b')), 'pins 2 of them, and 1 of those would be taken: who'],
    ['a pin of unknown fate', listed(pinned('unknown')), 'pins 1 of them. What becomes of 1 is unknown.'],
    [
      'what is refused',
      { ...listed(), policy: { ...POLICY, faults: [{ is: 'invalid', at: { start: 0, end: 0 }, message: '' }] } },
      'Amazon ECR refuses this policy, so what it would do is unknown.',
    ],
    ['what is idle', { ...listed(), policy: { ...POLICY, isIdle: true } }, 'as it is, it takes nothing.'],
    [
      'more repositories',
      { policy: POLICY, outcome: { is: 'left', count: 2 } },
      'may be for 2 repositories more that the workspace names, and those were not looked at.',
    ],
  ])('tells %s', (_, simulation, said) => {
    expect(sentencesOf(simulation).join('\n')).toContain(said);
  });
});

test('JSON has an entry for each policy that was tried or could not be, and none for what was left out', () => {
  const outcomes: readonly Outcome[] = [{ is: 'unnamed' }, { is: 'left', count: 1 }, { is: 'absent', name: NAME }];
  expect(simulationsAsJson(outcomes.map(outcome => ({ policy: POLICY, outcome })))).toEqual({
    policies: [
      { kind: 'ecr', images: [] },
      { kind: 'ecr', images: [] },
    ],
  });
});

test('a document holds a thousand rows and more, and tells how many are left', () => {
  const many = Array.from({ length: 2_005 }, () => image('a', 'kept'));
  expect(simulationsMarkdown([listed(...many)], NOW, true)).toContain('And 5 images more.');
});

test('where not all was read that may pin something, that is said', () => {
  expect(simulationsMarkdown([listed()], NOW, false)).toContain('was not read whole yet');
});

describe.each(Object.entries(HOSTILE_WORDS))('a word that is %s', (_, word) => {
  const told = (by: string): readonly Simulation[] => {
    const policy = { ...POLICY, name: by };
    return [
      { policy, outcome: { is: 'simulated', source: ASKED, images: [image('a', 'deleted', by)] } },
      { policy, outcome: { is: 'simulated', source: { is: 'listed' }, images: [image('b', 'unknown', by)] } },
      { policy, outcome: { is: 'unnamed' } },
    ];
  };

  test('stands in a document in code spans alone', () => {
    // Cells are as wide as the widest of them.
    const frame = (text: string) =>
      text
        .replace(/`[^`\n]*`/g, '``')
        .replace(/ +/g, ' ')
        .replace(/-+/g, '-');
    // One of these words is nothing when it is made plain.
    const drawn = (by: string) => frame(simulationsMarkdown(told(`x${by}`), NOW, true));
    expect(drawn(word)).toBe(drawn(''));
  });

  test('is obeyed by no terminal and no build server', () => {
    const texts = [
      ...[true, false].map(colours => simulationsForTerminal(told(word), NOW, { colours })),
      jsonText(simulationsAsJson(told(word))),
    ];
    for (const line of texts.flatMap(text =>
      withoutCommands(text)
        .replace(/\u001b\[\d{1,2}m/g, '')
        .split('\n'),
    )) {
      expect(line).toMatch(PLAIN);
      expect(line).not.toMatch(COMMAND);
    }
  });
});
