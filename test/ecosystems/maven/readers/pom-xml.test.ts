import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pomXml } from '../../../../server/src/ecosystems/maven/readers/pom-xml.ts';
import { annotate, caretFixture } from '../../../support/caret-fixture.ts';
import { labelIn, read, together } from './pom.ts';

/** Expects a POM to be read as the carets in it say, whichever line breaks it has. */
function expectRead(...lines: string[]): void {
  const { text } = caretFixture(...lines);
  const { references } = pomXml.read(text, 'pom.xml');
  expect(annotate(text, references, labelIn(text))).toEqual(lines);
  const returns = text.replaceAll('\n', '\r\n');
  expect(pomXml.read(returns, 'pom.xml').references.map(labelIn(returns))).toEqual(references.map(labelIn(text)));
}

/** A dependency on one line. */
function dep(name: string, version?: string, more = ''): string {
  const [group = '', artifact = ''] = name.split(':');
  const its = version === undefined ? '' : `<version>${version}</version>`;
  return `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId>${its}${more}</dependency>`;
}

function project(...inside: string[]): string {
  return `<project>\n${inside.join('\n')}\n</project>\n`;
}

test('all places that name an artifact', () => {
  expectRead(
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<project xmlns="http://maven.apache.org/POM/4.0.0" xsi:schemaLocation="a',
    '    b">',
    '  <!-- <dependency><groupId>no</groupId><artifactId>no</artifactId></dependency> -->',
    '  <parent>',
    '    <groupId>org.example</groupId>',
    '    <artifactId>parent</artifactId>',
    '    <version>7</version>',
    '    ^^^^^^^^^^^^^^^^^^^^ org.example:parent 7',
    '    <relativePath/>',
    '  </parent>',
    '  <artifactId>app</artifactId>',
    '  <dependencies>',
    '    <dependency>',
    '      <groupId> a.b </groupId>',
    '      <artifactId>c<!-- why --></artifactId>',
    '      <version>1.0</version> <scope>test</scope>',
    '      ^^^^^^^^^^^^^^^^^^^^^^ a.b:c 1.0',
    '      <exclusions><exclusion><groupId>x</groupId><artifactId>y</artifactId></exclusion></exclusions>',
    '    </dependency>',
    '    <dependency>',
    '      <groupId>a</groupId>',
    '      <artifactId>managed</artifactId>',
    '      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ managed a:managed',
    '    </dependency>',
    '    <dependency><groupId>a</groupId><artifactId>d</artifactId><version>[1,2)</version></dependency>',
    '                                                              ^^^^^^^^^^^^^^^^^^^^^^^^ a:d range [1,2)',
    '    <dependency>',
    '      <groupId>a</groupId> <artifactId>e</artifactId> <version><![CDATA[LATEST]]></version>',
    '                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ a:e tag LATEST',
    '    </dependency>',
    '    <dependency>',
    '      <groupId>a</groupId> <artifactId>f</artifactId> <version>1</version>',
    '                                                      ^^^^^^^^^^^^^^^^^^^^ path a:f 1',
    '      <scope>system</scope>',
    '    </dependency>',
    '  </dependencies>',
    '  <build>',
    '    <extensions><extension>',
    '      <groupId>a</groupId><artifactId>wagon</artifactId><version>1</version>',
    '                                                        ^^^^^^^^^^^^^^^^^^^^ a:wagon 1 from maven plugins=1, no comment',
    '    </extension></extensions>',
    '    <plugins>',
    '      <plugin>',
    '        <artifactId>maven-jar-plugin</artifactId>',
    '        <version>3.4.1</version>',
    '        ^^^^^^^^^^^^^^^^^^^^^^^^ org.apache.maven.plugins:maven-jar-plugin 3.4.1 from maven plugins=1, name stays',
    '        <dependencies>',
    '          <dependency>',
    '            <groupId>a</groupId><artifactId>tool</artifactId><version>2</version>',
    '                                                             ^^^^^^^^^^^^^^^^^^^^ a:tool 2 from maven plugins=1',
    '          </dependency>',
    '        </dependencies>',
    '        <configuration><dependencies><dependency><groupId>n</groupId><artifactId>n</artifactId></dependency></dependencies></configuration>',
    '      </plugin>',
    '      <plugin><artifactId>maven-clean-plugin</artifactId></plugin>',
    '              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ managed org.apache.maven.plugins:maven-clean-plugin',
    '    </plugins>',
    '  </build>',
    '  <profiles><profile>',
    '    <dependencies>',
    '      <dependency><groupId>a</groupId><artifactId>p</artifactId><version>1</version></dependency>',
    '                                                                ^^^^^^^^^^^^^^^^^^^^ a:p 1, conditions-hold',
    '    </dependencies>',
    '  </profile></profiles>',
    '</project>',
  );
});

