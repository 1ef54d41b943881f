/**
 * The injected grammars, tokenised by VS Code's own engine within VS Code's own grammars, as the tests' VS Code brings
 * them.
 */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { SERVER_SCRIPT, serverIsMissing } from '../setup/vscode-server.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const EXTENSIONS = join(dirname(SERVER_SCRIPT), '../extensions');

/** As `package.json` has it under `contributes.grammars`. */
interface Contribution {
  readonly scopeName: string;
  readonly path: string;
  readonly injectTo?: readonly string[];
}

const OURS: readonly Contribution[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).contributes.grammars;
const DIGEST = `sha256:${'9b'.repeat(32)}`;

const DOCKERFILE = [
  '# FROM node:22',
  `FROM --platform=$BUILDPLATFORM node:22-alpine@${DIGEST} AS build`,
  'from ghcr.io/acme/api:1.2 as api',
  `FROM localhost:5000/a/b@${DIGEST}`,
  'FROM $REGISTRY/node:${VERSION:-22}-slim',
  'FROM "node:22" AS quoted',
  'FROM node:22 # AS y',
  'FROM Not/An:image AS x',
  'COPY --from=nginx:1.27 "/a b" /c',
  'COPY --from=build /a /b',
  'RUN --mount=type=bind,from=quay.io/x/y:1,target=/z echo "FROM node:3 AS x" \\',
  '  && FROM=x make # from=a:b',
  'ONBUILD FROM node:3',
  'ENV A="FROM b:c"',
].join('\n');

const YAML = [
  '# image: nginx:1.27',
  'image: nginx:1.27',
  `image: "ghcr.io/acme/api:1.2@${DIGEST}" # image: a:1`,
  'spec:',
  "  - image: 'localhost:5000/a/b:c'",
  '  - { image: redis:7, name: b }',
  '  - [image, "image: a:b"]',
  '  - sidecarImage: a/b:1 # c',
  '  - uses: docker://alpine:3.20',
  '    image: ${REGISTRY:-docker.io}/nginx:${TAG}',
  '  - image: true',
  '  - image: 5',
  '  - image: {{ .Values.image }}',
  '  - image:',
  '      repository: a',
  '  - image: *alias',
  `  - "image": &anchor nginx:1.27@${DIGEST}`,
  '    pullPolicy: Always',
  'text: |',
  '  image: nginx:1',
  'other: image is a:b',
].join('\n');

/** What each stretch of a line is scoped as, by the host's grammar alone or with ours injected. */
type Scopes = readonly { readonly start: number; readonly end: number; readonly scopes: readonly string[] }[];

