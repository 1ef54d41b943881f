import { comparePep440, parsePep440 } from '../../../model/pep440.ts';
import { code } from '../../../model/plain-text.ts';
import { isForShow, type PublicationSubject } from '../../../model/publication.ts';
import type { OwnVersion } from '../../../model/pull-back.ts';
import { type Around, NOTHING_AROUND } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { parseToml } from '../../../syntax/toml.ts';
import type { TomlDocument, TomlEntry, TomlScalar } from '../../../syntax/toml-nodes.ts';
import { findInToml, type TomlFound } from '../../../syntax/toml-paths.ts';
import { canonicalName } from '../names.ts';
import { wholeKey } from './lockfiles.ts';
import { sourceAt } from './named-tables.ts';
import { pythonProject } from './pyproject-project.ts';
import { sourceFor } from './python-subject.ts';
import { type RequiredByName, referenceTo, stringAt } from './toml-requirements.ts';

/**
 * The version that a pyproject.toml gives its own package (packaging.python.org, "pyproject.toml specification";
 * python-poetry.org, "The pyproject.toml file"), where it is a plain text. Nothing is read of what is no package, of
 * what a classifier keeps from PyPI (pypi.org, "Classifiers", `Private :: Do Not Upload`), of what a program decides,
 * and of what says nothing to whoever would find it there, no licence, no classifier and no address, as applications
 * do not: names of those are nobody's but a team's. The version that tools write into a new project counts with an
 * address alone.
 */
export function ownVersionIn(document: TomlDocument, file: string, by: RequiredByName, around: Around): Reference[] {
  const reference = isPublished(document) && !isForShow(file) ? publicationIn(document, by, around) : undefined;
  return reference === undefined ? [] : [reference];
}

function publicationIn(document: TomlDocument, by: RequiredByName, around: Around): Reference | undefined {
  const written = stringAt(document, 'project.name') ?? stringAt(document, 'tool.poetry.name');
  const found = versionIn(document);
  if (written === undefined || !NAME.test(written) || found === undefined) return undefined;
  const { entry, value } = found;
  const version = value.value.trim();
  const read = parsePep440(version);
  // An index takes no local version; what is of zeros alone is a placeholder.
  if (read === undefined || read.local !== undefined || read.release.every(part => Number(part) === 0))
    return undefined;
  if (comparePep440(read, FIRST) === 0 && !hasAddress(document)) return undefined;
  const name = canonicalName(written);
  const required = by(name);
  const index = publishIndex(document);
  if (required.withheld !== undefined || index === 'several') return undefined;
  const source = index === undefined ? required.source : sourceAt(required.source, 'index', index);
  // What all else came from may be where its own name is private.
  const where = sourceFor(name, { ...required, source });
  const isLocked = around.told(wholeKey('uv.lock')).some(({ from }) => from.folder === around.folder);
  const subject: PublicationSubject = {
    ...{ kind: 'publication', registry: 'pypi', name, version },
    ...(where === undefined ? {} : { source: where }),
    ...(value.isVerbatim ? { edit: value.inner } : {}),
    ...(isLocked ? { lockfile: 'uv.lock' } : {}),
  };
  // A file that was not read yet may say where names are to be had.
  return { ...referenceTo(document, entry.span, subject), role: 'own', untilWalked: true };
}

/** What tools write into a new project. */
const FIRST = { epoch: 0, release: [0, 1] };
/** packaging.python.org, "Names and normalization". */
const NAME = /^(?:[A-Z\d]|[A-Z\d][A-Z\d._-]{0,210}[A-Z\d])$/i;

/** The standard's, else Poetry's, which counts as well where the standard's table leaves it to the tool. */
function versionIn({ root }: TomlDocument): { readonly entry: TomlEntry; readonly value: TomlScalar } | undefined {
  const isDynamic = findInToml(root, 'project.dynamic[]').some(({ value }) => textOf(value) === 'version');
  const standard = isDynamic ? [] : findInToml(root, 'project.version');
  const [found] = [...standard, ...findInToml(root, 'tool.poetry.version')];
  const { entry, value } = found ?? {};
  return entry !== undefined && value?.kind === 'scalar' && value.isString ? { entry, value } : undefined;
}