test('properties are edited where they stand', () => {
  expectRead(
    '<project>',
    '  <groupId>own</groupId> <version>9</version>',
    '  <properties>',
    '    <a.version>1.0</a.version>',
    '    <b.version>${a.version}</b.version>',
    '    <major>2</major>',
    '    <ring>${ring}</ring>',
    '    <lib>x</lib>',
    '  </properties>',
    '  <dependencies>',
    '    <dependency>',
    '      <groupId>g</groupId><artifactId>a</artifactId><version>${a.version}</version>',
    '                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ g:a 1.0',
    '    </dependency>',
    '    <dependency>',
    '      <groupId>g</groupId><artifactId>b</artifactId><version>${b.version}</version>',
    '                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ g:b 1.0',
    '    </dependency>',
    '    <dependency>',
    '      <groupId>g</groupId><artifactId>c-${lib}</artifactId><version>${major}.3</version>',
    '                                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ g:c-x 2.3, not to be edited, name stays',
    '    </dependency>',
    '    <dependency>',
    '      <groupId>g</groupId><artifactId>d</artifactId><version>${ring}</version>',
    '                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^ variable g:d ${ring}',
    '    </dependency>',
    '    <dependency>',
    '      <groupId>${project.groupId}</groupId><artifactId>e</artifactId><version>${project.version}</version>',
    '                                                                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ own:e 9, not to be edited, name stays',
    '    </dependency>',
    '    <dependency>',
    '      <groupId>g</groupId><artifactId>f</artifactId><version>${env.F}</version>',
    '                                                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^ variable g:f ${env.F}',
    '    </dependency>',
    '    <dependency>',
    '      <groupId>${unknown}</groupId><artifactId>g</artifactId><version>1</version>',
    '                                                             ^^^^^^^^^^^^^^^^^^^^ variable ${unknown}:g 1',
    '    </dependency>',
    '  </dependencies>',
    '</project>',
  );
});

describe('properties and profiles', () => {
  test('what a profile sets is known in it alone', () => {
    const properties = '<properties><v>1</v></properties>';
    const profile = `<profile><properties><v>2</v></properties><dependencies>${dep('g:in', '${v}')}</dependencies></profile>`;
    expect(
      read(
        project(properties, `<dependencies>${dep('g:out', '${v}')}</dependencies>`, `<profiles>${profile}</profiles>`),
      ),
    ).toEqual(['variable g:out ${v}, no comment', 'g:in 2, conditions-hold, no comment']);
  });

  test('many properties of many properties cost no more than each once', () => {
    const names = Array.from({ length: 40 }, (_, i) => `<p${i}>${`\${p${i + 1}}`.repeat(10)}</p${i}>`).join('');
    expect(
      read(
        project(`<properties>${names}<p40>1</p40></properties>`, `<dependencies>${dep('g:a', '${p0}')}</dependencies>`),
      ),
    ).toEqual(['variable g:a ${p0}, no comment']);
  });
});

