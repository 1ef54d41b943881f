import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ECOSYSTEMS, PACKAGES } from '../../server/src/ecosystems/index.ts';
import { READERS } from '../../server/src/ecosystems/readers.ts';
import { HIERARCHY_GLOBS } from '../../server/src/editor/hierarchy-globs.ts';
import { CLIENT_COMMANDS } from '../../server/src/editor/protocol.ts';
import type { Severity } from '../../server/src/model/finding.ts';
import type { Reader } from '../../server/src/model/reader.ts';
import { DEFAULT_OVERRIDES } from '../../server/src/overrides.ts';
import { REPOSITORY_FILE } from '../../server/src/repository-settings.ts';
import { RULES } from '../../server/src/rules/index.ts';
import { SETTING_GROUPS, SETTING_ROWS, type SettingRow } from '../../server/src/settings.ts';
import { rulePage } from '../../server/src/views/pages.ts';

/** A file of which all or a part follows from the tables of ecosystems, rules and settings. */
export interface GeneratedFile {
  /** An absolute path. */
  readonly file: string;
  /** What it says, and what it should say. */
  readonly now: string;
  readonly should: string;
}

/** Of the file at a repository's root. */
const SCHEMA = 'schemas/registry-lens.schema.json';
const ROOT = path.resolve(import.meta.dirname, '../..');

