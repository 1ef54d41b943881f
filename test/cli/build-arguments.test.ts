import { afterEach, describe, expect, test } from 'vitest';
import { readerFor } from '../../server/src/ecosystems/readers.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../server/src/model/reader.ts';
import type { PlacedStatement } from '../../server/src/model/statement.ts';
import { filled } from '../support/reader-properties.ts';
import { type FakeWorld, fakeWorld } from './fake-world.ts';

let world: FakeWorld | undefined;
afterEach(() => world?.remove());

type Files = Readonly<Record<string, string>>;

/** What is listed, as `file text name:want`; of what is not asked about the reason instead of the name. */
async function listed(files: Files, ...paths: string[]): Promise<readonly string[]> {
  world = fakeWorld({ files });
  const ran = await world.run('list', ...(paths.length === 0 ? ['.'] : paths), '--format', 'json');
  const { references } = JSON.parse(ran.out) as {
    references: Record<'file' | 'text' | 'name' | 'want' | 'opaque', string | null>[];
  };
  return references.map(({ file, text, name, want, opaque }) => `${file}: ${text} ${opaque ?? `${name}:${want}`}`);
}

const compose = (build: string) => `services:\n  a:\n    build: ${build}\n`;
const skaffold = (artifact: string) =>
  `apiVersion: skaffold/v4beta13\nkind: Config\nbuild: {artifacts: [${artifact}]}\n`;
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const CI = '.github/workflows/ci.yml';
const workflow = (inputs: string, ...before: string[]) =>
  [
    'jobs:\n  a:\n    steps:\n    - uses: actions/checkout@v4',
    ...before,
    '    - uses: docker/build-push-action@v6\n      with:\n',
  ].join('\n') + inputs.replace(/^/gm, '        ');
const lib = (rest: string) => `docker.io/library/${rest}`;

