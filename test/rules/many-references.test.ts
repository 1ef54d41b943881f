import { expect, it } from 'vitest';
import type { PackageFact, ReleaseFact } from '../../server/src/model/answer.ts';
import { absent, judge, known } from '../support/judge.ts';

const RELEASES = 500;
const REFERENCES = 300;

/** Counts how often versions of a package are looked at. */
function countedPackage(): { readonly fact: PackageFact; readonly looks: () => number } {
  let looks = 0;
  const releases = Array.from(
    { length: RELEASES },
    (_, i): ReleaseFact => ({
      get version() {
        looks += 1;
        return `1.${i}.0`;
      },
      standing: i % 2 === 0 ? { is: 'deprecated', message: 'old' } : { is: 'live' },
    }),
  );
  return { fact: { standing: { is: 'live' }, tags: { latest: '1.0.0' }, releases }, looks: () => looks };
}

function manifest(wants: (i: number) => string): string {
  const aliases = Array.from({ length: REFERENCES }, (_, i) => [`a${i}`, `npm:many@${wants(i)}`]);
  return JSON.stringify({ dependencies: Object.fromEntries(aliases) });
}

it.each([
  ['one and the same range', () => '<0.0.1'],
  ['ranges that are all different', (i: number) => `1.${i}.0 - 1.${i}.5`],
  ['versions that are not there', (i: number) => `3.${i}.0`],
  ['a tag that names none', () => 'latest'],
])('looks at the releases of a package for all references together: %s', (_, wants) => {
  const { fact, looks } = countedPackage();
  let datesRead = 0;
  const dates = Object.fromEntries(Array.from({ length: RELEASES }, (_, i) => [`1.${i}.0`, '2020-01-01']));
  const published = new Proxy(dates, {
    ownKeys(target) {
      datesRead += 1;
      return Reflect.ownKeys(target);
    },
  });
  const { findings } = judge('package.json', manifest(wants), {
    ...Object.fromEntries(
      Array.from({ length: REFERENCES }, (_, i) => [`release npm many 3.${i}.0`, absent('version')]),
    ),
    'package npm many': known(fact),
    'history npm many': known({ published }),
  });
  expect(findings.length).toBeGreaterThan(0);
  expect(looks()).toBeLessThanOrEqual(3 * RELEASES + 20 * REFERENCES);
  // Once for what was published last, and once for what is too young to be proposed.
  expect(datesRead).toBeLessThanOrEqual(2);
});
