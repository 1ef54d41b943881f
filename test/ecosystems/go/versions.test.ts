import { describe, expect, test } from 'vitest';
import { GO_VERSIONING } from '../../../server/src/ecosystems/go/versions.ts';
import type { PackageFact, ReleaseFact } from '../../../server/src/model/answer.ts';
import { createDerive } from '../../../server/src/model/derive.ts';
import type { Want } from '../../../server/src/model/reference.ts';

const derive = createDerive();

/** Versions as a proxy lists them, those in brackets retracted. */
function moduleOf(list: string, more: Partial<PackageFact> = {}): PackageFact {
  const releases = list.split(' ').map((word): ReleaseFact => {
    const [, retracted] = /^\[(.*)\]$/.exec(word) ?? [];
    return retracted === undefined
      ? { version: word, standing: { is: 'live' } }
      : { version: retracted, standing: { is: 'retracted', reasons: ['why'] } };
  });
  return { standing: { is: 'live' }, tags: {}, releases: list === '' ? [] : releases, ...more };
}

function exactly(version: string): Want {
  return { is: 'exact', text: version, version };
}

describe('where to go from a retracted version', () => {
  test.each([
    ['to the next', 'v1.1.0', 'v1.0.0 [v1.1.0] v1.1.1 v1.2.0', ['v1.1.1 up']],
    ['down where the newest retracts itself', 'v1.9.0', 'v1.7.0 v1.8.0 [v1.9.0] [v1.9.1]', ['v1.8.0 down']],
    ['to no pre-release', 'v1.1.0', 'v1.0.0 [v1.1.0] v1.2.0-rc.1', ['v1.0.0 down']],
    [
      'from a pre-release to the next of the same',
      'v1.1.0-rc.1',
      'v1.0.0 [v1.1.0-rc.1] v1.1.0-rc.2 v1.2.0-rc.1',
      ['v1.1.0-rc.2 up'],
    ],
    ['from a pre-release to the release', 'v1.1.0-rc.1', '[v1.1.0-rc.1] v1.1.0', ['v1.1.0 up']],
    ['to pre-releases where there is nothing else', 'v1.0.0-a', '[v1.0.0-a] v1.1.0-b', ['v1.1.0-b up']],
    ['from a commit to a release', 'v1.0.1-0.20240102030405-abcdef123456', 'v1.0.0 v1.1.0', ['v1.1.0 up']],
    ['from a commit before all releases', 'v0.0.0-20240102030405-abcdef123456', 'v0.1.0', ['v0.1.0 up']],
    [
      'over what the author took back as well',
      'v0.2.0',
      'v0.1.0 [v0.2.0] [v0.3.0] v1.0.0 v1.1.0',
      ['v0.1.0 down', 'v1.0.0 up'],
    ],
    ['to another major version where the same has none', 'v0.2.0', '[v0.2.0] v1.0.0', ['v1.0.0 up']],
    ['not to what hides behind a go.mod', 'v1.0.0', '[v1.0.0] v2.0.0+incompatible v0.9.0', ['v0.9.0 down']],
    [
      'to incompatible ones where there is nothing else',
      'v2.0.0+incompatible',
      '[v2.0.0+incompatible] v2.1.0+incompatible',
      ['v2.1.0+incompatible up'],
    ],
    ['nowhere where all was taken back', 'v1.0.0', '[v1.0.0] [v1.1.0]', []],
    ['nowhere where nothing is listed', 'v0.0.0-20240102030405-abcdef123456', '', []],
  ])('%s', (_, version, list, expected) => {
    const near = GO_VERSIONING.nearestGood({ want: exactly(version) }, moduleOf(list), derive);
    expect(near.map(({ version, direction }) => `${version} ${direction}`)).toEqual(expected);
  });

  test('not to what the file rules out', () => {
    const wanted = { want: exactly('v1.1.0'), avoids: ['v1.2.0'] };
    const near = GO_VERSIONING.nearestGood(wanted, moduleOf('v1.0.0 [v1.1.0] v1.2.0 v1.3.0'), derive);
    expect(near).toEqual([{ version: 'v1.3.0', direction: 'up' }]);
  });
});

test('go takes what is required, whatever is said of it', () => {
  const fact = moduleOf('v1.0.0 [v1.1.0]', {
    retracted: [
      { low: 'v1.1.0', high: 'v1.2.0-0', reason: 'broken' },
      { low: 'v1.1.0', high: 'v9.0.0' },
    ],
  });
  const select = (version: string) => GO_VERSIONING.select({ want: exactly(version) }, fact, derive);
  expect(select('v1.0.0')).toEqual({ is: 'release', version: 'v1.0.0', standing: { is: 'live' } });
  expect(select('v1.1.0')).toMatchObject({ is: 'release', standing: { is: 'retracted', reasons: ['why'] } });
  expect(select('v1.5.0')).toEqual({ is: 'none' });
});

