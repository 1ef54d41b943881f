import { type Around, NOTHING_AROUND } from '../../../model/reader.ts';
import type { IgnorePlace, OpaqueReason, Reading, Reference, Subject } from '../../../model/reference.ts';
import { type Span, spanOf } from '../../../model/span.ts';
import type { Statement } from '../../../model/statement.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { canonicalName } from '../names.ts';
import { compiledNameOf, compiledStated, pinsHeld } from './compiled.ts';
import { constrainedBy, constraintsStated } from './constraints.ts';
import { heldAround } from './held-around.ts';
import type { IndexOption } from './index-options.ts';
import { isConstraints, isDeployed, projectStated } from './library.ts';
import { lockedHash } from './locked-package.ts';
import { lockedAround } from './lockfiles.ts';
import { opaquePackage, type RequiredBy, requiredSubject } from './python-subject.ts';
import { isProjectName, isTemplate, parseRequirement, whyAddress, withoutLogin } from './requirement.ts';
import { type RequirementsLine, requirementsLines } from './requirements-lines.ts';
import { type RequirementsOption, splitLine } from './requirements-options.ts';
import { nameOf, pathOf } from './requirements-paths.ts';
import {
  inclusionsStated,
  indexesTogether,
  isTakenForConstraints,
  optionsStated,
  unfollowedStated,
} from './requirements-together.ts';

/**
 * Reads a requirements file or constraints (pip's documentation, "Requirements File Format"): lines of what is
 * required, and options. All options of all files that are included or that include this one count for each name.
 */
export function readRequirements(text: string, file: string, around: Around = NOTHING_AROUND): Reading {
  const { lines, comments } = requirementsLines(text);
  const read = lines.map(line => ({ line, split: splitLine(line.text) }));
  const options = read.flatMap(({ split }) => (split.argument === '' ? indexOptions(split.options) : []));
  const place = { folder: around.folder, file };
  const { source, prereleases, withheld, constraints } = indexesTogether(options, place, around.told);
  const constrains = isConstraints(file) || isTakenForConstraints(place, around.told);
  // They do not hold themselves.
  const constrained = constraints.some.has(pathOf(place)) ? undefined : constrainedBy(constraints, around.told);
  const compiled = compiledNameOf(nameOf(file));
  const locked = heldAround(around, compiled === undefined ? [] : [compiled]);
  const deployed = isDeployed(file, around.told);
  const by: RequiredBy = {
    source,
    lockedAt: lockedAround(around),
    ...(withheld === undefined ? {} : { withheld }),
    ...(prereleases ? { prereleases } : {}),
    ...(deployed === undefined ? {} : { deployed }),
    ...(isConstraints(file) ? { isConstraint: true } : {}),
    heldOf: (name, want, dialect) => locked(name, want, dialect) ?? constrained?.pinOf(name, want),
    isRestricted: name => constrained?.isRestricted(name) === true,
  };
  const newline = newlineOf(text);
  const references: Reference[] = [];
  const statements: Statement[] = [
    ...optionsStated(options, place),
    ...inclusionsStated(options, place),
    ...unfollowedStated(options, place),
    ...(constrains ? constraintsStated(read, place) : []),
  ];
  const add = (line: RequirementsLine, found: Found) => {
    const { subject } = found;
    const ignoreAt = ignorePlaceOf(line, text, newline);
    references.push({
      ...found,
      role: 'manifest',
      // A file that includes this one may name another index.
      ...(subject.kind === 'release' ? { untilWalked: true } : {}),
      ...(ignoreAt === undefined ? {} : { ignoreAt }),
    });
    // The same name beside it is taken from there.
    if (subject.kind === 'opaque' && subject.name !== undefined && PROVIDES.has(subject.why)) {
      statements.push(projectStated(subject.name, 'beside'));
    }
  };
  for (const { line, split } of read) {
    const found = requiredOn(line, split.argument, split.options, by);
    // A backslash that is being typed takes along only what it is typed on.
    if (found?.subject.kind === 'opaque' && found.subject.why === 'invalid' && line.pieces.length > 1) {
      for (const piece of line.pieces) {
        const { argument, options: its } = splitLine(piece.text);
        const alone = requiredOn(piece, argument, its, by);
        if (alone !== undefined) add(piece, alone);
      }
    } else if (found !== undefined) add(line, found);
  }
  return {
    references,
    ignores: ignoresOf({ text, comments }),
    statements: [...statements, ...pinsHeld(text, file, references), ...compiledStated(text, place, options)],
  };
}

const PROVIDES: ReadonlySet<OpaqueReason> = new Set(['path', 'url', 'git']);

interface Found {
  readonly span: Span;
  readonly subject: Subject;
}

