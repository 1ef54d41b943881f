import type { Reader } from '../../../model/reader.ts';
import type { OpaqueReason, Reference } from '../../../model/reference.ts';
import { locksKey, type Statement } from '../../../model/statement.ts';
import { isConflicted } from '../../../syntax/merge-conflict.ts';
import { parseYaml } from '../../../syntax/yaml.ts';
import type { YamlDocument, YamlMap } from '../../../syntax/yaml-nodes.ts';
import { entryOf, findPath } from '../../../syntax/yaml-paths.ts';
import { CHART_LOCK, chartArtifact, dependencyText, isWholeVersion } from '../syntax/chart-artifacts.ts';
import { textIn } from '../syntax/helm-words.ts';
import { isTooLong } from '../syntax/image-texts.ts';
import { OCI_SCHEME } from '../syntax/oci-artifacts.ts';
import { contentSpan } from '../syntax/written-image.ts';

/**
 * The versions that were chosen for a chart's dependencies (Helm's pkg/chart/dependency.go, `Lock`). Charts in
 * registries of images are asked about; others are listed. The file's own `digest` is of what was wanted and what was
 * chosen (internal/resolver, `HashReq`), and of no chart's bytes.
 */
export const chartLock: Reader = {
  id: 'chart-lock',
  files: [CHART_LOCK],
  languages: [],
  speaks: 'beside',
  read(text) {
    const document = parseYaml(text);
    const isBroken = isConflicted(text);
    const references: Reference[] = [];
    const statements: Statement[] = [];
    const starts = new Set<number>();
    for (const { value } of findPath(document.root, 'dependencies[]')) {
      if (value?.kind !== 'map' || (isBroken && isMarked(value, text))) continue;
      const reference = lockedIn(document, value);
      // Aliases may lead to one place several times.
      if (reference === undefined || starts.has(reference.span.start)) continue;
      starts.add(reference.span.start);
      references.push(reference);
      const version = textIn(entryOf(value, 'version'));
      if (isBroken || !isWholeVersion(version)) continue;
      statements.push({
        says: 'locks',
        key: locksKey(CHART_LOCK, dependencyText(value)),
        reach: 'beside',
        to: version,
      });
    }
    return { references: references.sort((a, b) => a.span.start - b.span.start), ignores: [], statements };
  },
};

function lockedIn(document: YamlDocument, entry: YamlMap): Reference | undefined {
  const [named, version, repository] = ['name', 'version', 'repository'].map(key => entryOf(entry, key));
  const [name, want, address] = [named, version, repository].map(textIn);
  if (named?.value?.kind !== 'scalar' || name === undefined || name === '') return undefined;
  if (repository !== undefined && address?.startsWith(OCI_SCHEME)) {
    const folder = address.slice(OCI_SCHEME.length).replace(/\/$/, '');
    const reference = chartArtifact(document, `${folder}/${name}`, repository, version);
    return reference === undefined ? undefined : { span: reference.span, subject: reference.subject, role: 'lock' };
  }
  const at = version?.value?.kind === 'scalar' ? version.value : named.value;
  const why = isTooLong(`${name}${want}`) ? 'invalid' : whereFrom(address ?? '');
  return {
    span: contentSpan(at),
    role: 'lock',
    subject: {
      ...{ kind: 'opaque', why, registry: 'oci' },
      ...(why === 'invalid' ? {} : { name, ...(want === undefined || want === '' ? {} : { want }) }),
    },
  };
}

/** Repositories of charts are no registries of images; without one it lies in the chart's own folder `charts`. */
function whereFrom(address: string): OpaqueReason {
  if (address === '' || address.startsWith('file://')) return 'path';
  // By the name that the user gave a repository.
  return /^(?:@|alias:)/.test(address) ? 'unconfigured' : 'url';
}

/** Whether a mark of a conflict stands within, so that it may be half of one change and half of the other. */
function isMarked({ span }: YamlMap, text: string): boolean {
  return /^(?:<{7}|={7}|>{7}|\|{7})/m.test(text.slice(span.start, span.end));
}
