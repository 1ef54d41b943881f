import semver from 'semver';
import { type JsonNode, membersOf, stringOf, valuesOf } from '../../../syntax/json.ts';
import type { NpmClient } from '../clients.ts';

/**
 * The client that a manifest names: Corepack's `packageManager`, else `devEngines.packageManager` where it names one
 * alone. Absent where it names none, or Yarn without a version that tells which of both.
 */
export function declaredClient(root: JsonNode | undefined, text: string): NpmClient | undefined {
  const { name, version } = declaredTool(root, text) ?? {};
  return name === undefined || version === undefined ? undefined : clientNamed(name, version);
}

/** The program that a manifest names, and its version, a range or nothing; as they are written. */
export function declaredTool(
  root: JsonNode | undefined,
  text: string,
): { readonly name: string; readonly version: string } | undefined {
  const field = stringOf(valuesOf(root, 'packageManager', text).at(-1), text)?.value;
  if (field !== undefined) {
    const [, name = '', version = ''] = /^(.[^@]*)@?([^+]*)/.exec(field) ?? [];
    return { name, version };
  }
  const managers = valuesOf(root, 'devEngines', text)
    .flatMap(engines => valuesOf(engines, 'packageManager', text))
    .at(-1);
  const entries = managers?.type === 'array' ? (managers.children ?? []) : managers === undefined ? [] : [managers];
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) return undefined;
  const textOf = (name: string) => stringOf(valuesOf(entry, name, text).at(-1), text)?.value ?? '';
  return { name: textOf('name'), version: textOf('version') };
}

/** Whether a manifest is the root of workspaces. */
export function listsWorkspaces(root: JsonNode | undefined, text: string): boolean {
  return membersOf(root, text).some(({ name }) => name === 'workspaces');
}

function clientNamed(name: string, version: string): NpmClient | undefined {
  switch (name) {
    case 'npm':
    case 'pnpm':
    case 'bun':
      return name;
    case 'yarn':
      return yarnOf(version);
    default:
      return undefined;
  }
}

function yarnOf(version: string): NpmClient | undefined {
  const lowest = version.length > LONGEST || !/\d/.test(version) ? undefined : lowestOf(version);
  if (lowest === undefined) return undefined;
  return lowest.major < 2 ? 'yarn1' : 'yarn';
}

function lowestOf(version: string): semver.SemVer | undefined {
  return semver.validRange(version, true) === null ? undefined : (semver.minVersion(version, true) ?? undefined);
}

/** Longer than people write a version or a range; in characters. */
const LONGEST = 256;