test('what is not listed may be there all the same', () => {
  const retracted = [
    { low: 'v1.1.0', high: 'v1.2.0-0', reason: 'broken' },
    { low: 'v1.1.0', high: 'v9.0.0' },
  ];
  const fact = moduleOf('v1.0.0 [v1.1.0]', { retracted });
  const select = (version: string) => GO_VERSIONING.notListed?.({ want: exactly(version) }, fact, derive);
  expect(select('v1.0.0')).toBeUndefined();
  expect(select('v1.5.0')).toMatchObject({ is: 'unlisted', standing: { is: 'retracted', reasons: [] } });
  expect(select('v1.1.1-0.20240102030405-abcdef123456')).toMatchObject({
    ...{ is: 'unlisted', standing: { is: 'retracted', reasons: ['broken'] } },
  });
  expect(select('v1.0.1-0.20240102030405-abcdef123456')).toMatchObject({ is: 'unlisted', standing: { is: 'live' } });
  expect(GO_VERSIONING.notListed?.({ want: { is: 'range', text: 'v1' } }, fact, derive)).toEqual({ is: 'untold' });
});

test.each([
  ['v1.0.0 v1.1.0 [v1.2.0] v1.3.0-rc.1', 'v1.1.0'],
  ['v1.0.0-a v1.0.0-b', 'v1.0.0-b'],
  ['v1.0.0 v2.0.0+incompatible', 'v1.0.0'],
  ['v2.0.0+incompatible v1.0.0-a', 'v1.0.0-a'],
  ['v2.0.0+incompatible [v1.0.0]', 'v2.0.0+incompatible'],
  ['[v1.0.0]', undefined],
])('of %s the newest is %s', (list, newest) => {
  expect(GO_VERSIONING.newest(moduleOf(list), derive)).toBe(newest);
});

test('a module without versions has what its proxy calls the latest', () => {
  const newest = 'v0.0.0-20240102030405-abcdef123456';
  expect(GO_VERSIONING.newest(moduleOf('', { newest }), derive)).toBe(newest);
  expect(GO_VERSIONING.highestFirst(moduleOf('', { newest }))).toEqual([{ version: newest, standing: { is: 'live' } }]);
});

test('what is written is the version', () => {
  expect(GO_VERSIONING.rewrite(exactly('v1.0.0'), 'v1.1.0')).toBe('v1.1.0');
  expect(GO_VERSIONING.rewrite(exactly('v1.0.0'), 'v1.0.0')).toBeUndefined();
  expect(GO_VERSIONING.rewrite(exactly('v1.0.0'), '1.1.0')).toBeUndefined();
  expect(GO_VERSIONING.rangeFrom('v1.0.0')).toBe('v1.0.0');
  expect(GO_VERSIONING.isFloating({ want: exactly('v1.0.0') })).toBe(false);
  expect(GO_VERSIONING.isPrerelease('v1.0.0-rc.1')).toBe(true);
  expect(GO_VERSIONING.isPrerelease('v2.0.0+incompatible')).toBe(false);
});

test('why a release is passed over', () => {
  const wanted = { want: exactly('v1.0.0'), avoids: ['v1.1.0'] };
  const refusal = (version: string, standing: ReleaseFact['standing'] = { is: 'live' }) =>
    GO_VERSIONING.refusal(wanted, { version, standing });
  expect(refusal('v1.0.0')).toBeUndefined();
  expect(refusal('v1.1.0')).toBe('is excluded here');
  expect(refusal('v1.2.0', { is: 'retracted', reasons: [] })).toBe('was retracted');
  expect(refusal('v1.3.0')).toBe('is not the one that is required');
  expect(refusal('later')).toBe('is no version');
});

test('the highest first', () => {
  const all = GO_VERSIONING.highestFirst(moduleOf('v1.9.0 [v1.10.0] v1.10.0-rc.1 later v2.0.0+incompatible'));
  expect(all.map(({ version }) => version)).toEqual(['v1.10.0', 'v1.10.0-rc.1', 'v1.9.0', 'v2.0.0+incompatible']);
});

test('versions that nothing hides are among the others', () => {
  const fact = moduleOf('v1.0.0 v2.0.0+incompatible [v2.1.0+incompatible] v1.1.0', { newest: 'v2.1.0+incompatible' });
  expect(GO_VERSIONING.newest(fact, derive)).toBe('v2.0.0+incompatible');
  expect(GO_VERSIONING.highestFirst(fact).map(({ version }) => version)).toEqual([
    ...['v2.1.0+incompatible', 'v2.0.0+incompatible', 'v1.1.0', 'v1.0.0'],
  ]);
});