describe('management', () => {
  const managed = `<dependencyManagement><dependencies>\n${dep('g:a', '1.0')}\n${dep('g:unused', '2.0')}\n${dep('g:bom', '3', '<type>pom</type><scope>import</scope>')}\n</dependencies></dependencyManagement>`;

  test('is judged where it stands, and is quiet about what nobody is known to take', () => {
    expect(read(project(managed, `<dependencies>\n${dep('g:a')}\n${dep('g:by-bom')}\n</dependencies>`))).toEqual([
      'g:a 1.0',
      'g:unused 2.0, others-want-it',
      'g:bom 3',
      'managed g:a, decided in pom.xml: g:a 1.0',
      'managed g:by-bom',
    ]);
  });

  test('goes by type and classifier', () => {
    const both = `<dependencyManagement><dependencies>${dep('g:a', '1', '<type>zip</type>')}</dependencies></dependencyManagement>`;
    expect(
      read(project(both, `<dependencies>${dep('g:a', undefined, '<type>zip</type>')}${dep('g:a')}</dependencies>`)),
    ).toEqual(['g:a 1, no comment', 'managed g:a, decided in pom.xml: g:a 1, no comment', 'invalid g:a, no comment']);
  });

  test('of plugins', () => {
    const plugin = (version: string) => `<plugin><artifactId>p</artifactId>${version}</plugin>`;
    const build = `<build><pluginManagement><plugins>${plugin('<version>1</version>')}</plugins></pluginManagement><plugins>${plugin('')}</plugins></build>`;
    expect(read(project(build))).toEqual([
      'org.apache.maven.plugins:p 1 from maven plugins=1, name stays, no comment',
      'managed org.apache.maven.plugins:p, decided in pom.xml: org.apache.maven.plugins:p 1 from maven plugins=1, no comment',
    ]);
  });
});

describe('parents in the workspace', () => {
  const root = project(
    '<groupId>own</groupId><artifactId>root</artifactId><version>1</version><packaging>pom</packaging>',
    '<properties><a.version>1.0</a.version><b.version>2.0</b.version></properties>',
    '<repositories><repository><id>corp</id><url>https://repo.example/a b</url></repository></repositories>',
    `<dependencyManagement><dependencies>\n${dep('g:b', '${b.version}')}\n${dep('g:c', '3.0')}\n</dependencies></dependencyManagement>`,
    '<modules><module>m</module></modules>',
  );
  const parent = '<parent>\n<groupId>own</groupId><artifactId>root</artifactId><version>1</version></parent>';
  const child = project(
    parent,
    '<artifactId>m</artifactId>',
    `<dependencies>\n${dep('g:a', '${a.version}')}\n${dep('g:b')}\n${dep('g:c')}\n${dep('own:n', '${project.version}')}\n${dep('g:gone')}\n</dependencies>`,
  );
  const CORP = 'from maven repository=corp|https://repo.example/a%20b';

  test('decide what children leave open', () => {
    const { '/w': ofRoot, '/w/m': ofChild } = together({ '/w': root, '/w/m': child });
    expect(ofRoot).toEqual([`g:b 2.0 ${CORP}`, `g:c 3.0 ${CORP}`]);
    expect(ofChild).toEqual([
      `own:root 1 ${CORP}`,
      `g:a 1.0 ${CORP}, not to be edited`,
      `managed g:b, decided in w/pom.xml: g:b 2.0 ${CORP}`,
      `managed g:c, decided in w/pom.xml: g:c 3.0 ${CORP}`,
      `own:n 1 ${CORP}, not to be edited`,
      'invalid g:gone',
    ]);
  });

  test('a property of the child counts in what a parent manages', () => {
    const own = child.replace('<artifactId>m<', '<properties><b.version>2.5</b.version></properties><artifactId>m<');
    expect(together({ '/w': root, '/w/m': own })['/w/m']).toContain(
      `g:b 2.5 ${CORP}, edits another`.replace(', edits another', ''),
    );
  });

  test('are found by relativePath, and are who the child means', () => {
    const elsewhere = child.replace('</parent>', '<relativePath>../p</relativePath></parent>');
    expect(together({ '/w/p': root, '/w/m': elsewhere })['/w/m']?.[1]).toBe(`g:a 1.0 ${CORP}, not to be edited`);
    expect(together({ '/w': root.replace('>root<', '>other<'), '/w/m': child })['/w/m']?.[1]).toBe(
      'managed g:a ${a.version}',
    );
    expect(together({ '/w': root, '/w/m': child.replace('</parent>', '<relativePath/></parent>') })['/w/m']?.[1]).toBe(
      'managed g:a ${a.version}',
    );
    expect(together({ '/w': root.replace('<packaging>pom</packaging>', ''), '/w/m': child })['/w/m']?.[1]).toBe(
      'managed g:a ${a.version}',
    );
  });

  test('BOMs of the workspace decide by their own properties, and what is taken of them is loud', () => {
    const bom = project(
      '<groupId>own</groupId><artifactId>bom</artifactId><version>1</version><packaging>pom</packaging>',
      '<properties><v>4.0</v></properties>',
      `<dependencyManagement><dependencies>\n${dep('g:d', '${v}')}\n${dep('g:e', '5')}\n</dependencies></dependencyManagement>`,
    );
    const user = (version: string) =>
      project(
        '<groupId>own</groupId><artifactId>app</artifactId><version>1</version><properties><v>9</v></properties>',
        `<dependencyManagement><dependencies>\n${dep('own:bom', version, '<type>pom</type><scope>import</scope>')}</dependencies></dependencyManagement>`,
        `<dependencies>\n${dep('g:d')}\n${dep('g:f')}</dependencies>`,
      );
    expect(together({ '/w/bom': bom, '/w/app': user('1') })).toEqual({
      '/w/bom': ['g:d 4.0', 'g:e 5, others-want-it'],
      '/w/app': ['own:bom 1', 'managed g:d, decided in w/bom/pom.xml: g:d 4.0', 'managed g:f'],
    });
    expect(together({ '/w/bom': bom, '/w/app': user('2') })['/w/app']?.[1]).toBe('managed g:d');
  });

  test('a ring of parents ends', () => {
    const ring = (name: string, of: string) =>
      project(
        `<groupId>o</groupId><artifactId>${name}</artifactId><version>1</version><packaging>pom</packaging><parent><groupId>o</groupId><artifactId>${of}</artifactId><version>1</version><relativePath>../${of}</relativePath></parent>`,
        `<dependencies>${dep('g:a', '${x}')}</dependencies>`,
      );
    expect(together({ '/a': ring('a', 'b'), '/b': ring('b', 'a') })['/a']?.at(-1)).toBe('managed g:a ${x}, no comment');
  });

  test('modules are stated as the workspace’s own', () => {
    const { statements = [] } = pomXml.read(child, 'pom.xml');
    expect(statements.filter(({ says }) => says === 'makes').map(({ key }) => key)).toEqual(['makes maven own:m']);
  });
});

