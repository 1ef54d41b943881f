import type { Around } from '../../../model/reader.ts';
import type { OpaqueSubject, ReleaseSubject } from '../../../model/reference.ts';
import type { ModLine } from './mod-lines.ts';
import { type Replacement, replacementIn, replacementOf } from './replacements.ts';
import { type NamedModule, namedModule, opaqueModule } from './requirement.ts';
import { sharedReplacements } from './work.ts';

/** What a go.mod and its workspace decide on what they name. */
export interface Decisions {
  /** What a line of `require` comes to. */
  required(line: ModLine): NamedModule | undefined;
  /** What a line of `replace` puts in the place of something, where that is to be listed. */
  replacing(line: ModLine): NamedModule | undefined;
}

/** @param file the path of the go.mod as people know it */
export function decisionsIn(lines: readonly ModLine[], file: string, around: Around): Decisions {
  const replacements = new Map<ModLine, Replacement>();
  const byVersion = new Map<string, Replacement>();
  const excludes = new Map<string, Set<string>>();
  for (const line of lines) {
    const replacement = replacementIn(line);
    if (replacement !== undefined) {
      replacements.set(line, replacement);
      byVersion.set(keyOf(replacement.name, replacement.version), replacement);
    }
    const [path, version] = line.words;
    if (line.verb !== 'exclude' || path === undefined || version === undefined) continue;
    excludes.set(path.text, (excludes.get(path.text) ?? new Set()).add(version.text));
  }
  const shared = sharedReplacements(around);
  const ownFor = (name: string, version: string) =>
    replacementOf(version, (of?: string) => byVersion.get(keyOf(name, of)));
  const requiredNames = new Set<string>();
  const taken = new Set<Replacement | undefined>();
  for (const { verb, words } of lines) {
    const [path, version] = words;
    if (verb !== 'require' || path === undefined || version === undefined) continue;
    requiredNames.add(path.text);
    taken.add(ownFor(path.text, version.text));
  }
  const avoided = new Map([...excludes].map(([name, versions]) => [name, [...versions]]));

  function decided(name: string, subject: ReleaseSubject): ReleaseSubject | OpaqueSubject {
    const { text } = subject.want;
    const theirs = replacementOf(text, (of?: string) => shared(name, of));
    const by = (theirs ?? ownFor(name, text))?.by;
    if (by?.kind === 'opaque') return opaqueModule(by.why === 'path' ? 'path' : 'managed', name, text);
    if (by !== undefined)
      return { ...opaqueModule('managed', name, text), decided: { file: theirs?.file ?? file, subject: by } };
    // The go command passes over the line then, and takes what others require.
    if (excludes.get(name)?.has(text) === true) return opaqueModule('managed', name, text);
    const avoids = avoided.get(name);
    return avoids === undefined ? subject : { ...subject, avoids };
  }

  return {
    required(line) {
      const named = line.verb === 'require' ? namedModule(line.words, line) : undefined;
      if (named === undefined || named.subject.kind === 'opaque') return named;
      const subject = decided(named.name, named.subject);
      return { ...named, subject: subject.kind === 'release' && isIndirect(line) ? asIndirect(subject) : subject };
    },
    replacing(line) {
      const replacement = replacements.get(line);
      if (replacement === undefined) return undefined;
      const { span, name, by } = replacement;
      // A folder is listed where it is required.
      if (by.kind === 'opaque')
        return by.why === 'path' && requiredNames.has(name) ? undefined : { span, name, subject: by };
      return { span, name, subject: taken.has(replacement) ? by : { ...by, wantedIf: 'others-want-it' } };
    },
  };
}

/** No version holds a blank, and no name. */
function keyOf(name: string, version = ''): string {
  return `${name} ${version}`;
}

/** As the go command reads what it writes itself (golang.org/x/mod, modfile/rule.go, `isIndirect`). */
function isIndirect({ comment = '' }: ModLine): boolean {
  return /^\s*indirect(?:;\s+\S|\s*$)/.test(comment);
}

function asIndirect(subject: ReleaseSubject): ReleaseSubject {
  return { ...subject, indirect: true };
}
