import { describe, expect, it } from 'vitest';
import { npmPage } from '../../server/src/ecosystems/npm/page.ts';
import { imagePage } from '../../server/src/ecosystems/oci/page.ts';
import { parseImageName } from '../../server/src/model/image-reference.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { documentLinks } from '../../server/src/views/links.ts';

describe('the page of an image', () => {
  it.each([
    ['node', 'https://hub.docker.com/_/node'],
    ['grafana/grafana', 'https://hub.docker.com/r/grafana/grafana'],
    ['ghcr.io/a/b/c', 'https://ghcr.io/a/b/c'],
    ['quay.io/a/b', 'https://quay.io/repository/a/b'],
    ['mcr.microsoft.com/dotnet/sdk', 'https://mcr.microsoft.com/artifact/mar/dotnet/sdk'],
    ['public.ecr.aws/nginx/nginx', 'https://gallery.ecr.aws/nginx/nginx'],
    ['registry.example/a', undefined],
    ['localhost:5000/a', undefined],
  ])('%s', (text, page) => {
    const name = parseImageName(text);
    expect(name === undefined ? 'no name' : imagePage(name)).toBe(page);
  });
});

describe('the page of a package', () => {
  it.each([
    ['left-pad', { is: 'range', text: '^1' } as const, 'https://www.npmjs.com/package/left-pad'],
    ['@a/b', { is: 'tag', text: 'next' } as const, 'https://www.npmjs.com/package/@a/b'],
    ['x', { is: 'exact', text: '=1.0.0+b', version: '1.0.0' } as const, 'https://www.npmjs.com/package/x/v/1.0.0'],
    ['half a\ud83d', { is: 'range', text: '^1' } as const, undefined],
    ['x'.repeat(1_000), { is: 'range', text: '^1' } as const, undefined],
  ])('%s', (name, want, page) => {
    expect(npmPage({ name, want })).toBe(page);
  });
});

it('links the version of a package, and none that is asked elsewhere', () => {
  const text = '{"x": "1.0.0"}';
  const reference: Reference = {
    span: spanOf(1, 13),
    role: 'manifest',
    subject: {
      kind: 'release',
      registry: 'npm',
      name: 'x',
      want: { is: 'exact', text: '1.0.0', version: '1.0.0' },
      edit: spanOf(7, 12),
    },
  };
  expect(documentLinks([reference], linesOf(text), () => true)).toMatchObject([
    { target: 'https://www.npmjs.com/package/x/v/1.0.0', range: { start: { character: 7 }, end: { character: 12 } } },
  ]);
  expect(documentLinks([reference], linesOf(text), () => false)).toEqual([]);
});
