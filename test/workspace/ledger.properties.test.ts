import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer, AnyFact } from '../../server/src/model/answer.ts';
import { absent, digest, known, manifest, npmPackage, release } from '../support/judge.ts';
import { type TestLedger, testLedger } from '../support/ledger.ts';

const HASH = `sha512-${'A'.repeat(86)}==`;
const OTHER = `sha512-${'B'.repeat(86)}==`;

/** A lockfile in which each needs what stands behind it, under its folder in `node_modules`. */
function lockfile(wants: readonly string[], held: Readonly<Record<string, readonly string[]>>): string {
  const all = (names: readonly string[]) => Object.fromEntries(names.map(name => [name, '*']));
  const entries = Object.entries(held).map(([folder, needs]) => {
    const place = `node_modules/${folder.replaceAll('>', '/node_modules/')}`;
    return [place, { version: '1.0.0', integrity: HASH, dependencies: all(needs) }];
  });
  const packages = Object.fromEntries([['', { name: 'app', dependencies: all(wants) }], ...entries]);
  return JSON.stringify({ name: 'app', lockfileVersion: 3, packages }, undefined, 1);
}

/** These lie in one folder, and one tells the other what it holds, and what is wrong with that. */
const LOCKED: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'package.json': [undefined, '{"dependencies": {"a": "*", "b": "*"}}', '{"dependencies": {\n"b": "*"}}'],
  'package-lock.json': [
    undefined,
    lockfile(['a', 'b'], { a: ['left'], left: [], b: ['c'], c: ['a', 'b'] }),
    lockfile(['a', 'b'], { a: ['left'], 'a>left': [], b: ['left', 'c'], 'b>left': [], c: ['left'], left: [] }),
    lockfile(['b'], { b: ['a'], a: ['b'] }).replace('{', '<<<<<<< ours\n{'),
  ],
};

/** What is told in a manifest because of what its lockfile was found to hold, and in the lockfile itself. */
const TOLD_ACROSS = ['withdrawn-transitive', 'integrity-mismatch', 'missing-release', 'deprecated-release'];

/** Texts that bear on each other: pins of one image, images that others build, hosts that are cleaned up. */
const TEXTS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'a/Dockerfile': [
    undefined,
    `FROM redis:7@${digest('1')}\nFROM shop/web:1\nFROM ghcr.io/a/b:1@${digest('1')}\n`,
    'FROM shop/web\nFROM redis:7\n',
    `# registry-lens: ignore\nFROM redis:7@${digest('2')}\n`,
  ],
  'b/Dockerfile': [undefined, `FROM alpine\nFROM redis:7@${digest('2')}\n`, 'FROM redis:7\n'],
  'c/Dockerfile': [undefined, 'ARG BASE=alpine\nFROM $BASE\n', 'ARG TAG=7\nARG BASE=redis:$TAG\nFROM $BASE\n'],
  'c/compose.yaml': [
    undefined,
    'services: {a: {build: {context: ., args: {BASE: "redis:7"}}}}\n',
    'services: {a: {build: {context: ., args: ["TAG=7"]}}, b: {build: {context: ., args: {BASE: shop/web}}}}\n',
  ],
  'docker-bake.hcl': [undefined, 'target "c" {\n  context = "c"\n  args = { BASE = "redis:7" }\n}\n'],
  'deploy/pod.yaml': [
    undefined,
    `apiVersion: v1\nkind: Pod\nspec: {containers: [{image: "shop/web:1"}, {image: "redis:7@${digest('1')}"}]}\n`,
  ],
  'z/compose.yaml': [
    undefined,
    'services: {web: {build: ., image: "shop/web:1"}}\n',
    'services: {web: {build: ., image: shop/web}, db: {image: "redis:7"}}\n',
  ],
  '.gitlab/a.yml': [undefined, 'include: x/b.yml\n', 'include: [x/b.yml, x/c.yml]\na: {image: "redis:7"}\n', 'a: {}\n'],
  'x/b.yml': [undefined, `a: {image: "redis:7@${digest('1')}"}\n`, 'include: {local: /x/*.yml}\nb: {image: alpine}\n'],
  'x/c.yml': [undefined, 'a: {image: "shop/web:1"}\n', 'trigger: {trigger: {include: x/b.yml}}\n'],
  '.github/workflows/clean.yml': [
    undefined,
    'jobs:\n  a:\n    container: redis:7\n    steps:\n      - uses: actions/delete-package-versions@v5\n',
  ],
  ...LOCKED,
};

const ANSWERS: Readonly<Record<string, readonly Answer<AnyFact>[]>> = {
  'manifest oci docker.io/library/redis :7': [manifest('1', 'index'), manifest('2', 'index')],
  [`manifest oci docker.io/library/redis @${digest('1')}`]: [
    manifest('1', 'index'),
    { state: 'absent', missing: 'digest', asOf: 1 },
    { state: 'unknown', why: 'throttled' },
  ],
  'manifest oci ghcr.io/a/b :1': [manifest('3', 'index')],
  [`manifest oci ghcr.io/a/b @${digest('1')}`]: [manifest('1', 'index')],
  'manifest oci docker.io/shop/web :1': [manifest('4', 'image'), { state: 'absent', missing: 'tag', asOf: 1 }],
  'manifest oci docker.io/library/alpine :latest': [manifest('5', 'index')],
  'release npm left 1.0.0': [locked(HASH, 'live'), locked(OTHER, 'live'), locked(HASH, 'old'), absent('package')],
  'package npm left': [npmPackage({ '1.0.0': 'old', '1.0.1': 'live' }), absent('package')],
  'release npm a 1.0.0': [locked(HASH, 'live'), locked(OTHER, 'live')],
  'release npm b 1.0.0': [locked(HASH, 'live'), absent('version')],
  'package npm b': [npmPackage({ '1.0.1': 'live' }), npmPackage({ '1.0.2': 'live' })],
  'history npm b': [known({ published: { '1.0.0': '2026-01-01T00:00:00Z' } }), known({ published: {} })],
};

