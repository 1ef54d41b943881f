import { expect, it } from 'vitest';
import type { Ignorance } from '../../server/src/model/answer.ts';
import type { NamedThing } from '../../server/src/model/report.ts';
import type { Whereabouts } from '../../server/src/model/whereabouts.ts';
import { ignoranceInWords, loginFor } from '../../server/src/views/ignorance.ts';

const IMAGE: NamedThing = { registry: 'oci', name: 'docker.io/library/node', want: '22' };
const PACKAGE: NamedThing = { registry: 'npm', name: 'left-pad', want: '^1.0.0' };
const HUB: Whereabouts = { base: 'https://registry-1.docker.io', isUsual: true, mirrors: [] };
const OWN: Whereabouts = { base: 'https://npm.example/all', isUsual: false, mirrors: [] };
const MIRROR: Whereabouts = { base: 'https://mirror.example', isUsual: false, mirrors: [] };

it.each<[NamedThing, Ignorance, Whereabouts | undefined, string]>([
  [IMAGE, 'refused', undefined, 'docker.io refused access; it may want a login, or another one'],
  [IMAGE, 'refused', HUB, 'docker.io refused access; `docker login` may help'],
  [IMAGE, 'refused', MIRROR, 'mirror.example (for docker.io) refused access; `docker login mirror.example` may help'],
  [
    { ...IMAGE, name: 'ghcr.io/acme/base' },
    'refused',
    { ...HUB, base: 'https://ghcr.io' },
    'ghcr.io refused access; `docker login ghcr.io` may help',
  ],
  [
    PACKAGE,
    'refused',
    OWN,
    'npm.example (for the npm registry) refused access; `npm login --registry=https://npm.example/all/` may help',
  ],
  [
    { registry: 'maven', name: 'com.acme:tools', want: '1.0' },
    'throttled',
    { base: 'https://repo.acme.example/m2', isUsual: false, isItself: true, mirrors: [] },
    'repo.acme.example asked for a pause, or allows little more; try again later, or log in for a higher limit',
  ],
  [IMAGE, 'unreachable', undefined, 'docker.io could not be reached'],
  [
    IMAGE,
    'unreachable',
    { ...HUB, trouble: { is: 'failing', status: 503 } },
    'docker.io answered 503, so it does not work now',
  ],
  [IMAGE, 'unreachable', { ...HUB, trouble: { is: 'timed-out' } }, 'docker.io did not answer in time'],
  [
    PACKAGE,
    'unreachable',
    { ...OWN, trouble: { is: 'not-connected', code: 'ECONNREFUSED' } },
    'npm.example (for the npm registry) could not be reached: it refused the connection',
  ],
  [
    IMAGE,
    'unreachable',
    { ...HUB, mirrors: ['mirror.example'], trouble: { is: 'not-connected', code: 'ENOTFOUND' } },
    'mirror.example and docker.io could not be reached: its name has no address here',
  ],
  [
    IMAGE,
    'throttled',
    { ...HUB, trouble: { is: 'paused', until: new Date(2024, 0, 2, 9, 5).getTime() } },
    'docker.io asked for a pause until 09:05; try again later, or log in for a higher limit',
  ],
])('%s %s %s', (thing, why, whereabouts, words) => {
  expect(ignoranceInWords({ ...thing, why, whereabouts })).toBe(words);
});

it.each(['https://npm.example/;sh', 'https://npm.example/$(sh)', "https://npm.example/'", 'https://npm.example/&sh'])(
  'no login is offered for an address that a shell would obey: %s',
  base => {
    expect(loginFor({ ...PACKAGE, why: 'refused', whereabouts: { ...OWN, base } })).toBeUndefined();
  },
);
