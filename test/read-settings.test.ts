import { describe, expect, it } from 'vitest';
import { baseAddress } from '../server/src/model/address.ts';
import { DEFAULT_OVERRIDES } from '../server/src/overrides.ts';
import { readSettings } from '../server/src/read-settings.ts';
import { SETTING_ROWS } from '../server/src/settings.ts';

const RULES = ['latest-tag'];
const DEFAULTS = readSettings({}, RULES).settings;

describe('readSettings', () => {
  it.each([
    ['dotted', { 'registryLens.offline': true, 'registryLens.cache.freshMinutes': 3 }],
    ['nested', { registryLens: { offline: true, cache: { freshMinutes: 3 } } }],
    ['nested, without the outer name', { offline: true, cache: { freshMinutes: 3 } }],
    ['half dotted', { registryLens: { offline: true, 'cache.freshMinutes': 3 } }],
  ])('reads settings that are %s', (_how, raw) => {
    expect(readSettings(raw, RULES)).toEqual({
      settings: { ...DEFAULTS, offline: true, freshMinutes: 3 },
      problems: [],
    });
  });

  it.each([
    { 'registryLens.registryLens.offline': true },
    { registryLens: { registryLens: { offline: true } } },
    { registryLens: { 'registryLens.offline': true } },
    { registryLens: {}, offline: true },
  ])('takes %j for no setting, as VS Code does', raw => {
    expect(readSettings(raw, RULES).settings.offline).toBe(false);
  });

  it('reads no more than people write', () => {
    const exclude = [...Array.from({ length: 20_000 }, (_, i) => `a${i}`), 'b'.repeat(2000)];
    const raw = { exclude, requestsPerHost: 1e300, timeout: { helperSeconds: 1e9 } };
    const { settings, problems } = readSettings(raw, RULES);
    expect([settings.exclude.length, settings.requestsPerHost, settings.helperSeconds]).toEqual([500, 100, 3600]);
    expect(problems).toEqual([
      '`registryLens.exclude` has more or longer globs than are read; the others are left out.',
    ]);
  });

  it('reads ignored names and overrides, and of names no more patterns than can be tried quickly', () => {
    const overrides = [{ files: ['ci/**'], names: ['npm:a'], rules: { 'latest-tag': 'off' } }];
    const ignore = [...Array.from({ length: 100 }, (_, i) => `npm:${'x'.repeat(200)}${i}*`), 'npm:whole'];
    const { settings, problems } = readSettings({ ignore, overrides }, RULES);
    expect(settings.overrides).toEqual(overrides);
    expect([settings.ignore.length, settings.ignore.at(-1)]).toEqual([80, 'npm:whole']);
    expect(problems[0]).toBe('`registryLens.ignore.79` is one pattern too many; it is left out.');
  });

  it('takes the default of overrides, as an editor sends it, for none that are set', () => {
    const { settings } = readSettings({ overrides: structuredClone(DEFAULT_OVERRIDES) }, RULES);
    expect(settings.overrides).toBeUndefined();
  });

  it('reads hosts in small letters, and keeps what fits beside what does not', () => {
    const tokenServices = { 'Registry.example:5000': ['Auth.example', 'b.example:8443'], 'x.example/y': ['b.example'] };
    const { settings } = readSettings({ 'registryLens.tokenServices': tokenServices }, RULES);
    expect(settings.tokenServices).toEqual({ 'registry.example:5000': ['auth.example', 'b.example:8443'] });
  });

  it.each([undefined, null, 7, 'text', []])('takes %j for no settings', raw => {
    expect(readSettings(raw, RULES)).toEqual({ settings: DEFAULTS, problems: [] });
  });

  it.each([
    [{ 'registryLens.offline': 'yes' }, '`registryLens.offline` must be `true` or `false`; its default is used.'],
    [
      { 'registryLens.cache.keepDays': -1 },
      '`registryLens.cache.keepDays` must be a number that is not negative; its default is used.',
    ],
    [
      { 'registryLens.inlayHints': 'on' },
      '`registryLens.inlayHints` must be `off`, `compact` or `full`; its default is used.',
    ],
    [{ 'registryLens.exclude': 'dist' }, '`registryLens.exclude` must be a list of globs; its default is used.'],
    [
      { 'registryLens.rules': [] },
      '`registryLens.rules` must be an object of rule ids and severities; its default is used.',
    ],
    [
      { 'registryLens.rules': { 'no-such-rule': 'off' } },
      '`registryLens.rules` names a rule `no-such-rule` that does not exist.',
    ],
    [
      { 'registryLens.rules': { 'latest-tag': 'loud' } },
      '`registryLens.rules.latest-tag` must be `error`, `warning`, `information`, `hint` or `off`; its default is used.',
    ],
    [
      { 'registryLens.registries': { npm: 'ftp://npm.example' } },
      '`registryLens.registries.npm` must be an http or https address without a password; its default is used.',
    ],
    [
      { 'registryLens.registries': { oci: { 'ghcr.io': 'https://me:secret@mirror.example' } } },
      '`registryLens.registries.oci.ghcr.io` must be an http or https address without a password; its default is used.',
    ],
    [
      { 'registryLens.tokenServices': ['auth.example'] },
      '`registryLens.tokenServices` must be an object of registries and lists of hosts; its default is used.',
    ],
    ...['auth.example', ['https://auth.example'], ['auth.example/token'], ['me@auth.example'], ['auth.example', 7]].map(
      (services): [object, string] => [
        { 'registryLens.tokenServices': { 'registry.example': services } },
        '`registryLens.tokenServices.registry.example` must be a list of hosts, by a host; its default is used.',
      ],
    ),
  ])('names what does not fit, never the value: %j', (raw, problem) => {
    expect(readSettings(raw, RULES)).toEqual({ settings: DEFAULTS, problems: [problem] });
  });

  it('reads a choice of words', () => {
    expect(readSettings({ inlayHints: 'full' }, RULES)).toEqual({
      settings: { ...DEFAULTS, inlayHints: 'full' },
      problems: [],
    });
  });

  it('reads severities and addresses', () => {
    const raw = {
      'registryLens.rules': { 'latest-tag': 'off' },
      'registryLens.registries': { npm: 'http://127.0.0.1:4873/', oci: { 'docker.io': 'https://mirror.example/hub/' } },
    };
    const { settings } = readSettings(raw, RULES);
    expect(settings.rules).toEqual({ 'latest-tag': 'off' });
    expect(settings.registries).toEqual({
      npm: 'http://127.0.0.1:4873',
      oci: { 'docker.io': 'https://mirror.example/hub' },
    });
  });

  it('has a default of its own type in every row', () => {
    expect(readSettings(Object.fromEntries(SETTING_ROWS.map(row => [row.key, row.default])), RULES)).toEqual({
      settings: DEFAULTS,
      problems: [],
    });
  });
});

it.each([
  ['https://npm.example', 'https://npm.example'],
  ['https://npm.example/a/b//', 'https://npm.example/a/b'],
  ['http://127.0.0.1:80/?x#y', 'http://127.0.0.1'],
  ['npm.example', undefined],
  ['file:///etc', undefined],
  ['https://token@npm.example', undefined],
])('baseAddress(%j) is %j', (value, expected) => {
  expect(baseAddress(value)).toBe(expected);
});
