import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gitlabCi } from '../../../../server/src/ecosystems/oci/readers/gitlab-ci.ts';
import { readerFor } from '../../../../server/src/ecosystems/readers.ts';
import { imageNameText } from '../../../../server/src/model/names.ts';
import { linesOf } from '../../../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import { expectRead } from '../../../support/read-fixture.ts';
import { filled, testImageReader } from '../../../support/reader-properties.ts';
import { images, unfinishedLine, writtenValue, yamlPieces } from '../../../support/written-yaml.ts';

const expectFound = (...lines: string[]) => expectRead(gitlabCi, '.gitlab-ci.yml', ...lines);

describe('places', () => {
  test('images and services at the top, in the defaults and in jobs', () =>
    expectFound(
      'image: ruby:3.3',
      '       ^^^^^^^^ docker.io/library/ruby:3.3',
      'services: [postgres:16]',
      '           ^^^^^^^^^^^ docker.io/library/postgres:16, no place for a comment',
      'default:',
      '  image:',
      '    name: "ghcr.io/o/r"',
      '           ^^^^^^^^^^^ ghcr.io/o/r',
      '    entrypoint: [""]',
      '.hidden:',
      '  services:',
      '  - redis',
      '    ^^^^^ docker.io/library/redis',
      '  - name: docker:dind',
      '          ^^^^^^^^^^^ docker.io/library/docker:dind',
      '    alias: image',
      '    command: [--image, no]',
      'test job:',
      '  extends: .hidden',
      '  image: node:20 # why',
      '         ^^^^^^^ docker.io/library/node:20',
      '  script: ["image: no"]',
      '  variables: {image: no}',
    ));

  test('what is no job holds no image', () =>
    expectFound(
      'include: {image: no, local: x}',
      'variables: {image: no, services: [no]}',
      'workflow: {image: no}',
      'cache: {image: no}',
      'stages: [image]',
    ));

  test('a reference to another key is not read as text', () =>
    expectFound(
      'a:',
      '  image: !reference [.b, image]',
      '  services: !reference [.b, services]',
      '  needs: []',
      'b:',
      '  services:',
      '  - !reference [.b, services]',
      '  - redis',
      '    ^^^^^ docker.io/library/redis',
    ));

  test('a header comes before the pipeline', () =>
    expectFound(
      'spec:',
      '  inputs:',
      '    image: {default: no}',
      '---',
      'a:',
      '  image: node:$[[ inputs.node ]]',
      '         ^^^^^^^^^^^^^^^^^^^^^^^ template docker.io/library/node $[[ inputs.node ]]',
    ));

  test('a pull policy that is written', () =>
    expectFound(
      'a:',
      '  image: {name: node, pull_policy: if-not-present}',
      '                ^^^^ docker.io/library/node, IfNotPresent, no place for a comment',
      '  services:',
      '  - name: redis',
      '          ^^^^^ docker.io/library/redis, Never',
      '    pull_policy: never',
      '  - name: db',
      '          ^^ docker.io/library/db',
      '    pull_policy: [always, if-not-present]',
    ));
});

