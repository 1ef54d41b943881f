import { afterEach, expect, test } from 'vitest';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

async function listed(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  world = fakeWorld({ files });
  const ran = await world.run('list', '.', '--format', 'json');
  const { references } = JSON.parse(ran.out) as {
    references: Record<'file' | 'text' | 'name' | 'want' | 'opaque', string | null>[];
  };
  return references.map(({ file, text, name, want, opaque }) => `${file}: ${text} ${opaque ?? `${name}:${want}`}`);
}

const repository = (spec: string, metadata = 'name: acme') =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {${metadata}}\nspec: {${spec}}\n`;
const OCI = 'type: oci, url: "oci://ghcr.io/acme/charts"';
const release = (source = 'name: acme', metadata = 'name: web', version = '1.2.3') =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {${metadata}}\nspec: {chart: {spec: {chart: web, version: ${version}, sourceRef: {kind: HelmRepository, ${source}}}}}\n`;
const FOUND = ['release.yaml: 1.2.3 ghcr.io/acme/charts/web:1.2.3'];

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['another file', { 'repo.yaml': repository(OCI), 'release.yaml': release() }, FOUND],
  ['the same file', { 'release.yaml': `${repository(OCI)}---\n${release()}` }, FOUND],
  [
    'its namespace',
    {
      'repo.yaml': `${repository(OCI, 'name: acme, namespace: a')}---\n${repository('url: "https://charts.example"', 'name: acme, namespace: b')}`,
      'release.yaml': release('name: acme, namespace: a'),
    },
    FOUND,
  ],
  [
    'the namespace of the release',
    { 'repo.yaml': repository(OCI, 'name: acme, namespace: a'), 'release.yaml': release('name: acme', 'namespace: a') },
    FOUND,
  ],
  [
    'not another namespace',
    { 'repo.yaml': repository(OCI, 'name: acme, namespace: a'), 'release.yaml': release('name: acme', 'namespace: b') },
    [],
  ],
  [
    'not one of two, where it is not told which',
    { 'a.yaml': repository(OCI), 'b.yaml': repository('url: "https://charts.example"'), 'release.yaml': release() },
    [],
  ],
  ['not another kind', { 'repo.yaml': repository('url: "https://charts.example"'), 'release.yaml': release() }, []],
  ['not another name', { 'repo.yaml': repository(OCI, 'name: other'), 'release.yaml': release() }, []],
  [
    'a range',
    { 'repo.yaml': repository(OCI), 'release.yaml': release('name: acme', 'name: web', '">=1.0"') },
    ['release.yaml: >=1.0 managed'],
  ],
  [
    'a chart alone',
    {
      'repo.yaml': repository(OCI),
      'release.yaml': `apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmChart\nspec: {chart: web, version: 1.2.3, sourceRef: {kind: HelmRepository, name: acme}}\n`,
    },
    FOUND,
  ],
])('a chart is found by its repository: %s', async (_, files, expected) => {
  expect(await listed(files)).toEqual(expected);
});
