import path from 'node:path';
import { IMAGES } from '../ecosystems/index.ts';
import { imageNameText } from '../model/names.ts';
import type { Lines } from '../model/positions.ts';
import type { Reading } from '../model/reference.ts';
import type { RetentionPolicy } from '../model/retention.ts';
import type { Span } from '../model/span.ts';
import { COLLECTS_KEY, HOLDS_KEY, makesKey, pinsKey, type Statement, type Stating } from '../model/statement.ts';
import type { DocumentReader } from './documents.ts';

/** A document as far as others are told of it. */
export interface StatingDocument {
  /** Its URI, or where there are none its absolute path. */
  readonly uri: string;
  readonly file: string;
  readonly directory: string | undefined;
  readonly lines: Lines;
}

/**
 * A document as the one who states what it says. It is the same one as its file, where that is looked at for its
 * neighbours' sake.
 *
 * @param hasUris whether findings point to other documents by URIs
 */
export function statingOf(
  { uri, file, directory, lines }: StatingDocument,
  reader: Pick<DocumentReader, 'folderOf'>,
  hasUris: boolean,
): Stating {
  const folder = reader.folderOf(directory);
  const id = folder === undefined ? uri : path.join(folder, path.posix.basename(file));
  return { id, folder, file, ...(hasUris ? { uri } : {}), rangeOf: lines.rangeOf };
}

/** All that a text states: what its reader says, and what follows from its references whatever kind of file it is. */
export function statementsOf({ references, statements = [] }: Reading): readonly Statement[] {
  const all = [...statements];
  for (const { subject, span, role } of references) {
    switch (subject.kind) {
      case 'image':
      case 'artifact': {
        const { name, tag, digest } = subject;
        // Lockfiles of different days hold different digests, and are none the worse for it.
        if (tag === undefined || digest === undefined || role === 'lock') break;
        all.push({ says: 'pins', key: pinsKey(name, tag), reach: 'everywhere', digest, span });
        if (IMAGES.retentionOf(name.host) === 'keeps') break;
        all.push({
          ...{ says: 'holds', key: HOLDS_KEY, reach: 'everywhere' },
          ...{ image: imageNameText(name), tag, digest, span },
        });
        break;
      }
      case 'opaque': {
        // A document lists as the workspace's own, with a name, only what it builds.
        const { registry, why, name, want } = subject;
        if (registry !== IMAGES.id || why !== 'workspace' || name === undefined) break;
        for (const key of [makesKey(registry, name), makesKey(registry, name, want ?? IMAGES.defaultTag)])
          all.push({ says: 'makes', key, reach: 'everywhere' });
        break;
      }
      case 'release':
      case 'publication':
      case 'publish':
        break;
      case 'policy':
        all.push(...collectingOf(subject.policy, span));
        break;
    }
  }
  return all;
}

/** That a policy takes what no tag points to; nothing of one that is switched off, or that its provider refuses. */
function collectingOf({ covers, faults, isIdle, untagged }: RetentionPolicy, span: Span): Statement[] {
  if (isIdle === true || faults.some(({ is }) => is === 'invalid')) return [];
  if (untagged !== 'deleted' && untagged !== 'archived') return [];
  const { hosts, repositories, covers: tells } = covers;
  // For some repositories, and no pattern tells which.
  if (tells !== undefined && repositories === undefined) return [];
  return [
    {
      ...{ says: 'collects', key: COLLECTS_KEY, reach: 'everywhere', hosts },
      ...(repositories === undefined ? {} : { repositories: repositories.join(' ') }),
      ...(untagged === 'archived' ? { archives: true } : {}),
      span,
    },
  ];
}
