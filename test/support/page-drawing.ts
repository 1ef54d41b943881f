import { diffLines } from 'diff';
import { applyEdits } from '../../server/src/fixes/apply.ts';
import type { Finding, Fix } from '../../server/src/model/finding.ts';
import { textUnder } from '../../server/src/model/span.ts';
import { type JudgedFile, judgeFiles, type WorkspaceFile } from './judge-files.ts';
import { pageAnswers } from './page-answers.ts';
import { longDigests, shortDigests } from './page-digests.ts';
import type { Fence, Fixture } from './rule-page.ts';

/** What came of running a fixture, drawn as a page shows it. */
export interface Drawn {
  /** The bodies of the fixture's files, in their order. */
  readonly files: readonly string[];
  /** The bodies of its repairs: one for each that is offered, in the order of the text. */
  readonly repairs: readonly string[];
  /** What the page's own rule found, with its file. */
  readonly findings: readonly { readonly file: WorkspaceFile; readonly finding: Finding }[];
  readonly judged: readonly JudgedFile[];
  /** Answers that nothing asked for. */
  readonly unused: readonly string[];
}

/** Runs a fixture of a rule's page. */
export function drawFixture(rule: string, fixture: Fixture): Drawn {
  const { answers, judged } = judgeFixture(fixture);
  const findings = judged.flatMap(file =>
    file.analysis.findings.filter(finding => finding.rule === rule).map(finding => ({ file, finding })),
  );
  return {
    files: judged.map(file => underlined(rule, file)),
    repairs: findings.flatMap(({ file, finding }) => finding.fixes.map(fix => changed(edited(file, fix, judged), fix))),
    findings,
    judged,
    unused: answers.unused(),
  };
}

/** Judges a fixture's files, or others in their place. */
export function judgeFixture(fixture: Fixture, files: readonly WorkspaceFile[] = fixture.files.map(fileOf)) {
  const answers = pageAnswers(fixture.answers?.body);
  const settings = fixture.settings === undefined ? {} : JSON.parse(fixture.settings.body);
  return { answers, judged: judgeFiles(files, answers.peek, settings) };
}

/** A file without what is drawn in it: carets, and the lines of notes beneath them. */
function fileOf({ role, body }: Fence): WorkspaceFile {
  const lines: string[] = [];
  let isNote = false;
  for (const line of body.split('\n')) {
    isNote = /^\s*\^/.test(line) || (isNote && /^\s*\| /.test(line));
    if (!isNote) lines.push(line);
  }
  return { file: role.is === 'file' ? role.file : '', text: longDigests(lines.join('\n')) };
}

/** So wide are the notes under a text at most; what cannot be parted may be wider. */
const WIDEST = 100;

function underlined(rule: string, { text, analysis }: JudgedFile): string {
  const drawn: string[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const end = offset + line.length;
    const start = offset;
    const notes = [
      ...analysis.findings.map(finding => ({
        at: finding.at,
        label: finding.rule === rule ? labelOf(finding) : `also ${finding.rule}`,
        says: finding.rule === rule ? notesOf(finding) : [],
      })),
      ...analysis.unchecked.map(({ reference, why }) => ({
        at: reference.span,
        label: `not checked (${why})`,
        says: [],
      })),
    ].filter(({ at }) => at.start >= start && at.start <= end);
    drawn.push(shortDigests(line));
    for (const { at, label, says } of notes.sort((a, b) => a.at.start - b.at.start)) {
      const indent = shortDigests(textUnder(text, { start, end: at.start })).replace(/[^\t]/g, ' ');
      const under = shortDigests(textUnder(text, { start: at.start, end: Math.min(at.end, end) }));
      drawn.push(`${indent}${'^'.repeat(Math.max(1, under.length))}${at.end > end ? '…' : ''} ${label}`);
      for (const note of says) drawn.push(...wrapped(note, WIDEST - indent.length).map(part => `${indent}| ${part}`));
    }
    offset = end + 1;
  }
  return drawn.join('\n');
}

function labelOf({ rule, severity, deprecated }: Finding): string {
  return `${rule}, ${severity}${deprecated === true ? ', struck through' : ''}`;
}

function notesOf({ message, related = [], fixes }: Finding): string[] {
  return [
    message,
    ...related.map(({ file, range: { start }, message: says }) => {
      return `${file}:${start.line + 1}:${start.character + 1}: ${says}`;
    }),
    ...fixes.map(fix => `💡 ${fix.title} (${fix.safety})`),
  ];
}

/** Breaks a sentence between words. */
function wrapped(sentence: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** The text that a repair changes: mostly that of the file in which something was found. */
function edited({ text }: WorkspaceFile, { elsewhere }: Fix, judged: readonly JudgedFile[]): string {
  return judged.find(({ file }) => file === elsewhere?.file)?.text ?? text;
}

/** What a repair does to a text, line by line. Lines that are only added follow the one above them. */
function changed(text: string, fix: Fix): string {
  const applied = applyEdits(text, fix.elsewhere?.edits ?? fix.edits);
  if (applied.is === 'refused') throw new Error(`“${fix.title}” was refused: ${applied.why}.`);
  const parts = diffLines(`${text}\n`, `${applied.text}\n`);
  const drawn = parts.flatMap(({ value, added, removed }, i) => {
    const lines = value.replace(/\n$/, '').split('\n').map(shortDigests);
    if (added) return lines.map(line => `+${line}`);
    if (removed) return lines.map(line => `-${line}`);
    return parts[i + 1]?.added === true ? lines.slice(-1).map(line => ` ${line}`) : [];
  });
  return [`@@ ${fix.title} @@`, ...drawn].join('\n');
}