test('repositories of releases go into what is asked, those of plugins apart, without a login', () => {
  const text = project(
    '<properties><host>repo.example</host></properties>',
    '<repositories><repository><id>a</id><url>https://u:p@${host}/a</url></repository>',
    '<repository><id>snap</id><url>https://repo.example/s</url><releases><enabled>false</enabled></releases></repository>',
    '<repository><id>b</id><url>${unknown}/b</url></repository></repositories>',
    '<pluginRepositories><pluginRepository><id>p</id><url>https://repo.example/p</url></pluginRepository></pluginRepositories>',
    `<dependencies>${dep('g:a', '1')}</dependencies><build><plugins><plugin><artifactId>p</artifactId><version>1</version></plugin></plugins></build>`,
  );
  expect(read(text)).toEqual([
    'g:a 1 from maven repository=a|https://repo.example/a repository=b|${unknown}/b, no comment',
    'org.apache.maven.plugins:p 1 from maven repository=p|https://repo.example/p plugins=1, name stays, no comment',
  ]);
});

test('what the compiler runs is asked where dependencies are', () => {
  const path = (version: string) => `<path><groupId>g</groupId><artifactId>p</artifactId>${version}</path>`;
  const compiler = (inner: string) =>
    `<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId>${inner}</plugin></plugins></build>`;
  const paths = (inner: string) =>
    `<configuration><annotationProcessorPaths>${inner}</annotationProcessorPaths></configuration>`;
  const text = project(
    '<properties><v>1.5</v></properties>',
    compiler(
      paths(`${path('<version>${v}</version>')}${path('')}`) +
        `<executions><execution>${paths(path('<version>2</version>'))}</execution></executions>`,
    ),
  );
  expect(read(text).slice(1)).toEqual(['g:p 1.5, no comment', 'managed g:p, no comment', 'g:p 2, no comment']);
});