function isPublished({ root }: TomlDocument): boolean {
  const has = (path: string) => findInToml(root, path).length > 0;
  const isFalse = (path: string) => findInToml(root, path).some(({ value }) => textOf(value) === 'false');
  if (!has('build-system') || isFalse('tool.poetry.package-mode') || isFalse('tool.uv.package')) return false;
  if (DECIDED_BY.some(has)) return false;
  const classifiers = ['project.classifiers[]', 'tool.poetry.classifiers[]'].flatMap(path =>
    findInToml(root, path).map(({ value }) => textOf(value) ?? ''),
  );
  if (classifiers.some(each => /^private\s*::/i.test(each))) return false;
  const licences = ['project.license', 'project.license.text', 'tool.poetry.license'].flatMap(path =>
    findInToml(root, path).flatMap(({ value }) => textOf(value) ?? []),
  );
  if (licences.some(each => /proprietary|unlicensed|all rights reserved/i.test(each))) return false;
  return classifiers.length > 0 || licences.length > 0 || has('project.license') || hasAddress({ root });
}

/** Programs and plugins that put another version in its place, or raise it by themselves. */
const DECIDED_BY = [
  ...['tool.setuptools_scm', 'tool.setuptools-scm', 'tool.poetry-dynamic-versioning', 'tool.versioneer'],
  ...[
    'tool.semantic_release',
    'tool.hatch.version',
    'tool.pdm.version',
    'tool.vcs-versioning',
    'tool.uv-dynamic-versioning',
  ],
];

function hasAddress({ root }: Pick<TomlDocument, 'root'>): boolean {
  const paths = ['project.urls.*', 'tool.poetry.urls.*', 'tool.poetry.homepage', 'tool.poetry.repository'];
  return paths.some(path => findInToml(root, path).length > 0);
}

/** The index that uv knows an address for publishing of (docs.astral.sh/uv, "Publishing your package"). */
function publishIndex({ root }: TomlDocument): string | 'several' | undefined {
  const named = findInToml(root, 'tool.uv.index[]').flatMap(({ value }) => {
    if (value?.kind !== 'map' || value.first('publish-url') === undefined) return [];
    return [textOf(value.first('name')?.value) ?? ''];
  });
  return named.length > 1 ? 'several' : named[0];
}

function textOf(value: TomlFound['value']): string | undefined {
  return value?.kind === 'scalar' ? value.value : undefined;
}

/**
 * The version that a manifest means whose user says that it was published. Whether a program decides on it is not
 * looked at where the user names it.
 */
export function ownPythonVersion(text: string, file: string, given: string | undefined): OwnVersion {
  const document = parseToml(text);
  const written = stringAt(document, 'project.name') ?? stringAt(document, 'tool.poetry.name');
  if (written === undefined || !NAME.test(written)) return { is: 'none', why: 'has no name of a project' };
  const isPrivate = ['project.classifiers[]', 'tool.poetry.classifiers[]'].some(path =>
    findInToml(document.root, path).some(({ value }) => /^private\s*::/i.test(textOf(value) ?? '')),
  );
  if (isPrivate) return { is: 'none', why: 'has a classifier `Private`, with which no index takes it' };
  const version = given ?? versionIn(document)?.value.value.trim();
  if (version === undefined) return { is: 'without-version' };
  if (parsePep440(version) === undefined)
    return { is: 'none', why: `cannot be published as ${code(version)}, which is no version` };
  const name = canonicalName(written);
  const required = pythonProject(document, NOTHING_AROUND, file).by(name);
  const index = publishIndex(document);
  const source = index === undefined ? required.source : sourceAt(required.source, 'index', index);
  const where = sourceFor(name, { ...required, source });
  const subject: PublicationSubject = {
    ...{ kind: 'publication', registry: 'pypi', name, version },
    ...(where === undefined ? {} : { source: where }),
  };
  const isUntold = required.withheld !== undefined || index === 'several';
  const unasked = 'Which of its indexes it was published to is not said, so none was asked.';
  return { is: 'own', subject, ...(isUntold ? { unasked } : {}) };
}