describe('what every build gives is listed where it is given', () => {
  test.each<[string, string, Files, ...string[]]>([
    [
      'by a map',
      'ARG B=none\nFROM $B\n',
      { 'compose.yaml': compose('{context: ., args: {B: "a:1"}}') },
      `a:1 ${lib('a:1')}`,
    ],
    [
      'by a list',
      'ARG B=none\nFROM $B\n',
      { 'compose.yaml': compose('{context: ., args: ["B=a:1"]}') },
      `B=a:1 ${lib('a:1')}`,
    ],
    [
      'to what has no default',
      'ARG B\nFROM ${B}\n',
      { 'compose.yaml': compose('{args: {B: a}}') },
      `a ${lib('a:null')}`,
    ],
    ['to an empty default', 'ARG B=\nFROM ${B}\n', { 'compose.yaml': compose('{args: {B: a}}') }, `a ${lib('a:null')}`],
    [
      'with a default',
      'ARG B\nFROM ${B:-b}\n',
      { 'compose.yaml': compose('{args: {B: "${C:-a:1}"}}') },
      `\${C:-a:1} ${lib('a:1')}`,
    ],
    [
      'as a tag',
      'ARG V=1\nFROM r.example/a:$V\n',
      { 'compose.yaml': compose('{args: {V: "2.10"}}') },
      '2.10 r.example/a:2.10',
    ],
    ['as a number', 'ARG V=1\nFROM a:$V\n', { 'compose.yaml': compose('{args: {V: 2}}') }, `2 ${lib('a:2')}`],
    [
      'behind a default',
      'ARG R=r.example\nARG V=1\nFROM $R/a:$V\n',
      { 'compose.yaml': compose('{args: {V: "2"}}') },
      '2 r.example/a:2',
    ],
    [
      'to what a default is made of',
      'ARG V=1\nARG B=a:$V\nFROM $B\n',
      { 'compose.yaml': compose('{args: {V: "2"}}') },
      `2 ${lib('a:2')}`,
    ],
    [
      'by Bake',
      'ARG B=none\nFROM $B\n',
      { 'docker-bake.hcl': 'target "a" {\n  args = { B = "a:1" }\n}\n' },
      `a:1 ${lib('a:1')}`,
    ],
    [
      'by Bake’s variables',
      'ARG B=none\nFROM $B\n',
      { 'docker-bake.hcl': 'variable "V" { default = "1" }\ntarget "a" {\n  args = { B = "a:${V}" }\n}\n' },
      `a:\${V} ${lib('a:1')}`,
    ],
    [
      'by Skaffold',
      'ARG B=none\nFROM $B\n',
      { 'skaffold.yaml': skaffold('{image: own, docker: {buildArgs: {B: "a:1"}}}') },
      `own workspace`,
      `a:1 ${lib('a:1')}`,
    ],
    [
      'as a tag, by Skaffold to Kaniko',
      'ARG V=none\nFROM a:$V\n',
      {
        'skaffold.yaml': skaffold('{image: own, context: ., kaniko: {dockerfile: ./Dockerfile, buildArgs: {V: "2"}}}'),
      },
      `own workspace`,
      `2 ${lib('a:2')}`,
    ],
    [
      'by what Skaffold builds before',
      'ARG B=none\nFROM $B\n',
      { 'skaffold.yaml': skaffold('{image: own, requires: [{image: base, alias: B}]}, {image: base, context: b}') },
      `own workspace`,
      `base workspace`,
      `base workspace`,
    ],
    [
      'by a template of Skaffold’s',
      'ARG B=none\nFROM $B\n',
      { 'skaffold.yaml': skaffold('{image: own, docker: {buildArgs: {B: "{{.B}}"}}}') },
      `own workspace`,
      '{{.B}} template',
    ],
    [
      'by a workflow',
      'ARG B=none\nFROM $B\n',
      { [CI]: workflow('build-args: |\n  A=x\n  B=a:1\n\n  "C=y"\n') },
      `a:1 ${lib('a:1')}`,
    ],
    [
      'by a workflow, as a tag',
      'ARG V=none\nFROM a:$V\n',
      { [CI]: workflow('context: "{{defaultContext}}"\nfile: ./Dockerfile\nbuild-args: V=2\n') },
      `2 ${lib('a:2')}`,
    ],
    [
      'by a workflow, from an expression',
      'ARG V=none\nFROM a:$V\n',
      { [CI]: workflow('context: .\nbuild-args: |-\n  V=${{ matrix.v }}\n') },
      '${{ matrix.v }} variable',
    ],
    [
      'by a workflow, from its environment',
      'ARG V=none\nFROM a:$V\n',
      { [CI]: `env: {W: "2"}\n${workflow('context: .\nbuild-args: |-\n  V=${{ env.W }}\n')}` },
      `\${{ env.W }} ${lib('a:2')}`,
    ],
    [
      'by a workflow, from an environment that a step may write',
      'ARG V=none\nFROM a:$V\n',
      {
        [CI]: `env: {W: "2"}\n${workflow('build-args: V=${{ env.W }}\n', '    - run: echo W=3 >> $GITHUB_ENV')}`,
      },
      '${{ env.W }} variable',
    ],
    [
      'by a workflow, from an environment that a job changes',
      'ARG V=none\nFROM a:$V\n',
      {
        [CI]: `env: {W: "2"}\n${workflow('build-args: V=${{ env.W }}\n', '    - {run: x, env: {W: "3"}}')}`,
      },
      '${{ env.W }} variable',
    ],
    [
      'by a workflow that made it',
      'ARG B=none\nFROM $B\n',
      {
        [CI]: workflow(
          'build-args: B=acme/own:1\n',
          '    - uses: docker/build-push-action@v6\n      with: {context: base, tags: "acme/own:1,acme/own:2"}',
        ),
      },
      'acme/own:1 workspace',
    ],
    [
      'by the name of Bake’s variable',
      'ARG B=none\nFROM $B\n',
      { 'docker-bake.hcl': 'variable "B" { default = "a:1" }\ntarget "a" {\n  args = {\n    B = B # why\n  }\n}\n' },
      `B ${lib('a:1')}`,
    ],
    [
      'by the name of Bake’s variable, as a tag',
      'ARG V=none\nFROM a:$V\n',
      { 'docker-bake.hcl': 'variable "W" { default = "2" }\ntarget "a" {\n  args = { V = W }\n}\n' },
      `W ${lib('a:2')}`,
    ],
    [
      'by a name that a matrix has',
      'ARG V=none\nFROM a:$V\n',
      {
        'docker-bake.hcl':
          'variable "v" { default = "2" }\ntarget "a" {\n  matrix = { v = ["1"] }\n  args = { V = v }\n}\n',
      },
      'v variable',
    ],
    [
      'by what a target inherits',
      'ARG B=none\nFROM $B\n',
      { 'docker-bake.json': '{"target": {"a": {"inherits": ["b"]}, "b": {"args": {"B": "a:1"}}}}' },
      `a:1 ${lib('a:1')}`,
    ],
  ])('%s', async (_, Dockerfile, files, ...given) => {
    const word = /FROM (.*)/.exec(Dockerfile)?.[1];
    const [[name]] = Object.entries(files) as [[string, string]];
    expect([...(await listed({ Dockerfile, ...files }))].sort()).toEqual(
      [`Dockerfile: ${word} managed`, ...given.map(each => `${name}: ${each}`)].sort(),
    );
  });
});

