import { expect } from 'vitest';
import { gradleScript } from '../../../../server/src/ecosystems/maven/readers/gradle.ts';
import { gradleLockfile } from '../../../../server/src/ecosystems/maven/readers/gradle-lockfile.ts';
import { gradleProperties } from '../../../../server/src/ecosystems/maven/readers/gradle-properties.ts';
import { versionCatalog } from '../../../../server/src/ecosystems/maven/readers/version-catalog.ts';
import { type Around, NOTHING_AROUND, type Reader } from '../../../../server/src/model/reader.ts';
import type { Reference, ReleaseSubject } from '../../../../server/src/model/reference.ts';
import { textUnder } from '../../../../server/src/model/span.ts';
import type { PlacedStatement } from '../../../../server/src/model/statement.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';

/** Files of a build by their path from its folder on, as Gradle's readers read them among each other. */
export type Build = Readonly<Record<string, string>>;

/** Expects a file of a build to be read as the carets in it say, whichever line breaks it has. */
export function expectRead(file: string, build: Build, ...lines: string[]): void {
  const { text } = caretFixture(...lines);
  const around = aroundIn(build, file);
  const { references } = readerOf(file).read(text, file, around);
  expect(annotate(text, references, labelIn(text))).toEqual(lines);
  const returns = text.replaceAll('\n', '\r\n');
  const again = readerOf(file).read(returns, file, around).references;
  expect(again.map(labelIn(returns))).toEqual(references.map(labelIn(text)));
}

/** What is read of a text, each reference on a line. */
export function readLines(file: string, text: string, build: Build = {}): string[] {
  const { references } = readerOf(file).read(text, file, aroundIn(build, file));
  return references.map(labelIn(text));
}

/** What a file states to others. */
export function statedBy(file: string, text: string, build: Build = {}): string[] {
  return (readerOf(file).read(text, file, aroundIn(build, file)).statements ?? []).map(
    said => `${said.reach} ${said.key}${said.says === 'gives' ? ` = ${said.value}` : ''}`,
  );
}

function readerOf(file: string): Reader {
  if (file.endsWith('.properties')) return gradleProperties;
  if (file.endsWith('.lockfile')) return gradleLockfile;
  return file.endsWith('.toml') ? versionCatalog : gradleScript;
}

function aroundIn(build: Build, file: string): Around {
  let all: readonly PlacedStatement[] = [];
  // What a file states may follow from what it heard.
  for (const _ of ['settings', 'scripts', 'scripts below']) {
    const heard = all;
    all = Object.entries(build).flatMap(([path, text]) => {
      const { statements = [] } = readerOf(path).read(text, path, heardIn(folderOf(path), heard));
      const from = { id: path, folder: folderOf(path), file: path, rangeOf: () => ({}) as never };
      return statements.map(statement => ({ ...statement, from }));
    });
  }
  return heardIn(folderOf(file), all);
}

function heardIn(folder: string, all: readonly PlacedStatement[]): Around {
  const isFor = ({ reach, from }: PlacedStatement) =>
    reach === 'everywhere' ||
    (reach === 'below' && `${folder}/`.startsWith(`${from.folder}/`)) ||
    from.folder === folder;
  const told = all.filter(isFor).sort((a, b) => (a.from.folder ?? '').length - (b.from.folder ?? '').length);
  return { ...NOTHING_AROUND, folder, told: key => told.filter(statement => statement.key === key) };
}

function folderOf(file: string): string {
  return `/work/${file}`.slice(0, `/work/${file}`.lastIndexOf('/'));
}

function labelIn(text: string) {
  return ({ subject, ignoreAt }: Reference): string => {
    const place = ignoreAt === undefined ? ', no comment' : '';
    if (subject.kind === 'opaque') {
      const { why, name = '-', want, decided } = subject;
      const by = decided === undefined ? '' : `, decided in ${decided.file}: ${said(decided.subject)}`;
      return `${why} ${name}${want === undefined ? '' : ` ${want}`}${by}${place}`;
    }
    if (subject.kind !== 'release') return 'no package';
    const { edit, nameAt = [], wantedIf, deployed, avoids, held, restricted } = subject;
    return [
      said(subject),
      ...(edit === undefined ? ['not to be edited'] : [`[${textUnder(text, edit)}]`]),
      ...(nameAt.length === 0 ? [] : [`name ${nameAt.map(span => textUnder(text, span)).join(' + ')}`]),
      ...(deployed === false ? ['helps'] : []),
      ...(wantedIf === undefined ? [] : [wantedIf]),
      ...(held === undefined ? [] : [`held ${held.version} by ${held.by}`]),
      ...(restricted === undefined ? [] : ['restricted']),
      ...(avoids === undefined ? [] : [`not ${avoids.join(' ')}`]),
      ...(ignoreAt === undefined ? ['no comment'] : []),
    ].join(', ');
  };
}

/** What is asked, where: repositories by their ids. */
function said({ name, want, source = '' }: ReleaseSubject): string {
  const at = [...source.matchAll(/repository=([^|]*)/g)].map(([, id]) => id);
  return `${name} ${want.is} ${want.text} at ${at.join(', ')}${source.includes('plugins=1') ? ' (plugin)' : ''}${source.includes('further=1') ? ' and others' : ''}`;
}
