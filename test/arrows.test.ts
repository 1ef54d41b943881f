import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ECOSYSTEMS, IMAGES, PACKAGES } from '../server/src/ecosystems/index.ts';

const SERVER = resolve(import.meta.dirname, '../server/src');

/** What opens connections: only `http/` names it. */
const CONNECTIONS = [
  'undici',
  'node:net',
  'node:tls',
  'node:http',
  'node:https',
  'node:http2',
  'node:dgram',
  'node:dns',
];
/** What reads, writes and runs: only the rim names it. */
const MACHINE = ['node:fs', 'node:fs/promises', 'node:os', 'node:child_process', 'node:process'];
/** What only computes. */
const PLAIN = [
  'node:buffer',
  'node:crypto',
  'node:path',
  'node:timers',
  'node:timers/promises',
  'node:url',
  'node:util',
];
/** What speaks to editors: only `editor/` and the views for it name it. */
const PROTOCOL = ['vscode-languageserver', 'vscode-languageserver/', 'vscode-languageserver-textdocument'];

/** How npm itself reads names and versions. */
const NPM_WORDS = ['npm-package-arg', 'semver', 'validate-npm-package-name'];
/** Where npm asks, unless it is told otherwise. */
const NPM_DEFAULTS = 'npm-registry-fetch/lib/default-opts.js';
/** What the command line and the editor are two rims of. */
const THE_SAME_FOR_ALL_USERS = [
  ...['lens.ts', 'boundary.ts', 'settings.ts', 'overrides.ts', 'read-settings.ts', 'ownership.ts', 'version.ts'],
  ...['name-patterns.ts', 'policy.ts', 'repository-settings.ts'],
  ...['model/', 'patterns/', 'files/', 'fixes/', 'rules/', 'views/', 'workspace/'],
  'ecosystems/readers.ts',
];

/**
 * What each part of the server may import beside itself: other parts, packages, and modules of Node. A trailing slash
 * stands for everything below. What is not named is forbidden, and `docs/decisions` says why.
 */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'model/': [],
  'overrides.ts': ['model/'],
  'settings.ts': ['model/', 'overrides.ts'],
  'read-settings.ts': ['model/', 'settings.ts', 'overrides.ts', 'name-patterns.ts', 'ecosystems/index.ts', 'node:util'],
  'name-patterns.ts': ['model/', 'patterns/'],
  'policy.ts': ['model/', 'patterns/', 'settings.ts', 'overrides.ts', 'name-patterns.ts'],
  'repository-settings.ts': ['model/', 'settings.ts', 'read-settings.ts', 'jsonc-parser'],
  'ownership.ts': ['model/', 'files/ownership.ts', 'projects/index.ts'],
  'version.ts': [],
  'boundary.ts': [],

  'patterns/': [],
  'syntax/': ['model/', 'jsonc-parser', 'yaml'],
  'pipelines/': ['model/', 'syntax/', 'unbash'],
  'publishing/': ['model/', 'syntax/', 'pipelines/', NPM_DEFAULTS],
  'ecosystems/': [
    ...['model/', 'patterns/', 'syntax/', 'pipelines/', 'publishing/companions.ts', 'jsonc-parser', 'node:util'],
    ...[...NPM_WORDS, NPM_DEFAULTS],
  ],
  'rules/': ['model/', 'ecosystems/index.ts', 'publishing/index.ts', 'publishing/destination.ts'],
  'fixes/': ['model/', 'jsonc-parser'],
  'views/': ['model/', 'rules/', 'fixes/', 'ecosystems/index.ts', 'settings.ts', 'sarif', ...PROTOCOL],

  'http/': [...PLAIN, ...CONNECTIONS, 'node:events', 'node:stream', 'node:zlib', 'tldts'],
  'attestations/': ['model/', '@sigstore/bundle', '@sigstore/protobuf-specs', '@sigstore/verify'],
  'registries/': [
    'model/',
    'settings.ts',
    'http/',
    'attestations/verification.ts',
    'node:crypto',
    'semver',
    'validate-npm-package-name',
    'htmlparser2',
    'tldts',
  ],
  'answers/': [
    ...['model/', 'registries/registry.ts', 'registries/route.ts', 'files/own-folder.ts', 'files/regular-file.ts'],
    'files/turn.ts',
    ...['lru-cache', 'node:events', 'node:zlib'],
    ...[...PLAIN, ...MACHINE],
  ],
  'projects/': [
    ...['model/', 'patterns/', 'registries/', 'settings.ts', 'files/', 'http/inward.ts', 'yaml'],
    ...['@npmcli/config/', 'ini', 'smol-toml', 'npm-registry-fetch/', 'jsonc-parser', 'validate-npm-package-name'],
    ...[...PLAIN, ...MACHINE],
  ],

  'files/': ['model/', 'patterns/', ...PLAIN, ...MACHINE],
  'workspace/': [
    ...[
      'model/',
      'patterns/globs.ts',
      'ecosystems/index.ts',
      'ecosystems/readers.ts',
      'syntax/read-parts.ts',
      'rules/',
      'projects/index.ts',
    ],
    ...['files/', 'boundary.ts', 'settings.ts', 'policy.ts', 'repository-settings.ts', 'lens-folder.ts'],
    ...PLAIN,
    ...MACHINE,
  ],
  'lens-folder.ts': [
    ...['boundary.ts', 'settings.ts', 'ownership.ts'],
    ...['model/', 'answers/', 'projects/index.ts', 'files/', 'registries/route.ts', 'node:path'],
  ],
  'lens.ts': [
    ...['lens-folder.ts', 'settings.ts', 'version.ts', 'answers/', 'http/', 'registries/index.ts'],
    ...['projects/fingerprint.ts', 'files/own-secret.ts', 'files/turn.ts'],
  ],
  'cli/': [...THE_SAME_FOR_ALL_USERS, 'jsonc-parser', ...PLAIN, ...MACHINE],
  'editor/': [...THE_SAME_FOR_ALL_USERS, 'projects/index.ts', ...PROTOCOL, ...PLAIN, ...MACHINE],
  'program.ts': ['cli/', 'editor/'],
  'main.ts': ['program.ts', 'cli/', 'editor/', ...PLAIN, ...MACHINE],
};