describe('what is given before the end of a reference is judged in the Dockerfile', () => {
  test.each<[string, string, Files, string]>([
    ['a part', 'ARG V=1\nFROM a:$V-b\n', { 'compose.yaml': compose('{args: {V: "2"}}') }, lib('a:2-b')],
    [
      'a part with a default of its own',
      'ARG V=none\nFROM a:$V-b\n',
      { 'compose.yaml': compose('{args: {V: "${C:-2}"}}') },
      lib('a:2-b'),
    ],
    [
      'two parts',
      'ARG R\nARG V\nFROM $R/a:$V\n',
      { 'compose.yaml': compose('{args: {R: r.example, V: "2"}}') },
      'r.example/a:2',
    ],
    [
      'the same in two builds',
      'ARG V=1\nFROM a:${V}-b\n',
      { 'compose.yaml': compose('{args: {V: "2"}}'), 'docker-bake.hcl': 'target "a" {\n  args = { V = "2" }\n}\n' },
      lib('a:2-b'),
    ],
    [
      'not several',
      'ARG V=1\nFROM a:${V}-b\n',
      { 'compose.yaml': compose('{args: {V: "2"}}'), 'docker-bake.hcl': 'target "a" {\n  args = { V = "3" }\n}\n' },
      'managed',
    ],
    [
      'not what must be computed',
      'ARG V=1\nFROM a:${V}-b\n',
      { 'compose.yaml': compose('{args: {V: "$X"}}') },
      'managed',
    ],
  ])('%s', async (_, Dockerfile, files, name) => {
    expect(await listed({ Dockerfile, ...files })).toEqual([
      `Dockerfile: ${/FROM (.*)/.exec(Dockerfile)?.[1]} ${name}`,
    ]);
  });

  test('with words that say so', async () => {
    const files = { Dockerfile: 'ARG V=1\nFROM a:$V-b\n', 'compose.yaml': compose('{args: {V: latest}}') };
    world = fakeWorld({ files });
    expect((await world.run('check', '.', '--offline')).out).toContain(
      'This is what the workspace’s builds give to `V`.',
    );
  });
});