describe('variables', () => {
  test('at the top of the file are defaults for images that alone read them', () =>
    expectFound(
      'variables:',
      '  BASE: registry.example/base:1',
      '  NODE: {value: "20", description: which}',
      '  DEPTH: 1',
      'a:',
      '  image: $BASE',
      '         ^^^^^ registry.example/base:1, by default of BASE',
      'b:',
      '  image: ${BASE}',
      '         ^^^^^^^ registry.example/base:1, by default of BASE',
      'c:',
      '  image: node:$NODE',
      '         ^^^^^^^^^^ docker.io/library/node:20, by default of NODE',
      'd:',
      '  services: ["node:$NODE"]',
      '              ^^^^^^^^^^ docker.io/library/node:20, no place for a comment, by default of NODE',
    ));

  test.each([
    ['a rule’s value', 'variables: {V: a:1}\na:\n  image: $V\n  rules: [{if: $W, variables: {V: b:1}}]\n'],
    ['a rule for all', 'workflow: {rules: [{variables: {V: b:1}}]}\nvariables: {V: a:1}\na:\n  image: $V\n'],
    ['a matrix', 'variables: {V: a:1}\na:\n  image: $V\n  parallel: {matrix: [{V: [b:1]}]}\n'],
    ['who is made from it', 'variables: {V: a:1}\n.a:\n  image: $V\nb: {extends: .a, variables: {V: b:1}}\n'],
    ['who says no image itself', 'variables: {V: a:1}\ndefault:\n  image: $V\nb: {variables: {V: b:1}}\n'],
    ['what it is made from', '.b: {variables: {V: b:1}}\nvariables: {V: a:1}\na:\n  image: $V\n  extends: [.b]\n'],
    ['what it is made from elsewhere', 'variables: {V: a:1}\na:\n  image: $V\n  extends: .of-an-include\n'],
    ['what is not inherited', 'variables: {V: a:1}\na:\n  image: $V\n  inherit: {variables: false}\n'],
    ['a number that is written in another way', 'variables: {V: 1.20}\na:\n  image: a:$V\n'],
    ['a variable that is not expanded', 'variables: {V: {value: a:$W, expand: false}, W: "1"}\na:\n  image: $V\n'],
    ['a chain without an end', 'variables: {V: a:$W, W: $V}\na:\n  image: $V\n'],
    ['a part that nothing gives', 'variables: {V: a:$CI_COMMIT_TAG}\na:\n  image: $V\n'],
    ['a variable of GitLab’s', 'a:\n  image: $CI_REGISTRY_IMAGE/a:1\n'],
    ['a form that the runner does not know', 'variables: {V: a:1}\na:\n  image: ${V:-b}\n'],
    ['a doubled sign', 'variables: {V: a:1}\na:\n  image: $$V\n'],
  ])('%s leaves it uncertain', (_, text) => {
    expect(gitlabCi.read(text, '.gitlab-ci.yml').references.map(({ subject }) => subject)).toMatchObject(
      text.match(/image: .*\$/g)?.map(() => ({ kind: 'opaque', why: 'variable' })) ?? [],
    );
  });

  const A1 = 'docker.io/library/a:1';
  test.each([
    ['a script that sees it', 'variables: {V: a:1}\na:\n  image: $V\n  script: echo $V\n', A1],
    ['a comment', 'variables: {V: a:1}\na:\n  image: $V # V is great\n', A1],
    ['another job’s value', 'variables: {V: a:1}\na:\n  image: $V\nb:\n  variables: {V: b:1}\n', A1],
    ['a job’s own value', 'variables: {V: b:1}\na:\n  image: $V\n  variables: {V: a:1}\n', A1],
    ['another image', 'variables: {V: "1"}\na:\n  image: a:$V\nb:\n  image: a:$V-b\n', A1, `${A1}-b`],
    ['a variable in a variable', 'variables: {V: $W/a:$X, W: r.example, X: 1}\na:\n  image: $V\n', 'r.example/a:1'],
    ['a value that each job completes', 'variables: {V: a:$W}\na:\n  image: $V\n  variables: {W: 1}\n', A1],
    ['something behind it', 'variables: {V: a}\na:\n  image: $V:1\n', A1],
    [
      'what it is made from, which does not speak of it',
      '.b: {}\nvariables: {V: a:1}\na: {image: $V, extends: .b}\n',
      A1,
    ],
  ])('%s leaves the value as it is', (_, text, ...names) => {
    const subjects = gitlabCi.read(text, '.gitlab-ci.yml').references.map(({ subject }) => subject);
    expect(
      subjects.map(subject => subject.kind === 'image' && `${imageNameText(subject.name)}:${subject.tag}`),
    ).toEqual(names);
  });

  test('where others read the value, a digest goes behind the variable', () => {
    const text = 'variables:\n  NODE: node:20\na:\n  image: $NODE\n  script: echo $NODE\n';
    for (const { subject } of gitlabCi.read(text, '.gitlab-ci.yml').references) {
      expect(subject).toMatchObject({ byDefaultOf: 'NODE', pin: { where: 'override' } });
      expect(subject.kind === 'image' && filled(text, subject.pin.digest, 'sha256:0')).toBe(
        text.replace('image: $NODE', 'image: $NODE@sha256:0'),
      );
    }
  });

  test('a digest in a value wants a look, as every script has the value', () => {
    const text = 'variables: {NODE: "20"}\na: {image: "node:$NODE", script: ./build.sh}\n';
    const [reference] = gitlabCi.read(text, '.gitlab-ci.yml').references;
    expect(reference?.subject).toMatchObject({ pin: { where: 'shared' } });
  });

  test('the digest goes into the value, for all who read it', () => {
    const text = "variables:\n  NODE: '20'\na:\n  image: node:$NODE\nb:\n  image: node:$NODE\n";
    for (const { subject } of gitlabCi.read(text, '.gitlab-ci.yml').references) {
      expect(subject.kind === 'image' && filled(text, subject.pin.digest, 'sha256:0')).toBe(
        text.replace("'20'", "'20@sha256:0'"),
      );
    }
  });
});