describe.skipIf(serverIsMissing() !== undefined)('in VS Code’s grammars', () => {
  let tokens: (scopeName: string, text: string, injected: boolean) => Promise<Scopes[]>;

  beforeAll(async () => {
    const wasm = readFileSync(join(ROOT, 'node_modules/vscode-oniguruma/release/onig.wasm'));
    await oniguruma.loadWASM(wasm);
    const onigLib = Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    });
    const hosts = ['docker', 'yaml'].flatMap(name => grammarsOf(join(EXTENSIONS, name)));
    const files = new Map([...hosts, ...grammarsOf(ROOT)]);
    const registryOf = (injected: boolean) =>
      new textmate.Registry({
        onigLib,
        async loadGrammar(name) {
          const file = files.get(name);
          return file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
        },
        getInjections: name =>
          injected ? OURS.flatMap(({ scopeName, injectTo }) => (injectTo?.includes(name) ? [scopeName] : [])) : [],
      });
    const registries = { with: registryOf(true), without: registryOf(false) };

    tokens = async (scopeName, text, injected) => {
      const grammar = await registries[injected ? 'with' : 'without'].loadGrammar(scopeName);
      if (grammar === null) throw new Error(`There is no grammar ${scopeName}.`);
      let state = textmate.INITIAL;
      return text.split('\n').map(line => {
        const found = grammar.tokenizeLine(line, state);
        state = found.ruleStack;
        return found.tokens.map(({ startIndex, endIndex, scopes }) => ({ start: startIndex, end: endIndex, scopes }));
      });
    };
  });

  it('the parts of an image are scoped in a Dockerfile', async () => {
    expect(drawn(DOCKERFILE, await tokens('source.dockerfile', DOCKERFILE, true))).toMatchInlineSnapshot(`
      "# FROM node:22
      FROM --platform=$BUILDPLATFORM node:22-alpine@sha256:…9b AS build
                                     ^^^^ repository
                                          ^^^^^^^^^ tag
                                                    ^^^^^^ digest.algorithm
                                                           ^^^ digest.hex
      from ghcr.io/acme/api:1.2 as api
           ^^^^^^^ registry
                   ^^^^^^^^ repository
                            ^^^ tag
      FROM localhost:5000/a/b@sha256:…9b
           ^^^^^^^^^^^^^^ registry
                          ^^^ repository
                              ^^^^^^ digest.algorithm
                                     ^^^ digest.hex
      FROM $REGISTRY/node:\${VERSION:-22}-slim
           ^^^^^^^^^^^^^^ repository
                          ^^^^^^^^^^^^^^^^^^^ tag
      FROM "node:22" AS quoted
      FROM node:22 # AS y
      FROM Not/An:image AS x
           ^^^^^^^^^^^^ 
      COPY --from=nginx:1.27 "/a b" /c
                  ^^^^^ repository
                        ^^^^ tag
      COPY --from=build /a /b
      RUN --mount=type=bind,from=quay.io/x/y:1,target=/z echo "FROM node:3 AS x" \\
                                 ^^^^^^^ registry
                                         ^^^ repository
                                             ^ tag
        && FROM=x make # from=a:b
      ONBUILD FROM node:3
                   ^^^^ repository
                        ^ tag
      ENV A="FROM b:c""
    `);
  });

  it('the parts of an image are scoped in YAML', async () => {
    expect(drawn(YAML, await tokens('source.yaml', YAML, true))).toMatchInlineSnapshot(`
      "# image: nginx:1.27
      image: nginx:1.27
             ^^^^^ repository
                   ^^^^ tag
      image: "ghcr.io/acme/api:1.2@sha256:…9b" # image: a:1
              ^^^^^^^ registry
                      ^^^^^^^^ repository
                               ^^^ tag
                                   ^^^^^^ digest.algorithm
                                          ^^^ digest.hex
      spec:
        - image: 'localhost:5000/a/b:c'
                  ^^^^^^^^^^^^^^ registry
                                 ^^^ repository
                                     ^ tag
        - { image: redis:7, name: b }
                   ^^^^^ repository
                         ^ tag
        - [image, "image: a:b"]
                          ^ repository
                            ^ tag
        - sidecarImage: a/b:1 # c
                        ^^^ repository
                            ^ tag
        - uses: docker://alpine:3.20
                         ^^^^^^ repository
                                ^^^^ tag
          image: \${REGISTRY:-docker.io}/nginx:\${TAG}
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ repository
                                              ^^^^^^ tag
        - image: true
        - image: 5
        - image: {{ .Values.image }}
        - image:
            repository: a
        - image: *alias
        - "image": &anchor nginx:1.27@sha256:…9b
                           ^^^^^ repository
                                 ^^^^ tag
                                      ^^^^^^ digest.algorithm
                                             ^^^ digest.hex
          pullPolicy: Always
      text: |
        image: nginx:1
      other: image is a:b"
    `);
  });

  it.each([
    ['source.dockerfile', DOCKERFILE],
    ['source.yaml', YAML],
  ])('everything else in %s is scoped as without them', async (scopeName, text) => {
    const lines = text.split('\n');
    const without = await tokens(scopeName, text, false);
    const injected = await tokens(scopeName, text, true);
    const hostScopes = (of: Scopes[]) => of.map((line, i) => byLetter(lines[i] ?? '', line));
    expect(hostScopes(injected)).toEqual(hostScopes(without));
  });
});

it('both grammars read a reference the same way', () => {
  const [first, ...others] = OURS.map(({ path }) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')).repository);
  expect(others.length).toBeGreaterThan(0);
  for (const other of others) expect(other).toEqual(first);
});

function grammarsOf(extension: string): [string, string][] {
  const { contributes } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
  return contributes.grammars.map(({ scopeName, path }: Contribution) => [scopeName, join(extension, path)]);
}

const OURS_SCOPE = /^meta\.image-reference\.?/;

/** Draws our scopes beneath the lines, without the digest's repetition. */
function drawn(text: string, lines: readonly Scopes[]): string {
  return text
    .split('\n')
    .flatMap((line, i) => [
      line,
      ...(lines[i] ?? []).flatMap(({ start, end, scopes }) => {
        const part = scopes.findLast(scope => OURS_SCOPE.test(scope))?.replace(OURS_SCOPE, '');
        if (part === undefined || part === 'separator' || part === 'digest.separator') return [];
        return [`${' '.repeat(start)}${'^'.repeat(end - start)} ${part}`];
      }),
    ])
    .join('\n')
    .replaceAll('9b'.repeat(31), '…')
    .replaceAll('^'.repeat(62), '^');
}

/** The host's scopes of each character, so that it does not matter how tokens are cut. */
function byLetter(line: string, tokens: Scopes): string[] {
  return [...line].map((letter, i) => {
    const scopes = tokens.find(({ start, end }) => start <= i && i < end)?.scopes ?? [];
    return `${letter} ${scopes.filter(scope => !OURS_SCOPE.test(scope)).join(' ')}`;
  });
}
