import { expect, test } from 'vitest';
import type { Reference, Subject } from '../../server/src/model/reference.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { listAsJson } from '../../server/src/views/json.ts';
import { digest } from '../support/judge.ts';

const A = digest('a');
const here = { where: 'here', digest: { span: spanOf(0, 0), before: '@', after: '' } } as const;
const hub = { host: 'docker.io', repository: 'library/node' };
const image = { kind: 'image', name: hub, runs: true, pin: here } as const;

function listed(subject: Subject): unknown {
  const reference: Reference = { span: spanOf(3, 5), subject, role: 'manifest' };
  const printed = listAsJson([
    { file: 'f', root: '/', shown: 'f', kind: 'k', text: 'a\r\nbc', references: [reference] },
  ]);
  return (printed as { references: unknown[] }).references[0];
}

test.each<[string, Subject, object]>([
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
