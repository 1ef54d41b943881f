import { describe, expect, test } from 'vitest';
import type { Answer, AnyFact, Peek } from '../../../server/src/model/answer.ts';
import type { Terms } from '../../../server/src/model/terms.ts';
import { readPom } from '../../../server/src/registries/maven/pom.ts';
import { judgeFiles } from '../../support/judge-files.ts';

const UNKNOWN = { state: 'unknown', why: 'refused' } as const;

interface World {
  /** By `group:artifact:version`. */
  readonly repository?: Readonly<Record<string, string>>;
  readonly workspace: Readonly<Record<string, string>>;
  readonly answers?: (ask: string, name: string) => Answer<AnyFact>;
  readonly settings?: unknown;
}

/** What a POM wants, in a line each, what is found there, and the documents that were asked for. */
function told({ repository = {}, workspace, answers = () => UNKNOWN, settings }: World) {
  const asked = new Set<string>();
  const peek = (question => {
    if (!('registry' in question)) return UNKNOWN;
    if (question.ask !== 'terms') return answers(question.ask, question.name);
    const { name, version } = question;
    asked.add(`${name}:${version}`);
    const text = repository[`${name}:${version}`];
    const fact = text === undefined ? undefined : termsOf(text, `${name}:${version}`);
    return fact === undefined ? UNKNOWN : { state: 'known', fact, asOf: 0 };
  }) as Peek;
  const files = Object.entries(workspace).map(([file, text]) => ({ file, text: `<project>${text}</project>` }));
  const { references = [], findings = [] } = judgeFiles(files, peek, settings).at(-1)?.analysis ?? {};
  return {
    wants: references.map(({ subject }) => {
      if (subject.kind === 'opaque') return `${subject.why} ${subject.name}`;
      if (subject.kind !== 'release') return 'none';
      const { name, want, decidedBy, edit, source } = subject;
      const by = decidedBy === undefined ? '' : ` by ${decidedBy}`;
      return `${name} ${want.text}${by}${edit === undefined ? '' : ', to edit'}${source === undefined ? '' : ` from ${source}`}`;
    }),
    says: findings.map(({ rule, severity, fixes }) => `${rule} ${severity}, ${fixes.length} fixes`),
    asked: [...asked],
  };
}

function termsOf(text: string, coordinates: string): Terms | undefined {
  const [group = '', artifact = '', version = ''] = coordinates.split(':');
  return readPom(Buffer.from(`<project>${text}</project>`), { group, artifact, version })?.terms();
}

const coordinates = (text: string) => {
  const [group, artifact, version] = text.split(':');
  const its = version === undefined ? '' : `<version>${version}</version>`;
  return `<groupId>${group}</groupId><artifactId>${artifact}</artifactId>${its}`;
};
const parent = (text: string) => `<parent>${coordinates(text)}<relativePath/></parent>`;
const wants = (...all: readonly string[]) =>
  `<dependencies>${all.map(each => `<dependency>${coordinates(each)}</dependency>`).join('')}</dependencies>`;
const manages = (...all: readonly string[]) => `<dependencyManagement>${wants(...all)}</dependencyManagement>`;
const imports = (...all: readonly string[]) =>
  `<dependencyManagement><dependencies>${all
    .map(each => `<dependency>${coordinates(each)}<type>pom</type><scope>import</scope></dependency>`)
    .join('')}</dependencies></dependencyManagement>`;
const sets = (name: string, value: string) => `<properties><${name}>${value}</${name}></properties>`;

/** The last line of what is wanted. */
const last = (world: World) => told(world).wants.at(-1);

