import { NOTHING_AROUND, type Reader } from '../../../model/reader.ts';
import type { Reference } from '../../../model/reference.ts';
import { spanOf } from '../../../model/span.ts';
import { newlineOf } from '../../../syntax/newline.ts';
import { ignoresOf } from '../../../syntax/yaml-places.ts';
import { canonicalName } from '../names.ts';
import { lockedOrCompiled } from '../syntax/compiled.ts';
import { type ConfigEntry, type ConfigLine, parseConfigFile } from '../syntax/config-file.ts';
import type { IndexOption } from '../syntax/index-options.ts';
import { isForDevelopers, libraryStated, projectStated } from '../syntax/library.ts';

import { pythonSet } from '../syntax/pyproject-project.ts';
import { opaquePackage, type RequiredBy, requiredSubject } from '../syntax/python-subject.ts';
import { isTemplate, parseRequirement } from '../syntax/requirement.ts';
import { inclusionsStated } from '../syntax/requirements-together.ts';

/**
 * setuptools' declarative configuration (setuptools.pypa.io, "Configuring setuptools using setup.cfg files";
 * setuptools, config/setupcfg.py): `install_requires`, extras, and what builds and tests once needed.
 */
export const setupCfg: Reader = {
  id: 'setup-cfg',
  files: ['setup.cfg'],
  languages: [],
  speaks: 'below',
  makes: true,
  mayState: text => text.includes('[metadata]'),
  read: (text, file, around = NOTHING_AROUND) => {
    const { entries, comments } = parseConfigFile(text);
    const toolchain = pythonSet(textOf(entries, 'options', 'python_requires') ?? '');
    const own = textOf(entries, 'metadata', 'name');
    const by: RequiredBy = {
      source: 'pip',
      lockedAt: lockedOrCompiled(around, file),
      ...(own === undefined ? {} : { own: canonicalName(own) }),
    };
    const installed = toolchain === undefined ? by : { ...by, toolchain };
    const byWhich = {
      installed,
      developing: { ...installed, deployed: false },
      building: { ...by, deployed: false },
    };
    const newline = newlineOf(text);
    const references = entries.flatMap(entry => {
      const which = requires(entry);
      if (which === undefined) return [];
      return requirementLines(entry).flatMap((line): Reference[] => {
        const found = requirementOn(line, byWhich[which]);
        if (found === undefined) return [];
        const before = text.slice(line.lineStart, line.offset);
        const indent = /^[ \t]*/.exec(before)?.[0] ?? '';
        const untilWalked = found.subject.kind === 'release' ? { untilWalked: true as const } : {};
        return [{ ...found, ...untilWalked, ignoreAt: { offset: line.lineStart, open: `${indent}# `, newline } }];
      });
    });
    const ignores = ignoresOf({ text, comments }, /^[ \t]*[#;]/);
    const statements = [
      ...inclusionsStated(entries.flatMap(includedBy), around, 0),
      ...(own === undefined ? [] : [libraryStated(), projectStated(canonicalName(own), 'everywhere')]),
    ];
    return { references, ignores, ...(statements.length === 0 ? {} : { statements }) };
  },
};

/** What an option's value requires, if anything. */
function requires({ section, key }: ConfigEntry): 'installed' | 'developing' | 'building' | undefined {
  if (section === 'options.extras_require') return isForDevelopers(key) ? 'developing' : 'installed';
  if (section !== 'options') return undefined;
  switch (key.replaceAll('-', '_')) {
    case 'install_requires':
      return 'installed';
    case 'setup_requires':
    case 'tests_require':
      return 'building';
    default:
      return undefined;
  }
}

/** Files of what is required (setuptools.pypa.io, "Configuring setuptools using setup.cfg files": `file:`). */
function includedBy(entry: ConfigEntry): readonly IndexOption[] {
  const [first] = entry.lines;
  if (requires(entry) === undefined || first === undefined || !first.text.startsWith('file:')) return [];
  const paths = first.text.slice('file:'.length).split(',');
  return paths.map((path): IndexOption => ({ is: 'include', path: path.trim() }));
}

/** A value of one line is parted by semicolons (setuptools, `_parse_list_semicolon`). */
function requirementLines({ lines, isLong }: ConfigEntry): readonly ConfigLine[] {
  const [first] = lines;
  if (first === undefined || /^(?:file|attr):/.test(first.text)) return [];
  if (isLong) return lines;
  const parts: ConfigLine[] = [];
  let at = 0;
  for (const written of first.text.split(';')) {
    const text = written.trim();
    const skipped = written.length - written.trimStart().length;
    if (text !== '') parts.push({ ...first, text, offset: first.offset + at + skipped });
    at += written.length + 1;
  }
  return parts;
}

function requirementOn({ text, offset }: ConfigLine, by: RequiredBy): Omit<Reference, 'ignoreAt'> | undefined {
  const requirement = parseRequirement(text);
  if (requirement === undefined) {
    if (!isTemplate(text)) return undefined;
    const subject = opaquePackage('template', undefined, text);
    return { span: spanOf(offset, offset + text.length), subject, role: 'manifest' };
  }
  const editOf = (from: number, to: number) => spanOf(offset + from, offset + to);
  const subject = requiredSubject(requirement, text, editOf, by);
  return { span: spanOf(offset, offset + requirement.end), subject, role: 'manifest' };
}

function textOf(entries: readonly ConfigEntry[], section: string, key: string): string | undefined {
  const entry = entries.find(each => each.section === section && each.key.replaceAll('-', '_') === key);
  const text = entry?.lines.map(line => line.text).join(' ');
  return text === '' ? undefined : text;
}
