import {
  findNodeAtLocation,
  getNodeValue,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { code } from './model/plain-text.ts';
import { type Span, spanOf } from './model/span.ts';
import { readValues } from './read-settings.ts';
import { SETTING_ROWS, type SettingKey, type SettingRow, type Settings } from './settings.ts';

/** The file at a repository's root that says how the repository wants to be checked, whoever does it. */
export const REPOSITORY_FILE = '.registry-lens.json';

/**
 * What a repository may say of itself. Never where something is asked, as whom, or how much: that is for who asks. See
 * `SettingRow.inRepository`.
 */
export type RepositorySettings = Pick<Settings, 'rules' | 'overrides' | 'ignore' | 'exclude' | 'imagePaths'>;

/** What is wrong with the file, and where. */
export interface PlacedProblem {
  readonly span: Span;
  /** A sentence. */
  readonly message: string;
}

export interface ReadRepositorySettings {
  /** All that is whole. */
  readonly settings: RepositorySettings;
  /** In the order of the text. */
  readonly problems: readonly PlacedProblem[];
  /** Whether all of the text was JSON; else something that it means to say may not be heard. */
  readonly isWhole: boolean;
}

/** JSON with comments and commas at the end, as VS Code's own settings. Never throws, whatever the text. */
export function readRepositorySettings(text: string, ruleIds: readonly string[]): ReadRepositorySettings {
  try {
    return readWhole(text, ruleIds);
  } catch {
    // The parser, and what looks through its tree, go down with each bracket, and the stack has an end.
    const { settings } = readWhole('', ruleIds);
    const message = 'Nothing is read here: it is nested too deeply.';
    return { settings, isWhole: false, problems: [{ span: spanOf(0, Math.min(1, text.length)), message }] };
  }
}

function readWhole(text: string, ruleIds: readonly string[]): ReadRepositorySettings {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const problems: PlacedProblem[] = errors.slice(0, MOST_ERRORS).map(({ error, offset, length }) => ({
    span: spanOf(offset, offset + length),
    message: `This is not JSON: ${printParseErrorCode(error)}. What is whole holds.`,
  }));
  if (tree !== undefined && tree.type !== 'object')
    problems.push({ span: spanAt(tree), message: 'The settings must be a JSON object.' });
  const found = new Map<SettingKey, Node>();
  if (tree?.type === 'object') problems.push(...take('', tree, found));
  const given = (key: SettingKey) => {
    const node = found.get(key);
    return node === undefined ? undefined : getNodeValue(node);
  };
  const read = readValues(given, ruleIds, nameOf);
  // To find a place goes through all that stands before it.
  for (const { key, below, message } of read.problems.slice(0, MOST_PROBLEMS)) {
    const node = found.get(key);
    if (node !== undefined)
      problems.push({ span: spanAt(findNodeAtLocation(node, below as JSONPath) ?? node), message });
  }
  const { rules, overrides, ignore, exclude, imagePaths } = read.settings;
  const settings = { rules, ignore, exclude, imagePaths, ...(overrides === undefined ? {} : { overrides }) };
  const isWhole = errors.length === 0;
  return { settings, isWhole, problems: problems.sort((a, b) => a.span.start - b.span.start) };
}

/** Takes the settings that stand in an object, and says what is none. */
function take(outer: string, object: Node, found: Map<SettingKey, Node>): readonly PlacedProblem[] {
  return (object.children ?? []).flatMap(({ children: [key, value] = [] }) => {
    if (key === undefined || value === undefined) return [];
    const name = `${outer}${key.value}`;
    if (name === '$schema') return [];
    const row = ROWS.find(one => nameOf(one.key) === name);
    if (row?.inRepository === true) {
      found.set(row.key as SettingKey, value);
      return [];
    }
    const holdsSettings = row === undefined && ROWS.some(one => nameOf(one.key).startsWith(`${name}.`));
    if (holdsSettings && value.type === 'object') return take(`${name}.`, value, found);
    return [{ span: spanAt(key), message: whyNot(name, row) }];
  });
}

function whyNot(name: string, row: SettingRow | undefined): string {
  if (row !== undefined) return `${code(name)} is not allowed here: only who checks a repository decides about it.`;
  const allowed = ROWS.filter(({ inRepository }) => inRepository === true).map(({ key }) => nameOf(key));
  const plain = name.replace(/^registryLens\./, '');
  if (plain !== name && allowed.includes(plain)) return `${code(name)} is written ${code(plain)} here.`;
  const all = allowed.map(one => code(one));
  return `${code(name)} is no setting. There are ${all.slice(0, -1).join(', ')} and ${all.at(-1)}.`;
}

/** How a setting is called in the file. */
function nameOf(key: string): string {
  return key.slice('registryLens.'.length);
}

function spanAt({ offset, length }: Node): Span {
  return spanOf(offset, offset + length);
}

const ROWS: readonly SettingRow[] = SETTING_ROWS;
const MOST_ERRORS = 10;
// Who has so many reads the first ones.
const MOST_PROBLEMS = 50;