describe('a version is decided', () => {
  test.each<[string, World, string]>([
    [
      'by a parent’s parent, with the properties of the child',
      {
        repository: {
          'r:p:1': parent('r:pp:1') + sets('v', '1'),
          'r:pp:1': manages('g:a:${v}', 'g:b:${w}') + sets('w', '2'),
        },
        workspace: { 'pom.xml': parent('r:p:1') + wants('g:b') },
      },
      'g:b 2 by r:pp:1',
    ],
    [
      'by a property here, which nobody else decides then',
      {
        repository: { 'r:p:1': manages('g:a:${v}') + sets('v', '1') },
        workspace: { 'pom.xml': parent('r:p:1') + sets('v', '3') + wants('g:a') },
      },
      'g:a 3',
    ],
    [
      'by a property that a parent has',
      {
        repository: { 'r:p:1': sets('v', '1') },
        workspace: { 'pom.xml': parent('r:p:1') + wants('g:a:${v}') },
      },
      'g:a 1 by r:p:1',
    ],
    [
      'by the first BOM that has it, with its own properties',
      {
        repository: {
          'r:b:1': manages('g:x:1'),
          'r:c:1': imports('r:d:1') + sets('v', '9'),
          'r:d:1': manages('g:a:${v}') + sets('v', '4'),
        },
        workspace: { 'pom.xml': imports('r:b:1', 'r:c:1') + sets('v', '8') + wants('g:a') },
      },
      'g:a 4 by r:d:1',
    ],
    [
      'by a BOM whose version is a parent’s property, that a parent in the workspace overrides',
      {
        repository: {
          'r:p:1': imports('r:b:${bom}') + sets('bom', '1'),
          'r:b:2': manages('g:a:5'),
        },
        workspace: {
          'pom.xml': `${parent('r:p:1')}${coordinates('w:top:1')}<packaging>pom</packaging>${sets('bom', '2')}`,
          'sub/pom.xml': `<parent>${coordinates('w:top:1')}</parent><artifactId>sub</artifactId>${wants('g:a')}`,
        },
      },
      'g:a 5 by r:b:2',
    ],
  ])('%s', (_, world, line) => expect(last(world)).toBe(line));
});

describe('a version is left to whoever decides it', () => {
  test.each<[string, World]>([
    ['while the parent is not known', { workspace: { 'pom.xml': parent('r:p:1') + wants('g:a') } }],
    [
      'behind a BOM that is not known',
      {
        repository: { 'r:b:1': manages('g:a:1') },
        workspace: { 'pom.xml': imports('r:missing:1', 'r:b:1') + wants('g:a') },
      },
    ],
    [
      'in a ring of parents',
      {
        repository: { 'r:p:1': parent('r:q:1'), 'r:q:1': parent('r:p:1') },
        workspace: { 'pom.xml': parent('r:p:1') + wants('g:a') },
      },
    ],
    [
      'by properties that double each other',
      {
        repository: {
          'r:p:1': `${manages('g:a:${v0}')}<properties>${Array.from({ length: 19 }, (_, i) => `<v${i}>${`\${v${i + 1}}`.repeat(15)}</v${i}>`).join('')}<v19>1</v19></properties>`,
        },
        workspace: { 'pom.xml': parent('r:p:1') + wants('g:a') },
      },
    ],
    [
      'in a ring of BOMs',
      {
        repository: { 'r:b:1': imports('r:c:1'), 'r:c:1': imports('r:b:1') },
        workspace: { 'pom.xml': imports('r:b:1') + wants('g:a') },
      },
    ],
    [
      'by a ring of properties',
      {
        repository: { 'r:p:1': manages('g:a:${v}') + sets('v', '${v}') },
        workspace: { 'pom.xml': parent('r:p:1') + wants('g:a') },
      },
    ],
    [
      'by what a profile may set',
      {
        repository: { 'r:p:1': `${manages('g:a:${v}')}<profiles><profile>${sets('v', '1')}</profile></profiles>` },
        workspace: { 'pom.xml': parent('r:p:1') + wants('g:a') },
      },
    ],
    [
      'where a parent is meant in a range of versions',
      { workspace: { 'pom.xml': parent('r:p:[1,2)') + wants('g:a') }, repository: { 'r:p:1': manages('g:a:1') } },
    ],
    [
      'where what is decided is no version',
      { repository: { 'r:p:1': manages('g:a:1/../2') }, workspace: { 'pom.xml': parent('r:p:1') + wants('g:a') } },
    ],
    [
      'deeper than anybody goes',
      {
        repository: Object.fromEntries(
          Array.from({ length: 40 }, (_, i) => [
            `r:p${i}:1`,
            parent(`r:p${i + 1}:1`) + (i === 30 ? manages('g:a:1') : ''),
          ]),
        ),
        workspace: { 'pom.xml': parent('r:p0:1') + wants('g:a') },
      },
    ],
  ])('%s', (_, world) => expect(last(world)).toBe('managed g:a'));
});

