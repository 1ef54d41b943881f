import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Peek } from '../../server/src/model/answer.ts';
import type { Reference } from '../../server/src/model/reference.ts';
import { readPom } from '../../server/src/registries/maven/pom.ts';
import { judgeFiles } from '../support/judge-files.ts';
import { effectiveModels, whyNoMaven } from '../support/maven.ts';

/**
 * What a POM takes whose parents and BOMs are in a repository: parents of parents, BOMs in BOMs, one BOM in two
 * versions, properties that a child has for what a parent wrote, plugins that are managed and that are inherited.
 */
const WORKSPACES = 600;
const SEED = 20261129;

const place = mkdtempSync(path.join(tmpdir(), 'maven-repository-models-'));
afterAll(() => rmSync(place, { recursive: true }));

const LITERALS = ['1.0', '2.0-RC1', '3'];
/** Each may lead to those behind it alone: Maven refuses rings. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  a: [...LITERALS, '${b}', '${b}.1'],
  b: [...LITERALS, '${c.version}', '4${project.version}'],
  'c.version': [...LITERALS, '${project.version}', '${project.parent.version}'],
  bom: ['1', '2'],
};
const versions = fc.constantFrom(...LITERALS, '${a}', '${b}', '${c.version}', '${a}-x', '${project.version}');
const properties = fc
  .tuple(
    ...Object.entries(VALUES).map(([name, values]) => fc.option(fc.constantFrom(...values.map(each => [name, each])))),
  )
  .map(all => all.flatMap(each => (each === null ? [] : [`<${each[0]}>${each[1]}</${each[0]}>`])).join(''));
const artifacts = fc.constantFrom('x', 'y', 'z', 'w');
const groups = fc.constantFrom('g', 'g', 'g', '${project.groupId}');
const types = fc.constantFrom('', '', '', '<type>zip</type>', '<classifier>tests</classifier>');
const managed = fc
  .uniqueArray(fc.tuple(artifacts, types, versions, groups), { maxLength: 3, selector: ([a, type]) => a + type })
  .map(all => all.map(([artifact, type, version, group]) => dependency(group, artifact, version, type)).join(''));
const wanted = fc
  .uniqueArray(fc.tuple(artifacts, types, fc.option(versions, { freq: 6 })), {
    minLength: 1,
    maxLength: 4,
    selector: ([a, type]) => a + type,
  })
  .map(all => all.map(([artifact, type, version]) => dependency('g', artifact, version ?? '', type)).join(''));
const plugins = (mayLack: boolean) =>
  fc
    .uniqueArray(fc.tuple(artifacts, mayLack ? fc.constant(null) : versions, fc.boolean()), {
      maxLength: 2,
      selector: ([artifact]) => artifact,
    })
    .map(all => all.map(([artifact, version, inherited]) => plugin(artifact, version, inherited)).join(''));
const bomVersions = fc.constantFrom('1', '2', '${bom}', '${bom}');
const imports = (from: number) =>
  fc
    .uniqueArray(fc.tuple(fc.integer({ min: Math.min(from, BOMS - 1), max: BOMS - 1 }), bomVersions), {
      maxLength: from < BOMS ? 2 : 0,
      selector: ([which]) => which,
    })
    .map(all => all.map(([which, version]) => imported(which, version)).join(''));

const BOMS = 4;
const PARENTS = 3;

/** What a POM says to others besides what it is. */
const says = (from: number) =>
  fc
    .tuple(properties, managed, imports(from), plugins(false), fc.oneof(plugins(false), fc.constant('')))
    .map(
      ([own, things, boms, managedPlugins, taken]) =>
        `<properties>${own}</properties><dependencyManagement><dependencies>${things}${boms}</dependencies></dependencyManagement><build><pluginManagement><plugins>${managedPlugins}</plugins></pluginManagement><plugins>${taken}</plugins></build>`,
    );
/** Parents import any BOM; a BOM those behind it, and may have any parent that imports none. */
const repositories = fc
  .tuple(
    fc.array(says(0), { minLength: PARENTS, maxLength: PARENTS }),
    fc.array(fc.tuple(...Array.from({ length: BOMS }, (_, which) => says(which + 1))), { minLength: 2, maxLength: 2 }),
  )
  .map(([parents, boms]): Record<string, string> => {
    const all: Record<string, string> = {};
    parents.forEach((body, which) => {
      const above = which + 1 < PARENTS ? parentOf('repo', `parent${which + 1}`, '1') : '';
      all[`repo parent${which} 1`] = pom('repo', `parent${which}`, '1', body, above);
    });
    boms.forEach((each, version) => {
      each.forEach((body, which) => {
        all[`repo bom${which} ${version + 1}`] = pom('repo', `bom${which}`, `${version + 1}`, body, '');
      });
    });
    return all;
  });
const workspaces = fc
  .tuple(says(0), fc.tuple(says(0), wanted, plugins(true)), fc.boolean(), fc.boolean())
  .map(([root, [leaf, dependencies, taken], hasParent, isAlone]): Record<string, string> => {
    const outside = hasParent ? parentOf('repo', 'parent0', '1') : '';
    const body = leaf.replace(/<\/plugins><\/build>$/, '</plugins></build>');
    const whole = `${withPlugins(body, taken)}<dependencies>${dependencies}</dependencies>`;
    if (isAlone) return { leaf: pom('own', 'leaf', '5', whole, outside) };
    return {
      '': pom('own', 'root', '5', root, outside),
      leaf: pom('', 'leaf', '', whole, parentOf('own', 'root', '5', '../pom.xml')),
    };
  });

