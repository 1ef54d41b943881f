import { describe, expect, it } from 'vitest';
import { PACKAGES } from '../../server/src/ecosystems/index.ts';
import type { PackageRegistryId } from '../../server/src/model/names.ts';
import { commandText, isPlainCommand, type Renewed } from '../../server/src/model/tool-command.ts';

const RENEWED = { version: '1.3.0', to: '1.3.1', isDirect: true } as const;

function commandOf(registry: PackageRegistryId, renewed: Partial<Renewed>): string | undefined {
  const command = PACKAGES[registry].renewal?.({ ...RENEWED, name: 'left-pad', lockfile: '', ...renewed });
  return command === undefined ? undefined : commandText(command);
}

describe('the command that renews a release', () => {
  it.each<[PackageRegistryId, Partial<Renewed>, string | undefined]>([
    ['npm', { lockfile: 'package-lock.json' }, 'npm update left-pad'],
    ['npm', { lockfile: 'package-lock.json', isDirect: false }, 'npm update left-pad'],
    ['npm', { lockfile: 'npm-shrinkwrap.json', name: '@types/node' }, 'npm update "@types/node"'],
    ['npm', { lockfile: 'yarn.lock', isRecorded: true }, 'yarn upgrade left-pad'],
    ['npm', { lockfile: 'yarn.lock', isRecorded: true, isDirect: false }, undefined],
    ['npm', { lockfile: 'yarn.lock', isRecorded: false }, 'yarn up -R left-pad'],
    ['npm', { lockfile: 'yarn.lock', source: 'yarn1' }, 'yarn upgrade left-pad'],
    ['npm', { lockfile: 'yarn.lock', source: 'yarn', isDirect: false }, 'yarn up -R left-pad'],
    ['npm', { lockfile: 'yarn.lock' }, undefined],
    ['npm', { lockfile: 'pnpm-lock.yaml' }, 'pnpm update left-pad'],
    ['npm', { lockfile: 'pnpm-lock.yaml', isDirect: false }, undefined],
    ['npm', { lockfile: 'bun.lock' }, 'bun update left-pad'],
    ['npm', { lockfile: 'some.lock' }, undefined],
    ['cargo', { lockfile: 'Cargo.lock' }, 'cargo update -p left-pad@1.3.0 --precise 1.3.1'],
    ['cargo', { lockfile: 'Cargo.lock', to: '2.0.0' }, undefined],
    ['cargo', { lockfile: 'Cargo.lock', version: '0.3.0', to: '0.4.0' }, undefined],
    [
      'cargo',
      { lockfile: 'Cargo.lock', version: '0.3.0', to: '0.3.1+a.b' },
      'cargo update -p left-pad@0.3.0 --precise 0.3.1+a.b',
    ],
    ['pypi', { lockfile: 'uv.lock', isDirect: false }, 'uv lock --upgrade-package left-pad'],
    ['pypi', { lockfile: 'poetry.lock', isDirect: false }, 'poetry update left-pad'],
    ['pypi', { lockfile: 'pdm.lock' }, 'pdm update left-pad'],
    ['pypi', { lockfile: 'pdm.lock', isDirect: false }, 'pdm update left-pad'],
    ['pypi', { lockfile: 'Pipfile.lock' }, 'pipenv upgrade left-pad'],
    ['pypi', { lockfile: 'Pipfile.lock', isDirect: false }, undefined],
    ['pypi', { lockfile: 'pylock.toml' }, undefined],
    [
      'go',
      { lockfile: 'go.sum', name: 'pads.example/left', to: 'v1.3.1+incompatible' },
      'go get pads.example/left@v1.3.1+incompatible',
    ],
    ['go', { lockfile: 'go.sum', name: 'git.example/~me/left', to: 'v1.3.1' }, 'go get "git.example/~me/left@v1.3.1"'],
    ['go', { lockfile: 'go.sum', name: 'pads.example/left', to: 'latest' }, undefined],
    ['go', { lockfile: 'go.sum', name: 'pads.example/left...', to: 'v1.3.1' }, undefined],
  ])('%s, %o', (registry, renewed, command) => {
    expect(commandOf(registry, renewed)).toBe(command);
  });

  const LOCKFILES: readonly (readonly [PackageRegistryId, string])[] = [
    ['npm', 'package-lock.json'],
    ['npm', 'pnpm-lock.yaml'],
    ['npm', 'bun.lock'],
    ['cargo', 'Cargo.lock'],
    ['pypi', 'uv.lock'],
    ['pypi', 'poetry.lock'],
    ['go', 'go.sum'],
  ];
  const HOSTILE = [
    ...['', ' ', '-g', '--registry=http://evil.example', '-', '@', '@/x', '@a', '@-g/x', '..', '../x', '/x', '.x'],
    ...['a b', 'a\tb', 'a\nb', 'a\r\nb', 'a;b', 'a|b', 'a&b', 'a&&b', 'a>b', 'a<b', 'a(b)', 'a`b`', 'a$b', 'a$(b)'],
    ...['a"b', "a'b", 'a\\b', 'a%PATH%', 'a!b', 'a^b', 'a*b', 'a?b', 'a[b]', 'a{b,c}', 'a#b', '~', '~root', '~/x'],
    ...['a\u0000b', 'a\u001b[2Jb', 'a\u0003', 'a\u202eb', 'a\u00a0b', 'ａ', 'a\u2028b', 'left-pad@1.0.0 ', 'a@b@c d'],
    ...['http://evil.example/x.tgz', 'git+ssh://x', 'file:../x', 'github:a/b', 'npm:x', `a${'b'.repeat(500)}`],
  ];

  it.each(LOCKFILES)('%s, %s: is none where a hostile name stands', (registry, lockfile) => {
    for (const name of HOSTILE) expect([name, commandOf(registry, { lockfile, name })]).toEqual([name, undefined]);
  });

  it.each([
    ['cargo', 'Cargo.lock', 'left-pad'],
    ['go', 'go.sum', 'pads.example/left'],
  ] as const)('%s, %s: is none where a hostile version stands', (registry, lockfile, name) => {
    for (const to of HOSTILE) expect([to, commandOf(registry, { lockfile, name, to })]).toEqual([to, undefined]);
    if (registry !== 'cargo') return;
    for (const version of HOSTILE) {
      expect([version, commandOf(registry, { lockfile, name, version })]).toEqual([version, undefined]);
    }
  });

  it('with anything else than plain words in it has no text, whoever made it', () => {
    for (const word of HOSTILE.filter(each => !/^(?:http|git|file|github|npm)/.test(each))) {
      if (/^[A-Za-z0-9@][A-Za-z0-9@._~/+:=-]{0,299}$/.test(word)) continue;
      expect([word, commandText({ program: 'npm', arguments: ['update', word] })]).toEqual([word, undefined]);
    }
    for (const program of ['', './npm', '../npm', 'npm install', 'C:\\npm', 'npm;', '-npm', 'Npm.cmd']) {
      expect(isPlainCommand({ program, arguments: [] })).toBe(false);
    }
  });
});
