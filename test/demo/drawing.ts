import { readFileSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** What `check --format json` prints, as far as it is drawn here. */
export interface CheckOutput {
  readonly findings: readonly PrintedFinding[];
}

interface PrintedFinding {
  readonly file: string;
  readonly rule: string;
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

function styleOf(line: string): Style {
  if (line.startsWith('+++') || line.startsWith('---')) return 'bold';
  if (line.startsWith('+')) return 'green';
  if (line.startsWith('-')) return 'red';
  return line.startsWith('@@') ? 'cyan' : 'reset';
}

function painter(colours: boolean): Paint {
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}
