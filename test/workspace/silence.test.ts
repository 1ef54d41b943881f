import { describe, expect, test } from 'vitest';
import { readerFor } from '../../server/src/ecosystems/readers.ts';
import type { Peek, ReleaseFact, Standing } from '../../server/src/model/answer.ts';
import type { ReleaseHash } from '../../server/src/model/hashes.ts';
import type { Question } from '../../server/src/model/question.ts';
import { LOCKFILE_TEXTS, lockedName } from '../bench/lockfile-texts.ts';
import { judgeFiles } from '../support/judge-files.ts';

/**
 * Lockfiles as their tools write them, beside their manifests, against registries that say the same: nothing is found.
 * And one release that is advised against is told where it is, and nowhere else.
 */
const LIVE: Standing = { is: 'live' };
const ENTRIES = 60;
const DIRECT = Array.from({ length: 50 }, (_, i) => lockedName(i));
/** Nothing but other entries wants it. */
const LEAF = lockedName(ENTRIES - 1);

const MANIFESTS: Readonly<Record<string, { readonly file: string; readonly text: string }>> = {
  'package-lock.json': packageJson(),
  'yarn.lock': packageJson(),
  'pnpm-lock.yaml': packageJson(),
  'bun.lock': packageJson(),
  'Cargo.lock': {
    file: 'Cargo.toml',
    text: `[package]\nname = "app"\nversion = "0.1.0"\n\n[dependencies]\n${DIRECT.map(name => `${name} = "1"\n`).join('')}`,
  },
  'poetry.lock': {
    file: 'pyproject.toml',
    text: `[tool.poetry]\nname = "app"\n\n[tool.poetry.dependencies]\npython = ">=3.9"\n${DIRECT.map(name => `${name} = "^1.0"\n`).join('')}`,
  },
  'uv.lock': {
    file: 'pyproject.toml',
    text: `[project]\nname = "app"\nversion = "0.1.0"\nrequires-python = ">=3.9"\ndependencies = [\n${DIRECT.map(name => `  "${name}>=1.0,<2",\n`).join('')}]\n`,
  },
  'go.sum': {
    file: 'go.mod',
    text: `module example.com/app\n\ngo 1.22\n\nrequire (\n${Array.from({ length: ENTRIES / 2 }, (_, i) => `\texample.com/acme/${lockedName(i)} v1.0.0\n`).join('')})\n`,
  },
  'gradle.lockfile': {
    file: 'build.gradle',
    text: `repositories {\n  mavenCentral()\n}\ndependencies {\n${DIRECT.map(name => `  implementation 'com.acme.libraries:${name}:1.0.0'\n`).join('')}}\n`,
  },
};

function packageJson() {
  const dependencies = Object.fromEntries(DIRECT.map(name => [name, '^1.0.0']));
  return { file: 'package.json', text: JSON.stringify({ name: 'app', private: true, dependencies }, undefined, 2) };
}

/** Registries that have what a lockfile has, by the hashes that it records. */
function registries(file: string, text: string, saidOf: (name: string) => Standing): Peek {
  const releases = new Map<string, { version: string; hashes: ReleaseHash[] }>();
  for (const { subject } of readerFor(file)?.read(text, file).references ?? []) {
    if (subject.kind === 'opaque' && subject.name !== undefined && subject.want !== undefined)
      releases.set(subject.name, { version: subject.want, hashes: [] });
    if (subject.kind !== 'release' || subject.want.is !== 'exact') continue;
    const { version, text: written } = subject.want;
    const its = releases.get(subject.name) ?? { version, hashes: [] };
    // A line about a go.mod is told from that of its module by the name of the file.
    const ofFile = written.endsWith('/go.mod') ? { file: 'go.mod' } : {};
    its.hashes.push(...(subject.locked?.hashes ?? []).map(hash => ({ ...hash, ...ofFile })));
    releases.set(subject.name, its);
  }
  return ((question: Question) => {
    if (!('name' in question)) throw new Error('Images are not asked about.');
    const its = releases.get(question.name);
    if (its === undefined) throw new Error(`Nobody knows ${question.name}.`);
    const standing = saidOf(question.name);
    const release: ReleaseFact = { ...its, standing };
    const fact = {
      package: {
        standing: { is: 'live' },
        tags: { latest: its.version },
        releases: [release, { version: '1.0.1', standing: LIVE }],
      },
      release,
      history: { published: { [its.version]: '2024-01-01T00:00:00Z' } },
      terms: undefined,
    }[question.ask as 'package'];
    return { state: 'known', fact, asOf: 0 };
  }) as Peek;
}

function foundIn(lockfile: string, saidOf: (name: string) => Standing): string[] {
  const text = LOCKFILE_TEXTS.find(({ file }) => file === lockfile)?.text(ENTRIES) ?? '';
  const manifest = MANIFESTS[lockfile];
  if (manifest === undefined) throw new Error(`${lockfile} has no manifest here.`);
  const judged = judgeFiles([manifest, { file: lockfile, text }], registries(lockfile, text, saidOf));
  expect(judged[1]?.references).toBeGreaterThanOrEqual(ENTRIES);
  return judged.flatMap(({ file, analysis }) => {
    const unchecked = analysis.unchecked.map(({ why }) => `${file}: not checked, ${why}`);
    return [...unchecked, ...analysis.findings.map(each => `${file}: ${each.severity} ${each.rule} ${each.message}`)];
  });
}

describe('where nothing is wrong nothing is said', () => {
  test.each(LOCKFILE_TEXTS.map(({ file }) => [file]))('%s', file => {
    expect(foundIn(file, () => LIVE)).toEqual([]);
  });
});

describe('one leaf that is advised against is told at its own line alone', () => {
  test.each(['package-lock.json', 'pnpm-lock.yaml', 'bun.lock'])('%s', file => {
    const found = foundIn(file, name => (name === LEAF ? { is: 'deprecated', message: 'old' } : LIVE));
    expect(found).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${file}: hint deprecated-release \`${LEAF}\` \`1\\.0\\.0\` is deprecated: “old”. Use \`1\\.0\\.1\` instead.*It comes with \`locked-`,
        ),
      ),
    ]);
  });
});

test('one leaf that was yanked is told at its own line, and once where each way to it begins', () => {
  const found = foundIn('Cargo.lock', name => (name === LEAF ? { is: 'yanked' } : LIVE));
  const own = found.filter(line => line.startsWith('Cargo.lock'));
  expect(own).toEqual([expect.stringMatching(/^Cargo\.lock: information yanked-release .*It comes with `locked-/)]);
  const others = found.filter(line => !line.startsWith('Cargo.lock'));
  expect(others.length).toBeGreaterThan(0);
  for (const line of others)
    expect(line).toMatch(/^Cargo\.toml: information withdrawn-transitive `locked-\d+` `1\.0\.0` brings in/);
  expect(new Set(others.map(line => /`locked-\d+`/.exec(line)?.[0])).size).toBe(others.length);
});
