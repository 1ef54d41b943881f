import type { Reference } from '../../../model/reference.ts';
import { type Statement, TOLD_NOTHING, type Told } from '../../../model/statement.ts';
import type { TomlDocument } from '../../../syntax/toml-nodes.ts';
import { findInToml } from '../../../syntax/toml-paths.ts';
import { canonicalName } from '../names.ts';
import { parseRequirement } from './requirement.ts';
import type { RequiredByName } from './toml-requirements.ts';

/**
 * The names of which uv and PDM do not take what a project itself requires, in canonical form: those that it overrides,
 * and those that it leaves out (docs.astral.sh/uv, "Dependency overrides"; pdm-project.org, "Override the resolved
 * package versions").
 */
export function overriddenNames({ root }: TomlDocument): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of LISTS) {
    for (const { value } of findInToml(root, path)) {
      const name = value?.kind === 'scalar' && value.isString ? parseRequirement(value.value)?.name : undefined;
      if (name !== undefined) names.add(canonicalName(name));
    }
  }
  for (const { entry } of findInToml(root, 'tool.pdm.resolution.overrides.*')) {
    if (entry !== undefined) names.add(canonicalName(entry.key.value));
  }
  return names;
}

/**
 * States what the root of one of uv's workspaces overrides, to its members: they are resolved with it, and their own
 * overrides do not count (docs.astral.sh/uv, "Settings", `override-dependencies`).
 */
export function overridesStated({ root }: TomlDocument, overridden: ReadonlySet<string>): readonly Statement[] {
  if (findInToml(root, 'tool.uv.workspace').length === 0) return [];
  return [...overridden].map(name => ({ says: 'gives', key: overriddenKey(name), reach: 'below', value: '' }));
}

/** What requires something of which an override may stand in the place: the override decides. */
export function unlessOverridden(
  overridden: ReadonlySet<string>,
  by: RequiredByName,
  told: Told = TOLD_NOTHING,
): RequiredByName {
  return name => {
    const isOverridden = name !== undefined && (overridden.has(name) || told(overriddenKey(name)).length > 0);
    return isOverridden ? { ...by(name), withheld: 'managed' } : by(name);
  };
}

function overriddenKey(name: string): string {
  return `overridden pypi ${name}`;
}

/** What overrides: it counts only where something requires the name, which the project itself may or may not do. */
export function overriding(required: readonly Reference[], by: RequiredByName): RequiredByName {
  const names = new Set(
    required.map(({ subject }) => (subject.kind === 'release' || subject.kind === 'opaque' ? subject.name : undefined)),
  );
  return name => {
    const isRequired = name !== undefined && names.has(name);
    return { ...by(name), isOverride: true, ...(isRequired ? {} : { isConstraint: true }) };
  };
}

const LISTS = ['tool.uv.override-dependencies[]', 'tool.uv.exclude-dependencies[]', 'tool.pdm.resolution.excludes[]'];
