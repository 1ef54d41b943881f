import { expect, it } from 'vitest';
import { statusWords } from '../../client/src/status-words.ts';
import type { Status } from '../../server/src/editor/protocol.ts';

const NOW = Date.UTC(2024, 0, 2, 12);
const WELL: Status = { checked: 3, unknown: [], pending: 0, scanning: false, trusted: true };
const PAUSE = { host: 'registry-1.docker.io', until: NOW + 5 * 60_000 };
const REFUSED = { registry: 'ghcr.io', why: 'the registry refused access', count: 2 };

const words = (status: Partial<Status>, now = NOW) =>
  statusWords({ ...WELL, ...status }, now, time => new Date(time).toISOString().slice(11, 16));

it.each<[string, Partial<Status>, string | undefined, string | undefined]>([
  ['all is well', {}, undefined, undefined],
  ['nothing is trusted, nor checked', { trusted: false, checked: 0 }, undefined, undefined],
  [
    'the folder is not trusted',
    { trusted: false },
    '$(shield) Registry Lens: restricted',
    'The workspace is not trusted, so no registry is asked.',
  ],
  [
    'names could not be checked',
    { unknown: [REFUSED] },
    '$(question) Registry Lens: 2 names could not be checked (the registry refused access)',
    'ghcr.io: 2 (the registry refused access)',
  ],
  [
    'a host asks for a pause',
    { limits: [PAUSE] },
    '$(watch) Registry Lens: docker.io asks for a pause until 12:05; old answers are kept',
    'docker.io asks for a pause until 12:05; old answers are kept',
  ],
  [
    'a host allows little more',
    { limits: [{ host: 'hub.example', limit: 100, remaining: 7 }] },
    '$(watch) Registry Lens: hub.example allows 7 more of 100 pulls',
    'hub.example allows 7 more of 100 pulls',
  ],
  [
    'both',
    { unknown: [REFUSED, { registry: 'docker.io', why: 'the registry asked for a pause', count: 1 }], limits: [PAUSE] },
    '$(question) Registry Lens: 3 names could not be checked',
    [
      'ghcr.io: 2 (the registry refused access)',
      'docker.io: 1 (the registry asked for a pause)',
      'docker.io asks for a pause until 12:05; old answers are kept',
    ].join('\n'),
  ],
])('%s', (_, status, text, tooltip) => {
  const told = words(status);
  expect([told?.text, told?.tooltip]).toEqual([text, tooltip]);
});

it('a pause ends by the clock', () => {
  expect(words({ limits: [PAUSE] })?.until).toBe(PAUSE.until);
  expect(words({ limits: [PAUSE] }, PAUSE.until)).toBeUndefined();
});