/** Compares what follows from the tables with what the files say. */
export async function generatedFiles(): Promise<readonly GeneratedFile[]> {
  return Promise.all([
    generated('package.json', packageJson),
    generated('README.md', readme),
    generated('client/src/document-selector.ts', documentSelector),
    generated(SCHEMA, repositorySchema),
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
  parsed.contributes = {
    ...parsed.contributes,
    menus: menus(),
    configuration: configuration(),
    languages: [{ id: 'jsonc', filenames: [REPOSITORY_FILE] }],
    jsonValidation: [{ fileMatch: REPOSITORY_FILE, url: `./${SCHEMA}` }],
  };
  parsed.capabilities = {
    ...parsed.capabilities,
    untrustedWorkspaces: {
      ...parsed.capabilities?.untrustedWorkspaces,
      restrictedConfigurations: settingRows().flatMap(row => (row.restricted === true ? [row.key] : [])),
    },
  };
  return `${JSON.stringify(parsed, undefined, 2)}\n`;
}

/** What is about packages is in the menus of the files that name them. */
function menus(): object {
  const names = HIERARCHY_GLOBS.flatMap(glob => withoutBraces(glob.slice(glob.lastIndexOf('/') + 1)))
    // Whose folder tells what they are.
    .filter(name => !/^\*\.\w+$/.test(name))
    .map(name => name.replace(/[.+^$()|{}]/g, '\\$&').replaceAll('*', '.*'));
  const when = `resourceFilename =~ /^(?:${[...new Set(names)].join('|')})$/`;
  return { 'editor/context': [{ command: CLIENT_COMMANDS.showWhy, when, group: 'navigation@9' }] };
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
    ...(files.some(glob => glob.endsWith('.py')) ? ['python'] : []),
  ];
}

/** A glob without braces for each of its alternatives: VS Code's braces do not stand in braces. */
function withoutBraces(glob: string): string[] {
  const [whole, before = '', inside = '', behind = ''] = /^(.*?)\{([^{}]*)\}(.*)$/.exec(glob) ?? [];
  if (whole === undefined) return [glob];
  return inside.split(',').flatMap(each => withoutBraces(`${before}${each}${behind}`));
}

/** One block for each group, in the order of the table. */
function configuration(): object[] {
  return Object.entries(SETTING_GROUPS).map(([group, title], order) => {
    const properties = settingRows().flatMap((row, i) =>
      row.group === group
        ? [
            [
              row.key,
              {
                order: i,
                scope: scopeOf(row),
                ...schemaOf(row),
                default: row.default,
                markdownDescription: sentenceOf(row),
              },
            ],
          ]
        : [],
    );
    return { order, title, properties: Object.fromEntries(properties) };
  });
}

/** What a repository's own file may hold, for editors that complete and check it. */
function repositorySchema(): string {
  const properties: Record<string, object> = { $schema: { type: 'string' } };
  for (const row of settingRows()) {
    if (row.inRepository !== true) continue;
    const [outer = '', inner] = row.key.slice('registryLens.'.length).split('.');
    const schema = { ...schemaOf(row), markdownDescription: sentenceOf(row), description: plain(sentenceOf(row)) };
    properties[outer] =
      inner === undefined ? schema : { type: 'object', additionalProperties: false, properties: { [inner]: schema } };
  }
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Registry Lens',
    description: 'How a repository wants to be checked, whoever checks it.',
    type: 'object',
    additionalProperties: false,
    allowComments: true,
    allowTrailingCommas: true,
    properties,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

function plain(markdown: string): string {
  return markdown.replaceAll('`', '');
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
      return {
        type: 'string',
        enum: Object.keys(row.choices ?? {}),
        markdownEnumDescriptions: Object.values(row.choices ?? {}),
      };
    case 'count': {
      const [minimum, maximum] = row.bounds ?? [0, 1_000_000];
      return { type: 'number', minimum, maximum };
    }
    case 'globs':
    case 'paths':
      return { type: 'array', items: { type: 'string' } };
    case 'names':
      return { type: 'array', items: namePattern() };
    case 'severities':
      return severities();
    case 'overrides':
      return {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['rules'],
          anyOf: [{ required: ['files'] }, { required: ['names'] }],
          properties: {
            files: { type: 'array', items: { type: 'string' }, description: 'Globs of files, from the folder on.' },
            names: { type: 'array', items: namePattern(), description: 'Patterns of names.' },
            rules: severities(),
          },
        },
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

function namePattern(): object {
  return { type: 'string', pattern: `^(${Object.keys(ECOSYSTEMS).join('|')}):.` };
}

function severities(): object {
  return {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      RULES.map(({ id, severity, summary }) => {
        const markdownDescription = `${summary} Otherwise: ${severity}. [What it says, and what to do](${rulePage(id)}).`;
        return [
          id,
          {
            type: 'string',
            enum: Object.keys(SEVERITY_WORDS),
            enumDescriptions: Object.values(SEVERITY_WORDS),
            markdownDescription,
          },
        ];
      }),
    ),
  };
}

/** What editors do with a finding of each severity. */
const SEVERITY_WORDS: Readonly<Record<Severity | 'off', string>> = {
  error: 'Shown as an error.',
  warning: 'Shown as a warning; from here on, the command line exits with 1 by default.',
  information: 'Shown as information.',
  hint: 'Shown in the text by three dots, and not among the problems.',
  off: 'Not looked for.',
};

function readme(now: string): string {
  const rules = RULES.map(({ id, severity, summary }) => [`[\`${id}\`](docs/rules/${id}.md)`, severity, summary]);
  const settings = settingRows().map(row => [
    `\`${row.key}\``,
    row.type === 'overrides' ? '[below](#tests-and-examples)' : `\`${JSON.stringify(row.default)}\``,
    `${sentenceOf(row)}${limitOf(row)}`,
  ]);
  const withRules = between(now, 'rules', table(['rule', 'severity', 'when'], rules));
  const overrides = ['', '```json', `"registryLens.overrides": ${defaultOverrides()}`, '```', ''].join('\n');
  const withOverrides = between(withRules, 'overrides', overrides);
  return between(withOverrides, 'settings', table(['setting', 'default', 'what it decides'], settings));
}

/** A glob a line. */
function defaultOverrides(): string {
  return JSON.stringify(DEFAULT_OVERRIDES, undefined, 2);
}

function sentenceOf({ sentence }: SettingRow): string {
  return typeof sentence === 'string' ? sentence : sentence(Object.values(PACKAGES));
}

/** Who can set it, where that is not everybody. */
function limitOf(row: SettingRow): string {
  const words = [
    ...(row.usersOwn === true ? ['No workspace can set it.'] : []),
    ...(row.restricted === true && row.usersOwn !== true ? ['Ignored in an untrusted workspace.'] : []),
    ...(row.inRepository === true ? [`May stand in \`${REPOSITORY_FILE}\`.`] : []),
  ];
  return words.map(word => ` ${word}`).join('');
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

/** A line as Biome lays it out, which the check of the format looks at too. */
function inWidth(line: string): string {
  if (line.length <= 120) return line;
  return line.replace(/^ {2}\{ (scheme: '\w+'), pattern: (.*) \},$/, (_, scheme: string, pattern: string) => {
    const isLong = `    pattern: ${pattern},`.length > 120;
    return `  {\n    ${scheme},\n    pattern:${isLong ? '\n     ' : ''} ${pattern},\n  },`;
  });
}

function documentSelector(): string {
  const patterns = READERS.flatMap(reader => reader.files);
  const languages = [...new Set(READERS.flatMap(reader => reader.languages))];
  const lines = [
    `  { scheme: 'file', pattern: '**/${REPOSITORY_FILE}' },`,
    ...patterns.map(glob => inWidth(`  { scheme: 'file', pattern: '**/${glob}' },`)),
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
