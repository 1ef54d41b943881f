import type { Reader } from '../../../model/reader.ts';
import type { ImageSubject, OpaqueSubject, Pull, Reference } from '../../../model/reference.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import { sliceTraced } from '../../../syntax/traced-text.ts';
import { parseUnitFile, plainScalar, type UnitEntry } from '../../../syntax/unit-file.ts';
import type { YamlScalar } from '../../../syntax/yaml-nodes.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { hasHost, isTooLong } from '../syntax/image-texts.ts';
import { opaqueImage } from '../syntax/opaque-image.ts';
import { contentSpan, writtenImage } from '../syntax/written-image.ts';

/**
 * Quadlet's units for Podman (podman-systemd.unit(5); podman, pkg/systemd/quadlet/quadlet.go). A short name is what the
 * machine's registries.conf makes of it, and `localhost/` is where Podman puts what it built; systemd fills in `%` and
 * `$`.
 */
export const quadlet: Reader = {
  id: 'quadlet',
  files: ['*.{container,image,volume,artifact,quadlets}', '*.{container,image,volume}.d/*.conf'],
  languages: [],
  recognises: text => /^[ \t]*\[(?:Container|Image|Volume|Artifact)\]/m.test(text),
  read: text => {
    const { entries, comments } = parseUnitFile(text);
    const newline = newlineOf(text);
    const policies = policiesOf(entries);
    const references = entries.flatMap((entry): Reference[] => {
      const scalar = imageOf(entry);
      const named = scalar && subjectOf(scalar, text);
      const subject = policies.get(entry.section)?.isUpdated === true ? followed(named) : named;
      if (scalar === undefined || subject === undefined) return [];
      const pull = subject.kind === 'image' ? pullOf(entry, policies) : undefined;
      // On a later line than its key no comment reaches it.
      const isBelow = text.slice(entry.lineStart, scalar.span.start).includes('\n');
      const indent = /^[ \t]*/.exec(text.slice(entry.lineStart, scalar.span.start))?.[0] ?? '';
      return [
        {
          span: contentSpan(scalar),
          role: 'manifest',
          subject: subject.kind === 'image' && pull !== undefined ? { ...subject, pull } : subject,
          ...(isBelow ? {} : { ignoreAt: { offset: entry.lineStart, open: `${indent}# `, newline } }),
        },
      ];
    });
    return { references, ignores: ignoresOf({ text, comments }, /^[ \t]*[#;]/) };
  },
};

function imageOf({ section, key, value }: UnitEntry): YamlScalar | undefined {
  const isNamed = key === 'Image' && (section === 'Container' || section === 'Image' || section === 'Volume');
  if (isNamed || (key === 'Artifact' && section === 'Artifact')) return value;
  return key === 'Mount' && section === 'Container' ? mountedImage(value) : undefined;
}

/** `Mount=type=image,source=…`, and an artifact likewise. */
function mountedImage({ value, written }: YamlScalar): YamlScalar | undefined {
  if (value.includes('"') || !/(?:^|,)type=(?:image|artifact)(?:,|$)/.test(value)) return undefined;
  const source = /(?:^|,)(?:source|src)=([^,]*)/.exec(value);
  if (source === null) return undefined;
  const end = source.index + source[0].length;
  return plainScalar(sliceTraced(written, end - (source[1] ?? '').length, end));
}

function subjectOf(scalar: YamlScalar, text: string): ImageSubject | OpaqueSubject | undefined {
  const { value } = scalar;
  if (value === '') return undefined;
  if (isTooLong(value)) return { kind: 'opaque', registry: 'oci', why: 'invalid' };
  // Another unit's image.
  if (/\.(?:image|build|artifact)$/.test(value)) return { kind: 'opaque', registry: 'oci', why: 'workspace' };
  if (/[%$]/.test(value)) return opaqueImage(value, 'variable');
  if (TRANSPORT.test(value)) return { kind: 'opaque', registry: 'oci', why: 'path' };
  const name = value.replace(/^docker:\/\//, '');
  if (!hasHost(name)) {
    const { want } = opaqueImage(name, 'managed');
    return { kind: 'opaque', registry: 'oci', why: 'managed', ...(want === undefined ? {} : { want }) };
  }
  if (name.startsWith('localhost/')) return opaqueImage(name, 'managed');
  return writtenImage(scalar, text, { runs: true, prefixes: ['docker://'] });
}

/** An image that follows its tag by the unit's own word (podman-auto-update(1)). */
function followed(subject: ImageSubject | OpaqueSubject | undefined): ImageSubject | OpaqueSubject | undefined {
  return subject?.kind === 'image' ? { ...subject, pin: { ...subject.pin, follower: 'updater' } } : subject;
}

/** Ways to an image that is no registry's (containers-transports(5)). */
const TRANSPORT = /^(?:containers-storage|dir|docker-archive|docker-daemon|oci|oci-archive|sif|tarball):/;

const WORDS: Readonly<Record<string, Pull['policy']>> = {
  always: 'Always',
  newer: 'Always',
  missing: 'IfNotPresent',
  never: 'Never',
};

/** What a section says about pulling. */
interface Policy {
  /** The policy's own value. */
  readonly written?: YamlScalar;
  /** Several units in one file are not told apart here, and who updates automatically asks anyway. */
  readonly isOpen: boolean;
  /** Whether `podman auto-update` puts a newer image in place. */
  readonly isUpdated: boolean;
}

function policiesOf(entries: readonly UnitEntry[]): ReadonlyMap<string, Policy> {
  const policies = new Map<string, Policy>();
  const named = new Set<string>();
  for (const { section, key, value } of entries) {
    const before = policies.get(section) ?? { isOpen: false, isUpdated: false };
    const isUpdated = before.isUpdated || key === 'AutoUpdate' || (key === 'Label' && UPDATING.test(value.value));
    const isOpen = before.isOpen || isUpdated || (key === 'Image' && named.has(section));
    if (key === 'Image') named.add(section);
    const written = key === POLICY_KEYS.get(section) ? { written: value } : {};
    policies.set(section, { ...before, ...written, isOpen, isUpdated });
  }
  return policies;
}

/** What `AutoUpdate` becomes (podman-auto-update(1)). */
const UPDATING = /(?:^|[\s"'])io\.containers\.autoupdate=/;

const POLICY_KEYS: ReadonlyMap<string, string> = new Map([
  ['Container', 'Pull'],
  ['Image', 'Policy'],
]);

/** A container's `Pull`, by default `missing`, and an image unit's `Policy`, by default `always`. */
function pullOf(entry: UnitEntry, policies: ReadonlyMap<string, Policy>): Pull | undefined {
  const policy = policies.get(entry.section);
  const key = POLICY_KEYS.get(entry.section);
  if (policy === undefined || key === undefined || policy.isOpen || entry.key !== 'Image') return undefined;
  const { written } = policy;
  if (written === undefined) {
    return { policy: entry.section === 'Image' ? 'Always' : 'IfNotPresent' };
  }
  const word = Object.hasOwn(WORDS, written.value) ? WORDS[written.value] : undefined;
  if (word === undefined) return undefined;
  const slot = { span: written.span, before: '', after: '' };
  return { policy: word, written: written.span, always: { slot, text: 'always' } };
}
