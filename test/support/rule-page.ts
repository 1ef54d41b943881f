/**
 * A rule's page, cut into what a person reads and what a test runs. A heading of the third rank and all up to the next
 * heading is one fixture: the files of a small workspace, what registries answered, and what each repair writes.
 */
export interface RulePage {
  /** All lines, in order: joined again they are the page. */
  readonly pieces: readonly Piece[];
  /** What stands above the first chapter. */
  readonly lead: string;
  /** Headings of the second rank, in order. */
  readonly chapters: readonly string[];
  readonly fixtures: readonly Fixture[];
}

/** A stretch of a page. */
export type Piece = Prose | Fence;

/** Lines that are no fence. */
export interface Prose {
  readonly is: 'prose';
  readonly text: string;
}

/** What stands between two lines of backticks. */
export interface Fence {
  readonly is: 'fence';
  /** The number of the opening line, from 1. */
  readonly line: number;
  /** The word after the backticks, by which GitHub colours it. */
  readonly language: string;
  readonly role: Role;
  readonly body: string;
}

/** What a fence is to the test. */
export type Role =
  /** A file of the workspace, with what is found in it drawn beneath its lines. */
  | { readonly is: 'file'; readonly file: string }
  /** What registries answered. */
  | { readonly is: 'answers' }
  /** What the user set. */
  | { readonly is: 'settings' }
  /** What a repair changes. */
  | { readonly is: 'repair' };

/** One example. */
export interface Fixture {
  readonly chapter: string;
  readonly name: string;
  readonly files: readonly Fence[];
  readonly repairs: readonly Fence[];
  readonly answers?: Fence;
  readonly settings?: Fence;
}

/** Files whose kind shows at a glance; the name of any other stands in the words above it. */
const KNOWN_AT_A_GLANCE = ['Dockerfile', 'package.json'];

/** Reads a page. Throws, with the line, at whatever would otherwise be no fixture and look like one. */
export function parseRulePage(markdown: string): RulePage {
  const pieces = piecesOf(markdown);
  const chapters: string[] = [];
  const fixtures: Fixture[] = [];
  let lead = '';
  let heading: { readonly chapter: string; readonly name: string } | undefined;
  let fences: Fence[] = [];
  let above = '';
  const close = () => {
    const [first] = fences;
    if (first !== undefined && heading === undefined) fail(first.line, 'A fence stands below no heading `### …`');
    if (first !== undefined && heading !== undefined) fixtures.push(fixtureOf(heading, fences));
    fences = [];
  };
  for (const piece of pieces) {
    if (piece.is === 'fence') {
      fences.push(piece);
      const file = piece.role.is === 'file' ? piece.role.file : undefined;
      if (file !== undefined && !KNOWN_AT_A_GLANCE.includes(file) && !above.includes(`\`${file}\``)) {
        fail(piece.line, `No words above name the file \`${file}\``);
      }
      continue;
    }
    for (const line of piece.text.split('\n')) {
      above += line;
      const [, marks = '', title = ''] = /^(#{2,3}) +(.*)$/.exec(line) ?? [];
      if (marks !== '') {
        close();
        above = '';
      }
      if (marks === '##') chapters.push(title);
      if (marks === '##') heading = undefined;
      if (marks === '###') heading = { chapter: chapters.at(-1) ?? '', name: title };
      if (chapters.length === 0) lead += `${line}\n`;
    }
  }
  close();
  return { pieces, lead, chapters, fixtures };
}

/** The page of which these are the pieces. */
export function pageText(pieces: readonly Piece[]): string {
  return pieces.map(piece => (piece.is === 'prose' ? piece.text : fenceText(piece))).join('\n');
}

/** A fence with its marks. */
export function fenceText({ language, role, body }: Pick<Fence, 'language' | 'role' | 'body'>): string {
  return ['```', language, roleText(role), '\n', body, body === '' ? '' : '\n', '```'].join('');
}

function roleText(role: Role): string {
  switch (role.is) {
    case 'file':
      return ` ${role.file}`;
    case 'answers':
    case 'settings':
      return ` ${role.is}`;
    case 'repair':
      return '';
  }
}

function piecesOf(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  let prose: string[] = [];
  let open: { readonly line: number; readonly info: string; readonly body: string[] } | undefined;
  const endProse = () => {
    if (prose.length > 0) pieces.push({ is: 'prose', text: prose.join('\n') });
    prose = [];
  };
  for (const [i, text] of markdown.split('\n').entries()) {
    const line = i + 1;
    if (open !== undefined && text !== '```') {
      open.body.push(text);
    } else if (open !== undefined) {
      const [language = '', ...words] = open.info.split(' ');
      const role = roleOf(language, words.join(' '), open.line);
      pieces.push({ is: 'fence', line: open.line, language, role, body: open.body.join('\n') });
      open = undefined;
    } else if (/^```[^`]*$/.test(text)) {
      endProse();
      open = { line, info: text.slice(3), body: [] };
    } else if (/^[\s>*\d.-]*(?:```|~~~)/.test(text)) {
      fail(line, 'A fence begins with three backticks at the start of its line');
    } else if (/^(?: {4}|\t)/.test(text) || /<pre|<code/i.test(text)) {
      fail(line, 'An example that is no fence would not be run');
    } else {
      prose.push(text);
    }
  }
  if (open !== undefined) fail(open.line, 'A fence has no end');
  endProse();
  return pieces;
}

function roleOf(language: string, words: string, line: number): Role {
  if (`${language} ${words}` === 'yaml answers') return { is: 'answers' };
  if (`${language} ${words}` === 'json settings') return { is: 'settings' };
  if (language === 'diff' && words === '') return { is: 'repair' };
  const isFile = /^[a-z]+$/.test(language) && language !== 'diff' && /^[\w./-]+$/.test(words);
  if (isFile && words !== 'answers' && words !== 'settings') return { is: 'file', file: words };
  return fail(
    line,
    `A fence is \`<language> <file>\`, \`yaml answers\`, \`json settings\` or \`diff\`, not \`${language} ${words}\``,
  );
}

function fixtureOf(heading: Pick<Fixture, 'chapter' | 'name'>, fences: readonly Fence[]): Fixture {
  const having = (role: Role['is']) => fences.filter(fence => fence.role.is === role);
  const [answers, secondAnswers] = having('answers');
  const [settings, secondSettings] = having('settings');
  const second = secondAnswers ?? secondSettings;
  if (second !== undefined) fail(second.line, `“${heading.name}” has two of these: give the second its own heading`);
  const files = having('file');
  if (files.length === 0) fail(fences[0]?.line ?? 0, `“${heading.name}” has no file`);
  const names = files.map(({ role }) => (role.is === 'file' ? role.file : ''));
  if (new Set(names).size < names.length) fail(files[0]?.line ?? 0, `“${heading.name}” has two files of one name`);
  return {
    ...heading,
    files,
    repairs: having('repair'),
    ...(answers === undefined ? {} : { answers }),
    ...(settings === undefined ? {} : { settings }),
  };
}

function fail(line: number, what: string): never {
  throw new Error(`Line ${line}: ${what}.`);
}
