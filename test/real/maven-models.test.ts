import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Reference } from '../../server/src/model/reference.ts';
import { referencesTogether } from '../ecosystems/maven/readers/pom.ts';
import { effectiveModels, whyNoMaven } from '../support/maven.ts';

const WORKSPACES = 400;
const SEED = 20261129;

const place = mkdtempSync(path.join(tmpdir(), 'maven-models-'));
afterAll(() => rmSync(place, { recursive: true }));

const LITERALS = ['1.0', '2.0-RC1', '3'];
/** Each may lead to those behind it alone: Maven refuses rings. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  a: [...LITERALS, '${b}', '${b}.1', '${revision}'],
  b: [...LITERALS, '${c.version}', '4${project.version}'],
  'c.version': [...LITERALS, '${revision}', '${project.version}'],
  revision: LITERALS,
  // Before the POM's own.
  version: LITERALS,
};
const versions = fc.constantFrom(
  ...LITERALS,
  ...Object.keys(VALUES).map(name => `\${${name}}`),
  ...['${a}-x', '${project.version}', '[1,2)', '${project.parent.version}', '${none}'],
);
const properties = fc
  .tuple(
    ...Object.entries(VALUES).map(([name, values]) =>
      fc.option(fc.constantFrom(...values.map(value => [name, value]))),
    ),
  )
  .map(all => all.flatMap(each => (each === null ? [] : [`<${each[0]}>${each[1]}</${each[0]}>`])))
  .map(all => `<properties>${all.join('')}</properties>`);
const artifacts = fc.constantFrom('x', 'y', 'z');
const types = fc.constantFrom('', '', '', '<type>zip</type>', '<classifier>tests</classifier>');
const dependencies = (mayLack: boolean) =>
  fc
    .uniqueArray(fc.tuple(artifacts, types, mayLack ? fc.option(versions) : versions), {
      maxLength: 3,
      selector: ([artifact, type]) => artifact + type,
    })
    .map(all => {
      const each = all.map(
        ([artifact, type, version]) =>
          `<dependency><groupId>g</groupId><artifactId>${artifact}</artifactId>${version === null ? '' : `<version>${version}</version>`}${type}</dependency>\n`,
      );
      return `<dependencies>\n${each.join('')}</dependencies>`;
    });
const plugins = (mayLack: boolean) =>
  fc
    .uniqueArray(fc.tuple(artifacts, mayLack ? fc.option(versions) : versions), {
      maxLength: 2,
      selector: ([artifact]) => artifact,
    })
    .map(all => {
      const each = all.map(
        ([artifact, version]) =>
          `<plugin><artifactId>${artifact}</artifactId>${version === null ? '' : `<version>${version}</version>`}</plugin>\n`,
      );
      return `<plugins>\n${each.join('')}</plugins>`;
    });
const repositories = fc
  .array(fc.tuple(fc.constantFrom('r', 's'), fc.constantFrom('https://one.example/${a}', 'https://two.example')), {
    maxLength: 1,
  })
  .map(
    all =>
      `<repositories>${all.map(([id, url]) => `<repository><id>${id}</id><url>${url}</url></repository>`).join('')}</repositories>`,
  );
/** What stands in a POM besides what it is. */
const bodies = fc
  .tuple(properties, dependencies(false), dependencies(true), plugins(false), plugins(true), repositories)
  .map(
    ([own, managed, wanted, managedPlugins, taken, from]) =>
      `${own}<dependencyManagement>${managed}</dependencyManagement>${wanted}${from}<build><pluginManagement>${managedPlugins}</pluginManagement>${taken}</build>`,
  );
/** A root, a parent below or beside it, and a module of that. */
const workspaces = fc.tuple(bodies, bodies, bodies, fc.boolean(), fc.constantFrom('1', '${revision}')).map(
  ([root, middle, leaf, isBeside, version]): Record<string, string> => ({
    '': pom('root', version, root),
    middle: pom('middle', '', middle, parent('root', version)),
    [isBeside ? 'leaf' : 'middle/leaf']: pom(
      'leaf',
      '',
      leaf,
      parent('middle', version, isBeside ? '../middle' : undefined),
    ),
  }),
);

test.skipIf(whyNoMaven() !== undefined)(
  `what a POM takes is what Maven’s model builder makes of it, in ${WORKSPACES} workspaces (${whyNoMaven() ?? 'at hand'})`,
  () => {
    const all = fc.sample(workspaces, { numRuns: WORKSPACES, seed: SEED });
    const leaves = all.map((workspace, index) => {
      for (const [folder, text] of Object.entries(workspace)) {
        mkdirSync(path.join(place, `${index}`, folder), { recursive: true });
        writeFileSync(path.join(place, `${index}`, folder, 'pom.xml'), text);
      }
      return Object.keys(workspace).find(folder => folder.endsWith('leaf')) ?? '';
    });
    const said = effectiveModels(leaves.map((leaf, index) => path.join(place, `${index}`, leaf, 'pom.xml')));
    let told = 0;
    const wrong = all.flatMap((workspace, index) => {
      const model = new Set(said[index]?.split('\t'));
      if (model.has('error')) return [];
      const folders = Object.entries(workspace).map(([folder, text]) => [path.posix.join('/w', folder), text] as const);
      const references =
        referencesTogether(Object.fromEntries(folders))[path.posix.join('/w', leaves[index] ?? '')] ?? [];
      const ours = references.flatMap(reference => takenAt(reference));
      told += ours.length;
      return ours
        .filter(line => !model.has(line))
        .map(line => `${index}: ${line}, and Maven has ${[...model].join(', ')}`);
    });
    expect(wrong).toEqual([]);
    expect(told).toBeGreaterThan(WORKSPACES);
  },
  120_000,
);

/** What is taken by what a POM asks for itself, where that is known. */
function takenAt({ subject }: Reference): string[] {
  const its = subject.kind === 'opaque' ? subject.decided?.subject : subject;
  if (its?.kind !== 'release' || its.wantedIf !== undefined || its.name.startsWith('own:')) return [];
  const kind = its.source?.includes('plugins=1') === true ? 'plugin' : 'dependency';
  return [`${kind} ${its.name} ${its.want.text}`];
}

function parent(artifact: string, version: string, relativePath?: string): string {
  const where = relativePath === undefined ? '' : `<relativePath>${relativePath}</relativePath>`;
  return `<parent><groupId>own</groupId><artifactId>${artifact}</artifactId><version>${version}</version>${where}</parent>`;
}

function pom(artifact: string, version: string, body: string, above = ''): string {
  const own = version === '' ? '' : `<groupId>own</groupId><version>${version}</version>`;
  return `<project><modelVersion>4.0.0</modelVersion>${above}${own}<artifactId>${artifact}</artifactId><packaging>pom</packaging>${body}</project>`;
}
