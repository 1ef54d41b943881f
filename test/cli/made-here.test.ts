import { afterEach, expect, test } from 'vitest';
import { digest, manifest } from '../support/judge.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

const POD = 'apiVersion: v1\nkind: Pod\nspec: {containers: [{image: "shop/web:1"}, {image: "alpine:3"}]}\n';
const BUILDS: readonly (readonly [file: string, text: string])[] = [
  ['compose.yaml', 'services: {web: {build: ., image: "shop/web:1"}}\n'],
  [
    'docker-bake.hcl',
    'target "web" {\n  tags = ["shop/web:1"]\n  contexts = { base = "docker-image://shop/web:1" }\n}\n',
  ],
  ['skaffold.yaml', 'apiVersion: skaffold/v4beta11\nkind: Config\nbuild: {artifacts: [{image: "shop/web:1"}]}\n'],
];
const ALPINE = 'oci docker.io/library/alpine';
const KNOWN = {
  [`manifest ${ALPINE} :3`]: manifest('a', 'index'),
};

test.each(BUILDS.flatMap(([file, text]) => ['a', 'z'].map(folder => [`${folder}/${file}`, text] as const)))(
  'what %s builds is asked of nobody, and listed as the workspace’s own',
  async (file, text) => {
    world = fakeWorld({ files: { 'deploy/pod.yaml': POD, [file]: text }, known: KNOWN });
    const checked = await world.run('check', '.', '--format', 'json');
    expect(checked.asked).toEqual(Object.keys(KNOWN));
    expect(checked.wanted.filter(key => !Object.hasOwn(KNOWN, key))).toEqual([]);
    expect(checked.wanted).not.toEqual([]);
    const report = JSON.parse(checked.out);
    expect(report.unknown).toEqual([]);
    const listed = JSON.parse((await world.run('list', '.', '--format', 'json')).out);
    const inPod = listed.references.filter((each: { file: string }) => each.file === 'deploy/pod.yaml');
    expect(inPod.map(({ name, want, opaque }: Record<string, unknown>) => [name, want, opaque])).toEqual([
      ['docker.io/shop/web', '1', 'workspace'],
      ['docker.io/library/alpine', '3', null],
    ]);
  },
);

test('what a digest names is asked all the same', async () => {
  const text = `FROM shop/web:1@${digest('a')}\n`;
  const known = {
    [`manifest oci docker.io/shop/web @${digest('a')}`]: manifest('a', 'image'),
    'manifest oci docker.io/shop/web :1': manifest('b', 'image'),
  };
  world = fakeWorld({ files: { Dockerfile: text, 'z/compose.yaml': BUILDS[0]?.[1] ?? '' }, known });
  expect([...(await world.run('check', '.')).asked].sort()).toEqual(Object.keys(known).sort());
});
