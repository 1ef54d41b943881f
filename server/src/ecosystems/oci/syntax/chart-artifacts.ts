import type { Reference } from '../../../model/reference.ts';
import type { YamlDocument, YamlMap } from '../../../syntax/yaml-nodes.ts';
import { entryOf, type YamlFound } from '../../../syntax/yaml-paths.ts';
import { textIn } from './helm-words.ts';
import { artifactReference, chosenArtifact } from './oci-artifacts.ts';

/** Beside a chart's own description, the versions of what it depends on that were chosen. */
export const CHART_LOCK = 'Chart.lock';

/** A dependency of a chart by the words that its description and the lockfile have in common. */
export function dependencyText(dependency: YamlMap): string {
  return ['name', 'repository'].map(key => textIn(entryOf(dependency, key))).join(' ');
}

/**
 * A chart in a registry of images, by its version. Helm takes a whole version by its tag, in which `_` stands for `+`
 * (pkg/registry/client.go, `Push`), and chooses one of the tags for all else, which is listed and not judged, unless a
 * lockfile has what was chosen. It knows no digest there.
 */
export function chartArtifact(
  document: YamlDocument,
  repository: string,
  named: YamlFound,
  version: YamlFound | undefined,
  locked?: string,
): Reference | undefined {
  const want = textIn(version);
  const written = { repository, named, wanted: version };
  const tag = isWholeVersion(want) ? want : locked !== undefined && mayBeFor(want, locked) ? locked : undefined;
  if (tag === undefined) return chosenArtifact(document, written, want);
  return artifactReference(document, { ...written, tag: tag.replaceAll('+', '_') });
}

/**
 * Whether a locked version is one that a range allows, of ranges of one comparator; Helm refuses a lockfile that is not
 * for what is wanted, and so tells its own.
 */
function mayBeFor(range: string, version: string): boolean {
  if (/^[*xX]$/.test(range)) return true;
  const [, operator, major, minor] = SIMPLE_RANGE.exec(range) ?? [];
  const [lockedMajor, lockedMinor] = version.split('.');
  if (major === undefined || major !== lockedMajor) return false;
  const isMinorFree = minor === undefined || /^[*xX]$/.test(minor) || (operator === '^' && major !== '0');
  return isMinorFree || minor === lockedMinor;
}

const SIMPLE_RANGE = /^([~^]?) ?v?(\d{1,9})(?:\.(\d{1,9}|[*xX]))?(?:\.(?:\d{1,9}|[*xX]))?(?:-0)?$/;

/** Whether Helm takes a text for one version and no range. */
export function isWholeVersion(text: string): boolean {
  return WHOLE_VERSION.test(text);
}

/** With a `v` before it, its versions differ in what they make of it. */
const WHOLE_VERSION = /^\d{1,9}\.\d{1,9}\.\d{1,9}(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;