/** Behind each of them there is a room for each ecosystem, under the same name. */
const WALLS = ['ecosystems', 'registries', 'projects'];
/** What knows of ecosystems only what their rows say. */
const BLIND = [
  ...[
    'rules/',
    'views/',
    'fixes/',
    'answers/',
    'workspace/',
    'editor/',
    'cli/',
    'patterns/',
    'syntax/',
    'files/',
    'http/',
  ],
  ...['lens.ts', 'lens-folder.ts', 'settings.ts', 'overrides.ts', 'read-settings.ts', 'ownership.ts'],
  ...['name-patterns.ts', 'policy.ts', 'repository-settings.ts'],
  ...[
    'main.ts',
    'program.ts',
    'boundary.ts',
    'version.ts',
    'model/',
    'ecosystems/readers.ts',
    'registries/registry.ts',
  ],
  ...['projects/project.ts', 'projects/fingerprint.ts'],
];
/** Where their ids are: each new one is written there. */
const IDS = 'model/names.ts';
/** What does not even know the ecosystem of images by its name. */
const BLIND_TO_IMAGES = [
  ...['rules/', 'views/', 'fixes/', 'answers/', 'cli/', 'lens.ts', 'lens-folder.ts'],
  ...['workspace/', 'editor/', 'patterns/', 'syntax/', 'files/', 'http/', 'ownership.ts', 'main.ts'],
];
/** What does not know any tool by its name either, nor what it leaves in folders. */
const BLIND_TO_TOOLS = [
  ...['rules/', 'views/', 'fixes/', 'answers/', 'cli/', 'lens.ts', 'lens-folder.ts'],
  ...['workspace/', 'patterns/', 'ownership.ts', 'main.ts', 'boundary.ts'],
];
const TOOLS = /docker|podman|kubernetes|\bhelm|yarn|pnpm|node_modules|cargo|maven|gradle/i;
/** Ecosystems' names, those of their things, and the tags that they take by default. */
const NAMES = new RegExp(
  `${Object.keys(PACKAGES)
    // A word of English, which only quotes tell apart.
    .map(id => (id === 'go' ? "'go'|go\\.mod|GOPROXY" : id))
    .join('|')}|crate|'latest'|\`latest\``,
  'i',
);

