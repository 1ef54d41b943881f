import { expect, test } from 'vitest';
import { readArguments } from '../../server/src/cli/arguments.ts';
import { wantsColours } from '../../server/src/cli/world.ts';
import { cacheFolder } from '../../server/src/files/cache-folder.ts';

test('understands every option of check', () => {
  const argv =
    'check a b --settings s.json --format sarif --fix safe --prove --offline --untrusted --verbose --fail-on hint';
  expect(readArguments(argv.split(' '))).toEqual({
    is: 'check',
    paths: ['a', 'b'],
    settingsFile: 's.json',
    format: 'sarif',
    fix: true,
    prove: true,
    offline: true,
    trusted: false,
    verbose: true,
    failOn: 'hint',
  });
});

test.each([
  [['check', '.', '--bogus'], 'Unknown option `--bogus`.'],
  [['check', '.', '--format'], 'Option `--format <value>` argument missing.'],
  [['check', '.', '--format', '--offline'], 'Option `--format` argument is ambiguous.'],
  [['list', '.', '--format', 'toString'], '`--format` of `list` is `terminal` or `json`.'],
  [['list', '.', '--format', 'sarif'], '`--format` of `list` is `terminal` or `json`.'],
  [['list', '.', '--prove'], '`--fix`, `--prove` and `--fail-on` belong to `check`.'],
  [['check', '.', '--offline=1'], 'Option `--offline` does not take an argument.'],
])('says what is wrong with %j', (argv, problem) => {
  expect(readArguments(argv)).toEqual({ is: 'misuse', problem });
});

test('has its defaults', () => {
  expect(readArguments(['check', '.'])).toEqual({
    is: 'check',
    paths: ['.'],
    format: 'terminal',
    fix: false,
    prove: false,
    offline: false,
    trusted: true,
    verbose: false,
    failOn: 'warning',
  });
  expect(readArguments(['list', '--', '--odd'])).toEqual({
    is: 'list',
    paths: ['--odd'],
    format: 'terminal',
    resolve: false,
    chains: false,
    offline: false,
    trusted: true,
    verbose: false,
  });
});

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { NO_COLOR: '1' }, false],
  [true, { NO_COLOR: '' }, true],
  [true, { TERM: 'dumb' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
])('on a terminal: %s, with %j, colours: %s', (isTTY, environment, expected) => {
  expect(wantsColours({ isTTY, write: () => undefined }, environment)).toBe(expected);
});

test.skipIf(process.platform === 'win32').each([
  ['linux', {}, '/home/me/.cache/registry-lens'],
  ['linux', { XDG_CACHE_HOME: '/tmp/x' }, '/tmp/x/registry-lens'],
  ['linux', { XDG_CACHE_HOME: 'relative' }, '/home/me/.cache/registry-lens'],
  ['darwin', {}, '/home/me/Library/Caches/registry-lens'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/registry-lens/Cache'],
  ['darwin', { REGISTRY_LENS_CACHE: '/mine' }, '/mine'],
] as const)('keeps answers on %s with %j in %s', (platform, environment, expected) => {
  expect(cacheFolder({ platform, environment, home: '/home/me' })).toBe(expected);
});
