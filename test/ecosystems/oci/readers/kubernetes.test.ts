import { describe, expect, test } from 'vitest';
import { kubernetes } from '../../../../server/src/ecosystems/oci/readers/kubernetes.ts';
import { readerFor, readText } from '../../../../server/src/ecosystems/readers.ts';
import { imageNameText, shortDigest } from '../../../../server/src/model/names.ts';
import { type Around, NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import type { Reference, Slot } from '../../../../server/src/model/reference.ts';
import { isStored } from '../../../../server/src/model/reference.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

function label({ subject, ignoreAt }: Reference): string {
  switch (subject.kind) {
    case 'image':
      return [
        imageNameText(subject.name) +
          (subject.tag === undefined ? '' : `:${subject.tag}`) +
          (subject.digest === undefined ? '' : `@${shortDigest(subject.digest)}`),
        ...(subject.pull === undefined ? [] : [subject.pull.policy]),
        ...(ignoreAt === undefined ? ['no place for a comment'] : []),
      ].join(', ');
    case 'artifact': {
      const { name, tag = '-', digest, pin } = subject;
      const pinned = digest === undefined ? [] : [`@${shortDigest(digest)}`];
      return ['artifact', imageNameText(name), tag, ...pinned, ...(pin === undefined ? ['no pin'] : [])].join(' ');
    }
    case 'opaque':
      return [subject.why, subject.name ?? '-', subject.want ?? '-'].join(' ');
    case 'release':
    case 'publication':
    case 'publish':
    case 'policy':
      return subject.kind;
  }
}

function expectFound(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  expect(annotate(text, kubernetes.read(text, 'a.yaml').references, label)).toEqual(lines);
}

const POD = ['apiVersion: v1', 'kind: Pod', 'spec:'];

describe('Kubernetes’ own kinds', () => {
  test('every list of containers, and volumes of images', () =>
    expectFound(
      ...POD,
      '  initContainers:',
      '  - image: a:1',
      '           ^^^ docker.io/library/a:1, IfNotPresent',
      '  containers:',
      '    - name: main',
      '      image: ghcr.io/o/b',
      '             ^^^^^^^^^^^ ghcr.io/o/b, Always',
      '      env: [{name: image, value: "no:1"}]',
      '  ephemeralContainers:',
      `  - image: c:1@${DIGEST}`,
      `           ${'^'.repeat(DIGEST.length + 4)} docker.io/library/c:1@sha256:0123456789ab, IfNotPresent`,
      '  volumes:',
      '  - name: v',
      '    image: {reference: quay.io/o/d:latest, pullPolicy: Never}',
      '                       ^^^^^^^^^^^^^^^^^^ quay.io/o/d:latest, Never, no place for a comment',
      '  - configMap: {name: image}',
    ));

  test.each([
    ['apps/v1', 'Deployment', 'spec.template.spec'],
    ['apps/v1', 'DaemonSet', 'spec.template.spec'],
    ['apps/v1', 'ReplicaSet', 'spec.template.spec'],
    ['apps/v1', 'StatefulSet', 'spec.template.spec'],
    ['v1', 'ReplicationController', 'spec.template.spec'],
    ['batch/v1', 'Job', 'spec.template.spec'],
    ['batch/v1', 'CronJob', 'spec.jobTemplate.spec.template.spec'],
    ['v1', 'PodTemplate', 'template.spec'],
    ['v1', 'Pod', 'spec'],
  ])('%s %s', (apiVersion, kind, path) => {
    const spec = { containers: [{ image: 'a:1' }] };
    const object = path
      .split('.')
      .reverse()
      .reduce<unknown>((inner, key) => ({ [key]: inner }), spec);
    const json = JSON.stringify({ apiVersion, kind, ...(object as object), image: 'no:1' });
    const pretty = JSON.stringify(JSON.parse(json), null, '\t');
    for (const text of [json, pretty]) {
      expect(kubernetes.recognises?.(text)).toBe(true);
      expect(kubernetes.read(text, 'a.json').references.map(label)).toEqual([
        'docker.io/library/a:1, IfNotPresent, no place for a comment',
      ]);
    }
  });

  test('several documents, and lists in a document', () =>
    expectFound(
      '# first',
      '---',
      ...POD,
      '  containers:',
      '  - image: a:1',
      '           ^^^ docker.io/library/a:1, IfNotPresent',
      '---',
      'just: a map with an image',
      'image: no:1',
      '...',
      '---',
      'apiVersion: v1',
      'kind: List',
      'items:',
      '- apiVersion: v1',
      '  kind: Pod',
      '  spec: {containers: [{image: b:1}]}',
      '                              ^^^ docker.io/library/b:1, IfNotPresent, no place for a comment',
      '- {apiVersion: v1, kind: ConfigMap, data: {image: "no:1"}}',
    ));

  test('items of a typed list need no kind', () =>
    expectFound(
      'apiVersion: v1',
      'kind: PodList',
      'items:',
      '- spec:',
      '    containers:',
      '    - image: b:1',
      '             ^^^ docker.io/library/b:1, IfNotPresent',
      '  status: {containerStatuses: [{image: "no:1"}]}',
    ));
});

describe('kinds of others', () => {
  test('the key `image` with a valid reference, without a guess at the pull policy', () =>
    expectFound(
      'apiVersion: argoproj.io/v1alpha1',
      'kind: Workflow',
      'metadata:',
      '  annotations: {image: "no:1"}',
      'spec:',
      '  templates:',
      '  - container:',
      '      image: a:1',
      '             ^^^ docker.io/library/a:1',
      '  - container:',
      '      image: b:1',
      '             ^^^ docker.io/library/b:1, Never',
      '      imagePullPolicy: Never',
      '  - script: {image: "{{inputs.parameters.image}}"}',
      '                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ template - -',
      '  - script: {image: A picture of a cat}',
      '  - script: {image: true}',
      '  - script: {image: {type: string}}',
      'status:',
      '  image: no:1',
    ));

  test('keys of other names that are known', () =>
    expectFound(
      'apiVersion: postgresql.cnpg.io/v1',
      'kind: Cluster',
      'spec:',
      '  imageName: ghcr.io/cloudnative-pg/postgresql:16.2',
      '             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ghcr.io/cloudnative-pg/postgresql:16.2',
    ));

  test('objects within objects are read by their own kind', () =>
    expectFound(
      'apiVersion: work.open-cluster-management.io/v1',
      'kind: ManifestWork',
      'spec:',
      '  workload:',
      '    manifests:',
      '    - apiVersion: v1',
      '      kind: ConfigMap',
      '      data: {image: "no:1"}',
      '      image: no:1',
      '    - apiVersion: v1',
      '      kind: Pod',
      '      spec:',
      '        containers:',
      '        - image: a',
      '                 ^ docker.io/library/a, Always',
    ));

  test.each([
    ['a schema', 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  image: no:1\n'],
    ['a schema of others', 'apiVersion: a.io/v1\nkind: X\nspec:\n  schema: {spec: {image: string}}\n'],
    ['a text in a config map', 'apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    image: no:1\n  image: no:1\n'],
    ['a comment', 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  # - image: no:1\n'],
    ['no kind', 'apiVersion: v2\nname: a\nimage: no:1\n'],
    ['a kustomization', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimage: no:1\n'],
    ['what Skaffold builds', 'apiVersion: skaffold/v4beta1\nkind: Config\nbuild: {artifacts: [{image: no}]}\n'],
    ['a machine’s disk', 'apiVersion: infrastructure.cluster.x-k8s.io/v1\nkind: X\nspec: {image: no}\n'],
  ])('%s is no image', (_, text) => {
    expect(kubernetes.read(text, 'a.yaml').references).toEqual([]);
  });
});

describe('what names a part of an image', () => {
  test('a repository of which a controller chooses the tag', () =>
    expectFound(
      'apiVersion: image.toolkit.fluxcd.io/v1',
      'kind: ImageRepository',
      'spec:',
      '  image: ghcr.io/o/a',
      '         ^^^^^^^^^^^ managed ghcr.io/o/a -',
    ));

  test('a package without a host, which is in its controller’s own registry', () =>
    expectFound(
      'apiVersion: pkg.crossplane.io/v1',
      'kind: Provider',
      'spec:',
      '  package: o/provider-a:v1.2.3',
      '           ^^^^^^^^^^^^^^^^^^^ managed - v1.2.3',
      '---',
      'apiVersion: pkg.crossplane.io/v1',
      'kind: Function',
      'spec:',
      '  package: xpkg.example.org/o/b:v1',
      '           ^^^^^^^^^^^^^^^^^^^^^^^ xpkg.example.org/o/b:v1',
    ));

  test('an image whose tag has a key of its own, in a kind of which nothing is known', () =>
    expectFound(
      'apiVersion: argoproj.io/v1alpha1',
      'kind: Workflow',
      'spec:',
      '  templates:',
      '  - container: {image: "{{item.image}}:{{item.tag}}"}',
      '                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ template - {{item.tag}}',
      '    withItems:',
      '    - {image: debian, tag: "9.1"}',
      '              ^^^^^^ managed docker.io/library/debian 9.1',
      '    - image: alpine',
      '             ^^^^^^ managed docker.io/library/alpine -',
      '      version:',
      '    - {image: "busybox:1", version: 2}',
      '               ^^^^^^^^^ docker.io/library/busybox:1, no place for a comment',
    ));

  test.each([
    ['what a build makes', 'apiVersion: shipwright.io/v1beta1\nkind: Build\nspec: {output: {image: ghcr.io/o/a}}\n'],
    [
      'a name to be replaced',
      'apiVersion: kbld.k14s.io/v1alpha1\nkind: Config\noverrides: [{image: a, newImage: b}]\n',
    ],
    [
      'a machine of a cluster',
      'apiVersion: kops.k8s.io/v1alpha2\nkind: InstanceGroup\nspec: {image: 099720109477/ubuntu/jammy-20240101}\n',
    ],
    [
      'a machine in a cloud',
      'apiVersion: compute.do.crossplane.io/v1alpha1\nkind: Droplet\nspec: {forProvider: {image: ubuntu-20-04-x64}}\n',
    ],
    [
      'an address with a login',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec: {source: {repoURL: "oci://user:pw@h.io/a", targetRevision: 1.0.0}}\n',
    ],
    ['a step of a promotion', 'apiVersion: kargo.akuity.io/v1alpha1\nkind: Stage\nspec: {images: [{image: a}]}\n'],
  ])('%s is no image', (_, text) => {
    expect(kubernetes.read(text, 'a.yaml').references).toEqual([]);
  });
});

test('lists of kinds that somebody defined', () =>
  expectFound(
    'apiVersion: v1',
    'kind: List',
    'items:',
    '- apiVersion: argoproj.io/v1alpha1',
    '  kind: Workflow',
    '  spec: {templates: [{script: {image: "a:1"}}]}',
    '                                       ^^^ docker.io/library/a:1, no place for a comment',
    '---',
    'apiVersion: image.toolkit.fluxcd.io/v1',
    'kind: ImageRepositoryList',
    'items:',
    '- spec:',
    '    image: ghcr.io/o/b',
    '           ^^^^^^^^^^^ managed ghcr.io/o/b -',
  ));

describe('what YAML allows', () => {
  test('quotes, blocks, anchors and merges; an alias is edited at its anchor', () =>
    expectFound(
      'apiVersion: v1',
      'kind: Pod',
      'x: &base',
      '  image: &img "a:1"',
      '               ^^^ docker.io/library/a:1',
      'spec:',
      '  containers:',
      '  - <<: *base',
      '  - image: *img',
      "  - 'image': 'b:1' # why",
      '              ^^^ docker.io/library/b:1, IfNotPresent',
      '  - image: >-',
      '      c:1',
      '      ^^^ docker.io/library/c:1, IfNotPresent, no place for a comment',
      '  - image: |',
      '      d:1',
      '      ^^^ invalid docker.io/library/d 1',
      '  - image:',
      '      e:1',
      '      ^^^ docker.io/library/e:1, IfNotPresent, no place for a comment',
      '  - image: ""',
      '  - image:',
      '  - image: 12',
      '           ^^ invalid docker.io/library/12 -',
    ));

  test('what is being typed hides nothing but itself', () =>
    expectFound(
      ...POD,
      '  containers:',
      '  - name: "open',
      '    image: a:1',
      '           ^^^ docker.io/library/a:1, IfNotPresent',
      '  - name: [b',
      '    image: b:1',
      '           ^^^ docker.io/library/b:1, IfNotPresent',
      '  - name: c',
      '    ima',
      '    image: c:1',
      '           ^^^ docker.io/library/c:1, IfNotPresent',
      ' out of line: 1',
      '  - image: "open',
      '  - image: d:1',
      '           ^^^ docker.io/library/d:1, IfNotPresent',
    ));

  test('quotes that end at the column of their key, and quoted braces below', () =>
    expectFound(
      ...POD,
      '  containers:',
      '  - name: a',
      '    image: a:1',
      '           ^^^ docker.io/library/a:1, IfNotPresent',
      '    command: ["',
      '      sleep 1',
      '    "]',
      '  - name: b',
      '    image: b:latest',
      '           ^^^^^^^^ docker.io/library/b:latest, Always',
      '    command: ["{{sleep}}"]',
    ));

  test('whatever is typed between other containers, character by character, hides none of them', () => {
    const above = [...POD, '  containers:', '  - image: a:1', '    command: ["sh", "-c", "echo \'{{a}}\'"]', ''];
    const below = ['  - image: "b:1"', '    command: ["{{b}}", \'\', ""]', '  - image: c:1', '    args: [d, "e"]', ''];
    const typed = [
      '    args: ["{{x}}", \'y\']\n',
      "    env: [{name: A, value: \"{{b}}\"}, {name: B, value: 'it''s'}]\n",
      '    args:\n      - "a\n        b"\n      - \'c "d" \'\n',
      '    env:\n      - {name: A, value: "x: y # z"}\n      - name: "B"\n        value: don\'t\n',
      '    args: ["\n      {{x}}\n    "]\n',
      '    args: [\n    "x",\n    {y: "z"}\n    ]\n',
      '    workingDir: {{x',
    ];
    const hidden = typed.flatMap(whole =>
      [...whole].flatMap((_, end) => {
        const text = `${above.join('\n')}${whole.slice(0, end + 1)}\n${below.join('\n')}`;
        const { references } = kubernetes.read(text, 'a.yaml');
        const found = references.map(({ span }) => text.slice(span.start, span.end)).join(' ');
        return found === 'a:1 b:1 c:1' && references.every(({ subject }) => subject.kind === 'image') ? [] : [text];
      }),
    );
    expect(hidden).toEqual([]);
  });

  test('a text that another language writes is read by lines', () =>
    expectFound(
      'apiVersion: v1',
      'kind: Pod',
      '{{- if .Values.on }}',
      'spec:',
      '  containers:',
      '  - image: {{ .Values.image }}:1 # why',
      '           ^^^^^^^^^^^^^^^^^^^^^ template - 1',
      '  - image: "busybox:1.36"',
      '            ^^^^^^^^^^^^ template docker.io/library/busybox 1.36',
      '{{- end }}',
    ));
});

describe('what is handed on to kustomize and to Helm', () => {
  test('kustomizations under any name, and those of Flux', () =>
    expectFound(
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      'images:',
      '- name: a',
      '  newTag: v1',
      '          ^^ docker.io/library/a:v1',
      '---',
      'apiVersion: kustomize.toolkit.fluxcd.io/v1',
      'kind: Kustomization',
      'spec:',
      '  images:',
      '  - {name: b, newName: ghcr.io/o/b, newTag: v2}',
      '                                            ^^ ghcr.io/o/b:v2, no place for a comment',
    ));

  test('a chart’s values in an object', () =>
    expectFound(
      'apiVersion: helm.toolkit.fluxcd.io/v2',
      'kind: HelmRelease',
      'spec:',
      '  values:',
      '    image:',
      '      repository: ghcr.io/o/a',
      '      tag: v1',
      '           ^^ ghcr.io/o/a:v1',
      '    sidecar: {image: busybox}',
      '                     ^^^^^^^ managed docker.io/library/busybox -',
      '---',
      'apiVersion: argoproj.io/v1alpha1',
      'kind: Application',
      'spec: {source: {helm: {valuesObject: {image: {repository: b, tag: "1"}}}}}',
      '                                                                   ^ docker.io/library/b:1, no place for a comment',
    ));
});

describe('what objects hand on, wherever they stand', () => {
  test('Flux’ post renderers', () =>
    expectFound(
      'apiVersion: helm.toolkit.fluxcd.io/v2',
      'kind: HelmRelease',
      'spec:',
      '  postRenderers:',
      '  - kustomize:',
      '      images:',
      '      - name: o/a',
      '        newName: ghcr.io/o/a',
      '        newTag: "1"',
      '                 ^ ghcr.io/o/a:1',
    ));

  test('kustomize’s images as Argo CD has them, in texts', () =>
    expectFound(
      'apiVersion: argoproj.io/v1alpha1',
      'kind: Application',
      'spec:',
      '  source:',
      '    kustomize:',
      '      images:',
      '      - o/a=o/b:2.0',
      '        ^^^^^^^^^^^ docker.io/o/b:2.0',
      `      - ghcr.io/o/c@${DIGEST}`,
      `        ${'^'.repeat(DIGEST.length + 12)} ghcr.io/o/c@sha256:0123456789ab`,
      '      - o/d=o/e',
      '        ^^^^^^^ managed docker.io/o/e -',
      '      - o/f',
      '  sources:',
      '  - kustomize: {images: ["o/g:latest"]}',
      '                          ^^^^^^^^^^ docker.io/o/g:latest, no place for a comment',
    ));

  test('an ApplicationSet’s template, and those of its generators', () =>
    expectFound(
      'apiVersion: argoproj.io/v1alpha1',
      'kind: ApplicationSet',
      'spec:',
      '  generators:',
      '  - list: {template: {spec: {source: {kustomize: {images: ["o/a:1"]}}}}}',
      '                                                            ^^^^^ docker.io/o/a:1, no place for a comment',
      '  template:',
      '    spec:',
      '      sources:',
      '      - helm:',
      '          valuesObject:',
      '            image: {repository: o/b, tag: latest}',
      '                                          ^^^^^^ docker.io/o/b:latest, no place for a comment',
    ));

  test('objects in lists, in others, and in a chart’s values', () =>
    expectFound(
      'apiVersion: v1',
      'kind: List',
      'items:',
      '- apiVersion: helm.toolkit.fluxcd.io/v2',
      '  kind: HelmRelease',
      '  spec: {values: {image: {repository: o/a, tag: latest}}}',
      '                                                ^^^^^^ docker.io/o/a:latest, no place for a comment',
      '---',
      'apiVersion: fluxcd.controlplane.io/v1',
      'kind: ResourceSet',
      'spec:',
      '  resources:',
      '  - apiVersion: helm.toolkit.fluxcd.io/v2',
      '    kind: HelmRelease',
      '    spec:',
      '      values:',
      '        image: {repository: o/b, tag: << inputs.tag >>}',
      '                                      ^^^^^^^^^^^^^^^^ template docker.io/o/b << inputs.tag >>',
      '        extraObjects:',
      '        - apiVersion: helm.toolkit.fluxcd.io/v2',
      '          kind: HelmRelease',
      '          spec: {values: {image: {repository: o/c, tag: "1"}}}',
      '                                                         ^ docker.io/o/c:1, no place for a comment',
    ));

  test.each([
    ['o/a=o/b:2.0', `o/a=o/b@${DIGEST}`],
    ["'o/b:2.0'", `'o/b@${DIGEST}'`],
    [`o/b@sha256:${'0'.repeat(64)}`, `o/b@${DIGEST}`],
    ['"o/b:2\\x2e0"', `"o/b@${DIGEST}"`],
  ])('a digest takes the place of the tag in %s', (before, after) => {
    const text = `apiVersion: argoproj.io/v1\nkind: Application\nspec: {source: {kustomize: {images: [${before}]}}}\n`;
    const [reference] = kubernetes.read(text, 'a.yaml').references;
    const pin = reference?.subject.kind === 'image' ? reference.subject.pin.digest : undefined;
    expect(pin && filled(text, pin, DIGEST)).toBe(text.replace(before, () => after));
  });
});

test.each([
  [
    'a text of Argo CD',
    'apiVersion: argoproj.io/v1\nkind: Application\nspec:\n  source:\n    kustomize:\n      images:\n        - o/a:1 # {"$imagepolicy": "a:b"}\n',
  ],
  [
    'the tag of a source of Flux',
    'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nspec:\n  url: oci://ghcr.io/o/a\n  ref:\n    tag: 6.5.0 # {"$imagepolicy": "a:b:tag"}\n',
  ],
  [
    'what Argo CD’s Image Updater keeps',
    'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {annotations: {argocd-image-updater.argoproj.io/image-list: o/a}}\nspec: {source: {kustomize: {images: ["o/a:1"]}}}\n',
  ],
  [
    'what it keeps of each application of a set',
    'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nspec: {template: {metadata: {annotations: {argocd-image-updater.argoproj.io/image-list: a}}, spec: {source: {kustomize: {images: ["o/a:1"]}}}}}\n',
  ],
  [
    'what Podman keeps',
    'apiVersion: v1\nkind: Pod\nmetadata: {annotations: {io.containers.autoupdate: registry}}\nspec: {containers: [{image: o/a:1}]}\n',
  ],
  [
    'what Podman keeps of one container',
    'apiVersion: apps/v1\nkind: Deployment\nspec: {template: {metadata: {annotations: {io.containers.autoupdate/a: registry}}, spec: {containers: [{image: o/a:1}]}}}\n',
  ],
  [
    'what Keel keeps',
    'apiVersion: apps/v1\nkind: Deployment\nmetadata: {labels: {keel.sh/policy: force}}\nspec: {template: {spec: {containers: [{image: o/a:1}]}}}\n',
  ],
])('%s that is written anew says so of a pin', (_, text) => {
  const [reference] = kubernetes.read(text, 'a.yaml').references;
  const subject = reference?.subject;
  expect(subject !== undefined && isStored(subject) && subject.pin?.follower).toBe('updater');
});

test('what is not kept, or beside what is, has a pin like any other', () => {
  const pod = (annotations: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {annotations: {${annotations}}}\nspec: {containers: [{image: o/a:1}]}\n`;
  const text = [pod('keel.sh/policy: never'), pod('io.containers.autoupdate: registry'), pod('a: b')].join('---\n');
  const followers = kubernetes
    .read(text, 'a.yaml')
    .references.map(({ subject }) => isStored(subject) && subject.pin?.follower);
  expect(followers).toEqual([undefined, 'updater', undefined]);
});

describe('artifacts in registries of images', () => {
  test('charts of a kustomization, and the images in their values', () =>
    expectFound(
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      'helmCharts:',
      '- name: web',
      '  repo: oci://ghcr.io/acme/charts/',
      '  version: 1.2.3',
      '           ^^^^^ artifact ghcr.io/acme/charts/web 1.2.3 no pin',
      '  valuesInline: {image: {repository: acme/web, tag: v2}}',
      '                                                    ^^ docker.io/acme/web:v2, no place for a comment',
      '- name: newest',
      '        ^^^^^^ managed ghcr.io/acme/charts/newest -',
      '  repo: oci://ghcr.io/acme/charts',
      '- {name: other, repo: "https://charts.example", version: 1.2.3}',
    ));

  test('Flux’ repositories, by tag, by digest, by neither, and by a range, which is listed only', () =>
    expectFound(
      'apiVersion: source.toolkit.fluxcd.io/v1',
      'kind: OCIRepository',
      'spec:',
      '  url: oci://ghcr.io/o/charts/a',
      '  ref:',
      '    tag: 1.2.3',
      '         ^^^^^ artifact ghcr.io/o/charts/a 1.2.3',
      '---',
      'apiVersion: v1',
      'kind: List',
      'items:',
      '- apiVersion: source.toolkit.fluxcd.io/v1beta2',
      '  kind: OCIRepository',
      '  spec:',
      '    url: oci://ghcr.io/o/charts/b',
      '    ref:',
      '      tag: 1.2.3',
      `      digest: ${DIGEST}`,
      `              ${'^'.repeat(DIGEST.length)} artifact ghcr.io/o/charts/b 1.2.3 @sha256:0123456789ab`,
      '---',
      'apiVersion: source.toolkit.fluxcd.io/v1',
      'kind: OCIRepository',
      'spec:',
      '  url: oci://ghcr.io/o/c',
      '       ^^^^^^^^^^^^^^^^^ artifact ghcr.io/o/c -',
      '---',
      'apiVersion: source.toolkit.fluxcd.io/v1',
      'kind: OCIRepository',
      'spec: {url: "oci://ghcr.io/o/d", ref: {semver: ">=1.0.0", tag: a}}',
      '                                                ^^^^^^^ managed ghcr.io/o/d >=1.0.0',
      '---',
      'apiVersion: source.toolkit.fluxcd.io/v1',
      'kind: OCIRepository',
      'spec:',
      '  url: oci://${REGISTRY}/o/e',
      '       ^^^^^^^^^^^^^^^^^^^^^ variable - -',
      '---',
      'apiVersion: source.toolkit.fluxcd.io/v1',
      'kind: OCIRepository',
      'spec:',
      '  url: oci://ghcr.io/o/f:1',
      '       ^^^^^^^^^^^^^^^^^^^ invalid ghcr.io/o/f 1',
      '---',
      'apiVersion: source.toolkit.fluxcd.io/v1',
      'kind: OCIRepository',
      'spec:',
      '  url: https://example.org/o/g',
      '---',
      'apiVersion: source.toolkit.fluxcd.io/v1',
      'kind: OCIRepository',
      'spec:',
      '  url: oci://ghcr.io/o/h',
      '  ref: {tag: &tag 1.0.0, digest: *none}',
      '                  ^^^^^ artifact ghcr.io/o/h 1.0.0 no pin',
    ));

  test.each([
    ['  url: oci://g.io/a\n  ref:\n    tag: v1\n', `  url: oci://g.io/a\n  ref:\n    tag: v1\n    digest: ${DIGEST}\n`],
    ['  url: oci://g.io/a\n', `  url: oci://g.io/a\n  ref: {digest: ${DIGEST}}\n`],
    ['  {"url": "oci://g.io/a"}\n', `  {"url": "oci://g.io/a", "ref": {"digest": "${DIGEST}"}}\n`],
    ['  {url: "oci://g.io/a", ref: {tag: v1}}\n', `  {url: "oci://g.io/a", ref: {tag: v1, digest: ${DIGEST}}}\n`],
    ['  url: oci://g.io/a\n  ref: {digest: "sha256:0"}\n', undefined],
    ['  url: oci://g.io/a\n  ref: {}\n', undefined],
    [
      '  url: oci://g.io/a\n  ref: {tag: v1, digest: }\n',
      `  url: oci://g.io/a\n  ref: {tag: v1, digest: ${DIGEST} }\n`,
    ],
    ['  <<: &a {url: "oci://g.io/a"}\n', undefined],
  ])('the digest goes into its own key: %j', (before, after) => {
    const head = 'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nspec:\n';
    const [reference] = kubernetes.read(head + before, 'a.yaml').references;
    const pin = reference?.subject.kind === 'artifact' ? reference.subject.pin : undefined;
    expect(pin && filled(head + before, pin.digest, DIGEST)).toBe(after && head + after);
  });

  test('Argo CD’s charts and manifests', () =>
    expectFound(
      'apiVersion: argoproj.io/v1alpha1',
      'kind: Application',
      'spec:',
      '  sources:',
      '  - {repoURL: registry.example/charts, chart: a, targetRevision: 1.2.3+b}',
      '                                                                 ^^^^^^^ artifact registry.example/charts/a 1.2.3_b no pin',
      '  - {repoURL: registry.example/charts, chart: a, targetRevision: 1.2.*}',
      '                                                                 ^^^^^ managed registry.example/charts/a 1.2.*',
      '  - {repoURL: "https://charts.example", chart: a, targetRevision: 1.2.3}',
      '  - {repoURL: "oci://ghcr.io/o/b", path: ., targetRevision: main}',
      '                                                            ^^^^ artifact ghcr.io/o/b main no pin',
      `  - {repoURL: "oci://ghcr.io/o/b", targetRevision: "${DIGEST}"}`,
      `                                                    ${'^'.repeat(DIGEST.length)} artifact ghcr.io/o/b - @sha256:0123456789ab no pin`,
      '  - {repoURL: "oci://ghcr.io/o/b", targetRevision: HEAD}',
      '                                                   ^^^^ managed ghcr.io/o/b HEAD',
      '  - {repoURL: "git@github.com:o/b.git", chart: c, targetRevision: 1.2.3}',
      '  - {repoURL: "https://github.com/o/b", targetRevision: main}',
    ));
});

test('a chart’s template is read by lines, wherever its braces stand', () => {
  const text = [
    ...POD,
    '  containers:',
    '  - name: "{{ .Release.Name }}"',
    '    image: a:1',
    '    image: "{{ .x }}"',
  ].join('\n');
  const read = (file: string) => kubernetes.read(text, file).references.map(label);
  expect(read('chart/templates/pod.yaml')).toEqual(['template docker.io/library/a 1', 'template - -']);
  expect(read('chart/pod.yaml')).toEqual(['docker.io/library/a:1, IfNotPresent', 'template - -']);
  expect(read('templates/pod.yaml')).toEqual(read('chart/templates/pod.yaml'));
});

describe('comments and policies', () => {
  test('a comment above a line silences it', () => {
    const text = [
      ...POD,
      '  containers:',
      '  # registry-lens: ignore latest-tag',
      '  # a note',
      '  - image: a',
      '',
    ].join('\n');
    const { ignores } = kubernetes.read(text, 'a.yaml');
    expect(ignores.map(({ span, rules }) => [text.slice(span.start, span.end), rules])).toEqual([
      ['- image: a', ['latest-tag']],
    ]);
  });

  test.each([
    ['  - image: a:1\n    imagePullPolicy: IfNotPresent # why', '  - image: a:1\n    imagePullPolicy: Always # why'],
    ['  - {image: a:1, imagePullPolicy: Never}', '  - {image: a:1, imagePullPolicy: Always}'],
    // What nobody wrote is no mistake, so nothing is offered.
    ['  - image: a:1', undefined],
    ['  - image: a:1\n    imagePullPolicy: "Never"', '  - image: a:1\n    imagePullPolicy: "Always"'],
    ['  - image: >-\n      a:1', undefined],
  ])('asks for a pull at every start: %j', (before, after) => {
    for (const newline of ['\n', '\r\n']) {
      const text = [...POD, '  containers:', before].join('\n').replaceAll('\n', newline);
      const [reference] = kubernetes.read(text, 'a.yaml').references;
      const always = reference?.subject.kind === 'image' ? reference.subject.pull?.always : undefined;
      const changed = always && filled(text, always.slot, always.text);
      expect(changed).toBe(after && [...POD, '  containers:', after].join('\n').replaceAll('\n', newline));
    }
  });
});

test('the content tells which files are of this kind', () => {
  const pod = 'apiVersion: v1\nkind: Pod\n';
  expect(readerFor('a/b.yaml')?.id).toBe('kubernetes');
  expect(readerFor('a/b.yaml', undefined, pod)?.id).toBe('kubernetes');
  expect(readerFor('a/b.yaml', 'yaml', 'services: {}\n')).toBeUndefined();
  expect(readerFor('a/b.txt', 'yaml', pod)?.id).toBe('kubernetes');
  expect(readerFor('b.json', undefined, '\n{"kind":"Pod","apiVersion":"v1"}')?.id).toBe('kubernetes');
  expect(readerFor('b.json', undefined, '{"text":"apiVersion of a kind"}')).toBeUndefined();
  expect(readerFor('tsconfig.json')).toBeUndefined();
  expect(readerFor('package.json')?.id).toBe('package-json');
});

function filled(text: string, { span, before, after }: Slot, put: string): string {
  return `${text.slice(0, span.start)}${before}${put}${after}${text.slice(span.end)}`;
}

describe('places that the user names', () => {
  const TEXT = [
    'apiVersion: db.example/v1',
    'kind: Database',
    'spec:',
    '  engineImage: postgres:16 # the engine',
    '  runners: [{picture: "redis:7"}, {picture: 7}]',
    '---',
    'apiVersion: db.example/v1',
    'kind: Other',
    'spec: {engineImage: postgres:16}',
  ].join('\n');

  test.each([
    [[], []],
    [['Database:spec.engineImage'], ['postgres:16']],
    [['spec.engineImage'], ['postgres:16', 'postgres:16']],
    [['spec.runners[].picture'], ['redis:7', '7']],
    [
      ['Database:spec.*', 'spec.no.such', '', ':', '[].[]', 'Database:spec.runners[].picture'],
      ['postgres:16', 'redis:7', '7'],
    ],
  ])('%j', (paths, expected) => {
    const { references } = kubernetes.read(TEXT, 'a.yaml', withPaths(paths));
    const found = references.map(({ span }) => TEXT.slice(span.start, span.end));
    expect(found).toEqual(expected);
  });
});

test('a path of the user’s own that leads to what is handed on names it once', () => {
  const text = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages: [{name: a, newTag: v1}]\n';
  const { references } = kubernetes.read(text, 'k.yaml', withPaths(['images[].newTag']));
  expect(references.map(({ subject }) => subject)).toMatchObject([{ kind: 'image', tag: 'v1' }]);
});

function withPaths(imagePaths: readonly string[]): Around {
  return { ...NOTHING_AROUND, settings: { ...NOTHING_AROUND.settings, imagePaths } };
}

test('what Helm prints otherwise and what kustomize refuses, in objects of Flux', () => {
  const text = [
    'kind: x',
    '---',
    'apiVersion: helm.toolkit.fluxcd.io/v2',
    'kind: HelmRelease',
    'spec: {values: {image: {repository: acme/a, tag: 29111998}}}',
    '---',
    'apiVersion: kustomize.toolkit.fluxcd.io/v1',
    'kind: Kustomization',
    'spec: {images: [{name: acme/b, newTag: 1}]}',
    '---',
    'apiVersion: source.toolkit.fluxcd.io/v1',
    'kind: OCIRepository',
    'spec: {url: "oci://ghcr.io/o/a", ref: {tag: 1.10}}',
    '',
  ].join('\n');
  const { references } = readText(kubernetes, text, 'flux.yaml').reading;
  const said = references.map(({ subject }) => {
    const { quotes, becomes } = (subject.kind === 'opaque' && subject.misread) || {};
    return [quotes && text.slice(quotes.start, quotes.end), becomes];
  });
  expect(said).toEqual([
    ['29111998', '2.9111998e+07'],
    ['1', undefined],
    ['1.10', undefined],
  ]);
});
