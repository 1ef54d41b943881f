import fc from 'fast-check';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import { ignoreName } from '../../server/src/fixes/ignore-name.ts';

const NAME = 'npm:@acme/queue';

function after(text: string): string | undefined {
  const edits = ignoreName(text, NAME);
  const applied = edits && applyEdits(text, edits);
  return applied === undefined || applied.is === 'refused' ? undefined : applied.text;
}

test.each([
  ['', '{\n  "ignore": ["npm:@acme/queue"]\n}\n'],
  ['{}', '{"ignore": ["npm:@acme/queue"]}'],
  ['{\n}\n', '{\n  "ignore": ["npm:@acme/queue"]\n}\n'],
  ['{"ignore":[]}', '{"ignore":["npm:@acme/queue"]}'],
  ['{"ignore": ["npm:a", ]}', '{"ignore": ["npm:a", "npm:@acme/queue" ]}'],
  [
    '{\n  // mine\n  "rules": {"a": "off"}, // c\n}\n',
    '{\n  // mine\n  "rules": {"a": "off"}, // c\n  "ignore": ["npm:@acme/queue"],\n}\n',
  ],
  [
    '{\n\t"ignore": [\n\t\t"npm:a" // why\n\t]\n}\n',
    '{\n\t"ignore": [\n\t\t"npm:a", // why\n\t\t"npm:@acme/queue"\n\t]\n}\n',
  ],
  ['{\r\n  "rules": {}\r\n}\r\n', '{\r\n  "rules": {},\r\n  "ignore": ["npm:@acme/queue"]\r\n}\r\n'],
  ['{\n  "ignore": [\n    // none\n  ]\n}\n', '{\n  "ignore": [\n    "npm:@acme/queue"\n    // none\n  ]\n}\n'],
  ['{"ignore": ["npm:a" /* a\n b */]}', '{"ignore": ["npm:a", "npm:@acme/queue" /* a\n b */]}'],
])('%j becomes %j', (text, expected) => {
  expect(after(text)).toBe(expected);
});

describe('is refused', () => {
  test.each(['[1]', '{"ignore": "a"}', '{"ignore": [}', '// c\n', '{"ignore": ["a"'])('%j', text => {
    expect(ignoreName(text, NAME)).toBeUndefined();
  });
});

test('does nothing where the name is ignored already', () => {
  expect(ignoreName('{"ignore": ["npm:@acme/queue"]}', NAME)).toEqual([]);
});

test('whatever stands between, a name more is ignored, and nothing else changes', () => {
  const blank = fc.constantFrom('', ' ', '\n', '\n  ', '/* c\n */', ' // c\n', '\r\n');
  const layout = fc.tuple(blank, blank, blank, blank, blank, fc.constantFrom('', ','));
  fc.assert(
    fc.property(layout, ([a, b, c, d, e, comma]) => {
      const text = `${a}{${b}"ignore": [${c}"npm:a"${d}${comma}]${e}}`;
      const now = after(text);
      expect(parse(now ?? '')).toEqual({ ignore: ['npm:a', NAME] });
      expect(now?.replace(/, ?/, '').length).toBeGreaterThan(text.length);
    }),
  );
});
