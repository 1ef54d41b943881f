import { expect, it } from 'vitest';
import { readerFor } from '../../server/src/ecosystems/readers.ts';
import type { Answer, AnyFact, Peek } from '../../server/src/model/answer.ts';
import { type Digest, parseDigest } from '../../server/src/model/names.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { spanOf } from '../../server/src/model/span.ts';
import type { InlayHintMode } from '../../server/src/settings.ts';
import { inlayHints } from '../../server/src/views/inlay-hints.ts';

const NOW = Date.UTC(2024, 0, 2, 12);

/** Every tag points to this, an index of one platform that was created a day and a half ago. */
const DIGEST = digest(`${'1'.repeat(61)}abc`);
const CHILD = digest('c'.repeat(64));
const CREATED = new Date(NOW - 36 * 3_600_000).toISOString();

function digest(hex: string): Digest {
  const parsed = parseDigest(`sha256:${hex}`);
  if (parsed === undefined) throw new Error(hex);
  return parsed;
}

const peek = (question => {
  const known = (fact: AnyFact): Answer<AnyFact> => ({ state: 'known', fact, asOf: NOW });
  switch (question.ask) {
    case 'manifest':
      return known({ digest: DIGEST, shape: 'index' });
    case 'contents':
      return known({ shape: 'index', platforms: [{ digest: CHILD, platform: 'linux/arm64' }] });
    case 'config':
      return known({ created: CREATED, platform: 'linux/arm64', labels: {} });
    default:
      throw new Error(`Unexpected question: ${question.ask}`);
  }
}) as Peek;

/** The text with its hints in it, each between two bars, and what was asked for. */
function hinted(text: string, mode: InlayHintMode, file = 'Dockerfile', within = spanOf(0, text.length)) {
  const references = readerFor(file, undefined, text)?.read(text, file).references ?? [];
  const options = { within, mode, peek, click: () => undefined, now: NOW };
  const { hints, questions } = inlayHints({ text, lines: linesOf(text), references }, options);
  const lines = text.split('\n');
  for (const { position, label } of [...hints].reverse()) {
    const line = lines[position.line] ?? '';
    lines[position.line] = `${line.slice(0, position.character)}|${label}|${line.slice(position.character)}`;
  }
  return { text: lines.join('\n'), asks: questions.map(({ ask }) => ask) };
}

const SHORT = '→ 111111…abc';

it.each<[string, string, InlayHintMode, string, string[]]>([
  ['nothing where it is off', 'FROM node:22 AS a', 'off', 'FROM node:22 AS a', []],
  ['the digest', 'FROM node:22 AS a', 'compact', `FROM node:22|${SHORT}| AS a`, []],
  [
    'platforms and age, and asks for them',
    'FROM node:22 AS a',
    'full',
    `FROM node:22|${SHORT} · 1 platform · 36 h| AS a`,
    ['manifest', 'contents', 'config'],
  ],
  ['what an image without a tag means', 'FROM node', 'compact', `FROM node|${SHORT}|`, []],
  ['a hint behind quotes', 'FROM "node:22" AS a', 'compact', `FROM "node:22"|${SHORT}| AS a`, []],
  ['what a variable stands for', 'ARG B=node:22\nFROM $B', 'compact', `ARG B=node:22\nFROM $B|${SHORT}|`, []],
  ['nothing at a pin that is current', `FROM node:22@${DIGEST}`, 'compact', `FROM node:22@${DIGEST}`, []],
  ['that, in the long form', `FROM node:22@${DIGEST}`, 'full', `FROM node:22@${DIGEST}|✓ current|`, ['manifest']],
  ['what a pin could be', `FROM node:22@${CHILD}`, 'compact', `FROM node:22@${CHILD}|${SHORT}|`, []],
  ['nothing at a pin without a tag', `FROM node@${CHILD}`, 'full', `FROM node@${CHILD}`, []],
  ['nothing at what cannot be asked', 'FROM node:${X}', 'full', 'FROM node:${X}', []],
])('shows %s', (_, text, mode, shown, asks) => {
  expect(hinted(text, mode)).toEqual({ text: shown, asks });
});

it('shows what is on screen', () => {
  const text = 'FROM a:1\nFROM b:1\nFROM c:1';
  const within = spanOf(text.indexOf('FROM b'), text.indexOf('FROM c') - 1);
  expect(hinted(text, 'compact', 'Dockerfile', within).text).toBe(`FROM a:1\nFROM b:1|${SHORT}|\nFROM c:1`);
});
