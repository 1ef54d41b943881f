import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Answer, AnyFact } from '../../server/src/model/answer.ts';
import { digest, manifest } from '../support/judge.ts';
import { type TestLedger, testLedger } from '../support/ledger.ts';

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
};

type Step =
  | { readonly file: string; readonly text: string | undefined }
  | { readonly key: string; readonly answer: Answer<AnyFact> };

const stepOfFile = fc
  .constantFrom(...Object.keys(TEXTS))
  .chain(file => fc.constantFrom(...(TEXTS[file] ?? [])).map((text): Step => ({ file, text })));
const stepOfAnswer = fc
  .constantFrom(...Object.keys(ANSWERS))
  .chain(key => fc.constantFrom(...(ANSWERS[key] ?? [])).map((answer): Step => ({ key, answer })));
const steps = fc.array(fc.oneof(stepOfFile, stepOfAnswer), { minLength: 1, maxLength: 14 });

async function take({ ledger, answers, put, settle }: TestLedger, step: Step): Promise<void> {
  if ('file' in step) {
    put(step.file, step.text);
    return settle();
  }
  answers.set(step.key, step.answer);
  await ledger.changed([step.key]);
}

/** All that people are told, by file. */
function told({ ledger }: TestLedger) {
  const all = [...ledger.all()].map(({ file, analysis: { findings, references, questions, unchecked } }) => {
    return [file, { findings, references, questions, unchecked }] as const;
  });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

test('judging by changed keys gives what judging from scratch gives', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async taken => {
      const one = testLedger();
      for (const step of taken) await take(one, step);
      const anew = testLedger();
      for (const [key, answer] of one.answers) anew.answers.set(key, answer);
      const last = new Map(taken.flatMap(step => ('file' in step ? [[step.file, step.text] as const] : [])));
      for (const [file, text] of last) anew.put(file, text);
      await anew.settle();
      expect(told(one)).toEqual(told(anew));
    }),
    { numRuns: 300 },
  );
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
        for (const file of files) ledger.put(file, all[file]);
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
