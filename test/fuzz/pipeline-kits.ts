import { DIGEST, type ReaderKit } from './kit.ts';
import { yamlKit } from './yaml-kit.ts';

const USE = '${{ matrix.x }}';

/** The kinds of pipelines. */
export const PIPELINE_KITS: Readonly<Record<string, ReaderKit>> = {
  'github-actions': yamlKit({
    file: '.github/workflows/a.yml',
    seeds: [
      `jobs:\n  a:\n    container: node:20\n    services:\n      b: {image: "c:1@${DIGEST}"}\n    steps:\n    - uses: docker://d:2\n`,
      `jobs:\n  a:\n    strategy: {matrix: {x: ["a:1", b:2], include: [{y: c:1}], exclude: []}}\n    container: ${USE}\n    if: matrix.y\n    services: {b: "${USE}"}\n`,
      'jobs:\n  a:\n    steps:\n    - uses: docker/build-push-action@v6\n      with:\n        context: "{{defaultContext}}:a"\n        file: b\n        build-args: |\n          A=b\n          "B=c:1"\n',
      'runs:\n  image: docker://a:1\n  steps:\n  - uses: docker://b@c\n  - uses: snok/container-retention-policy@v1\n',
      'jobs:\n  a:\n    steps:\n    - uses: actions/delete-package-versions@v5 # v5\n      with: {package-name: a, package-type: container, ignore-versions: "(a|b)*"}\n    - uses: dataaxiom/ghcr-cleanup-action@v1\n      with: {tags: "a*,b", keep-n-tagged: 2}\n    - run: az acr run --cmd "acr purge --filter \'a:.*\' --ago 1d" -r b /dev/null\n',
      'jobs: {a: {container: {image: Dockerfile}, services: {b: *c}}, d: {<<: *a, runs-on: [x]}}\nruns: {image: Dockerfile}\n',
    ],
    place: 'jobs:\n  a:\n    container: ',
    tokens: [
      'jobs:\n',
      'container: ',
      'services:\n',
      'strategy:\n',
      'matrix: ',
      'include:\n',
      'exclude:\n',
      USE,
      'if: ',
    ],
    lists: [
      { head: 'jobs:\n  a:\n    services:\n', entry: i => `      s${i}: {image: "${USE}"}\n` },
      {
        ...{ head: 'jobs:\n  a:\n    strategy: {matrix: {x: [', entry: () => '"a:1",' },
        behind: { head: ']}}\n    services:\n', entry: i => `      s${i}: {image: "${USE}"}\n` },
      },
      {
        ...{ head: 'jobs:\n  a:\n    strategy: {matrix: {', entry: i => `x${i}: ["a:1"], ` },
        behind: { head: '}}\n    services:\n', entry: i => `      s${i}: {image: "\${{ matrix.x${i} }}"}\n` },
      },
      { head: 'jobs:\n', entry: i => `  j${i}:\n    container: b:1\n    steps: [{uses: docker://a:1}]\n` },
      {
        head: 'jobs: {a: {steps: [',
        entry: i => `{uses: docker/build-push-action@v6, with: {context: a${i}, build-args: "A=b"}}, `,
      },
      {
        head: 'jobs:\n  a:\n    steps:\n    - uses: docker/build-push-action@v6\n      with:\n        build-args: |\n',
        entry: i => `          A${i}=b:1\n`,
      },
      { head: 'runs:\n', entry: () => '  image: docker://b:1\n' },
      { head: 'runs:\n  steps:\n', entry: () => '  - uses: docker://b:1\n' },
      {
        head: 'jobs:\n  a:\n    steps:\n',
        entry: () => `    - if: matrix.x\n      run: ${USE}\n`,
        tail: `    container: ${USE}\n`,
      },
    ],
  }),
  'gitlab-ci': yamlKit({
    file: '.gitlab-ci.yml',
    seeds: [
      'image: node:20\nservices: [b:1, {name: c:2, alias: d}]\njob:\n  image: {name: e:3, pull_policy: always}\n  services: !reference [.x, services]\n',
      'variables: {A: node, B: {value: "20"}}\nimage: $A:${B}\n',
      'spec:\n  inputs: {tag: {default: x}}\n---\njob:\n  image: a:$[[ inputs.tag ]]\n  <<: *x\n',
      'default: {image: a}\n.hidden: &h {image: b:1}\njob: {<<: *h, services: [c, d]}\nother: {services: *s}\n',
    ],
    place: 'job:\n  image: ',
    tokens: [
      'image: ',
      'services:\n',
      'variables:\n',
      'name: ',
      'pull_policy: ',
      '$A',
      '${A}',
      '$[[',
      '!reference [.a, b]',
    ],
    lists: [
      { head: '', entry: i => `j${i}:\n  image: b:1\n` },
      {
        head: 'variables:\n',
        entry: i => `  V${i}: b\n`,
        behind: { head: '', entry: i => `j${i}:\n  image: $V${i}\n` },
      },
      { head: 'variables: {A: b}\n', entry: i => `j${i}: {image: $A}\n` },
      { head: 'image: ', entry: i => `$V${i}` },
      { head: '', entry: i => `j${i}: {image: {name: b:1, pull_policy: always}}\n` },
      { head: 'services:\n', entry: () => '- !reference [a]\n- b:1\n' },
      { head: 'x: &x [', entry: i => `b:${i}, `, behind: { head: ']\n', entry: i => `j${i}: {services: *x}\n` } },
      { head: 'j:\n  image:\n', entry: () => '    name: b:1\n' },
    ],
  }),
  circleci: yamlKit({
    file: '.circleci/config.yml',
    seeds: [
      'version: 2.1\nexecutors:\n  e:\n    docker:\n    - image: cimg/node:20.1\njobs:\n  j:\n    docker: [{image: "a:<< parameters.t >>"}, {image: b}]\n',
      'orbs: {o: {jobs: {j: {docker: [{image: &i a:1}, {image: *i}]}}}}\n',
      'parameters: {p: {default: "1"}}\njobs:\n  j:\n    parameters: {t: {default: << pipeline.parameters.p >>}}\n    docker: [{image: "a:<< parameters.t >>"}]\nworkflows: {w: {jobs: [j, {j: {t: "2"}}]}}\n',
    ],
    place: 'jobs:\n  j:\n    docker:\n    - image: ',
    tokens: ['docker:\n', '- image: ', '<<', '>>', 'parameters.'],
    lists: [
      { head: 'jobs:\n', entry: i => `  j${i}:\n    docker:\n    - image: b:1\n` },
      { head: 'jobs:\n  j:\n    docker:\n', entry: () => '    - image: b:1\n' },
      {
        head: 'jobs:\n  j:\n    parameters: {t: {default: "1"}}\n    docker:\n',
        entry: () => '    - image: b:<< parameters.t >>\n',
      },
      {
        ...{ head: 'x: &x {', entry: i => `a${i}: b, ` },
        behind: {
          head: '}\njobs: {j: {parameters: {t: {default: a}}, docker: [{image: "b:<< parameters.t >>"}]}}\nworkflows:\n  w:\n    jobs:\n',
          entry: () => '    - j: *x\n',
        },
      },
      {
        head: 'jobs: {j: {docker: [{image: "b:<< parameters.t >>"}]}}\nworkflows:\n  w:\n    jobs:\n',
        entry: i => `    - j: {t: "${i}"}\n`,
      },
      {
        ...{ head: 'x: &x {', entry: i => `a${i}: b, ` },
        behind: {
          head: '}\nworkflows: {w: {jobs: [{j0: *x}, {j1: *x}]}}\njobs:\n',
          entry: i => `  j${i}: {docker: [{image: "b:<< parameters.a${i} >>"}]}\n`,
        },
      },
      {
        head: 'x: &x [',
        entry: i => `{image: b:${i}}, `,
        behind: { head: ']\njobs:\n', entry: i => `  j${i}: {docker: *x}\n` },
      },
    ],
  }),
  'bitbucket-pipelines': yamlKit({
    file: 'bitbucket-pipelines.yml',
    seeds: [
      'image: node:20\npipelines:\n  default:\n  - step:\n      image: {name: a:1}\n      script: [x, {pipe: "docker://b:2"}]\n      after-script: [{pipe: c/d:1}]\n',
      'definitions:\n  services: {s: {image: a}}\n  steps:\n  - step: &s {image: b:1}\npipelines: {branches: {m: [{step: *s}, {parallel: [{step: *s}]}]}}\n',
    ],
    place: 'pipelines:\n  default:\n  - step:\n      image: ',
    tokens: ['step:\n', 'image: ', 'script:\n', 'pipe: docker://', 'definitions:\n', 'services:\n'],
    lists: [
      {
        head: 'pipelines:\n  default:\n',
        entry: () => '  - step:\n      image: b:1\n      script:\n      - pipe: docker://c:1\n',
      },
      { head: 'definitions:\n  services:\n', entry: i => `    s${i}: {image: b:1}\n` },
      {
        ...{ head: 'x: &x [', entry: i => `{pipe: "docker://b:${i}"}, ` },
        behind: { head: ']\npipelines:\n  default:\n', entry: () => '  - step: {script: *x}\n' },
      },
    ],
  }),
  'azure-pipelines': yamlKit({
    file: 'azure-pipelines.yml',
    seeds: [
      'resources:\n  containers:\n  - container: c\n    image: node:20\n    endpoint: e\njobs:\n- job: a\n  container: c\n  services: {d: c, e: f:1}\n- deployment: b\n  container: {image: g:2, localImage: true}\n',
      "jobs:\n- job: a\n  strategy: {matrix: {x: {image: a:1}, y: {image: b:2}}}\n  container: $[ variables['image'] ]\n- ${{ if x }}:\n  - job: b\n    container: ${{ parameters.c }}\n",
      'container: a:1\nsteps: []\n${{ if y }}:\n  container: b\n',
      "parameters: [{name: p, default: a}]\nvariables: {v: '1'}\ncontainer: ${{ parameters.p }}:${{ variables['v'] }}\nextends: {template: a.yml, parameters: {b: c}}\n",
    ],
    place: 'jobs:\n- job: a\n  container: ',
    tokens: [
      'job: ',
      'container: ',
      'strategy: ',
      'matrix: ',
      "$[ variables['image'] ]",
      '${{ if x }}:',
      'services: ',
      'resources:\n',
    ],
    lists: [
      { head: 'resources:\n  containers:\n', entry: i => `  - container: c${i}\n    image: b:1\n` },
      { head: 'steps:\n', entry: i => `- template: t${i}.yml\n  parameters: {a: b}\n` },
      { head: 'container: a:${{ variables.v0 }}\nvariables:\n', entry: i => `- name: v${i}\n  value: b\n` },
      {
        ...{ head: 'x: &x {', entry: i => `a${i}: b, ` },
        behind: { head: '}\nsteps:\n', entry: i => `- {template: t${i}.yml, parameters: *x}\n` },
      },
      { head: 'jobs:\n', entry: i => `- job: j${i}\n  container: b:1\n` },
      { head: 'jobs:\n- job: a\n  services:\n', entry: i => `    s${i}: b:1\n` },
      {
        ...{ head: 'x: &x {matrix: {', entry: i => `l${i}: {image: b:1}, ` },
        behind: {
          head: "}}\nc: &c $[ variables['image'] ]\njobs:\n",
          entry: i => `- {job: j${i}, strategy: *x, container: *c}\n`,
        },
      },
      {
        ...{ head: 'jobs:\n- job: a\n  strategy: {matrix: {', entry: i => `l${i}: {image: b:1}, ` },
        behind: { head: '}}\n', entry: () => "  container: $[ variables['image'] ]\n" },
      },
      {
        head: 'x: [',
        entry: i => (i === 0 ? '&x0 b, ' : `&x${i} [*x${i - 1}], `),
        tail: ']\nresources: {containers: *x100}\n',
      },
      { head: '', entry: () => '${{ if x }}:\n  container: b:1\n' },
    ],
  }),
  drone: yamlKit({
    file: '.drone.yml',
    seeds: [
      'kind: pipeline\nsteps:\n- name: a\n  image: node:20\n  pull: always\nservices:\n- image: b\n---\nkind: pipeline\nsteps: [{image: "c:$T", pull: never}]\nclone: {image: x}\n',
      'pipeline:\n  a: {image: b:1, pull: true}\n',
    ],
    place: 'steps:\n- image: ',
    tokens: ['steps:\n', '- image: ', 'pull: ', 'if-not-exists', 'clone: '],
    lists: [
      { head: 'steps:\n', entry: () => '- image: b:1\n  pull: always\n' },
      { head: 'pipeline:\n', entry: i => `  s${i}: {image: b:1, pull: true}\n` },
      { head: '', entry: i => `---\nsteps: [{image: b:${i}}]\n` },
    ],
  }),
  woodpecker: yamlKit({
    file: '.woodpecker.yml',
    seeds: [
      'steps:\n  a: {image: node:20, pull: true}\n  b:\n    image: c\n    pull: false\nservices: [{image: d:1}]\n',
      'clone:\n  git: {image: e:1}\nsteps:\n- image: f\n',
    ],
    place: 'steps:\n  a:\n    image: ',
    tokens: ['steps:\n', 'image: ', 'pull: true\n', 'services:\n'],
    lists: [
      { head: 'steps:\n', entry: i => `  s${i}:\n    image: b:1\n    pull: true\n` },
      { head: 'steps:\n', entry: () => '- image: b:1\n' },
    ],
  }),
};
