import { expect, it } from 'vitest';
import { statusWords } from '../../client/src/status-words.ts';
import type { Status } from '../../server/src/editor/protocol.ts';

const NOW = Date.UTC(2024, 0, 2, 12);
const WELL: Status = {
  ...{ files: 2, checked: 3, unknown: [], pending: 0 },
  ...{ scanning: false, trusted: true, stopped: false, offline: false },
};
const PAUSE = { host: 'registry-1.docker.io', until: NOW + 5 * 60_000 };
const REFUSED = {
  why: 'ghcr.io refused access; `docker login ghcr.io` may help',
  count: 2,
  login: 'docker login ghcr.io',
};

const words = (status: Partial<Status>, now = NOW) =>
  statusWords({ ...WELL, ...status }, now, time => new Date(time).toISOString().slice(11, 16));

it.each<[string, Partial<Status>, string | undefined, string[]]>([
  ['there is no file of interest', { files: 0, checked: 0 }, undefined, []],
  ['all is well', {}, '$(check) Registry Lens', []],
  ['files are read', { scanning: true }, '$(sync~spin) Registry Lens', ['Reading files.']],
  [
    'registries are asked',
    { scanning: true, pending: 4 },
    '$(sync~spin) Registry Lens',
    ['Asking registries: 4 left.'],
  ],
  [
    'the user has stopped it',
    { stopped: true },
    '$(debug-pause) Registry Lens: stopped, partial',
    ['The check was stopped: files that are not open may not have been looked at.'],
  ],
  [
    'the network is switched off',
    { offline: true, unknown: [{ why: 'the npm registry was not asked', count: 1 }] },
    '$(circle-slash) Registry Lens: offline',
    [
      'The network is switched off by `registryLens.offline`: what is known is shown.',
      '1 name could not be checked: the npm registry was not asked.',
    ],
  ],
  [
    'the folder is not trusted',
    { trusted: false },
    '$(shield) Registry Lens: restricted',
    ['The workspace is not trusted, so no registry is asked.'],
  ],
  [
    'files are passed over',
    { passedOver: 2 },
    '$(check) Registry Lens',
    ['2 files are too large or no text, and not read: see the log.'],
  ],
  [
    'names could not be checked',
    { unknown: [REFUSED] },
    '$(question) Registry Lens: 2 names could not be checked (ghcr.io refused access; `docker login ghcr.io` may help)',
    ['2 names could not be checked: ghcr.io refused access; `docker login ghcr.io` may help.'],
  ],
  [
    'what is known could not be asked again',
    { old: [{ why: 'the npm registry did not answer in time', count: 1 }] },
    '$(question) Registry Lens: could not ask again (the npm registry did not answer in time)',
    ['1 name could not be asked about again: the npm registry did not answer in time. What was known is still shown.'],
  ],
  [
    'a host asks for a pause',
    { limits: [PAUSE] },
    '$(watch) Registry Lens: docker.io asks for a pause until 12:05; old answers are kept',
    ['docker.io asks for a pause until 12:05; old answers are kept.'],
  ],
  [
    'a host allows little more',
    { limits: [{ host: 'hub.example', limit: 100, remaining: 7 }] },
    '$(watch) Registry Lens: hub.example allows 7 more of 100 pulls',
    ['hub.example allows 7 more of 100 pulls.'],
  ],
  [
    'several things are so',
    { unknown: [REFUSED, { why: 'docker.io asked for a pause until 12:05', count: 1 }], limits: [PAUSE] },
    '$(question) Registry Lens: 3 names could not be checked',
    [
      '2 names could not be checked: ghcr.io refused access; `docker login ghcr.io` may help.',
      '1 name could not be checked: docker.io asked for a pause until 12:05.',
      'docker.io asks for a pause until 12:05; old answers are kept.',
    ],
  ],
])('%s', (_, status, text, lines) => {
  const told = words(status);
  expect(told?.text).toBe(text);
  if (text !== undefined) expect(told?.tooltip.split('\n')).toEqual(['3 names in 2 files.', ...lines]);
});

it('a pause ends by the clock', () => {
  expect(words({ limits: [PAUSE] })?.until).toBe(PAUSE.until);
  expect(words({ limits: [PAUSE] }, PAUSE.until)?.text).toBe('$(check) Registry Lens');
});