function requiredOn(
  line: RequirementsLine,
  argument: string,
  options: readonly RequirementsOption[],
  by: RequiredBy,
): Found | undefined {
  const spanIn = (from: number, to: number) =>
    to > from ? spanOf(line.at(from), line.at(to - 1) + 1) : spanBehind(line, from);
  if (argument === '') {
    const editable = options.find(({ name }) => name === 'editable');
    if (editable === undefined) return undefined;
    const { at, value } = editable;
    const span = at === undefined || value === '' ? spanIn(0, line.text.length) : spanIn(at, at + value.length);
    return { span, subject: addressSubject(value, true) };
  }
  if (/^\{[%#]/.test(argument)) return undefined;
  const direct = directAddress(argument);
  if (direct !== undefined) return { span: spanIn(0, direct.length), subject: addressSubject(direct, false) };
  const requirement = parseRequirement(argument);
  if (requirement === undefined) {
    return isTemplate(argument)
      ? { span: spanIn(0, argument.length), subject: opaquePackage('template', undefined, argument) }
      : undefined;
  }
  // A hash belongs to one version's files.
  const isHashed = options.some(({ name }) => name === 'hash');
  const editOf = (from: number, to: number) => {
    const span = spanIn(from, to);
    // Over the end of a line stands more than the version.
    return isHashed || span.end - span.start !== to - from ? undefined : span;
  };
  const subject = requiredSubject(requirement, argument, editOf, by);
  return { span: spanIn(0, requirement.end), subject: isHashed ? withHashes(subject, options) : subject };
}

/** What pip takes of a pin, and nothing else (pip's documentation, "Hash-checking mode"). */
function withHashes(subject: Subject, options: readonly RequirementsOption[]): Subject {
  if (subject.kind !== 'release' || subject.want.is !== 'exact') return subject;
  const hashes = options.flatMap(({ name, value }) => (name === 'hash' ? (lockedHash(value, undefined) ?? []) : []));
  // One that is being typed is none yet, and pip refuses it.
  return hashes.length === 0 ? subject : { ...subject, locked: { hashes } };
}

/** An empty stretch behind the character before it, so that it does not slip over a line's end. */
function spanBehind(line: RequirementsLine, index: number): Span {
  const at = index === 0 ? line.at(0) : line.at(index - 1) + 1;
  return spanOf(at, at);
}

/**
 * What stands on a line in place of a name: an address, a folder, an archive (pip, `_internal/req/constructors.py`).
 */
function directAddress(argument: string): string | undefined {
  const bare = argument.replace(/\s;.*$/s, '').trimEnd();
  if (/^[a-z][a-z0-9+.-]*:/i.test(bare)) return bare;
  const behindName = bare.split(/[\s;[<>=!~@(]/, 1)[0] ?? '';
  if (/^\.{1,2}(?:$|[/\\[])|^[~/\\]/.test(bare) || /[/\\]/.test(behindName)) return bare;
  if (/\.(?:whl|zip|tar|tgz|tbz|tar\.(?:gz|bz2|xz))$/i.test(behindName) && bare === behindName) return bare;
  return undefined;
}

function addressSubject(written: string, isEditable: boolean): Subject {
  const address = written.trim();
  const egg = /[#&]egg=([^&\s[\]]+)/.exec(address)?.[1];
  const [, before] = /^([^\s@]+)\s*@/.exec(address) ?? [];
  const name = egg !== undefined && isProjectName(egg) ? egg : before;
  const named = name !== undefined && isProjectName(name) ? canonicalName(name) : undefined;
  if (isTemplate(address)) return opaquePackage('template', named, withoutLogin(address));
  const target =
    isEditable && before !== undefined && named !== undefined && egg === undefined
      ? address.slice(address.indexOf('@') + 1).trim()
      : address;
  return opaquePackage(whyAddress(target), named, withoutLogin(address));
}

function ignorePlaceOf(line: RequirementsLine, text: string, newline: IgnorePlace['newline']): IgnorePlace | undefined {
  const { lineStart } = line;
  if (lineStart > 0 && text[lineStart - 1] !== '\n') return undefined;
  const indent = /^[ \t]{0,40}/.exec(text.slice(lineStart, lineStart + 40))?.[0] ?? '';
  return { offset: lineStart, open: `${indent}# `, newline };
}

/** What options say where nothing is required on their line, in the order in which pip obeys them. */
function indexOptions(options: readonly RequirementsOption[]): readonly IndexOption[] {
  const valuesOf = (name: string) => options.filter(option => option.name === name).map(({ value }) => value);
  const [required] = valuesOf('requirement');
  const included = required ?? valuesOf('constraint')[0];
  if (included !== undefined) {
    const how = required === undefined ? ({ isConstraint: true } as const) : {};
    return included.trim() === '' ? [] : [{ is: 'include', path: oneLine(included), ...how }];
  }
  const index = valuesOf('index-url').at(-1);
  return [
    ...valuesOf('no-index').map((): IndexOption => ({ is: 'no-index' })),
    ...(index === undefined ? [] : [{ is: 'index', url: withheldLogin(index) } as const]),
    ...valuesOf('extra-index-url').map((url): IndexOption => ({ is: 'extra', url: withheldLogin(url) })),
    ...valuesOf('find-links').map((): IndexOption => ({ is: 'find-links' })),
    ...valuesOf('pre').map((): IndexOption => ({ is: 'pre' })),
  ];
}

function withheldLogin(url: string): string {
  return oneLine(url).replace(/^(https?:\/\/)[^/?#]*@/i, '$1-@');
}

function oneLine(text: string): string {
  return text.replace(/[\r\n]/g, ' ').trim();
}
