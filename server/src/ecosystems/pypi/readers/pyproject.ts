import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { parseToml } from '../../../syntax/toml.ts';
import type { TomlDocument, TomlTable } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { ageByUv, saidOfAge } from '../syntax/age-limits.ts';
import { directStated } from '../syntax/direct-names.ts';
import type { IndexOption } from '../syntax/index-options.ts';
import { isForDevelopers, libraryStated, projectStated } from '../syntax/library.ts';
import { addressIn } from '../syntax/named-places.ts';
import { dependenciesAt, type NamedTables } from '../syntax/named-tables.ts';
import { overriddenNames, overridesStated, overriding, unlessOverridden } from '../syntax/overrides.ts';
import { ownVersionIn } from '../syntax/own-version.ts';
import { pythonProject } from '../syntax/pyproject-project.ts';
import { inclusionsStated } from '../syntax/requirements-together.ts';
import {
  asConstraint,
  forDevelopers,
  inOrder,
  type RequiredByName,
  requirementsAt,
  requirementsIn,
  requirementWordsAt,
} from '../syntax/toml-requirements.ts';

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
  mayState: text => /build-system|name|dependencies|tool\.uv/.test(text),
  read: (text, file, around = NOTHING_AROUND) => {
    const document = parseToml(text);
    const project = pythonProject(document, around, file);
    const { byPoetry, standard } = project;
    const overridden = overriddenNames(document);
    const by = unlessOverridden(overridden, project.by, around.told);
    const byLocked = unlessOverridden(overridden, project.byLocked, around.told);
    // Older Poetry knows no groups but its own, and PDM leaves them out where it is told to.
    const byGroup = project.client === 'uv' ? byLocked : by;
    const byDevelopers = forDevelopers(byGroup);
    const byBuild = forDevelopers(project.byBuild);
    const isAside = (name: string, table: TomlTable) =>
      standard.has(name) && table.first('version') === undefined && addressIn(table) === undefined;
    const poetry: NamedTables = { ...POETRY, isAside };
    const byPoetryBuild = () => ({ ...byBuild(undefined), source: 'poetry' });
    const byConstraint = () => ({ ...byPoetryBuild(), isConstraint: true as const });
    const required = [
      ...INSTALLED.flatMap(path => requirementsAt(document, path, byLocked)),
      ...EXTRAS.flatMap(path => extrasAt(document, path, byGroup)),
      ...DEVELOPING.flatMap(path => requirementsAt(document, path, byDevelopers)),
    ];
    const byOverride = overriding(required, project.by);
    const byTables = [
      ...dependenciesAt(document, 'tool.poetry.dependencies.*', poetry, byPoetry),
      ...POETRY_GROUPS.flatMap(path => dependenciesAt(document, path, poetry, forDevelopers(byPoetry))),
    ];
    const references = [
      ...ownVersionIn(document, file, project.by, around),
      ...required,
      ...byTables,
      ...requirementsAt(document, 'tool.uv.override-dependencies[]', byOverride),
      ...dependenciesAt(document, 'tool.pdm.resolution.overrides.*', PDM_OVERRIDES, byOverride),
      ...requirementsAt(document, 'tool.uv.constraint-dependencies[]', asConstraint(by)),
      ...requirementsAt(document, 'tool.uv.build-constraint-dependencies[]', asConstraint(byBuild)),
      ...BUILDING.flatMap(path => requirementsAt(document, path, byBuild)),
      ...ENVIRONMENTS.flatMap(path => requirementsAt(document, path, byBuild)),
      ...CONDITIONAL.flatMap(path => requirementsAt(document, path, ifConditionsHold(byBuild))),
      ...WORDS.flatMap(path => requirementWordsAt(document, path, byBuild)),
      ...dependenciesAt(document, 'tool.poetry.build-constraints.*.*', POETRY, byConstraint),
      // Poetry's own plugins.
      ...dependenciesAt(document, 'tool.poetry.requires-plugins.*', POETRY, byPoetryBuild),
    ];
    const { own } = byBuild(undefined);
    const age = ageByUv(document, 'tool.uv.');
    const statements = [
      ...directStated('pyproject.toml', [...required, ...byTables]),
      ...inclusionsStated(includedIn(document), around, 0),
      ...overridesStated(document, overridden),
      ...(age === undefined ? [] : [saidOfAge(age)]),
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

/** Lists of strings that everybody reads who installs the project. */
const INSTALLED = ['project.dependencies[]', 'tool.flit.metadata.requires[]'];

const EXTRAS = ['project.optional-dependencies.*', 'tool.flit.metadata.requires-extra.*'];

/** Those that whoever works on the project reads. */
const DEVELOPING = [
  'dependency-groups.*[]',
  'tool.pdm.dev-dependencies.*[]',
  'tool.uv.dev-dependencies[]',
  'tool.rye.dev-dependencies[]',
];

/** Files of what the project requires (setuptools.pypa.io, "Dynamic Metadata"). */
function includedIn({ root }: TomlDocument): readonly IndexOption[] {
  return FILES.flatMap(path => findInToml(root, path)).flatMap(({ value }): IndexOption[] =>
    value?.kind === 'scalar' && value.isString ? [{ is: 'include', path: value.value.trim() }] : [],
  );
}

const FILES = ['dependencies', 'optional-dependencies.*'].flatMap(key => [
  `tool.setuptools.dynamic.${key}.file`,
  `tool.setuptools.dynamic.${key}.file[]`,
]);

/** Extras have names, and some say that they are for who works on the project. */
function extrasAt(document: TomlDocument, path: string, by: RequiredByName): readonly Reference[] {
  return findInToml(document.root, path).flatMap(({ entry, value }) => {
    const isForThem = entry !== undefined && isForDevelopers(entry.key.value);
    return requirementsIn(document, value, isForThem ? forDevelopers(by) : by);
  });
}

function ifConditionsHold(by: RequiredByName): RequiredByName {
  return name => ({ ...by(name), isConditional: true });
}

const BUILDING = [
  'build-system.requires[]',
  'tool.uv.extra-build-dependencies.*[]',
  'tool.uv.extra-build-dependencies.*[].requirement',
];

/**
 * Environments and hooks of Hatch (hatch.pypa.io, "Environment configuration"), tox (tox.wiki, "Configuration") and
 * cibuildwheel (cibuildwheel.pypa.io, "test-requires"), each by a Python of its own.
 */
const ENVIRONMENTS = [
  'tool.hatch.env.requires[]',
  'tool.hatch.envs.*.dependencies[]',
  'tool.hatch.envs.*.extra-dependencies[]',
  'tool.hatch.build.hooks.*.dependencies[]',
  'tool.hatch.build.targets.*.dependencies[]',
  'tool.hatch.build.targets.*.hooks.*.dependencies[]',
  'tool.tox.requires[]',
  'tool.tox.env_run_base.deps[]',
  'tool.tox.env_pkg_base.deps[]',
  'tool.tox.env.*.deps[]',
  'tool.cibuildwheel.test-requires[]',
  'tool.cibuildwheel.*.test-requires[]',
  'tool.cibuildwheel.overrides[].test-requires[]',
];

/** By platform, matrix or variable (hatch.pypa.io, "Option overrides"): strings, or tables with a string. */
const CONDITIONAL = ['dependencies', 'extra-dependencies', 'set-dependencies', 'set-extra-dependencies'].flatMap(
  key => [`tool.hatch.envs.*.overrides.*.*.${key}[]`, `tool.hatch.envs.*.overrides.*.*.${key}[].value`],
);

/** Strings with blanks between what is required. */
const WORDS = [
  'tool.cibuildwheel.test-requires',
  'tool.cibuildwheel.*.test-requires',
  'tool.cibuildwheel.overrides[].test-requires',
];

/** python-poetry.org, "Dependency specification". */
const POETRY: NamedTables = {
  dialect: 'poetry',
  indexKey: 'source',
  conditions: ['python', 'markers', 'platform'],
  prereleases: ['allow-prereleases', 'allows-prereleases'],
};

/** "Dependency groups, other than the implicit main group, must only contain dependencies you need in development". */
const POETRY_GROUPS = ['tool.poetry.dev-dependencies.*', 'tool.poetry.group.*.dependencies.*'];

/** pdm-project.org, "Override the resolved package versions": a version alone stands for itself. */
const PDM_OVERRIDES: NamedTables = {
  dialect: 'pep440',
  indexKey: 'source',
  conditions: [],
  prereleases: [],
  hasBareVersions: true,
};