test('BOMs are asked together, and none that the workspace makes or the user ignores', () => {
  const bom = `${coordinates('w:bom:1')}<packaging>pom</packaging>${parent('r:p:1')}`;
  const workspace = {
    'bom/pom.xml': bom,
    'pom.xml': imports('r:b:1', 'w:bom:1', 'x:secret:1', 'r:c:1') + wants('g:a'),
  };
  expect(told({ workspace, settings: { ignore: ['maven:x:*'] } }).asked).toEqual(['r:b:1', 'r:c:1']);
});

const MOVED: Answer<AnyFact> = {
  state: 'known',
  fact: { version: '1', standing: { is: 'relocated', to: { name: 'n:a', version: '1' } } },
  asOf: 0,
};
const GONE: Answer<AnyFact> = { state: 'absent', missing: 'package', asOf: 0 };

test('what others decide is information, and is not edited', () => {
  const repository = { 'r:b:1': manages('g:a:1') };
  const workspace = { 'pom.xml': imports('r:b:1') + wants('g:a') };
  const answers = (answer: Answer<AnyFact>) => (_: string, name: string) => (name === 'g:a' ? answer : UNKNOWN);
  expect(told({ repository, workspace, answers: answers(MOVED) }).says).toEqual([
    'relocated-artifact information, 0 fixes',
  ]);
  expect(told({ repository, workspace, answers: answers(GONE) }).says).toEqual([
    'missing-package information, 0 fixes',
  ]);
});

test('nothing is missing where a parent names repositories, or may', () => {
  const workspace = { 'pom.xml': parent('r:p:1') + wants('g:a:1') };
  const answers = (_: string, name: string) => (name === 'g:a' ? GONE : UNKNOWN);
  const says = (repository: Readonly<Record<string, string>>) => told({ repository, workspace, answers }).says;
  expect(says({})).toEqual([]);
  expect(
    says({ 'r:p:1': '<repositories><repository><id>x</id><url>https://x.example</url></repository></repositories>' }),
  ).toEqual([]);
  expect(says({ 'r:p:1': '' })).toEqual(['missing-package error, 0 fixes']);
});

describe('a POM', () => {
  test('that is too large or cut short says nothing', () => {
    const many = Array.from({ length: 30_000 }, (_, i) => `g:a${i}:1`);
    expect(termsOf(manages(...many), 'r:b:1')).toBeUndefined();
    expect(termsOf(sets('v', 'x'.repeat(30_000)), 'r:b:1')).toBeUndefined();
    expect(readPom(Buffer.from('<project><properties>'), { group: 'r', artifact: 'b', version: '1' })).toBeUndefined();
  });

  test('puts in no entities of its own', () => {
    const text =
      '<!DOCTYPE project [<!ENTITY v SYSTEM "file:///etc/passwd">]><project><properties><v>&v;</v></properties></project>';
    const terms = readPom(Buffer.from(text), { group: 'r', artifact: 'b', version: '1' })?.terms();
    expect(terms?.properties.v ?? '&v;').toBe('&v;');
  });

  test('has names that objects have', () => {
    const terms = termsOf(sets('__proto__', '1') + sets('constructor', '2'), 'r:b:1');
    expect(Object.keys(terms?.properties ?? {})).toEqual(['__proto__']);
    expect(
      last({ repository: { 'r:p:1': '' }, workspace: { 'pom.xml': parent('r:p:1') + wants('g:a:${constructor}') } }),
    ).toBe('managed g:a');
  });
});
