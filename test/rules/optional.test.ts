import { expect, test } from 'vitest';
import type { ReleaseSubject } from '../../server/src/model/reference.ts';
import { optionalNote } from '../../server/src/rules/optional.ts';

const want = { is: 'range', text: '1' } as const;
const of = (registry: ReleaseSubject['registry'], more: Partial<ReleaseSubject>) =>
  optionalNote({ kind: 'release', registry, name: 'a', want, ...more });

test.each<[ReleaseSubject['registry'], Partial<ReleaseSubject>, RegExp | string]>([
  ['pypi', {}, ''],
  ['pypi', { wantedIf: 'conditions-hold' }, /under conditions/],
  ['pypi', { wantedIf: 'others-want-it' }, /counts only where something else wants the package/],
  ['cargo', { wantedIf: 'others-want-it' }, / The workspace lists it, and no package that was looked at takes it/],
  ['npm', { optional: true, peer: true }, /optional peer/],
])('%s, %j: %s', (registry, more, note) => {
  if (typeof note === 'string') expect(of(registry, more)).toBe(note);
  else expect(of(registry, more)).toMatch(note);
});
