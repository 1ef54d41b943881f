import { expect, test } from 'vitest';
import type { NamedReference, NamedSubject } from '../../server/src/model/reference.ts';
import type { UnknownName } from '../../server/src/model/report.ts';
import { spanOf } from '../../server/src/model/span.ts';
import type { Whereabouts } from '../../server/src/model/whereabouts.ts';
import { checkAsJson, listAsJson } from '../../server/src/views/json.ts';
import { digest } from '../support/judge.ts';

const A = digest('a');
const here = { where: 'here', digest: { span: spanOf(0, 0), before: '@', after: '' } } as const;
const hub = { host: 'docker.io', repository: 'library/node' };
const image = { kind: 'image', name: hub, runs: true, pin: here } as const;

function listed(subject: NamedSubject): unknown {
  const reference: NamedReference = { span: spanOf(3, 5), subject, role: 'manifest' };
  const printed = listAsJson([
    { file: 'f', root: '/', shown: 'f', kind: 'k', text: 'a\r\nbc', references: [reference] },
  ]);
  return (printed as { references: unknown[] }).references[0];
}

test.each<[string, NamedSubject, object]>([
  [
    'an image by tag',
    { ...image, tag: '20' },
    { registry: 'oci', name: 'docker.io/library/node', want: '20', digest: null, opaque: null },
  ],
  [
    'an image by digest',
    { ...image, digest: A },
    { name: 'docker.io/library/node', want: null, digest: A, opaque: null },
  ],
  [
    'a range',
    { kind: 'release', registry: 'npm', name: '@a/b', want: { is: 'range', text: '^1' }, edit: spanOf(3, 5) },
    { registry: 'npm', name: '@a/b', want: '^1', digest: null },
  ],
  [
    'an exact version as written',
    {
      kind: 'release',
      registry: 'npm',
      name: 'a',
      want: { is: 'exact', text: '=1.0.0', version: '1.0.0' },
      edit: spanOf(3, 5),
    },
    { want: '=1.0.0' },
  ],
  [
    'what is opaque and nameless',
    { kind: 'opaque', registry: 'oci', why: 'variable' },
    { name: null, want: null, digest: null, opaque: 'variable' },
  ],
  [
    'what is opaque and named',
    { kind: 'opaque', registry: 'npm', why: 'git', name: 'a', want: 'git+ssh://x' },
    { name: 'a', want: 'git+ssh://x', opaque: 'git' },
  ],
])('lists %s', (_, subject, expected) => {
  expect(listed(subject)).toMatchObject({
    file: 'f',
    kind: 'k',
    text: 'bc',
    range: { start: { line: 1, character: 0 }, end: { line: 1, character: 2 } },
    role: 'manifest',
    ...expected,
  });
});

test.each<[string, UnknownName['why'], Whereabouts['trouble'], string | null]>([
  ['a pause', 'throttled', { is: 'paused', until: Date.UTC(2026, 0, 2, 3, 4, 5) }, '2026-01-02T03:04:05.000Z'],
  ['a pause without an end', 'throttled', undefined, null],
  ['an end that is no time', 'throttled', { is: 'paused', until: Number.MAX_VALUE }, null],
  ['a host that fails', 'unreachable', { is: 'failing', status: 503 }, null],
])('tells until when: %s', (_, why, trouble, until) => {
  const whereabouts = {
    base: 'https://ghcr.io',
    isUsual: true,
    mirrors: [],
    ...(trouble === undefined ? {} : { trouble }),
  };
  const unknown: UnknownName = {
    file: 'f',
    root: '/',
    registry: 'oci',
    name: 'ghcr.io/a/b',
    want: '1',
    why,
    whereabouts,
  };
  const stats = { files: 1, references: 1, questions: 1, cacheHits: 0, requests: 1, bytes: 0, milliseconds: 1 };
  expect(checkAsJson({ files: [], unknown: [unknown], stats })).toMatchObject({
    unknown: [{ file: 'f', registry: 'oci', name: 'ghcr.io/a/b', want: '1', why, until }],
  });
});