test('a field of the POM stands behind a property of its bare name, and before one of its whole name', () => {
  const parent = project(
    '<groupId>own</groupId><artifactId>m</artifactId><version>1</version><packaging>pom</packaging>',
    '<properties><version>9</version><project.version>8</project.version></properties>',
    `<dependencies>${dep('g:a', '${version}')}${dep('g:b', '${project.version}')}${dep('g:c', '${groupId}')}</dependencies>`,
  );
  const child = project(
    '<parent><groupId>own</groupId><artifactId>m</artifactId><version>1</version></parent>',
    `<dependencies>${dep('g:d', '${version}')}${dep('g:e', '${pom.version}')}</dependencies>`,
  );
  const found = together({ '/w': parent, '/w/c': child });
  expect([...(found['/w'] ?? []), ...(found['/w/c'] ?? []).slice(1)]).toEqual([
    'g:a 9, no comment',
    'g:b 1, not to be edited, no comment',
    'g:c own, not to be edited, no comment',
    'g:d 9, not to be edited, no comment',
    'g:e 1, not to be edited, no comment',
  ]);
});

describe('which repositories are asked', () => {
  const repositories = (...all: string[]) =>
    `<repositories>${all.map(each => `<repository><id>${each}</id><url>https://${each}.example</url></repository>`).join('')}</repositories>`;
  const inProfile = (...parts: string[]) => `<profile>${parts.join('')}</profile>`;
  const other = (id: string) =>
    `<repositories><repository><id>${id}</id><url>https://other.example</url></repository></repositories>`;
  const dependency = `<dependencies>${dep('g:a', '1')}</dependencies>`;

  test.each([
    [
      'those of profiles come first, the last profile’s before the others’',
      `${repositories('own')}<profiles>${inProfile(repositories('p', 'q'))}${inProfile(repositories('r'))}</profiles>`,
      'repository=r|https://r.example repository=p|https://p.example repository=q|https://q.example repository=own|https://own.example',
    ],
    [
      'both are asked where a profile may change one',
      `${repositories('own')}<profiles>${inProfile(other('own'))}</profiles>`,
      'repository=own|https://other.example repository=own|https://own.example further=1',
    ],
    [
      'a profile may have another Central',
      `<profiles>${inProfile(other('central'))}</profiles>`,
      'repository=central|https://other.example further=1',
    ],
    ['the project has another Central', other('central'), 'repository=central|https://other.example'],
    ['the first of two with one id counts', repositories('own', 'own'), 'repository=own|https://own.example'],
  ])('%s', (_, text, source) => {
    expect(read(project(text, dependency))).toEqual([`g:a 1 from maven ${source}, no comment`]);
  });

  test('what a parent writes of an address is read by its child', () => {
    const parent = `<packaging>pom</packaging><properties><host>a.example</host></properties>
      <repositories><repository><id>r</id><url>https://\${host}/m2</url></repository></repositories>`;
    const child = `<parent><groupId>own</groupId><artifactId>m</artifactId><version>1</version></parent>
      <properties><host>b.example</host></properties>${dependency}`;
    const found = together({
      '/w': project('<groupId>own</groupId><artifactId>m</artifactId><version>1</version>', parent),
      '/w/c': project(child),
    });
    expect(found['/w/c']?.at(-1)).toBe('g:a 1 from maven repository=r|https://b.example/m2, no comment');
  });
});

test.each([
  ['<version>1 2</version>', 'invalid g:a 1 2'],
  ['<version>[1,2</version>', 'invalid g:a [1,2'],
  ['<version>&v;</version>', 'invalid g:a &v;'],
  ['<version>@v@</version>', 'template g:a @v@'],
  ['<version>{{ v }}</version>', 'template g:a {{ v }}'],
  ['<version>1&#46;0</version>', 'g:a 1.0, not to be edited'],
  ['<version>1<!-- x -->.0</version>', 'g:a 1.0, not to be edited'],
  ['<version>\n 1.0\n</version>', 'g:a 1.0'],
])('a version `%s` is %s', (version, label) => {
  expect(
    read(
      project(
        `<dependencies>\n<dependency><groupId>g</groupId><artifactId>a</artifactId>${version}</dependency></dependencies>`,
      ),
    ),
  ).toEqual([label]);
});

