import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import { parseToml } from '../../../syntax/toml.ts';
import type { TomlDocument } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { directStated } from '../syntax/direct-names.ts';
import { driftAround, heldAround } from '../syntax/held-around.ts';
import { isForDevelopers } from '../syntax/library.ts';
import { lockedAround } from '../syntax/lockfiles.ts';
import { dependenciesAt, type NamedTables } from '../syntax/named-tables.ts';
import { pythonSet } from '../syntax/pyproject-project.ts';
import { inOrder, stringAt } from '../syntax/toml-requirements.ts';

/**
 * Pipenv's manifest (pipenv.pypa.io, "Pipfile & Pipfile.lock"): each table is a category of packages, but for those
 * that say something of Pipenv itself.
 */
export const pipfile: Reader = {
  id: 'pipfile',
  files: ['Pipfile'],
  languages: [],
  speaks: 'below',
  read: (text, _file, around = NOTHING_AROUND) => {
    const document = parseToml(text);
    const toolchain = pythonVersion(document);
    const by = {
      source: 'pipenv',
      lockedAt: lockedAround(around),
      ...(toolchain === undefined ? {} : { toolchain }),
      ...(allowsPrereleases(document) ? ({ prereleases: true } as const) : {}),
    };
    const categories = new Set(document.root.entries.map(({ key }) => key.value));
    const references = [...categories].flatMap(name => {
      if (NO_CATEGORIES.has(name) || /[.*[\]]/.test(name)) return [];
      const lockfile = `Pipfile.lock ${IN_LOCKFILE.get(name) ?? name}`;
      const locked = { heldOf: heldAround(around, [lockfile]), driftOf: driftAround(around, lockfile) };
      const its = { ...by, ...locked, ...(isForDevelopers(name) ? { deployed: false } : {}) };
      return dependenciesAt(document, `${name}.*`, PIPENV, () => its);
    });
    const statements = directStated('Pipfile', references);
    return {
      references: inOrder(references),
      ignores: ignoresOf(document),
      ...(statements.length === 0 ? {} : { statements }),
    };
  },
};

/** What the lockfile calls the two categories that everybody has. */
const IN_LOCKFILE: ReadonlyMap<string, string> = new Map([
  ['packages', 'default'],
  ['dev-packages', 'develop'],
]);

const NO_CATEGORIES = new Set([
  'source',
  'requires',
  'pipenv',
  'scripts',
  'pipfile',
  'build-system',
  'tool',
  'project',
]);

const PIPENV: NamedTables = {
  dialect: 'pep440',
  indexKey: 'index',
  conditions: [
    ...['markers', 'os_name', 'sys_platform', 'platform_machine', 'platform_python_implementation', 'platform_release'],
    ...['platform_system', 'platform_version', 'python_version', 'python_full_version', 'implementation_name'],
    ...['implementation_version', 'extra'],
  ],
  prereleases: [],
};

/** Pipenv makes its environment with this Python and no other. */
function pythonVersion(document: TomlDocument): string | undefined {
  const full = stringAt(document, 'requires.python_full_version');
  if (full !== undefined) return pythonSet(`==${full.trim()}`);
  const version = stringAt(document, 'requires.python_version')?.trim();
  return version !== undefined && /^\d+(?:\.\d+)*$/.test(version) ? pythonSet(`==${version}.*`) : undefined;
}

function allowsPrereleases({ root }: TomlDocument): boolean {
  const value = findInToml(root, 'pipenv.allow_prereleases')[0]?.value;
  return value?.kind === 'scalar' && value.value === 'true';
}
