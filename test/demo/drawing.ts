import { readFileSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** What `check --format json` prints, as far as it is drawn here. */
export interface CheckOutput {
  readonly findings: readonly PrintedFinding[];
  readonly stats: { readonly files: number; readonly references: number; readonly milliseconds: number };
}

export interface PrintedFinding {
  readonly file: string;
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly range: PrintedRange;
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly { readonly range: PrintedRange; readonly newText: string }[];
  }[];
}

interface PrintedRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

type Style = Parameters<typeof styleText>[0];
type Paint = (style: Style, text: string) => string;

/** The findings as VS Code's Problems panel lists them: by file, the graver first, hints left out. */
export function drawProblems(checked: CheckOutput, folder: string, colours: boolean): string {
  const paint = painter(colours);
  const shown = checked.findings.filter(finding => finding.severity !== 'hint');
  const hints = checked.findings.length - shown.length;
  const files = [...new Set(shown.map(finding => finding.file))];
  const lines = [
    `${paint('bold', 'PROBLEMS')} ${paint('inverse', ` ${shown.length} `)}  ${paint('dim', `${checked.stats.references} references in ${checked.stats.files} files, checked in ${(checked.stats.milliseconds / 1000).toFixed(1)} s`)}`,
    '',
  ];
  for (const file of files) {
    const ofFile = shown.filter(finding => finding.file === file).sort(byGravity);
    const place = path.posix.join(folder, path.posix.dirname(file));
    lines.push(`${paint('bold', path.posix.basename(file))}  ${paint('dim', place)}  ${ofFile.length}`);
    for (const finding of ofFile) lines.push(...drawFinding(finding, paint));
    lines.push('');
  }
  if (hints > 0) {
    lines.push(paint('dim', `${hints} hints more, which VS Code marks in the text and leaves out of this list.`), '');
  }
  return lines.join('\n');
}

/** The first fix whose title begins so, as a unified diff. `examples` is the folder that files are relative to. */
export function drawFix(checked: CheckOutput, examples: string, title: string, colours: boolean): string {
  const paint = painter(colours);
  for (const { file, rule, fixes } of checked.findings) {
    const fix = fixes.find(candidate => candidate.title.startsWith(title));
    if (fix === undefined) continue;
    const before = readFileSync(path.join(examples, file), 'utf8');
    const edits = fix.edits.map(edit => ({ range: edit.range, newText: edit.newText }));
    const after = TextDocument.applyEdits(TextDocument.create('file:///x', '', 0, before), edits);
    const patch = createTwoFilesPatch(`a/examples/${file}`, `b/examples/${file}`, before, after, '', '', {
      context: 2,
    });
    const drawn = patch
      .split('\n')
      .filter(line => !line.startsWith('====='))
      .map(line => paint(styleOf(line), line));
    return [`${paint('bold', `💡 ${fix.title}`)}  ${paint('dim', `a quick fix for ${rule}`)}`, '', ...drawn].join('\n');
  }
  throw new Error(`The examples show no fix “${title}…”.`);
}

function drawFinding({ severity, message, rule, range }: PrintedFinding, paint: Paint): string[] {
  const [sign, style] = SIGNS[severity];
  const place = `[Ln ${range.start.line + 1}, Col ${range.start.character + 1}]`;
  return wrap(`${message} Registry Lens(${rule}) ${place}`, 5).map((line, i) => {
    const text = line.replace(/Registry Lens\([a-z-]+\)|\[Ln \d+, Col \d+\]/g, found => paint('dim', found));
    return i === 0 ? `  ${paint(style, sign)}  ${text}` : `     ${text}`;
  });
}

function wrap(text: string, indent: number): string[] {
  const width = (process.stdout.isTTY ? process.stdout.columns : 120) - indent;
  const lines = [''];
  // The place in the file is one word, so that no line breaks inside of it.
  for (const word of text.match(/\[Ln [^\]]*\]|Registry Lens\([^)]*\)|\S+/g) ?? []) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines;
}

function byGravity(a: PrintedFinding, b: PrintedFinding): number {
  return GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) || a.range.start.line - b.range.start.line;
}

function styleOf(line: string): Style {
  if (line.startsWith('+++') || line.startsWith('---')) return 'bold';
  if (line.startsWith('+')) return 'green';
  if (line.startsWith('-')) return 'red';
  return line.startsWith('@@') ? 'cyan' : 'reset';
}

function painter(colours: boolean): Paint {
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}

const GRAVITY = ['error', 'warning', 'information', 'hint'] as const;
const SIGNS = {
  error: ['✖', 'red'],
  warning: ['⚠', 'yellow'],
  information: ['ℹ', 'blue'],
  hint: ['·', 'dim'],
} as const satisfies Record<PrintedFinding['severity'], readonly [string, Style]>;
