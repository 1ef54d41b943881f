import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import { parseToml } from '../../../syntax/toml.ts';
import type { TomlTable } from '../../../syntax/toml-nodes.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { libraryStated, projectStated } from '../syntax/library.ts';
import { addressIn } from '../syntax/named-places.ts';
import { dependenciesAt, type NamedTables } from '../syntax/named-tables.ts';
import { pythonProject, STANDARD_PATHS } from '../syntax/pyproject-project.ts';
import { inOrder, type RequiredByName, requirementsAt } from '../syntax/toml-requirements.ts';

/**
 * pyproject.toml (packaging.python.org, "pyproject.toml specification"; PEP 735): what a project requires by the
 * standard's tables, and by those of Poetry, PDM, uv, Hatch, Rye and Flit.
 */
export const pyproject: Reader = {
  id: 'pyproject',
  files: ['pyproject.toml'],
  languages: [],
  speaks: 'below',
  makes: true,
  mayState: text => text.includes('build-system') || text.includes('name'),
  read: (text, _file, around = NOTHING_AROUND) => {
    const document = parseToml(text);
    const project = pythonProject(document, around);
    const { by, byBuild, byPoetry, standard } = project;
    const isAside = (name: string, table: TomlTable) =>
      standard.has(name) && table.first('version') === undefined && addressIn(table) === undefined;
    const poetry: NamedTables = { ...POETRY, isAside };
    const byPoetryBuild = () => ({ ...byBuild(undefined), source: 'poetry' });
    const byConstraint = () => ({ ...byPoetryBuild(), isConstraint: true as const });
    const references = [
      ...STANDARD_PATHS.flatMap(path => requirementsAt(document, path, by)),
      ...INSTALLED.flatMap(path => requirementsAt(document, path, by)),
      ...CONSTRAINTS.flatMap(path => requirementsAt(document, path, asConstraint(by))),
      ...requirementsAt(document, 'tool.uv.build-constraint-dependencies[]', asConstraint(byBuild)),
      ...BUILDING.flatMap(path => requirementsAt(document, path, byBuild)),
      ...HATCH.flatMap(path => requirementsAt(document, path, byBuild)),
      ...POETRY_PATHS.flatMap(path => dependenciesAt(document, path, poetry, byPoetry)),
      ...dependenciesAt(document, 'tool.poetry.build-constraints.*.*', POETRY, byConstraint),
      // Poetry's own plugins.
      ...dependenciesAt(document, 'tool.poetry.requires-plugins.*', POETRY, byPoetryBuild),
      ...dependenciesAt(document, 'tool.pdm.resolution.overrides.*', PDM_OVERRIDES, asConstraint(by)),
    ];
    const { own } = byBuild(undefined);
    const statements = [
      ...(project.isLibrary ? [libraryStated()] : []),
      ...(own === undefined ? [] : [projectStated(own, 'everywhere')]),
    ];
    return {
      references: inOrder(references),
      ignores: ignoresOf(document),
      ...(statements.length === 0 ? {} : { statements }),
    };
  },
};

/** Lists of strings that the tool which installs the project reads. */
const INSTALLED = [
  'tool.pdm.dev-dependencies.*[]',
  'tool.uv.dev-dependencies[]',
  'tool.rye.dev-dependencies[]',
  'tool.flit.metadata.requires[]',
  'tool.flit.metadata.requires-extra.*[]',
];

/** Lists that count only where something else requires what they name (docs.astral.sh/uv, "Resolution"). */
const CONSTRAINTS = ['tool.uv.constraint-dependencies[]', 'tool.uv.override-dependencies[]'];

function asConstraint(by: RequiredByName): RequiredByName {
  return name => ({ ...by(name), isConstraint: true });
}

const BUILDING = ['build-system.requires[]', 'tool.uv.extra-build-dependencies.*[]'];

/** Hatch's environments and hooks (hatch.pypa.io, "Environment configuration"), each by a Python of its own. */
const HATCH = [
  'tool.hatch.envs.*.dependencies[]',
  'tool.hatch.envs.*.extra-dependencies[]',
  'tool.hatch.build.hooks.*.dependencies[]',
  'tool.hatch.build.targets.*.dependencies[]',
  'tool.hatch.build.targets.*.hooks.*.dependencies[]',
];

/** python-poetry.org, "Dependency specification". */
const POETRY: NamedTables = {
  dialect: 'poetry',
  indexKey: 'source',
  conditions: ['python', 'markers', 'platform'],
  prereleases: ['allow-prereleases', 'allows-prereleases'],
};

const POETRY_PATHS = [
  'tool.poetry.dependencies.*',
  'tool.poetry.dev-dependencies.*',
  'tool.poetry.group.*.dependencies.*',
];

/** pdm-project.org, "Override the resolved package versions": a version alone stands for itself. */
const PDM_OVERRIDES: NamedTables = {
  dialect: 'pep440',
  indexKey: 'source',
  conditions: [],
  prereleases: [],
  hasBareVersions: true,
};