describe('what is not given is the default', () => {
  test.each<[string, Files]>([
    ['without arguments', { 'compose.yaml': compose('.') }],
    ['where another is given', { 'compose.yaml': compose('{args: {C: x}}') }],
    [
      'where one build does without',
      { 'compose.yaml': compose('{args: {B: stage}}'), 'docker-bake.hcl': 'target "a" {}\n' },
    ],
    [
      'where Bake builds without if it is told nothing',
      {
        'docker-bake.hcl':
          'target "default" {\n}\ntarget "ci" {\n  inherits = ["default"]\n  args = { B = "stage" }\n}\n',
      },
    ],
    ['where the environment may give it', { 'compose.yaml': compose('{args: {B: }}') }],
    ['where Bake has null', { 'docker-bake.hcl': 'target "a" {\n  args = { B = null }\n}\n' }],
    ['where a list has no value', { 'compose.yaml': compose('{args: [B]}') }],
    ['of another file', { 'compose.yaml': compose('{dockerfile: b.Dockerfile, args: {B: x}}') }],
    ['of another folder', { 'compose.yaml': compose('{context: b, args: {B: x}}') }],
    ['of an address', { 'compose.yaml': compose('{context: "https://e.example/a.git", args: {B: x}}') }],
    ['outside', { 'compose.yaml': compose('{context: "../..", args: {B: x}}') }],
    ['of a text in the file', { 'compose.yaml': compose('{dockerfile_inline: FROM a, args: {B: x}}') }],
    ['of another folder of a workflow', { [CI]: workflow('context: b\nbuild-args: B=x') }],
    [
      'of a part of the repository',
      { [CI]: workflow('context: "{{defaultContext}}:b"\nfile: Dockerfile\nbuild-args: B=x') },
    ],
    ['of what a matrix names', { [CI]: workflow('context: ${{ matrix.x }}\nbuild-args: B=x') }],
    [
      'of another repository',
      { [CI]: workflow('context: "https://e.example/a.git"\nfile: Dockerfile\nbuild-args: B=x') },
    ],
    [
      'of another repository that is checked out',
      { [CI]: workflow('build-args: B=x', '    - {uses: actions/checkout@v4, with: {repository: b/c}}') },
    ],
    [
      'where a line of a workflow may be any argument',
      { [CI]: workflow('build-args: |\n  B=x\n  ${{ inputs.more }}\n') },
    ],
    ['of what is added to another', { 'compose.override.yaml': compose('{args: {B: x}}') }],
  ])('%s', async (_, files) => {
    const text = 'FROM a AS stage\nARG C\nFROM b\n';
    expect(await listed({ Dockerfile: `ARG B=real:1\n${text}FROM $B\n`, ...files })).toEqual([
      `Dockerfile: a ${lib('a:null')}`,
      `Dockerfile: b ${lib('b:null')}`,
      `Dockerfile: $B ${lib('real:1')}`,
    ]);
  });
});

describe('a pin goes where the value is given', () => {
  const pins = (files: Files, file: string) => {
    const statements: PlacedStatement[] = [];
    const around = { ...NOTHING_AROUND, told: (key: string) => statements.filter(each => each.key === key) };
    for (const [name, text] of Object.entries(files)) {
      const { statements: its = [] } = readerFor(name, undefined, text)?.read(text, name) ?? {};
      for (const each of its)
        statements.push({ ...each, from: { id: name, file: name, rangeOf: linesOf(text).rangeOf } });
    }
    const text = files[file] ?? '';
    const { references = [] } = readerFor(file, undefined, text)?.read(text, file, around) ?? {};
    return references.flatMap(({ subject }) =>
      subject.kind === 'image' ? [`${subject.pin.where} ${filled(text, subject.pin.digest, 'D')}`] : [],
    );
  };

  test.each([
    ['ARG B\nFROM $B\n', '{args: {B: "a:1"}}', 'shared', '{args: {B: "a:1@D"}}'],
    ['ARG B=none\nFROM $B\n', '{args: {B: "a:1"}}', 'here', '{args: {B: "a:1@D"}}'],
    ['ARG B=none\nFROM $B\nARG B\n', '{args: ["B=a:1"]}', 'shared', '{args: ["B=a:1@D"]}'],
    ['ARG V=1\nFROM a:$V\n', '{args: {V: "2"}}', 'here', '{args: {V: "2@D"}}'],
    ['ARG V=1\nFROM a:$V\n', '{args: {V: 2}}', 'here', '{args: {V: 2@D}}'],
    [
      'ARG V=1\nFROM a:$V\n',
      '{args: {V: "2@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}',
      'here',
      '{args: {V: "2@D"}}',
    ],
    ['ARG V=1\nFROM a:$V\n', '{args: {V: "${W:-2}"}}', 'default', '{args: {V: "${W:-2@D}"}}'],
  ])('%j and %s', (Dockerfile, build, where, pinned) => {
    expect(pins({ Dockerfile, 'compose.yaml': compose(build) }, 'compose.yaml')).toEqual([
      `${where} ${compose(pinned)}`,
    ]);
  });

  test.each([
    ['build-args: |\n  A=b\n  B=a:1\n', 'here', 'build-args: |\n  A=b\n  B=a:1@D\n'],
    ['build-args: B=a:1', 'here', 'build-args: B=a:1@D'],
    ['build-args: "B=a:1"', 'here', 'build-args: "B=a:1@D"'],
    ['build-args: B=a:${{ env.W }}', 'override', 'build-args: B=a:${{ env.W }}@D'],
    ['build-args: |\n  B=${{ env.X }}:${{env.W}}-b\n', 'override', 'build-args: |\n  B=${{ env.X }}:${{env.W}}-b@D\n'],
  ])('in a workflow: %j', (inputs, where, pinned) => {
    const env = 'env: {W: "2", X: acme/x}\n';
    const files = { Dockerfile: 'ARG B=none\nFROM $B\n', [CI]: env + workflow(inputs) };
    expect(pins(files, CI)).toEqual([`${where} ${env}${workflow(pinned)}`]);
  });

  const bake = (value: string, given: string) =>
    `variable "W" {\n  default = "${given}"\n}\ntarget "a" {\n  args = { B = ${value} }\n}\n`;

  test.each([
    ['ARG B\nFROM $B\n', 'W', 'a:1', '"${W}@D"'],
    ['ARG B\nFROM a:$B\n', 'W', '1', '"${W}@D"'],
    ['ARG B\nFROM a:$B\n', 'W', `1@${DIGEST}`, '"1@D"'],
  ])('in place of a name of Bake’s: %j and %s = %s', (Dockerfile, value, given, pinned) => {
    const files = { Dockerfile, 'docker-bake.hcl': bake(value, given) };
    expect(pins(files, 'docker-bake.hcl')).toEqual([`override ${bake(pinned, given)}`]);
  });

  test('or behind the word of the Dockerfile', () => {
    const Dockerfile = 'ARG V=1\nFROM a:$V-b\n';
    const files = { Dockerfile, 'compose.yaml': compose('{args: {V: 2}}') };
    expect(pins(files, 'Dockerfile')).toEqual(['override ARG V=1\nFROM a:$V-b@D\n']);
  });
});

