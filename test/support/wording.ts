import path from 'node:path';
import type { Node, SourceFile } from 'typescript/unstable/ast';
import {
  isConditionalExpression,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isParenthesizedExpression,
  isPropertyAssignment,
  isStringLiteralLikeNode,
  isTemplateExpression,
  isTypeNode,
} from 'typescript/unstable/ast/is';
import { API } from 'typescript/unstable/sync';

/** Words in a rule's source that people may get to read. */
export interface Wording {
  /** The source's name in the folder of rules, without its ending. */
  readonly source: string;
  /** As it stands in the source. */
  readonly written: string;
  /** What has these words in it, whatever is put into their holes. */
  readonly pattern: RegExp;
}

const ROOT = path.resolve(import.meta.dirname, '../..');
const RULES = path.join(ROOT, 'server/src/rules');
/** Where remarks of steps that publish are worded. */
const PUBLISHING = path.join(ROOT, 'server/src/publishing');

/**
 * Everything in the sources of the rules that is worded: templates, texts with a blank in them, and each text that a
 * template's hole may be filled with, together with what is said around the hole. What is left out is for the program:
 * kinds, ids, hosts, and the summary, which is no message.
 */
export function wordingOfRules(): readonly Wording[] {
  const api = new API({ cwd: ROOT });
  try {
    const snapshot = api.updateSnapshot({ openProjects: [path.join(ROOT, 'server/tsconfig.json')] });
    const [project] = snapshot.getProjects();
    const names = project?.program.getSourceFileNames() ?? [];
    return names
      .filter(name => path.dirname(name) === RULES || name.startsWith(PUBLISHING))
      .flatMap(name => {
        const file = project?.program.getSourceFile(name);
        const isRule = path.dirname(name) === RULES;
        const source = isRule ? path.basename(name, '.ts') : path.relative(path.dirname(RULES), name);
        return file === undefined ? [] : wordingIn(file, source, isRule);
      });
  } finally {
    api.close();
  }
}

/**
 * Where a text goes: into a template's hole or alone into what people read, with what is said around it there; or
 * elsewhere, where only a blank tells that it is worded.
 */
type Place = { readonly around: (words: string) => string } | 'elsewhere';

const ALONE: Place = { around: words => `^${words}$` };
const HOLE = '[^]*';

/** @param withTexts whether a text with a blank counts that nothing shows to be read by people */
function wordingIn(file: SourceFile, source: string, withTexts: boolean): Wording[] {
  const found: Wording[] = [];
  const add = (node: Node, words: string, place: Place) => {
    const pattern = place === 'elsewhere' ? words : place.around(words);
    if (!/[\p{L}“]/u.test(pattern)) return;
    const written = file.text.slice(node.pos, node.end).trim();
    found.push({ source, written, pattern: new RegExp(pattern) });
  };
  const visit = (node: Node, place: Place): void => {
    if (isImportDeclaration(node) || isExportDeclaration(node) || isTypeNode(node)) return;
    if (isTemplateExpression(node)) {
      const texts = [node.head.text, ...node.templateSpans.map(span => span.literal.text)].map(escaped);
      // Keys and options are no sentences.
      if (withTexts || place !== 'elsewhere' || texts.at(-1)?.endsWith('.')) add(node, texts.join(HOLE), place);
      for (const [i, span] of node.templateSpans.entries()) {
        const [before, behind] = [texts.slice(0, i + 1).join(HOLE), texts.slice(i + 1).join(HOLE)];
        const outer = place === 'elsewhere' ? (words: string) => words : place.around;
        visit(span.expression, { around: words => outer(`${before}${words}${behind}`) });
      }
    } else if (isStringLiteralLikeNode(node)) {
      if (place !== 'elsewhere' || (withTexts && /\s/.test(node.text))) add(node, escaped(node.text), place);
    } else if (isConditionalExpression(node)) {
      visit(node.condition, 'elsewhere');
      visit(node.whenTrue, place);
      visit(node.whenFalse, place);
    } else if (isParenthesizedExpression(node)) {
      visit(node.expression, place);
    } else if (isPropertyAssignment(node)) {
      const name = isIdentifier(node.name) ? node.name.text : '';
      if (name !== 'summary') visit(node.initializer, name === 'message' || name === 'title' ? ALONE : 'elsewhere');
    } else {
      node.forEachChild(child => visit(child, 'elsewhere'));
    }
  };
  visit(file, 'elsewhere');
  return found;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
