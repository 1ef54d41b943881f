import { expect, test } from 'vitest';
import { textUnder } from '../../../../server/src/model/span.ts';
import { judgeFiles } from '../../../support/judge-files.ts';

/** What is its own in a workspace: the file, the name, where it is asked, and in brackets what a fix may replace. */
function foundIn(files: Readonly<Record<string, string>>): readonly string[] {
  const written = Object.entries(files).map(([file, text]) => ({ file, text }));
  const judged = judgeFiles(written, () => ({ state: 'unknown', why: 'not-asked' }));
  return judged.flatMap(({ file, text, analysis }) =>
    analysis.references.flatMap(({ subject }) => {
      if (subject.kind !== 'publication') return [];
      const { name, version, source, writtenIn, edit } = subject;
      const where = [source, writtenIn].map(each => (each === undefined ? '' : ` ${each}`)).join('');
      return [`${file} ${name} ${version}${where}${edit === undefined ? '' : ` [${textUnder(text, edit)}]`}`];
    }),
  );
}

const crate = (...lines: string[]) => ['[package]', 'name = "acme-lib"', ...lines, ''].join('\n');
const DESCRIBED = ['description = "What Acme builds upon"', 'license = "MIT"'];
const VERSION = 'version = "1.2.3"';

test.each<[what: string, text: string, found: readonly string[]]>([
  ['a crate that crates.io takes', crate(VERSION, ...DESCRIBED), ['Cargo.toml acme-lib 1.2.3 [1.2.3]']],
  ['a crate that it refuses', crate(VERSION), []],
  ['a crate without a licence', crate(VERSION, 'description = "x"'), []],
  ['a crate with a description of nothing', crate(VERSION, 'description = " "', 'license = "MIT"'), []],
  [
    'a licence in a file',
    crate(VERSION, 'description = "x"', 'license-file = "L"'),
    ['Cargo.toml acme-lib 1.2.3 [1.2.3]'],
  ],
  ['the first version of all crates', crate('version = "0.1.0"', ...DESCRIBED), []],
  [
    'the same with a repository',
    crate('version = "0.1.0"', ...DESCRIBED, 'repository = "https://git.example/lib"'),
    ['Cargo.toml acme-lib 0.1.0 [0.1.0]'],
  ],
  ['no version', crate(...DESCRIBED), []],
  ['a placeholder', crate('version = "0.0.0"', ...DESCRIBED), []],
  ['what cargo refuses', crate('version = "1.2"', ...DESCRIBED), []],
  ['what is not published', crate(VERSION, ...DESCRIBED, 'publish = false'), []],
  ['what is published nowhere', crate(VERSION, ...DESCRIBED, 'publish = []'), []],
  ['what is published', crate(VERSION, ...DESCRIBED, 'publish = true'), ['Cargo.toml acme-lib 1.2.3 [1.2.3]']],
  [
    'a registry of its own, which takes what it wants',
    crate(VERSION, 'publish = ["acme"]'),
    ['Cargo.toml acme-lib 1.2.3 registry=acme [1.2.3]'],
  ],
  [
    'crates.io by its name',
    crate(VERSION, ...DESCRIBED, 'publish = ["crates-io"]'),
    ['Cargo.toml acme-lib 1.2.3 [1.2.3]'],
  ],
  ['several registries, of which cargo takes none by itself', crate(VERSION, 'publish = ["a", "b"]'), []],
  ['a registry whose name is none', crate(VERSION, 'publish = ["a b"]'), []],
  ['a name that no index has', `[package]\nname = "ä"\n${VERSION}\n${DESCRIBED.join('\n')}\n`, []],
  ['a build', crate('version = "1.2.3+b"', ...DESCRIBED), ['Cargo.toml acme-lib 1.2.3+b [1.2.3+b]']],
  ['a workspace alone', `[workspace.package]\n${VERSION}\n`, []],
  [
    'a root that inherits from itself',
    `${crate('version.workspace = true', ...DESCRIBED)}[workspace]\n[workspace.package]\n${VERSION}\n`,
    ['Cargo.toml acme-lib 1.2.3'],
  ],
])('%s', (_, text, found) => {
  expect(foundIn({ 'Cargo.toml': text })).toEqual(found);
});

const ROOT = ['[workspace]', 'members = ["lib"]', '[workspace.package]', VERSION, ...DESCRIBED, ''];

test('a member takes from its root what is written there', () => {
  const member = crate('version.workspace = true', 'description.workspace = true', 'license = { workspace = true }');
  expect(foundIn({ 'Cargo.toml': ROOT.join('\n'), 'lib/Cargo.toml': member })).toEqual([
    'lib/Cargo.toml acme-lib 1.2.3 Cargo.toml',
  ]);
  expect(foundIn({ 'lib/Cargo.toml': member })).toEqual([]);
  const unlicensed = ROOT.filter(line => !line.startsWith('license')).join('\n');
  expect(foundIn({ 'Cargo.toml': unlicensed, 'lib/Cargo.toml': member })).toEqual([]);
});

test('a member takes from its root that it is not published', () => {
  const root = [...ROOT, 'publish = false', ''].join('\n');
  const member = crate('version.workspace = true', ...DESCRIBED);
  expect(foundIn({ 'Cargo.toml': root, 'lib/Cargo.toml': `${member}publish.workspace = true\n` })).toEqual([]);
  expect(foundIn({ 'Cargo.toml': root, 'lib/Cargo.toml': member })).toHaveLength(1);
});

test('what a root excludes is no member', () => {
  const root = ['[workspace]', 'exclude = ["lib"]', '[workspace.package]', VERSION, ''].join('\n');
  expect(foundIn({ 'Cargo.toml': root, 'lib/Cargo.toml': crate('version.workspace = true', ...DESCRIBED) })).toEqual(
    [],
  );
});