test('a stage, and what the workspace builds, are no registry’s', async () => {
  expect(
    await listed({
      Dockerfile: 'ARG B=none\nFROM a:1 AS dev\nFROM $B\n',
      'b/Dockerfile': 'ARG B=none\nFROM $B\n',
      'b/compose.yaml': compose('{args: {B: acme/own:1}}'),
      'compose.yaml': `${compose('{args: {B: dev}}')}    image: acme/own:1\n`,
    }),
  ).toEqual([
    `Dockerfile: a:1 ${lib('a:1')}`,
    'b/Dockerfile: $B managed',
    'b/compose.yaml: acme/own:1 workspace',
    'compose.yaml: acme/own:1 workspace',
  ]);
});

test('thousands of builds with thousands of arguments state a bounded number of things', () => {
  const args = Array.from({ length: 3000 }, (_, i) => `A${i}: a`).join(', ');
  const services = Array.from({ length: 3000 }, (_, i) => `  s${i}: {build: {context: ., args: *a}}\n`).join('');
  const text = `x-args: &a {${args}}\nservices:\n${services}`;
  const { statements = [] } = readerFor('compose.yaml', undefined, text)?.read(text, 'compose.yaml') ?? {};
  expect(statements.length).toBeLessThan(10_000);
});

test('the same path in another folder is another Dockerfile', async () => {
  const files = {
    'a/Dockerfile': 'ARG B=real:1\nFROM $B\n',
    'b/Dockerfile': 'ARG B=none\nFROM $B\n',
    'b/compose.yaml': compose('{args: {B: a:1}}'),
  };
  const found = await listed(files, 'b', 'a');
  expect(found).toContain(`Dockerfile: $B ${lib('real:1')}`);
});

test('a default that no build uses is not found missing, and what is given instead is judged', async () => {
  world = fakeWorld({
    files: {
      Dockerfile: 'ARG B=acme/placeholder:latest\nFROM $B\n',
      'compose.yaml': compose('{args: {B: "acme/real:latest"}}'),
    },
  });
  const ran = await world.run('check', '.', '--offline');
  expect(ran.out).toContain('`acme/real:latest` is whatever was pushed last.');
  expect(ran.out).not.toContain('placeholder');
});
