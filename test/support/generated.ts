import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { PACKAGES } from '../../server/src/ecosystems/index.ts';
import { READERS } from '../../server/src/ecosystems/readers.ts';
import type { Reader } from '../../server/src/model/reader.ts';
import { RULES } from '../../server/src/rules/index.ts';
import { SETTING_ROWS, SEVERITIES, type SettingRow } from '../../server/src/settings.ts';
import { rulePage } from '../../server/src/views/pages.ts';

/** A file of which all or a part follows from the tables of ecosystems, rules and settings. */
export interface GeneratedFile {
  /** An absolute path. */
  readonly file: string;
  /** What it says, and what it should say. */
  readonly now: string;
  readonly should: string;
}

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Compares what follows from the tables with what the files say. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  return Promise.all([
    generated('package.json', packageJson),
    generated('README.md', readme),
    generated('client/src/document-selector.ts', documentSelector),
  ]);
}

async function generated(name: string, make: (now: string) => string): Promise<GeneratedFile> {
  const file = path.join(ROOT, name);
  const now = await readFile(file, 'utf8').catch(() => '');
  return { file, now, should: make(now) };
}

function packageJson(now: string): string {
  const parsed = JSON.parse(now);
  parsed.activationEvents = activationEvents();
  parsed.contributes = { ...parsed.contributes, configuration: configuration() };
  parsed.capabilities = {
    ...parsed.capabilities,
    untrustedWorkspaces: {
      ...parsed.capabilities?.untrustedWorkspaces,
      restrictedConfigurations: settingRows().flatMap(row => (row.restricted === true ? [row.key] : [])),
    },
  };
  return `${JSON.stringify(parsed, undefined, 2)}\n`;
}

/** The extension starts where there is something to read, or a text that may turn out to be. */
function activationEvents(): string[] {
  const languages = [...READERS.flatMap(reader => reader.languages), ...TELLING.flatMap(languagesOf)];
  const files = NAMED.flatMap(reader => reader.files).map(glob => `workspaceContains:**/${glob}`);
  return [...new Set([...languages.map(language => `onLanguage:${language}`), ...files])];
}

/** Whose files' names say what they are. Those that lie around others are no reason to start. */
const NAMED = READERS.filter(({ telltale, isAside }) => telltale === undefined && isAside !== true);
const TELLING = READERS.filter(({ telltale }) => telltale !== undefined);

/** The languages that editors take a reader's files for. */
function languagesOf({ languages, files }: Reader): string[] {
  return [
    ...languages,
    ...(files.some(glob => glob.endsWith('.json')) ? ['json', 'jsonc'] : []),
    ...(files.some(glob => glob.endsWith('.yaml')) ? ['yaml'] : []),
  ];
}

/** A glob without braces for each of its alternatives: VS Code's braces do not stand in braces. */
function withoutBraces(glob: string): string[] {
  const [whole, before = '', inside = '', behind = ''] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob) ?? [];
  if (whole === undefined) return [glob];
  return inside.split(',').flatMap(each => withoutBraces(`${before}${each}${behind}`));
}

function configuration(): object {
  const properties = settingRows().map(row => [
    row.key,
    { scope: scopeOf(row), ...schemaOf(row), default: row.default, markdownDescription: sentenceOf(row) },
  ]);
  return { title: 'Registry Lens', properties: Object.fromEntries(properties) };
}

/**
 * Limits and lifetimes belong to the window; what is judged, and where it is asked, to a folder. What is the user's own
 * VS Code takes from no workspace.
 */
function scopeOf(row: SettingRow): string {
  if (row.usersOwn === true) return 'machine';
  return row.type === 'count' ? 'window' : 'resource';
}

function schemaOf(row: SettingRow): object {
  switch (row.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { enum: row.choices ?? [] };
    case 'count':
      return { type: 'number', minimum: 0 };
    case 'globs':
    case 'paths':
      return { type: 'array', items: { type: 'string' } };
    case 'severities':
      return {
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(
          RULES.map(({ id, summary }) => {
            const markdownDescription = `${summary} [What it says, and what to do](${rulePage(id)}).`;
            return [id, { enum: [...SEVERITIES, 'off'], markdownDescription }];
          }),
        ),
      };
    case 'addresses':
      return {
        type: 'object',
        additionalProperties: false,
        properties: {
          ...Object.fromEntries(Object.keys(PACKAGES).map(id => [id, { type: 'string' }])),
          oci: { type: 'object', additionalProperties: { type: 'string' } },
        },
      };
    case 'hosts':
      return { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } };
  }
}

function readme(now: string): string {
  const rules = RULES.map(({ id, severity, summary }) => [`[\`${id}\`](docs/rules/${id}.md)`, severity, summary]);
  const settings = settingRows().map(row => [
    `\`${row.key}\``,
    `\`${JSON.stringify(row.default)}\``,
    `${sentenceOf(row)}${limitOf(row)}`,
  ]);
  const withRules = between(now, 'rules', table(['rule', 'severity', 'when'], rules));
  return between(withRules, 'settings', table(['setting', 'default', 'what it decides'], settings));
}

function sentenceOf({ sentence }: SettingRow): string {
  return typeof sentence === 'string' ? sentence : sentence(Object.values(PACKAGES));
}

/** Who cannot set it. */
function limitOf(row: SettingRow): string {
  if (row.usersOwn === true) return ' No workspace can set it.';
  return row.restricted === true ? ' Ignored in an untrusted workspace.' : '';
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.map(cellText).join(' | ')} |`);
  return lines.join('\n');
}

function cellText(text: string): string {
  return text.replaceAll('|', '\\|');
}

/** Replaces what stands between the comments `<!-- name -->` and `<!-- /name -->`. */
function between(text: string, name: string, body: string): string {
  const open = `<!-- ${name} -->`;
  const close = `<!-- /${name} -->`;
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) throw new Error(`README.md has no ${open} … ${close}.`);
  return `${text.slice(0, start + open.length)}\n${body}\n${text.slice(end)}`;
}

function documentSelector(): string {
  const patterns = READERS.flatMap(reader => reader.files);
  const languages = [...new Set(READERS.flatMap(reader => reader.languages))];
  const lines = [
    ...patterns.map(glob => `  { scheme: 'file', pattern: '**/${glob}' },`),
    ...languages.map(language => `  { scheme: 'file', language: '${language}' },`),
    ...languages.map(language => `  { scheme: 'untitled', language: '${language}' },`),
  ];
  return [
    '/** The documents that the server gets. Written by `npm run generate` from the table of readers. */',
    'export const DOCUMENT_SELECTOR = [',
    ...lines,
    '] as const;',
    '',
    '/** Files whose names say that there is something to read in them: the same, without what anybody uses. */',
    'export const NAMED_FILES = [',
    ...[...new Set(NAMED.flatMap(reader => reader.files))].flatMap(withoutBraces).map(glob => `  '**/${glob}',`),
    '] as const;',
    '',
    '/** Languages that say so. */',
    `export const NAMED_LANGUAGES = [${[...new Set(NAMED.flatMap(reader => reader.languages))].map(each => `'${each}'`).join(', ')}] as const;`,
    '',
    '/** Words that a text of a kind holds whose names anybody uses. */',
    `export const TELLTALES: readonly (readonly string[])[] = [`,
    ...TELLING.map(({ telltale = [] }) => `  [${telltale.map(word => `'${word}'`).join(', ')}],`),
    '];',
    '',
  ].join('\n');
}

function settingRows(): readonly SettingRow[] {
  return SETTING_ROWS;
}
