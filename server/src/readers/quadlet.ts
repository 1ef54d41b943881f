import type { ImageSubject, OpaqueSubject, Pull, Reference } from '../model/reference.ts';
import { spanOf } from '../model/span.ts';
import type { Reader } from './reader.ts';
import { sliceTraced } from './syntax/traced-text.ts';
import { parseUnitFile, plainScalar, type UnitEntry } from './syntax/unit-file.ts';
import { contentSpan, opaqueImage, writtenImage } from './syntax/written-image.ts';
import type { YamlScalar } from './syntax/yaml.ts';
import { ignoresOf } from './syntax/yaml-places.ts';

/**
 * Quadlet's units for Podman (podman-systemd.unit(5); podman, pkg/systemd/quadlet/quadlet.go). A short name is what the machine's registries.conf makes
 * of it, and `localhost/` is where Podman puts what it built; systemd fills in `%` and `$`.
 */
export const quadlet: Reader = {
  id: 'quadlet',
  files: ['*.{container,image,volume,artifact,quadlets}', '*.{container,image,volume}.d/*.conf'],
  languages: [],
  recognises: text => /^[ \t]*\[(?:Container|Image|Volume|Artifact)\]/m.test(text),
  read: text => {
    const { entries, comments } = parseUnitFile(text);
    const references = entries.flatMap((entry): Reference[] => {
      const scalar = imageOf(entry);
      const subject = scalar && subjectOf(scalar, text);
      if (scalar === undefined || subject === undefined) return [];
      const pull = subject.kind === 'image' ? pullOf(entry, entries, text) : undefined;
      // On a later line than its key no comment reaches it.
      const isBelow = text.slice(entry.lineStart, scalar.span.start).includes('\n');
      const indent = /^[ \t]*/.exec(text.slice(entry.lineStart, scalar.span.start))?.[0] ?? '';
      return [
        {
          span: contentSpan(scalar),
          role: 'manifest',
          subject: subject.kind === 'image' && pull !== undefined ? { ...subject, pull } : subject,
          ...(isBelow ? {} : { ignoreAt: { offset: entry.lineStart, open: `${indent}# `, newline: newlineOf(text) } }),
        },
      ];
    });
    return { references, ignores: ignoresOf({ text, comments }, /^[ \t]*[#;]/) };
  },
};

function newlineOf(text: string): '\n' | '\r\n' {
  return text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
}

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
  // Another unit's image.
  if (/\.(?:image|build|artifact)$/.test(value)) return { kind: 'opaque', registry: 'oci', why: 'workspace' };
  if (/[%$]/.test(value)) return opaqueImage(value, 'variable');
  if (TRANSPORT.test(value)) return { kind: 'opaque', registry: 'oci', why: 'path' };
  const name = value.replace(/^docker:\/\//, '');
  if (!/^(?:[^/]*[.:][^/]*|localhost)\//.test(name)) {
    const { want } = opaqueImage(name, 'managed');
    return { kind: 'opaque', registry: 'oci', why: 'managed', ...(want === undefined ? {} : { want }) };
  }
  if (name.startsWith('localhost/')) return opaqueImage(name, 'managed');
  return writtenImage(scalar, text, { runs: true, prefixes: ['docker://'] });
}

/** Ways to an image that is no registry's (containers-transports(5)). */
const TRANSPORT = /^(?:containers-storage|dir|docker-archive|docker-daemon|oci|oci-archive|sif|tarball):/;

const WORDS: Readonly<Record<string, Pull['policy']>> = {
  always: 'Always',
  newer: 'Always',
  missing: 'IfNotPresent',
  never: 'Never',
};

/** A container's `Pull`, by default `missing`, and an image unit's `Policy`, by default `always`. Who updates automatically asks anyway. */
function pullOf(entry: UnitEntry, entries: readonly UnitEntry[], text: string): Pull | undefined {
  if (entry.key !== 'Image' || entry.section === 'Volume') return undefined;
  const beside = entries.filter(({ section }) => section === entry.section);
  // Several units in one file are not told apart here.
  if (beside.filter(({ key }) => key === 'Image').length > 1 || beside.some(({ key }) => key === 'AutoUpdate'))
    return undefined;
  const key = entry.section === 'Container' ? 'Pull' : 'Policy';
  const written = beside.findLast(each => each.key === key)?.value;
  if (written === undefined) {
    if (key === 'Policy') return { policy: 'Always' };
    const slot = { span: spanOf(entry.lineEnd, entry.lineEnd), before: `${newlineOf(text)}Pull=`, after: '' };
    return { policy: 'IfNotPresent', always: { slot, text: 'always' } };
  }
  const policy = Object.hasOwn(WORDS, written.value) ? WORDS[written.value] : undefined;
  if (policy === undefined) return undefined;
  return {
    policy,
    written: written.span,
    always: { slot: { span: written.span, before: '', after: '' }, text: 'always' },
  };
}