test.skipIf(whyNoMaven() !== undefined)(
  `what a POM takes from a repository is what Maven’s model builder makes of it, in ${WORKSPACES} workspaces (${whyNoMaven() ?? 'at hand'})`,
  () => {
    const all = fc.sample(fc.tuple(repositories, workspaces), { numRuns: WORKSPACES, seed: SEED });
    const lines = all.map(([repository, workspace], index) => {
      const folder = path.join(place, `${index}`);
      for (const [coordinates, text] of Object.entries(repository)) {
        const [group = '', artifact = '', version = ''] = coordinates.split(' ');
        write(path.join(folder, 'repository', group, artifact, version, `${artifact}-${version}.pom`), text);
      }
      for (const [where, text] of Object.entries(workspace)) write(path.join(folder, 'w', where, 'pom.xml'), text);
      return `${path.join(folder, 'w', 'leaf', 'pom.xml')}\t${path.join(folder, 'repository')}`;
    });
    const said = effectiveModels(lines);
    let told = 0;
    let fromRepository = 0;
    let errors = 0;
    const wrong = all.flatMap(([repository, workspace], index) => {
      const model = new Set(said[index]?.split('\t'));
      if (model.has('error')) {
        errors += 1;
        return [];
      }
      const files = Object.entries(workspace).map(([where, text]) => ({
        file: path.posix.join(where, 'pom.xml'),
        text,
      }));
      const leaf = judgeFiles(files, peekIn(repository)).find(({ file }) => file === 'leaf/pom.xml');
      const references = (leaf?.analysis.references ?? []).filter(
        ({ span }) => !isManaging(leaf?.text ?? '', span.start),
      );
      const ours = references.flatMap(reference => takenAt(reference));
      told += ours.length;
      fromRepository += references.filter(({ subject }) => 'decidedBy' in subject).length;
      const left = references.filter(({ subject, role }) => role === 'manifest' && isLeft(subject));
      const managed = left.filter(({ subject }) => {
        const lines = [...model].filter(line => line.includes(` ${'name' in subject ? String(subject.name) : ''} `));
        return lines.length > 0 && !lines.some(line => / null$|\$\{/.test(line));
      });
      return [
        ...ours.filter(line => !model.has(line)).map(line => `${index}: ${line}`),
        ...managed.map(({ subject }) => `${index}: nothing of ${JSON.stringify(subject)}`),
      ].map(line => `${line}, and Maven has ${[...model].join(', ')}`);
    });
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(told).toBeGreaterThan(WORKSPACES);
    expect(fromRepository).toBeGreaterThan(WORKSPACES / 10);
    // Maven refuses what it cannot find: imports whose versions have properties without a value.
    expect(errors).toBeLessThan(WORKSPACES / 2);
  },
  240_000,
);

function peekIn(repository: Readonly<Record<string, string>>): Peek {
  return (question => {
    if (question.ask !== 'terms') return { state: 'unknown', why: 'offline' };
    const [group = '', artifact = ''] = question.name.split(':');
    const { version } = question;
    const text = repository[`${group} ${artifact} ${version}`];
    const fact = text === undefined ? undefined : readPom(Buffer.from(text), { group, artifact, version })?.terms();
    return fact === undefined ? { state: 'absent', missing: 'package', asOf: 0 } : { state: 'known', fact, asOf: 0 };
  }) as Peek;
}

/** What is taken by what a POM asks for itself, where that is known. */
function takenAt({ subject }: Reference): string[] {
  const its = subject.kind === 'opaque' ? subject.decided?.subject : subject;
  if (its?.kind !== 'release' || its.wantedIf !== undefined || /^(?:own|repo):/.test(its.name)) return [];
  const kind = its.source?.includes('plugins=1') === true ? 'plugin' : 'dependency';
  return [`${kind} ${its.name} ${its.want.text}`];
}

/** Whether it stands in what asks for nothing by itself. */
function isManaging(text: string, offset: number): boolean {
  return ['dependencyManagement', 'pluginManagement'].some(
    name => text.indexOf(`<${name}>`) < offset && offset < text.indexOf(`</${name}>`),
  );
}

function isLeft(subject: Reference['subject']): boolean {
  return subject.kind === 'opaque' && subject.why === 'managed' && subject.decided === undefined;
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function dependency(group: string, artifact: string, version: string, type: string): string {
  const its = version === '' ? '' : `<version>${version}</version>`;
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${its}${type}</dependency>\n`;
}

function imported(which: number, version: string): string {
  return dependency('repo', `bom${which}`, version, '<type>pom</type><scope>import</scope>');
}

function plugin(artifact: string, version: string | null, inherited: boolean): string {
  const its = version === null ? '' : `<version>${version}</version>`;
  return `<plugin><artifactId>${artifact}</artifactId>${its}${inherited ? '' : '<inherited>false</inherited>'}</plugin>\n`;
}

/** More plugins that a POM takes, in place of those of the same names. */
function withPlugins(body: string, taken: string): string {
  const names = [...taken.matchAll(/<artifactId>(\w+)</g)].map(([, name]) => name);
  return body.replace(/<\/pluginManagement><plugins>(.*)<\/plugins><\/build>$/s, (_, own: string) => {
    const others = own.split('\n').filter(each => !names.some(name => each.includes(`<artifactId>${name}<`)));
    return `</pluginManagement><plugins>${[...others, taken].join('\n')}</plugins></build>`;
  });
}

function parentOf(group: string, artifact: string, version: string, relativePath = ''): string {
  return `<parent><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version><relativePath>${relativePath}</relativePath></parent>`;
}

function pom(group: string, artifact: string, version: string, body: string, above: string): string {
  const own = version === '' ? '' : `<groupId>${group}</groupId><version>${version}</version>`;
  return `<project><modelVersion>4.0.0</modelVersion>${above}${own}<artifactId>${artifact}</artifactId><packaging>pom</packaging>${body}</project>`;
}
