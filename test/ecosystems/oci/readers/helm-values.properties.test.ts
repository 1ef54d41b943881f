import fc from 'fast-check';
import { expect, test } from 'vitest';
import { helmValues } from '../../../../server/src/ecosystems/oci/readers/helm-values.ts';
import { type Kept, NOTHING_AROUND } from '../../../../server/src/model/reader.ts';

const FILE = 'chart/values.yaml';

/** Lines that stand at the top, and what they are in the text after an edit. */
const GLOBALS = [
  'global: {}',
  'global:\n  imageRegistry: ""',
  'global:\n  imageRegistry: r.io',
  'global:\n  hub: h.io',
];
const TOPS = ['image: acme/app', 'image: acme/app:1.0', 'tag: v1', 'repository: ghcr.io/a/b', 'registry: {}', 'x: 1'];
const SECTIONS = [
  'web:\n  image:\n    registry: docker.io\n    repository: acme/web\n    tag: 1.2.3 # {"$imagepolicy": "a:b:tag"}\n',
  '# registry-lens: ignore\nworker:\n  image: acme/worker\n  tag: 1.10\n  pullPolicy: Always\n',
  'side:\n  # registry-lens: ignore moved-tag\n  sidecarImage: acme/side:1\n  text: |\n    image: none\n',
  'images:\n- acme/one:1\n- repository: acme/two\n  tag: "2"\n',
];
const LINES = ['  image: acme/new:1', '    digest: ""', '  more:', 'more: {image: {repository: a, tag: b}}', '', '  "'];

const section = fc.constantFrom(...SECTIONS);
const whole = fc.tuple(fc.constantFrom(...GLOBALS), fc.array(fc.constantFrom(...TOPS), { maxLength: 3 }), section);
const texts = fc
  .tuple(whole, fc.array(section, { minLength: 2, maxLength: 6 }))
  .map(([[global, tops, first], rest]) => `${[global, ...tops].join('\n')}\n${first}${rest.join('').repeat(30)}`);
const edit = fc.record({
  what: fc.nat(4),
  at: fc.nat(0xffff),
  global: fc.constantFrom(...GLOBALS),
  top: fc.constantFrom(...TOPS),
  line: fc.constantFrom(...LINES),
});

/** Puts other lines in, takes one out, or changes what is said for all. */
function edited(
  text: string,
  { what, at, global, top, line }: typeof edit extends fc.Arbitrary<infer Edit> ? Edit : never,
) {
  if (what === 0) return text.replace(/^global:.*(?:\n {2}.*)*/, global);
  const lines = text.split('\n');
  const place = at % lines.length;
  if (what === 1) lines.splice(place, 0, line);
  else if (what === 2) lines.splice(place, 1);
  else if (what === 3) lines.splice(place, 0, top);
  else lines[place] = `${lines[place]}x`;
  return lines.join('\n');
}

test('values are read while they are typed as they are read from scratch', () => {
  let together = 0;
  fc.assert(
    fc.property(texts, fc.array(edit, { maxLength: 8 }), (start, edits) => {
      const kept: Kept = new Map();
      let text = start;
      for (const next of [undefined, ...edits]) {
        text = next === undefined ? text : edited(text, next);
        expect(helmValues.read(text, FILE, { ...NOTHING_AROUND, kept })).toEqual(helmValues.read(text, FILE));
        together += kept.size > 1 ? 1 : 0;
      }
    }),
    { numRuns: 25, seed: 20261129 },
  );
  expect(together).toBeGreaterThan(50);
}, 60_000);