describe('a POM that is being typed', () => {
  const before = dep('g:before', '1');
  const after = dep('g:after', '2');
  const whole = (typed: string) =>
    project(
      '<dependencies>',
      before,
      typed,
      after,
      '</dependencies>',
      `<build><plugins>\n<plugin><groupId>g</groupId><artifactId>p</artifactId><version>3</version></plugin></plugins></build>`,
    );

  test.each([
    ['<'],
    ['</'],
    ['<dep'],
    ['<dependency'],
    ['<dependency>'],
    ['<dependency>\n<groupId>x'],
    ['<dependency>\n<groupId>x</groupId>'],
    ['<dependency>\n<groupId>x</groupId>\n<artifactId>y</artifactId>\n<version>1.'],
    ['<dependency>\n<groupId>x</groupId>\n<artifactId>y</artifactId>\n<version>1.\n</dependency>'],
    ['<dependency>\n<groupId>x</groupId>\n<artifactId>y</artifactId>\n<version>1.0</vers\n</dependency>'],
    ['<dependency>\n<groupId>x</groupId>\n<artifactId>y</artifactId>\n<version>1.0</\n</dependency>'],
    ['<dependency>\n<groupId>x</groupId>\n<artifactId\n</dependency>'],
    ['<dependency a="x>\n<groupId>x</groupId>\n</dependency>'],
    ['<dependency a=>\n<groupId>x</groupId>\n</dependency>'],
    ['<groupId>x</groupId>\n</dependency>'],
    ['<!-- why'],
    ['<![CDATA[ x'],
    ['<?php'],
    ['& &x; &#xzz;'],
    ['</project'],
    ['</nothing>'],
    ['<version></version>'],
    ['<dependency>\n<groupId></groupId>\n<artifactId></artifactId>\n</dependency>'],
  ])('loses nothing else with `%s`', typed => {
    const found = read(whole(typed));
    expect(found.filter(label => !label.includes('x:y'))).toEqual([
      'g:before 1',
      'g:after 2',
      'g:p 3 from maven plugins=1',
    ]);
    expect(found.filter(label => label.includes('x:y') && !label.startsWith('invalid'))).toEqual([]);
  });

  test.each([
    ['without `</dependencies>`', (text: string) => text.replace('</dependencies>', '')],
    ['without `</dependency>`', (text: string) => text.replace('</dependency>', '')],
    ['without `</project>`', (text: string) => text.replace('</project>', '')],
    ['without `</plugin>`', (text: string) => text.replace('</plugin>', '')],
    ['with an end tag twice', (text: string) => text.replace('</dependencies>', '</dependencies></dependencies>')],
  ])('loses nothing %s', (_, broken) => {
    expect(read(broken(whole('')))).toEqual(['g:before 1', 'g:after 2', 'g:p 3 from maven plugins=1']);
  });

  test('reads of every beginning what stands in it whole', () => {
    const text = whole('');
    const all = read(text);
    fc.assert(
      fc.property(fc.nat(text.length), length => {
        const found = read(text.slice(0, length));
        expect(all.slice(0, found.length)).toEqual(found.map((label, i) => (i === found.length - 1 ? all[i] : label)));
      }),
    );
  });
});

test('a comment silences the element below it', () => {
  const text = project(
    '  <dependencies>',
    '    <!-- registry-lens: ignore missing-release -->',
    '    <!-- another -->',
    `    ${dep('g:a', '1')}`,
    `    ${dep('g:b', '2')} <!-- registry-lens: ignore -->`,
    '  </dependencies>',
  );
  const { ignores, references } = pomXml.read(text, 'pom.xml');
  expect(ignores.map(({ span, rules }) => [text.slice(span.start, span.end), rules])).toEqual([
    [dep('g:a', '1'), ['missing-release']],
  ]);
  const { ignoreAt } = references[0] ?? {};
  expect(ignoreAt).toEqual({
    offset: text.indexOf(`    ${dep('g:a', '1')}`),
    open: '    <!-- ',
    close: ' -->',
    newline: '\n',
  });
});
