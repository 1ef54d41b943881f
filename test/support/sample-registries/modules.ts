import type { Reply } from './faults.ts';

/** The versions of a Go module, each with its `go.mod`; a text alone is put behind the line of the module. */
export interface ModuleSeed {
  readonly versions: Readonly<Record<string, string>>;
  /** Of these, those that the list leaves out. */
  readonly unlisted?: readonly string[];
  /** What `@latest` tells of. */
  readonly latest?: string;
}

/**
 * Modules by path. `sample.example/sound` is healthy, with a pre-release and a version of a commit; of
 * `sample.example/Hasty` v1.2.0 retracts v1.1.0, and itself; `sample.example/old` is deprecated.
 */
export const DEMO_MODULES: Readonly<Record<string, ModuleSeed>> = {
  'sample.example/sound': {
    versions: {
      'v1.0.0': '',
      'v1.1.0': '',
      'v1.2.0-rc.1': '',
      'v1.1.1-0.20260102030405-abcdef123456': '',
    },
    unlisted: ['v1.1.1-0.20260102030405-abcdef123456'],
  },
  'sample.example/Hasty': {
    versions: {
      'v1.0.0': '',
      'v1.1.0': '',
      'v1.2.0': '// loses the last comma\nretract v1.1.0\n\nretract v1.2.0 // holds retractions alone\n',
    },
  },
  'sample.example/old': {
    versions: {
      'v0.9.0': '',
      'v1.0.0': '// Deprecated: use sample.example/sound instead.\nmodule sample.example/old\n',
    },
  },
};

const TIME = '2026-01-02T03:04:05Z';

/** Answers as a proxy of Go modules (Go modules reference, “GOPROXY protocol”). `path` follows the proxy's base. */
export function moduleReply(path: string, modules: Readonly<Record<string, ModuleSeed>>): Reply {
  const [, place = '', file = ''] = /^(.*)\/(@v\/.*|@latest)$/.exec(decodeURIComponent(path)) ?? [];
  const name = unescaped(place);
  const seed = Object.hasOwn(modules, name) ? modules[name] : undefined;
  const { versions = {}, unlisted = [], latest } = seed ?? {};
  if (seed !== undefined && file === '@v/list') {
    return told(
      Object.keys(versions)
        .flatMap(version => (unlisted.includes(version) ? [] : [`${version}\n`]))
        .join(''),
    );
  }
  if (file === '@latest' && latest !== undefined) return told(JSON.stringify({ Version: latest, Time: TIME }));
  const [, version = '', kind] = /^@v\/(.*)\.(info|mod)$/.exec(unescaped(file)) ?? [];
  const text = Object.hasOwn(versions, version) ? versions[version] : undefined;
  if (text === undefined) return { ...told(`not found: ${name}@${version}`), status: 404 };
  if (kind === 'info') return told(JSON.stringify({ Version: version, Time: TIME }));
  // What a proxy makes up for a version without a go.mod is this line alone.
  const head = `module ${name}\n`;
  if (text === NO_GO_MOD) return told(head);
  return told(/^module\b/m.test(text) ? text : `${head}\ngo 1.20\n\n${text}`);
}

/** Stands for the text of a version that has no `go.mod`. */
export const NO_GO_MOD = 'no go.mod';

function told(text: string): Reply {
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(text) };
}

function unescaped(text: string): string {
  return text.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
