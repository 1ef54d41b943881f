import { type Digest, parseDigest } from '../../../model/names.ts';
import type { Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject, PinPlace, Reference } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import { locksKey, type Statement } from '../../../model/statement.ts';
import { type JsonMember, type JsonString, membersOf, parseJson, stringOf, valuesOf } from '../../../syntax/json.ts';
import { keyScalar } from '../../../syntax/json-scalars.ts';
import { meantTag } from '../image-tags.ts';
import { featureOf } from '../syntax/devcontainer-feature.ts';

/**
 * What a development container's features were resolved to (devcontainers/cli, lockfile.ts). The key of an entry is the
 * text by which a feature is wanted, in the configuration beside or in another feature; what is fetched is `integrity`
 * (containerFeaturesConfiguration.ts, `getFeatureIdType`). An archive's entry is told, and no registry has it.
 */
export const devcontainerLock: Reader = {
  id: 'devcontainer-lock',
  files: ['devcontainer-lock.json', '.devcontainer-lock.json'],
  languages: [],
  speaks: 'beside',
  read: (text, file) => {
    const lockfile = file.slice(file.lastIndexOf('/') + 1);
    const entries = valuesOf(parseJson(text), 'features', text).flatMap(block => membersOf(block, text));
    const references: Reference[] = [];
    const statements: Statement[] = [];
    for (const entry of entries) {
      const wanted = keyScalar(entry, text);
      const locked = lockedIn(entry, text);
      if (wanted === undefined || locked === undefined) continue;
      statements.push({ says: 'locks', key: locksKey(lockfile, wanted.value), reach: 'beside', to: locked.digest });
      const subject = featureOf(wanted, text);
      if (subject !== undefined) references.push({ span: locked.at, role: 'lock', subject: lockedTo(subject, locked) });
    }
    return { references: references.sort((a, b) => a.span.start - b.span.start), ignores: [], statements };
  },
};

interface Locked {
  readonly digest: Digest;
  /** Where the digest stands that counts. */
  readonly integrity: Span;
  /** What people read: the name with the digest, where it says the same. */
  readonly at: Span;
}

function lockedIn({ value }: JsonMember, text: string): Locked | undefined {
  const textOf = (name: string) => stringOf(valuesOf(value, name, text).at(-1), text);
  const [written, resolved] = [textOf('integrity'), textOf('resolved')];
  const digest = written && parseDigest(written.value);
  if (written === undefined || digest === undefined) return undefined;
  const integrity = spanOfAll(written);
  return { digest, integrity, at: resolved?.value.endsWith(`@${digest}`) ? spanOfAll(resolved) : integrity };
}

function spanOfAll({ value, at }: JsonString): Span {
  return spanOf(at(0), at(value.length));
}

/** A feature without a tag was resolved by the default one. */
function lockedTo(subject: ImageSubject | OpaqueSubject, { digest, integrity }: Locked): ImageSubject | OpaqueSubject {
  if (subject.kind === 'opaque') return subject;
  const tag = subject.digest === undefined ? { tag: meantTag(subject) } : {};
  const pin: PinPlace = {
    where: 'here',
    digest: { span: integrity, before: '', after: '' },
    follower: 'lockfile',
  };
  return { ...subject, ...tag, digest, pin };
}