interface Import {
  /** A file below `server/src`, with slashes. */
  readonly from: string;
  /** A file below `server/src`, or the name of a package or of a module of Node. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' })
  .map(file => file.split(sep).join('/'))
  .filter(file => file.endsWith('.ts'));
const imports = files.flatMap(importsOf);

describe('arrows', () => {
  test.each(Object.entries(ARROWS))('%s imports only what it may', (part, others) => {
    const own = files.filter(file => begins(file, part));
    const forbidden = imports.filter(
      ({ from, to }) => own.includes(from) && ![part, ...others].some(other => begins(to, other)),
    );
    expect(own).not.toEqual([]);
    expect(forbidden.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test('every file belongs to a part', () => {
    expect(files.filter(file => !Object.keys(ARROWS).some(part => begins(file, part)))).toEqual([]);
  });

  test.each(WALLS)('in %s, no ecosystem imports another, and none the table', wall => {
    const strangers = imports.filter(({ from, to }) => {
      const room = roomOf(from, wall);
      return (
        room !== undefined &&
        WALLS.some(other => to === `${other}/index.ts` || ![room, undefined].includes(roomOf(to, other)))
      );
    });
    expect(strangers.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
  });

  test.each(WALLS)('%s has a room for each ecosystem, and no other', wall => {
    const rooms = new Set(files.map(file => roomOf(file, wall)).filter(room => room !== undefined));
    expect([...rooms].sort()).toEqual(Object.keys(ECOSYSTEMS).sort());
  });

  test.each(BLIND)('%s names no ecosystem of packages, and no tag', part => {
    expect(linesOf(part, NAMES).filter(line => !line.startsWith(`${IDS}:`))).toEqual([]);
  });

  test.each(BLIND_TO_IMAGES)('%s does not name the ecosystem of images', part => {
    expect(linesOf(part, new RegExp(`'${IMAGES.id}'`))).toEqual([]);
  });

  test.each(BLIND_TO_TOOLS)('%s names no tool', part => {
    expect(linesOf(part, TOOLS)).toEqual([]);
  });

  test('of the views, only those for editors know its protocol', () => {
    const speakers = imports.filter(
      ({ from, to }) => from.startsWith('views/') && PROTOCOL.some(name => begins(to, name)),
    );
    const forEditors = [
      'actions',
      'call-hierarchy',
      'code-lens',
      'completion',
      'completion-versions',
      'diagnostics',
      'inlay-hints',
      'links',
    ].map(name => `views/${name}.ts`);
    expect(speakers.map(({ from }) => from).filter(from => !forEditors.includes(from))).toEqual([]);
  });

  test('nothing imports itself round a corner', () => {
    expect(cycles(imports.filter(({ typeOnly }) => !typeOnly))).toEqual([]);
  });
});

/** The lines of a part of the server that hold a text, comments included. */
function linesOf(part: string, text: RegExp): string[] {
  const own = files.filter(file => begins(file, part));
  expect(own).not.toEqual([]);
  return own.flatMap(file =>
    readFileSync(join(SERVER, file), 'utf8')
      .split('\n')
      .flatMap((line, i) => (text.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );
}

function begins(name: string, part: string): boolean {
  return part.endsWith('/') ? name.startsWith(part) : name === part;
}

/** The room behind a wall that a file lies in, if it does. */
function roomOf(file: string, wall: string): string | undefined {
  const [first, room, ...rest] = file.split('/');
  return first === wall && rest.length > 0 ? room : undefined;
}

function importsOf(from: string): Import[] {
  const text = readFileSync(join(SERVER, from), 'utf8');
  const statements =
    /^(?:import|export)\b(?<type> type\b)?(?:[^;'"]*?\bfrom)? *'(?<name>[^']+)'|\bimport\('(?<late>[^']+)'\)/gm;
  return [...text.matchAll(statements)].map(({ groups }) => {
    const name = groups?.name ?? groups?.late ?? '';
    const to = name.startsWith('.')
      ? relative(SERVER, join(SERVER, dirname(from), name))
          .split(sep)
          .join('/')
      : name;
    return { from, to, typeOnly: groups?.type !== undefined };
  });
}

/** The circles among the imports, each told once, from the file where a walk in the order of names met it again. */
function cycles(among: readonly Import[]): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]) => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const { from, to } of among) if (from === file) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}
