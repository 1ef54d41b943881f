import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createBoundary } from '../../server/src/boundary.ts';
import { hearing } from '../../server/src/editor/hearing.ts';
import type { Folder, Place } from '../../server/src/editor/workspace.ts';
import { readSettings } from '../../server/src/read-settings.ts';
import { createLedger, type LedgerOptions } from '../../server/src/workspace/create-ledger.ts';
import { createDocumentReader, MOST_REFERENCES_TOGETHER } from '../../server/src/workspace/documents.ts';
import type { Judged } from '../../server/src/workspace/judge.ts';
import { createStatements } from '../../server/src/workspace/statements.ts';
import { createFakeLens } from '../editor/fake-lens.ts';

async function place(file: string): Promise<Place> {
  const { settings } = readSettings({}, []);
  const options = { environment: {}, home: '/', settings, log() {} };
  const lens = await createFakeLens().createLens(options).openFolder({ settings, trusted: true });
  return { folder: { ...hearing({ settings, exclude: [] }, undefined), lens }, file, excluded: false };
}

function ledgerOf(options: Partial<LedgerOptions<Folder>> = {}) {
  const statements = createStatements(keys => void ledger.changed(keys));
  const reader = createDocumentReader({ home: '/', log() {}, statements });
  const ledger = createLedger<Folder>({
    ...{ reader, statements, boundary: createBoundary(() => undefined), hasUris: true, isWalked: true, now: Date.now },
    keyOf: uri => uri,
    onChange() {},
    onJudged() {},
    onFull() {},
    ...options,
  });
  return { reader, ledger };
}

it('holds to what is open, whatever is read from disk meanwhile', async () => {
  const at = await place('Dockerfile');
  const { reader, ledger } = ledgerOf();
  const uri = 'file:///a/Dockerfile';
  ledger.show({ uri, languageId: 'dockerfile', version: 4, text: 'FROM a:1\n' }, at);
  expect(ledger.put(uri, 'FROM b:1\n', at, reader.read('FROM b:1\n', at))).toBeUndefined();
  ledger.drop(uri);
  expect(ledger.get(uri)).toMatchObject({ text: 'FROM a:1\n', version: 4 });

  ledger.close(uri);
  ledger.put(uri, 'FROM b:1\n', at, reader.read('FROM b:1\n', at));
  expect(ledger.get(uri)).toMatchObject({ text: 'FROM b:1\n', version: undefined });
  ledger.drop(uri);
  expect(ledger.get(uri)).toBeUndefined();
});

it('leaves out what is too much together, except open documents, and tells it once', async () => {
  const at = await place('Dockerfile');
  let told = 0;
  const { reader, ledger } = ledgerOf({
    onFull: () => {
      told++;
    },
  });
  const text = 'FROM a:1\n';
  const one = reader.read(text, at);
  if (one === undefined) throw new Error('a Dockerfile is read');
  const many = { ...one, references: Array.from({ length: MOST_REFERENCES_TOGETHER }, () => one.references).flat() };

  expect(ledger.put('file:///a/Dockerfile', text, at, one)).toBeDefined();
  expect(ledger.put('file:///b/Dockerfile', text, at, many)).toBeUndefined();
  expect(ledger.put('file:///c/Dockerfile', text, at, many)).toBeUndefined();
  expect(told).toBe(1);
  expect(ledger.put('file:///d/Dockerfile', text, at, one)).toBeDefined();
  expect(ledger.show({ uri: 'file:///e/Dockerfile', languageId: 'dockerfile', version: 1, text }, at)).toBeDefined();
});

it.each([0, 1, 2, 3, 4, 5, 6, 7])('misses nothing that changes %i steps after the last is judged', async steps => {
  let judged = 0;
  const { ledger } = ledgerOf({
    onJudged({ analysis }) {
      judged++;
      if (judged > 1) return;
      const keys = analysis.judged.at(0)?.looked ?? [];
      let step = Promise.resolve();
      for (let i = 0; i < steps; i++) step = step.then(() => undefined);
      void step.then(() => ledger.changed(keys));
    },
  });
  const document = { uri: 'file:///a/Dockerfile', languageId: 'dockerfile', version: 1, text: 'FROM a:1\n' };
  const shown = ledger.show(document, await place('Dockerfile'));
  await ledger.changed(shown?.analysis.judged.at(0)?.looked ?? []);
  for (let turn = 0; turn < 4; turn++) await setImmediate();
  expect(judged).toBe(2);
});

it('judges together what many files state, and as from scratch', async () => {
  const at = await place('Dockerfile');
  const { reader, ledger } = ledgerOf();
  const digestOf = (i: number) => `sha256:${String(i % 2).repeat(64)}`;
  const files = Array.from({ length: 300 }, (_, i) => ({ uri: `file:///a/${i}`, text: `FROM a:1@${digestOf(i)}\n` }));
  for (const { uri, text } of files) ledger.put(uri, text, at, reader.read(text, at));
  await ledger.changed([]);
  const rules = (uri: string) => ledger.get(uri)?.analysis.findings.map(({ rule }) => rule);
  for (const { uri } of files) expect(rules(uri)).toContain('inconsistent-pins');
});

it('tells in parts what a large document asks, each reference once', async () => {
  const at = await place('Dockerfile');
  const told: Judged[] = [];
  let parts = 0;
  const { reader, ledger } = ledgerOf({
    onPart(_, judged) {
      parts += 1;
      told.push(...judged);
    },
    onJudged: (_, judged) => void told.push(...judged),
  });
  const text = 'FROM a:1\n'.repeat(2000);
  ledger.put('file:///a/Dockerfile', text, at, reader.read(text, at));
  await ledger.changed([]);
  expect(parts).toBeGreaterThan(1);
  expect(told).toEqual([...(ledger.get('file:///a/Dockerfile')?.analysis.judged ?? [])]);
});