function locked(hash: string, standing: string): Answer<AnyFact> {
  const { fact, ...answer } = release('1.0.0', standing) as Extract<Answer<AnyFact>, { state: 'known' }>;
  return { ...answer, fact: { ...fact, hashes: [{ algorithm: 'sha512', text: hash }] } as AnyFact };
}

type Step =
  | { readonly file: string; readonly text: string | undefined }
  | { readonly key: string; readonly answer: Answer<AnyFact> };

const stepOfFile = (files: readonly string[]) =>
  fc
    .constantFrom(...files)
    .chain(file => fc.constantFrom(...(TEXTS[file] ?? [])).map((text): Step => ({ file, text })));
const stepOfAnswer = (keys: readonly string[]) =>
  fc
    .constantFrom(...keys)
    .chain(key => fc.constantFrom(...(ANSWERS[key] ?? [])).map((answer): Step => ({ key, answer })));
const stepsOf = (files: readonly string[], keys: readonly string[]) =>
  fc.array(fc.oneof(stepOfFile(files), stepOfAnswer(keys)), { minLength: 1, maxLength: 14 });
const steps = stepsOf(Object.keys(TEXTS), Object.keys(ANSWERS));
const lockSteps = stepsOf(
  Object.keys(LOCKED),
  Object.keys(ANSWERS).filter(key => key.includes(' npm ')),
);

async function take({ ledger, answers, put, settle }: TestLedger, step: Step): Promise<void> {
  if ('file' in step) {
    put(step.file, step.text, directoryOf(step.file));
    return settle();
  }
  answers.set(step.key, step.answer);
  await ledger.changed([step.key]);
}

function directoryOf(file: string): string | undefined {
  return file in LOCKED ? '/app' : undefined;
}

/** All that people are told, by file. */
function told({ ledger }: TestLedger) {
  const all = [...ledger.all()].map(({ file, analysis: { findings, references, questions, unchecked } }) => {
    return [file, { findings, references, questions, unchecked }] as const;
  });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

test.each([
  ['of all files', steps],
  ['of a lockfile and its manifest', lockSteps],
])('judging by changed keys gives what judging from scratch gives, %s', async (_, someSteps) => {
  const found = new Set<string>();
  await fc.assert(
    fc.asyncProperty(someSteps, async taken => {
      const one = testLedger();
      for (const step of taken) await take(one, step);
      const anew = testLedger();
      for (const [key, answer] of one.answers) anew.answers.set(key, answer);
      const last = new Map(taken.flatMap(step => ('file' in step ? [[step.file, step.text] as const] : [])));
      for (const [file, text] of last) anew.put(file, text, directoryOf(file));
      await anew.settle();
      expect(told(one)).toEqual(told(anew));
      for (const { analysis } of one.ledger.all()) for (const { rule } of analysis.findings) found.add(rule);
    }),
    { numRuns: 300 },
  );
  if (someSteps === lockSteps) expect([...found]).toEqual(expect.arrayContaining(TOLD_ACROSS));
});

test('the order in which files are met changes nothing that is found, shown or asked', async () => {
  const texts = fc.record(
    Object.fromEntries(Object.entries(TEXTS).map(([file, all]) => [file, fc.constantFrom(...all)])),
  );
  const order = fc.shuffledSubarray(Object.keys(TEXTS), { minLength: Object.keys(TEXTS).length });
  await fc.assert(
    fc.asyncProperty(texts, order, order, async (all, first, second) => {
      const found = [];
      for (const files of [first, second]) {
        const ledger = testLedger();
        for (const file of files) ledger.put(file, all[file], directoryOf(file));
        await ledger.settle();
        found.push(told(ledger));
      }
      expect(found[0]).toEqual(found[1]);
    }),
    { numRuns: 200 },
  );
});

test('a key judges the references anew that looked at it, and no others', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.constantFrom(...Object.keys(ANSWERS)), async (taken, key) => {
      const anew: string[] = [];
      const one = testLedger(({ file, analysis }, judged) => {
        for (const each of judged) anew.push(`${file} ${[...analysis.judged].indexOf(each)}`);
      });
      for (const step of taken) await take(one, step);
      const lookers = [...one.ledger.all()].flatMap(({ file, analysis }) =>
        [...analysis.judged].flatMap(({ looked }, index) => (looked.includes(key) ? [`${file} ${index}`] : [])),
      );
      anew.length = 0;
      await one.ledger.changed([key]);
      expect(anew.sort()).toEqual(lookers.sort());
    }),
    { numRuns: 200 },
  );
});
