import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { absent, known, npmPackage, release } from '../support/judge.ts';
import { testLedger } from '../support/ledger.ts';

const HASH = `sha512-${'A'.repeat(86)}==`;
const DIRECTORY = '/app';
const MANIFEST = JSON.stringify({ dependencies: { top: '1.0.0' } });

/** `top` needs so many others, each of which has a package of its own in its folder. */
function lockfile(inner: number): string {
  const entries: Record<string, object> = {};
  const needs: Record<string, string> = {};
  for (let i = 0; i < inner; i += 1) {
    needs[`p${i}`] = '*';
    entries[`node_modules/p${i}`] = { version: '1.0.0', integrity: HASH, dependencies: { left: '*' } };
    entries[`node_modules/p${i}/node_modules/left`] = { version: '1.0.0', integrity: HASH };
  }
  const top = { version: '1.0.0', integrity: HASH, dependencies: needs };
  const packages = { '': { dependencies: { top: '1.0.0' } }, 'node_modules/top': top, ...entries };
  return JSON.stringify({ lockfileVersion: 3, packages }, undefined, 1);
}

/** A workspace whose lockfile holds a release that is there no more. */
async function workspace(inner: number, onManifest: () => void = () => undefined) {
  const one = testLedger(({ file }) => {
    if (file === 'package.json') onManifest();
  });
  for (const name of ['top', ...Array.from({ length: inner }, (_, i) => `p${i}`)])
    one.answers.set(`release npm ${name} 1.0.0`, release('1.0.0', 'live'));
  one.answers.set('release npm left 1.0.0', absent('version'));
  one.answers.set('package npm left', npmPackage({ '1.0.1': 'live' }));
  one.answers.set('history npm left', known({ published: {} }));
  one.put('package-lock.json', lockfile(inner), DIRECTORY);
  one.put('package.json', MANIFEST, DIRECTORY);
  await one.settle();
  return one;
}

function messages({ ledger }: ReturnType<typeof testLedger>, file: string): string[] {
  return (ledger.get(file)?.analysis.findings ?? []).map(({ rule, message }) => `${rule}: ${message}`);
}

it('a release that lies in several folders is one that a dependency brings in', async () => {
  const one = await workspace(5);
  expect(messages(one, 'package-lock.json')).toHaveLength(5);
  expect(messages(one, 'package.json')).toEqual([
    'withdrawn-transitive: `top` `1.0.0` brings in `left` `1.0.0` (by `p0`), which is not in its registry. `package-lock.json` holds it.',
  ]);
});

it('what a manifest wants itself is told there, and not of all else that needs it', async () => {
  const one = await workspace(2);
  const both = JSON.stringify({ dependencies: { top: '1.0.0', left: '1.0.0' } });
  const text = lockfile(2)
    .replace('"top": "1.0.0"', '"top": "1.0.0", "left": "1.0.0"')
    .replaceAll('node_modules/p0/node_modules/left', 'node_modules/left');
  one.put('package-lock.json', text, DIRECTORY);
  one.put('package.json', both, DIRECTORY);
  await one.settle();
  expect(messages(one, 'package.json')).toEqual([expect.stringMatching(/^missing-release: `left` /)]);
});

it('a manifest does not lose and find again what is told of a large lockfile that is written anew', async () => {
  let times = 0;
  const one = await workspace(200, () => {
    times += 1;
  });
  const before = messages(one, 'package.json');
  expect(before).toHaveLength(1);
  times = 0;
  one.put('package-lock.json', lockfile(200), DIRECTORY);
  expect(messages(one, 'package-lock.json')).toEqual([]);
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
  expect(messages(one, 'package.json')).toEqual(before);
  await one.settle();
  expect([times, messages(one, 'package.json')]).toEqual([0, before]);
});

it('a manifest is told no more where the lockfile holds it no longer', async () => {
  const one = await workspace(3);
  expect(messages(one, 'package.json')).toHaveLength(1);
  one.put('package-lock.json', lockfile(3).replaceAll('left', 'right'), DIRECTORY);
  await one.settle();
  expect(messages(one, 'package.json')).toEqual([]);
});

it('what most of a lockfile lacks in its registry is one thing, and others are not told of it', async () => {
  const one = await workspace(15);
  const names = ['top', ...Array.from({ length: 15 }, (_, i) => `p${i}`)];
  const text = JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(many(names)) }, undefined, 1);
  const keys = many(names).map(([place]) => nameOf(place));
  for (const name of keys) {
    for (const key of [`release npm ${name} 1.0.0`, `package npm ${name}`, `history npm ${name}`])
      one.answers.set(key, absent('package'));
  }
  one.put('package-lock.json', text, DIRECTORY);
  await one.settle();
  expect(messages(one, 'package-lock.json')).toEqual([
    expect.stringMatching(
      /^missing-package: `top`.* The same is so of 31 more entries of this file\. The registry that is configured may be another one than they come from\.$/,
    ),
  ]);
  expect(messages(one, 'package.json')).toEqual([expect.stringMatching(/^missing-package: `top`/)]);

  // Most of it is there after all: then what is not is told one by one, though nothing came of these.
  const there = keys.slice(0, 20);
  for (const name of there) one.answers.set(`release npm ${name} 1.0.0`, release('1.0.0', 'live'));
  await one.ledger.changed(there.map(name => `release npm ${name} 1.0.0`));
  expect(messages(one, 'package-lock.json')).toHaveLength(12);
});

/** Each twice, once with a name of its own. */
function many(names: readonly string[]): [place: string, entry: object][] {
  return names.flatMap((name, i) => {
    const needs = i === 0 ? Object.fromEntries(names.slice(1).map(each => [each, '*'])) : { [`${name}-more`]: '*' };
    const entry = { version: '1.0.0', integrity: HASH, dependencies: needs };
    return [
      [`node_modules/${name}`, entry],
      [`node_modules/${name}-more`, { version: '1.0.0', integrity: HASH }],
    ];
  });
}

function nameOf(place: string): string {
  return place.slice('node_modules/'.length);
}
