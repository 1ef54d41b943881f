import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import { ignoreFix } from '../../server/src/fixes/ignore.ts';
import { RULE_IDS, RULES } from '../../server/src/rules/index.ts';
import { type Drawn, drawFixture, judgeFixture } from '../support/page-drawing.ts';
import { type Fence, type Fixture, fenceText, parseRulePage, type RulePage } from '../support/rule-page.ts';
import { wordingOfRules } from '../support/wording.ts';

const PAGES = path.resolve(import.meta.dirname, '../../docs/rules');

/** What each page says, in this order. In the first all fixtures are found, in the last two nothing is. */
const FINDS = 'What it finds';
const LEAVES = 'What it leaves alone';
const SILENCE = 'How to silence it';
const CHAPTERS = [FINDS, 'Why it matters', 'How to fix it', LEAVES, SILENCE];

it('each rule has a page, and each page a rule', () => {
  expect(readdirSync(PAGES).sort()).toEqual(RULE_IDS.map(id => `${id}.md`).sort());
});

const pages = RULES.map(rule => ({ rule, ...pageOf(rule.id) }));

/** A page that is not there has nothing in it, and its tests say so. */
function pageOf(rule: string): RulePage {
  const file = path.join(PAGES, `${rule}.md`);
  try {
    return parseRulePage(existsSync(file) ? readFileSync(file, 'utf8') : '');
  } catch (error) {
    throw new Error(`docs/rules/${rule}.md cannot be run`, { cause: error });
  }
}

it('pages lead to pages that are there', () => {
  const words = pages.flatMap(({ pieces }) => pieces.map(piece => (piece.is === 'prose' ? piece.text : '')));
  const targets = words.flatMap(text => [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target));
  expect(targets).toContain('moved-tag.md');
  const isThere = (target = '') => RULE_IDS.includes(target.replace(/\.md$/, '')) || target === PULLING_BACK;
  expect(targets.filter(target => !isThere(target))).toEqual([]);
  expect(existsSync(path.join(PAGES, PULLING_BACK))).toBe(true);
});

/** What those may do who publish, and not those who find it: each page about what was taken back leads there. */
const PULLING_BACK = '../pulling-back.md';
const WITHDRAWN =
  /^(?:unpublished-release|(?:deprecated|yanked|retracted)-(?:release|module)|relocated-artifact|withdrawn-transitive|version-burnt|already-published)$/;

it.each(RULE_IDS.filter(id => WITHDRAWN.test(id)))('%s leads to what its author may do instead', id => {
  expect(readFileSync(path.join(PAGES, `${id}.md`), 'utf8')).toContain(`](${PULLING_BACK})`);
});

describe.each(pages.map(page => [page.rule.id, page] as const))('%s', (_id, { rule, lead, chapters, fixtures }) => {
  it('says what the rule is, and what to do about it', () => {
    expect(lead.trim()).toBe(`# ${rule.id}\n\n${rule.summary}\n\nSeverity: ${rule.severity}.`);
    expect(chapters).toEqual(CHAPTERS);
    expect(new Set(fixtures.map(({ name }) => name)).size).toBe(fixtures.length);
    const shown = (chapter: string) => fixtures.filter(fixture => fixture.chapter === chapter);
    for (const chapter of [FINDS, LEAVES, SILENCE]) expect(shown(chapter), chapter).not.toEqual([]);
    const silences = shown(SILENCE).some(({ settings }) => settings?.body.includes(`"${rule.id}": "off"`));
    expect(silences, 'a setting that silences').toBe(true);
    // A rule that asks nobody knows all.
    if (fixtures.every(({ answers }) => answers === undefined)) return;
    const unknown = fixtures.some(({ answers }) => answers?.body.includes('unknown ('));
    expect(unknown, 'what comes of an answer that is not known').toBe(true);
  });

  const named = fixtures.map(fixture => [fixture.chapter, fixture.name, fixture] as const);
  it.each(named)('%s: %s', (_chapter, _name, fixture) => {
    const drawn = drawFixture(rule.id, fixture);
    expect(drawnText(fixture, drawn)).toBe(writtenText(fixture));
    expect(
      drawn.judged.reduce((sum, file) => sum + file.references, 0),
      'names that are judged',
    ).toBeGreaterThan(0);
    // A rule that is off asks for nothing.
    if (fixture.chapter !== SILENCE) expect(drawn.unused, 'answers that nothing asks for').toEqual([]);
    if (fixture.chapter === FINDS) expect(drawn.findings).not.toEqual([]);
    if (fixture.chapter === LEAVES || fixture.chapter === SILENCE) expect(drawn.findings).toEqual([]);
    if (fixture.chapter === SILENCE) expectToSpeakOtherwise(rule.id, fixture, drawn);
    for (const { file, finding } of drawn.findings) expectToBeSilencedHere(fixture, drawn, file.file, finding);
  });
});

