import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../server/src/model/finding.ts';
import { parseImageReference } from '../../server/src/model/image-reference.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import type { Report } from '../../server/src/model/report.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { RULE_IDS } from '../../server/src/rules/index.ts';
import { quickFixes } from '../../server/src/views/actions.ts';
import { withoutCommands } from '../../server/src/views/commands.ts';
import { diagnosticsOf } from '../../server/src/views/diagnostics.ts';
import { hoverCard } from '../../server/src/views/hover.ts';
import { checkAsJson, listAsJson } from '../../server/src/views/json.ts';
import { jsonText } from '../../server/src/views/json-text.ts';
import { documentLinks } from '../../server/src/views/links.ts';
import { cardMarkdown, cardText } from '../../server/src/views/markdown.ts';
import { checkAsSarif } from '../../server/src/views/sarif.ts';
import { checkForTerminal, listForTerminal } from '../../server/src/views/terminal.ts';
import { answersOf, hostileVerdicts, imagesOf, publicationsOf, releasesOf } from '../support/hostile-verdicts.ts';
import { COMMAND, HOSTILE_WORDS, PLAIN } from '../support/hostile-words.ts';

/** The longest message of the longest words. */
const LONGEST_MESSAGE = 2_000;
const COLOUR = /\u001b\[\d{1,2}m/g;
const ABILITIES = { codeDescription: true, tags: true, related: true };
const TOOL = { version: '1', rules: [] };

const words = Object.entries(HOSTILE_WORDS);

describe.each(words)('a word that is %s', (_, word) => {
  const findings = hostileVerdicts(word);
  const told = oneOfEachRule(findings);
  const references = [...imagesOf(word), ...releasesOf(word), ...publicationsOf(word)].map(
    (subject): Reference => ({
      ...{ span: spanOf(0, 1), subject },
      role: subject.kind === 'publication' ? 'own' : 'manifest',
    }),
  );

  it('is in messages and titles of all rules, plain and short', () => {
    expect(new Set(findings.map(finding => finding.rule))).toEqual(new Set(RULE_IDS));
    const texts = findings.flatMap(({ message, fixes, related = [] }) => [
      ...[message, ...fixes.map(fix => fix.title), ...related.map(place => place.message)],
    ]);
    for (const text of texts) {
      expect(text).toMatch(PLAIN);
      expect(text.length).toBeLessThanOrEqual(LONGEST_MESSAGE);
      // Prose of others stands in quotation marks, and values in pairs of backticks.
      expect(text.replace(/“.*”/, '').match(/`/g)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
    }
  });

  it('is plain in what editors show', () => {
    const lines = linesOf(word);
    const shown = [
      ...diagnosticsOf(findings, lines, ABILITIES).flatMap(({ message, relatedInformation = [] }) => [
        ...[message, ...relatedInformation.map(related => related.message)],
      ]),
      ...findings.flatMap(finding => {
        const offered = finding.fixes.map(fix => ({ finding, fix, edits: undefined }));
        const [diagnostic] = diagnosticsOf([finding], lines, ABILITIES);
        if (diagnostic === undefined) throw new Error('no diagnostic');
        const document = { uri: 'file:///x', version: 1 };
        return quickFixes(offered, diagnostic, document, () => ({})).map(action => action.title);
      }),
      ...references.flatMap(reference =>
        answersOf(word).flatMap(peek => {
          const { card } = hoverCard(reference, peek, () => true, 1);
          return [...cardMarkdown(card).split('\n'), ...cardText(card).split('\n')];
        }),
      ),
    ];
    for (const text of shown) {
      expect(text).toMatch(PLAIN);
      expect(String(text).length).toBeLessThanOrEqual(8 * LONGEST_MESSAGE);
    }
    for (const { target } of documentLinks(references, lines, () => true)) expect(target).toMatch(/^https:/);
  });

  it.each([
    ['a pipe', { colours: false }],
    ['a terminal', { colours: true, width: 60 }],
  ])('is no command in what is printed to %s', (_where, options) => {
    for (const text of [checkForTerminal(reportOf(word, told), options), listForTerminal([listingOf(word)], options)]) {
      expectHarmless(withoutCommands(text));
      expect(text.split('\n').every(line => line.length <= 2 * LONGEST_MESSAGE)).toBe(true);
    }
  });

  it('is no command in JSON, and what it was to those who read it', () => {
    for (const value of [checkAsJson(reportOf(word, told)), listAsJson([listingOf(word)])]) {
      const text = jsonText(value);
      expectHarmless(text);
      expect(withoutCommands(text)).toBe(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
    }
  });

  it('is no command in SARIF, and no link or placeholder', () => {
    const log = checkAsSarif(reportOf(word, told), TOOL, new Map([['/r', 'file:///r/']]));
    const text = jsonText(log);
    expectHarmless(text);
    expect(withoutCommands(text)).toBe(text);
    const [run] = log.runs;
    const messages = [
      ...(run?.results ?? []).flatMap(({ message, fixes = [], relatedLocations = [] }) => [
        ...[message, ...fixes.map(fix => fix.description), ...relatedLocations.map(place => place.message)],
      ]),
      ...(run?.invocations?.[0]?.toolExecutionNotifications ?? []).map(notification => notification.message),
    ];
    expect(messages.length).toBeGreaterThan(RULE_IDS.length);
    for (const message of messages) {
      const told = message?.text ?? '';
      expect(told).toMatch(PLAIN);
      expect(told.replace(/\\[\\[\]]|\{\{|\}\}/g, '')).not.toMatch(/[[\]{}\\]/);
    }
  });

  it('is no tag, so that none is written or shown as one', () => {
    expect(parseImageReference(`node:${word}`)).toBeUndefined();
  });
});

it('no words make the terminal or a build server obey', () => {
  const piece = fc.constantFrom(
    ...['::', ':', '#', '##', '[', 'vso[', ' ', '\n', '\t', '\u00a0', '\u200b', '\u001b[31m', '\u001b', '---', '`'],
    ...['travis_', 'fold:', 'x', '🐳', '\ud83d'],
  );
  const anything = fc.oneof(
    fc.array(piece, { maxLength: 12 }).map(pieces => pieces.join('')),
    fc.string(),
  );
  const options = fc.record({ colours: fc.boolean(), width: fc.constantFrom(undefined, 40, 60) });
  fc.assert(
    fc.property(anything, options, (word, how) => {
      expectHarmless(withoutCommands(checkForTerminal(reportOf(word, [finding(word), finding(`a \`${word}\``)]), how)));
      expectHarmless(withoutCommands(listForTerminal([listingOf(word)], how)));
      expectHarmless(withoutCommands(word));
      const text = jsonText({ [word]: [word] });
      expectHarmless(text);
      expect(withoutCommands(text)).toBe(text);
      expect(JSON.parse(text)).toEqual({ [word]: [word] });
    }),
    { numRuns: 300 },
  );
});

/** Every line of a text, once our own colours are off. */
function expectHarmless(text: string): void {
  for (const line of text.replace(COLOUR, '').split('\n')) {
    expect(line).toMatch(PLAIN);
    expect(line).not.toMatch(COMMAND);
  }
}

function finding(message: string) {
  return { rule: 'some-rule', severity: 'error', at: spanOf(0, 1), message, fixes: [] } as const;
}

function reportOf(word: string, findings: readonly Finding[]): Report {
  const file = { file: `${word}/Dockerfile`, root: '/r', shown: `${word}/Dockerfile` };
  return {
    files: [{ ...file, text: word, findings }],
    unknown: (['oci', 'npm'] as const).map(registry => ({ ...file, registry, name: word, want: word, why: 'refused' })),
    stats: { files: 1, references: 1, questions: 1, cacheHits: 0, requests: 0, bytes: 0, milliseconds: 1 },
  };
}

/** One finding of each rule, and not the hundreds of which each may hold a megabyte. */
function oneOfEachRule(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map(found => [found.rule, found])).values()];
}

function listingOf(word: string) {
  const all = [...imagesOf(word), ...releasesOf(word), { kind: 'opaque', why: 'invalid', registry: 'npm' } as const];
  // Each is printed with its name, its text and its file: of megabytes a few are enough.
  const subjects = word.length > 100_000 ? all.filter((_, i) => i % 10 === 0) : all;
  const references = subjects.map(subject => ({ span: spanOf(0, word.length), subject, role: 'manifest' }) as const);
  return { file: `${word}/x`, root: '/r', shown: `${word}/x`, kind: 'dockerfile', text: word, references };
}
