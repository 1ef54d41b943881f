import { ANY_TOKENS, HOLE, type ReaderKit } from './kit.ts';

const SUM = 'ab12'.repeat(16);
const SOURCE = 'source = "registry+https://github.com/rust-lang/crates.io-index"\n';
const GIT = 'git+https://git.example/b?branch=main';

/** Cargo's kinds. */
export const CARGO_KITS: Readonly<Record<string, ReaderKit>> = {
  'cargo-toml': {
    file: 'Cargo.toml',
    seeds: [
      '[package]\nname = "a-b"\nversion = "1.2.3-rc.1+b"\ndescription = "d"\nlicense.workspace = true\nrepository = "r"\npublish = ["mine"]\n[workspace]\nmembers = ["../c"]\n[workspace.package]\nversion = "2.0.0"\nlicense = "MIT"\npublish = false\n',
      '[package]\nname = "a"\nedition = "2024"\nrust-version = "1.85"\n\n[dependencies]\na = "1.0" # why\nb = { version = "=1.2.3", registry = "mine" }\nc.version = "~1"\nd = { path = "../d", version = "1" }\n[dev-dependencies.e]\nversion = \'1.*\'\n[target.\'cfg(unix)\'.build_dependencies]\nf = { package = "g", version = ">=1, <2", registry-index = "sparse+https://a.example/" }\n',
      '[workspace]\nmembers = ["m"]\nexclude = ["n"]\nresolver = "3"\n[workspace.package]\nrust-version = "1.80"\n[workspace.dependencies]\na = "1"\nb = { package = "c", version = "2" }\n[package]\nrust-version.workspace = true\n[dependencies]\na.workspace = true\n# registry-lens: ignore\nb = { workspace = true }\n[patch.crates-io]\na = { git = "https://a.example/a" }\n[patch."https://a.example"]\nz = "1"\n[replace]\n"a:1.0.0" = { path = "a" }\n',
      'dependencies = { a = "1", b = """2""" }\n[dependencies]\nc = "',
    ],
    tokens: [
      ...ANY_TOKENS,
      ...['[dependencies]\n', '[dependencies.', '[[dependencies]]\n', '[target.x.dependencies]\n', '[workspace]\n'],
      ...['[workspace.dependencies]\n', '[patch.crates-io]\n', '[replace]\n', '[package]\n', '"""', "'''"],
      ...['a = "1"\n', 'a = ', '.version = ', '.workspace = true\n', '{ version = "1" }', 'path = "a"', 'git = "a"'],
      ...['registry = "a"', 'registry-index = "a"', 'package = "a"', 'rust-version = "1.80"\n', 'edition = "2024"\n'],
      ...['^1', '~1.2', '=1.2.3-a+b', '>=1, <2', '1.*', '*', '1,'],
    ],
    frames: [
      `[dependencies]\na = "${HOLE}"\n`,
      `[dependencies]\na = { ${HOLE} version = "1" }\n`,
      `[dependencies]\n${HOLE} = "1"\n`,
      `[dependencies.${HOLE}]\nversion = "1"\n`,
      `[workspace.dependencies]\na = "1"\n${HOLE}\n[dependencies]\na.workspace = true\n`,
      `[dependencies]\na = { version = "1", registry-index = "${HOLE}" }\n`,
      `[workspace]\nexclude = ["${HOLE}"]\n[package]\nrust-version = "${HOLE}"\n[dependencies]\na = "1"\n`,
      `[replace]\n"${HOLE}" = { git = "a" }\n`,
      `[package]\nname = "a"\ndescription = "d"\nlicense = "MIT"\nversion = "${HOLE}"\n`,
      `[package]\nname = "a"\nversion = "1.0.0"\npublish = ["m"]\n${HOLE}`,
    ],
    lists: [
      { head: '[dependencies]\n', entry: i => `a${i} = "1.0.${i}"\n` },
      { head: '[dependencies]\n', entry: () => 'a = "1"\n' },
      { head: '', entry: i => `[dependencies.a${i}]\nversion = "1"\n` },
      { head: '', entry: i => `[target.t${i}.dependencies]\na = "1"\n` },
      { head: 'dependencies = {', entry: i => ` a${i} = "1",` },
      { head: '[dependencies]\na = {', entry: () => ' version = "1",' },
      {
        head: '[dependencies]\n',
        entry: i => `a${i} = "1"\n`,
        behind: { head: '[patch.crates-io]\n', entry: i => `a${i} = { path = "a" }\n` },
      },
      {
        head: '[workspace]\n[workspace.dependencies]\n',
        entry: i => `a${i} = "1"\n`,
        behind: { head: '[dependencies]\n', entry: i => `a${i}.workspace = true\n` },
      },
      { head: '[workspace]\nmembers = [', entry: i => `"m${i}", `, tail: ']\n[dependencies]\na = "1"\n' },
      { head: '[dependencies]\na = "', entry: () => '>0,', tail: '>0"\n' },
      { head: '[dependencies]\na = "1.0.0-a', entry: () => '.a', tail: '"\n' },
      { head: '[dependencies]\na = "1', entry: () => ' ', tail: 'x"\n' },
      { head: '', entry: () => '# registry-lens: ignore\n', tail: '[dependencies]\na = "1"\n' },
    ],
  },
  'cargo-lock': {
    file: 'Cargo.lock',
    seeds: [
      `version = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n "a",\n "b 1.0.0",\n "b 2.0.0 (${GIT})",\n]\n\n[[package]]\nname = "a"\nversion = "1.0.0"\n${SOURCE}checksum = "${SUM}"\ndependencies = [\n "a",\n]\n\n[[package]]\nname = "b"\nversion = "1.0.0"\nsource = "sparse+https://a.example/"\n\n[[package]]\nname = "b"\nversion = "2.0.0"\nsource = "${GIT}#01"\n`,
      '[[package]]\nname = "b"\nversion = "1.0.0"\nsource = "git+https://git.example/b#01"\n\n[[patch.unused]]\nname = "c"\nversion = "1"\n',
      `[root]\nname = "app"\nversion = "0.1.0"\n\n[[package]]\nname = "a"\nversion = "1.0.0"\n${SOURCE}\n[metadata]\n"checksum a 1.0.0 (registry+https://github.com/rust-lang/crates.io-index)" = "${SUM}"\n`,
      `package = [{ name = 'a', version = "1.0.0", source = "registry+x" }]\n`,
    ],
    tokens: [
      ...ANY_TOKENS,
      ...['[[package]]\n', '[[patch.unused]]\n', '[metadata]\n', '[root]\n', 'name = "a"\n', 'version = "1"\n'],
      ...['version = "1.0.0"\n', 'source = "registry+x"\n', SOURCE, `checksum = "${SUM}"\n`, 'dependencies = [\n'],
      ...[' "a 1",\n', ' "a",\n', ']\n', '\n', '<<<<<<< HEAD\n', '=======\n', '>>>>>>> b\n', '||||||| c\n'],
      ...['replace = "a 1.0.0"\n', '"checksum a 1.0.0 (registry+x)" = "00"\n'],
    ],
    frames: [
      `[[package]]\nname = "${HOLE}"\nversion = "1"\nsource = "registry+x"\n`,
      `[[package]]\n${HOLE}\n[[package]]\nname = "a"\n`,
      `[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "sparse+https://a.example/${HOLE}/"\n`,
      `[[package]]\nname = "a"\nversion = "1.0.0"\ndependencies = [\n "${HOLE}",\n]\n`,
    ],
    lists: [
      { head: '', entry: i => `[[package]]\nname = "a${i}"\nversion = "1.0.0"\nsource = "registry+x"\n` },
      {
        head: '[[package]]\nname = "a"\nversion = "1"\ndependencies = [\n',
        entry: i => ` "b${i} 1.0.0",\n`,
        tail: ']\n',
      },
      { head: '', entry: () => '[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+x"\n' },
      // One name many times, and who depends on each of them.
      {
        head: '[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = [\n',
        entry: i => ` "a 1.0.${i}",\n`,
        behind: { head: ']\n', entry: i => `\n[[package]]\nname = "a"\nversion = "1.0.${i}"\nsource = "registry+x"\n` },
      },
      {
        head: '[[package]]\nname = "app"\nversion = "1.0.0"\ndependencies = [\n',
        entry: i => ` "a 1.0.0 (registry+x${i})",\n`,
        behind: {
          head: ']\n',
          entry: i => `\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "registry+x${i}"\n`,
        },
      },
      {
        head: '[[package]]\nname = "a"\nversion = "1.0.0"\n',
        entry: i => `\n[[package]]\nname = "own${i}"\nversion = "1.0.0"\ndependencies = [\n "a",\n]\n`,
      },
      {
        head: '',
        entry: i => `[[package]]\nname = "a${i}"\nversion = "1.0.0"\nsource = "r"\n\n`,
        behind: { head: '[metadata]\n', entry: i => `"checksum a${i} 1.0.0 (r)" = "${SUM}"\n` },
      },
    ],
  },
};