/** What silences is needed: without the comments and the settings the rule speaks, once for each comment at least. */
function expectToSpeakOtherwise(rule: string, { answers, settings: _, ...fixture }: Fixture, { judged }: Drawn): void {
  const comments = judged.map(({ text }) => text.split('registry-lens:').length - 1);
  const files = judged.map(({ file, text }) => ({ file, text: text.replaceAll('registry-lens:', 'registry lens') }));
  // What a rule that is off would have asked has no line.
  const lines = `${answers?.body.replace(/^anything else:.*$/m, '') ?? ''}\nanything else: unknown (not-asked)`;
  const loud = judgeFixture({ ...fixture, ...(answers && { answers: { ...answers, body: lines } }) }, files).judged;
  const spoken = loud.map(({ analysis }) => analysis.findings.filter(finding => finding.rule === rule).length);
  expect(spoken.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  for (const [i, count] of comments.entries()) expect(spoken[i], judged[i]?.file).toBeGreaterThanOrEqual(count);
}

/** The comment that “Ignore here” writes silences this finding and no other. */
function expectToBeSilencedHere(
  fixture: Fixture,
  { judged, findings }: Drawn,
  file: string,
  finding: Drawn['findings'][number]['finding'],
): void {
  const ignore = ignoreFix(finding);
  if (ignore === undefined) return;
  const files = judged.map(one => {
    const applied = one.file === file ? applyEdits(one.text, ignore.edits) : { is: 'done' as const, text: one.text };
    return { file: one.file, text: applied.is === 'done' ? applied.text : '' };
  });
  const left = judgeFixture(fixture, files).judged.flatMap(one => one.analysis.findings.map(({ message }) => message));
  const before = judged.flatMap(one => one.analysis.findings.map(({ message }) => message));
  expect(findings.length).toBeGreaterThan(0);
  expect(left.sort()).toEqual(before.toSpliced(before.indexOf(finding.message), 1).sort());
}

describe('every message stands in a page', () => {
  const said = new Map<string, readonly string[]>();
  const wording = wordingOfRules();
  // A fixture that cannot be run fails here, and does not keep the others from running.
  beforeAll(() => {
    for (const { rule, fixtures } of pages)
      said.set(
        rule.id,
        fixtures.flatMap(fixture => saidIn(rule.id, fixture)),
      );
  });

  it('finds the words of each rule', () => {
    const sources = new Set(wording.map(({ source }) => source));
    // What is said of steps that publish is worded by where they publish to.
    const others = RULES.filter(({ judges }) => judges !== 'publish').map(({ id }) => id);
    expect(others.filter(id => !sources.has(id))).toEqual([]);
  });

  it.each(wording.map(one => [one.source, one.written, one] as const))('%s: %s', (source, _written, { pattern }) => {
    const own = said.get(source) ?? [...said.values()].flat();
    // What is wrong with what a lockfile holds is told to manifests in the same words.
    const texts = [...own, ...(said.get('withdrawn-transitive') ?? [])];
    expect(texts.filter(text => pattern.test(text))).not.toEqual([]);
  });
});

/** What a person reads of what the page's rule found. */
function saidIn(rule: string, fixture: Fixture): string[] {
  return drawFixture(rule, fixture).findings.flatMap(({ finding: { message, fixes, related = [] } }) => [
    message,
    ...fixes.map(fix => fix.title),
    ...related.map(place => place.message),
  ]);
}

function writtenText({ files, repairs }: Fixture): string {
  return [...files, ...repairs].map(fenceText).join('\n');
}

function drawnText({ files }: Fixture, drawn: Drawn): string {
  const repair = { language: 'diff', role: { is: 'repair' } } as const;
  const fences: Pick<Fence, 'language' | 'role' | 'body'>[] = [
    ...files.map((fence, i) => ({ ...fence, body: drawn.files[i] ?? '' })),
    ...drawn.repairs.map(body => ({ ...repair, body })),
  ];
  return fences.map(fenceText).join('\n');
}