describe('variables of the pipeline that includes a file', () => {
  const pipeline =
    'variables: {V: a:1, W: $V, N: 1.20}\nt: {variables: {T: t:1, V2: "$X"}, trigger: {include: ci/a.yml}}\n';
  const given = gitlabCi.read(pipeline, '.gitlab-ci.yml').statements ?? [];
  const told = (key: string) =>
    given
      .filter(each => each.key === key)
      .map(each => ({ ...each, from: { id: '', file: '', rangeOf: linesOf('').rangeOf } }));
  const nameIn = (text: string, file: string) => {
    const [{ subject } = { subject: undefined }] = gitlabCi.read(text, file, { ...NOTHING_AROUND, told }).references;
    if (subject?.kind === 'opaque') return subject.why;
    return subject?.kind === 'image' ? `${subject.name.repository}:${subject.tag}` : undefined;
  };

  test.each([
    ['stand for what it says', 'a: {image: $V}\n', 'ci/a.yml', 'library/a:1'],
    ['come before those of the file', 'variables: {V: b:2}\na: {image: $V}\n', 'ci/a.yml', 'library/a:1'],
    ['come behind those of a job', 'a: {image: $V, variables: {V: b:2}}\n', 'ci/a.yml', 'library/b:2'],
    ['are those of the job that starts it', 'variables: {T: b:2}\na: {image: $T}\n', 'ci/a.yml', 'library/t:1'],
    ['are not known where that job composes them', 'variables: {V2: b:2}\na: {image: $V2}\n', 'ci/a.yml', 'variable'],
    ['say nothing where they are composed', 'a: {image: $W}\n', 'ci/a.yml', 'variable'],
    ['say nothing where GitLab writes them otherwise', 'a: {image: "a:$N"}\n', 'ci/a.yml', 'variable'],
    ['are not another pipeline’s', 'a: {image: $V}\n', 'sub/.gitlab-ci.yml', 'variable'],
  ])('%s', (_, text, file, name) => {
    expect(nameIn(text, file)).toBe(name);
  });
});

test.each([
  ['include: a.yml', '.gitlab-ci.yml', ['below a.yml 0']],
  ['include: [/a/b.yaml, {local: c.yml, rules: []}]', '.gitlab-ci.yml', ['below a/b.yaml 0', 'below c.yml 0']],
  ['include: {local: "ci/**.yml"}', '.gitlab-ci.yml', ['below ci/**/*.yml 0']],
  ['include: /*.yml', '.gitlab/ci/x.yml', ['everywhere *.yml 2']],
  ['include: a.yml', 'sub/.gitlab-ci.yml', ['everywhere a.yml 1']],
  ['include: "*.yml"', 'sub/.gitlab-ci.yml', ['everywhere *.yml 0']],
  ['a: {trigger: {include: [{local: child.yml}]}}', '.gitlab-ci.yml', ['below child.yml 0']],
  ['include: [../a.yml, /../../etc/a.yml, a/../b.yml, ./a.yml]', '.gitlab-ci.yml', []],
  ['include: [https://e.example/a.yml, $A/a.yml, a.txt, {project: p, file: a.yml}]', '.gitlab-ci.yml', []],
  ['include: [{template: a.yml}, {remote: "https://e.example/a.yml"}, {component: c}]', '.gitlab-ci.yml', []],
])('%s in %s', (text, file, stated) => {
  const { statements = [] } = gitlabCi.read(`${text}\n`, file);
  expect(statements.map(each => each.says === 'includes' && `${each.reach} ${each.path} ${each.up}`)).toEqual(stated);
});

test('no more is included than GitLab takes', () => {
  const text = `include:\n${Array.from({ length: 5000 }, (_, i) => `- "**/${i}*.yml"\n`).join('')}`;
  expect(gitlabCi.read(text, '.gitlab-ci.yml').statements).toHaveLength(150);
});

test('what is taken over from elsewhere names no image at the start of a file either', () => {
  const { references } = gitlabCi.read('services: !reference [.job, services]\n', '.gitlab-ci.yml');
  expect(references).toEqual([]);
});

test.each([
  ['.gitlab-ci.yml', 'gitlab-ci'],
  ['sub/.gitlab-ci.yaml', 'gitlab-ci'],
  ['.gitlab-ci/build.yml', 'gitlab-ci'],
  ['.gitlab-ci/a/b.yml', 'gitlab-ci'],
  ['ci/rails.gitlab-ci.yml', 'gitlab-ci'],
  ['.gitlab/ci/rails.yml', 'gitlab-ci'],
  ['.gitlab/setup.yml', 'gitlab-ci'],
  ['.gitlab/a/b/c.yaml', 'gitlab-ci'],
  ['.gitlab/agents/a/config.yaml', undefined],
  ['.gitlab/runner/values.yaml', 'helm-values'],
  ['ci/build.yml', undefined],
])('%s', (file, kind) => {
  expect(readerFor(file, undefined, 'image: a\n')?.id).toBe(kind);
});

const job = fc.oneof(
  writtenValue(images, '    ').map(text => `  image: ${text}`),
  writtenValue(images, '      ').map(text => `  image:\n    name: ${text} # 𝔘\n    pull_policy: never`),
  writtenValue(images, '      ').map(text => `  services:\n  - ${text}\n  - name: é\n    pull_policy: always`),
  fc.constantFrom(...images).map(text => `  services: ["${text}",\t{name: '${text}'}]`),
  unfinishedLine.map(line => `  ${line}`),
);
testImageReader(gitlabCi, {
  file: '.gitlab-ci.yml',
  texts: fc
    .tuple(
      fc.array(job, { maxLength: 5 }),
      fc.constantFrom('', 'spec: {}\n---\n', 'variables:\n  ONE: "1"\nj:\n  image: node:$ONE # one\n'),
    )
    .map(([jobs, head]) => head + jobs.map((lines, n) => `j${n}:\n${lines}`).join('\n')),
  pieces: [...yamlPieces, ...['image: ', 'services:', 'name: ', 'pull_policy: ', 'variables:', '!reference ', '$TAG']],
});
