import { DIGEST, type ReaderKit } from './kit.ts';
import { yamlKit } from './yaml-kit.ts';

/** The kinds that say what is deployed. */
export const DEPLOYMENT_KITS: Readonly<Record<string, ReaderKit>> = {
  compose: yamlKit({
    file: 'compose.yaml',
    seeds: [
      'services:\n  a:\n    image: node:${TAG:-20}\n    pre_start: [{image: b}]\n    volumes: [{type: image, source: c:1}]\n  d: {image: e, build: ., pull_policy: missing}\n  f: {image: e, extends: d}\n',
      'x-b: &b {image: g:1}\nservices:\n  a: {<<: *b, extends: {service: h}}\n  h:\n    build:\n      additional_contexts: {n: "docker-image://node:20", s: "service:a"}\n      x-bake: {contexts: ["m=docker-image://${R:-r}/x"]}\n',
      `a:\n  image: b@${DIGEST}\nc:\n  build: .\n  image: $\{D}\n`,
    ],
    place: 'services:\n  a:\n    image: ',
    tokens: [
      'services:\n',
      'image: ',
      'build: ',
      'additional_contexts:\n',
      'docker-image://',
      '${A:-b}',
      '${A-',
      '${A:+',
      'extends: ',
      'volumes: ',
    ],
    lists: [
      { head: 'services:\n', entry: i => `  s${i}:\n    image: b:1\n` },
      { head: 'services:\n', entry: i => `  s${i}: {image: b:1, build: .}\n` },
      { head: 'services:\n', entry: i => `  s${i}: {image: b:1, extends: s${i + 1}}\n` },
      { head: 'services:\n  a:\n', entry: () => '    image: b:1\n' },
      { head: 'services:\n  a:\n    pre_start:\n', entry: () => '    - image: b:1\n' },
      {
        head: 'services:\n  a:\n    build:\n      additional_contexts:\n',
        entry: i => `        n${i}: docker-image://b:1\n`,
      },
      {
        head: 'services:\n  a: {build: {additional_contexts: [',
        entry: i => `n${i}=docker-image://b:1, `,
        tail: ']}}\n',
      },
      { head: 'services:\n', entry: i => `  s${i}: {image: "\${A:-b}:\${B:-1}"}\n` },
      { head: 'services:\n  a:\n    image: ', entry: () => '${A:-b}' },
      { head: 'services:\n  a:\n    image: ', entry: () => '${A:+b}' },
      { head: 'services:\n  a:\n    image: ', entry: () => '${A:-' },
      {
        head: 'x: &x [',
        entry: i => `{image: b:${i}}, `,
        behind: { head: ']\nservices:\n', entry: i => `  s${i}: {pre_start: *x}\n` },
      },
      {
        head: 'x: &x {',
        entry: i => `k${i}: b, `,
        behind: { head: '}\nservices:\n', entry: i => `  s${i}: {<<: *x, image: b}\n` },
      },
    ],
  }),
  'helm-chart': yamlKit({
    file: 'Chart.yaml',
    seeds: [
      'annotations:\n  artifacthub.io/images: |\n    - name: a\n      image: node:20\n    # registry-lens: ignore\n    - image: b@c\n',
      'annotations: {artifacthub.io/images: "- image: a:1\\n- image: b\\n"}\n',
      'dependencies:\n- name: a\n  version: 1.2.3\n  repository: oci://b.io/c\n- {name: b, version: ^1, repository: "oci://b.io"}\n',
    ],
    place: 'annotations:\n  artifacthub.io/images: |\n    - image: ',
    tokens: ['annotations:\n', 'artifacthub.io/images: ', '- image: ', '|\n'],
    lists: [
      { head: 'annotations:\n  artifacthub.io/images: |\n', entry: () => '    - image: b:1\n' },
      {
        head: 'annotations:\n  artifacthub.io/images: |\n',
        entry: () => '    # registry-lens: ignore\n',
        tail: '    - image: b:1\n',
      },
      { head: 'annotations: {artifacthub.io/images: "', entry: () => '- image: b:1\\n', tail: '"}\n' },
      { head: '', entry: () => 'annotations: {artifacthub.io/images: "- image: b:1"}\n' },
      { head: 'annotations:\n  artifacthub.io/images: >\n', entry: () => '    - image: b:1\n\n' },
    ],
  }),
  'helm-values': yamlKit({
    file: 'values.yaml',
    seeds: [
      `image:\n  registry: r.io\n  repository: a/b\n  tag: 1.20\n  digest: ""\n  pullPolicy: Always\ninit: {image: c:1, tag: x}\nfooImage: d:2\nimages: [e:1, {repository: f, tag: g}]\n`,
      `global: {imageRegistry: r.io, image: {registry: s}}\nx: &x {repository: a, tag: &t b}\ny: {image: {<<: *x, digest: ${DIGEST}}}\nz: {image: {repository: c.io/d, tag: *t, useDigest: false}}\n`,
      'initImage: a\ninitImageTag: 1\nside: {repository: ghcr.io/a/b, tag: v1, pullSecrets: []}\nextraContainers: [{image: b}]\n',
    ],
    place: 'image:\n  repository: ',
    tokens: [
      'image:\n',
      'repository: ',
      'tag: ',
      'registry: ',
      'digest: ',
      'images:\n',
      'global: ',
      'pullPolicy: ',
      'Image: ',
    ],
    lists: [
      { head: '', entry: i => `a${i}: {image: {repository: b, tag: v1, pullPolicy: Always}}\n` },
      { head: '', entry: i => `a${i}: {image: b:1, pullPolicy: Always}\n` },
      { head: 'image:\n', entry: () => '  repository: b\n  tag: v1\n' },
      { head: '', entry: () => 'image: b:1\n' },
      { head: '', entry: i => `a${i}Image: b\na${i}ImageTag: v1\n` },
      { head: 'images:\n', entry: () => '- b:1\n' },
      {
        head: 'global: {imageRegistry: a.io}\n',
        entry: i => `a${i}: {image: {repository: b, tag: v1, registry: c.io}}\n`,
      },
      { head: '', entry: i => `a${i}: {repository: a.io/b, tag: v1}\n` },
      {
        ...{ head: 'x: &x {', entry: i => `k${i}Image: b, ` },
        behind: { head: '}\n', entry: i => `y${i}: {<<: *x, image: {<<: *x}}\n` },
      },
    ],
  }),
  kustomization: yamlKit({
    file: 'kustomization.yaml',
    seeds: [
      `images:\n- name: a\n  newName: r.io/b\n  newTag: "1"\n- {name: c, digest: ${DIGEST}}\n- name: d\n  newTag: x\n  tagSuffix: -y\nimageTags: [{name: e, newTag: f}]\n`,
      'images:\n- &a {name: a, newTag: v1}\n- *a\n- <<: *a\n  newName: g\n- name: h\n  newName: $X\n',
    ],
    place: 'images:\n- newTag: v1\n  name: ',
    tokens: ['images:\n', '- name: ', 'newName: ', 'newTag: ', 'digest: ', 'tagSuffix: '],
    lists: [
      { head: 'images:\n', entry: () => '- name: b\n  newTag: v1\n' },
      { head: 'images: [', entry: () => '{name: b, newTag: v1}, ', tail: ']\n' },
      { head: 'images:\n- name: b\n', entry: () => '  newTag: v1\n' },
      { head: 'images: &x\n- &a {name: b, newTag: v1}\n', entry: () => '- *a\n' },
    ],
  }),
  skaffold: yamlKit({
    file: 'skaffold.yaml',
    seeds: [
      'apiVersion: skaffold/v4\nkind: Config\nbuild:\n  googleCloudBuild: {dockerImage: a:1}\n  artifacts:\n  - image: b\n    kaniko: {image: c:1, initImage: d}\n  - image: e\n    buildpacks: {builder: f:1, runImage: b}\nverify:\n- container: {image: g:2}\n',
      'apiVersion: skaffold/v2\nprofiles:\n- build: {artifacts: [{image: a, jib: {fromImage: b:1}, ko: {fromImage: c}}]}\n---\napiVersion: skaffold/v4\ncustomActions: [{containers: [{image: a}]}]\n',
      'apiVersion: skaffold/v4\nbuild:\n  artifacts:\n  - image: a\n    context: b\n    requires: [{image: c, alias: C}]\n    docker: {dockerfile: d, buildArgs: {A: "b:1", B: "{{.X}}", E: }}\n',
    ],
    place: 'apiVersion: skaffold/v4\nverify:\n- container:\n    image: ',
    tokens: [
      'build:\n',
      'artifacts:\n',
      '- image: ',
      'buildpacks:\n',
      'builder: ',
      'runImage: ',
      'verify:\n',
      'profiles:\n',
    ],
    lists: [
      {
        head: 'apiVersion: skaffold/v4\nbuild:\n  artifacts:\n',
        entry: i => `  - image: a${i}\n    jib: {fromImage: a${i}}\n`,
      },
      { head: 'apiVersion: skaffold/v4\nverify:\n', entry: () => '- container: {image: b:1}\n' },
      { head: '', entry: i => `---\napiVersion: skaffold/v4\nbuild: {artifacts: [{image: a${i}}]}\n` },
      { head: 'apiVersion: skaffold/v4\nprofiles:\n', entry: () => '- verify: [{container: {image: b:1}}]\n' },
    ],
  }),
  kubernetes: yamlKit({
    file: 'k8s/a.yaml',
    seeds: [
      'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      initContainers: [{image: a}]\n      containers:\n      - image: node:20\n        imagePullPolicy: IfNotPresent\n      volumes: [{image: {reference: b:1, pullPolicy: Always}}]\n---\nkind: List\napiVersion: v1\nitems: [{apiVersion: v1, kind: Pod, spec: {containers: [{image: c}]}}]\n',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  image: z:1\n  sources:\n  - helm: {valuesObject: {image: {repository: a, tag: v1}}}\n  tpl: {apiVersion: v1, kind: Pod, spec: {containers: [{image: b}]}}\n',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nimages: [{name: a, newTag: v1}]\n---\napiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nspec: {imageName: b:1, c: {reference: d}}\n',
      'apiVersion: argoproj.io/v1\nkind: ApplicationSet\nspec: {template: {spec: {source: {kustomize: {images: ["a=b:1", "c@d"]}}}}}\n---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmReleaseList\nitems: [{spec: {values: {image: {repository: a, tag: v1}}, postRenderers: [{kustomize: {images: [{name: a, newTag: v1}]}}]}}]\n',
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nspec:\n  url: oci://a.io/b\n  ref:\n    tag: 1.2.3\n---\napiVersion: argoproj.io/v1\nkind: Application\nspec: {source: {repoURL: a.io/b, chart: c, targetRevision: 1.2.3}}\n',
      'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: a}\nspec: {type: oci, url: oci://a.io/b}\n---\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {annotations: {keel.sh/policy: all}}\nspec: {chart: {spec: {chart: c, version: 1.2.3, sourceRef: {kind: HelmRepository, name: a}}}}\n',
      '{"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"image": "a:1"}]}}',
      'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: {{ .Values.image }}:{{ .Values.tag }}\n  - image: b:1\n',
    ],
    place: 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: ',
    tokens: [
      'apiVersion: v1\n',
      'kind: Pod\n',
      'spec:\n',
      'containers:\n',
      '- image: ',
      'imagePullPolicy: ',
      'reference: ',
      'kind: List\n',
      'items:\n',
    ],
    lists: [
      { head: 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n', entry: () => '  - image: b:1\n' },
      { head: 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - image: a\n', entry: () => '    image: b:1\n' },
      { head: 'apiVersion: x.io/v1\nkind: X\nspec:\n', entry: () => '  image: b:1\n' },
      { head: 'apiVersion: x.io/v1\nkind: X\nspec:\n  image: a\n  x:\n', entry: () => '    reference: b:1\n' },
      {
        head: 'apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata: {name: a}\nspec:\n  type: oci\n  url: oci://a',
        entry: () => '/',
        tail: 'x\n',
      },
      {
        head: '{"apiVersion": "v1", "kind": "List", "items": [',
        entry: () => '{"apiVersion":"v1","kind":"Pod","spec":{"containers":[{"image":"b"}]}},',
      },
      {
        ...{ head: 'apiVersion: argoproj.io/v1\nkind: A\nspec:\n  image: b\n  x:\n', entry: () => '  - image: b:1\n' },
        behind: { head: '  sources:\n', entry: () => '  - helm: {valuesObject: {image: b:1}}\n' },
      },
      {
        ...{
          head: 'apiVersion: x.io/v1\nkind: X\nmetadata: [',
          entry: i => (i === 0 ? '&x0 b, ' : `&x${i} [*x${i - 1}], `),
        },
        tail: ']\nspec: {image: b, x: *x1000}\n',
      },
      {
        ...{ head: 'metadata: &x [', entry: () => '{image: b:1}, ' },
        behind: {
          head: ']\napiVersion: x.io/v1\nkind: X\nspec:\n',
          entry: () => '- {apiVersion: v1, kind: Pod, spec: {containers: *x}}\n',
        },
      },
      { head: 'apiVersion: v1\nkind: Pod\n', entry: () => '# registry-lens: ignore\nimage: b\n' },
      { head: 'apiVersion: v1\nkind: Pod\nx: {{a}}\n', entry: () => '  image: b:1\n' },
    ],
  }),
};
