import { ANY_TOKENS, HOLE, type ReaderKit } from './kit.ts';

const PROJECT = '<project>\n<groupId>g</groupId><artifactId>a</artifactId><version>1</version>\n';

/** A dependency on one line. */
function dependency(artifact: string, version: string): string {
  return `<dependency><groupId>g</groupId><artifactId>${artifact}</artifactId>${version}</dependency>\n`;
}

/** Maven's kinds. */
export const MAVEN_KITS: Readonly<Record<string, ReaderKit>> = {
  'pom-xml': {
    file: 'pom.xml',
    seeds: [
      '<project><groupId>g.h</groupId><artifactId>a</artifactId><version>1.2.3-RC1</version><distributionManagement><repository><id>r</id><url>https://a.example/</url></repository></distributionManagement></project>',
      `${PROJECT}<build><plugins><plugin><artifactId>central-publishing-maven-plugin</artifactId></plugin></plugins></build></project>`,
      `<?xml version="1.0"?>\n${PROJECT}<packaging>pom</packaging>\n<properties><v>1.0</v></properties>\n<dependencies>\n<!-- registry-lens: ignore -->\n${dependency('b', '<version>${v}</version>')}${dependency('c', '<version>[1,2)</version><scope>test</scope>')}</dependencies>\n</project>\n`,
      `${PROJECT}<parent><groupId>g</groupId><artifactId>p</artifactId><version>1</version><relativePath>../p</relativePath></parent>\n<dependencyManagement><dependencies>\n${dependency('b', '<version>1</version><type>pom</type><scope>import</scope>')}</dependencies></dependencyManagement>\n<dependencies>\n${dependency('d', '')}</dependencies></project>`,
      `${PROJECT}<repositories><repository><id>r</id><url>https://a.example/</url></repository></repositories>\n<build><plugins><plugin><artifactId>p</artifactId><version><![CDATA[1]]></version></plugin></plugins></build>\n<profiles><profile><properties><v>2</v></properties><dependencies>${dependency('e', '<version>&#49;</version>')}`,
    ],
    tokens: [
      ...ANY_TOKENS,
      ...['<dependency>', '</dependency>', '<dependencies>', '</dependencies>', '<dependencyManagement>', '<version>'],
      ...['</version>', '<groupId>g</groupId>', '<artifactId>a</artifactId>', '<version>1</version>', '<parent>'],
      ...['</parent>', '<properties>', '</properties>', '<v>1</v>', '<plugin>', '</plugin>', '<build>', '<plugins>'],
      ...['<profiles><profile>', '<configuration>', '</project>', '<project>', '${v}', '${project.version}', '${'],
      ...['<!--', '-->', '<![CDATA[', ']]>', '<?', '?>', '<!DOCTYPE a [', ']>', '</', '/>', '&amp;', '&#0;', '&x;'],
      ...['<scope>system</scope>', '<scope>import</scope>', '<a b="', "<a b='", '<!-- registry-lens: ignore -->'],
    ],
    frames: [
      `${PROJECT}<dependencies>${dependency('b', `<version>${HOLE}</version>`)}</dependencies></project>`,
      `${PROJECT}<dependencies>${dependency(HOLE, '<version>1</version>')}</dependencies></project>`,
      `${PROJECT}<dependencies>${HOLE}${dependency('b', '<version>1</version>')}</dependencies></project>`,
      `${PROJECT}<properties><v>${HOLE}</v></properties><dependencies>${dependency('b', '<version>${v}</version>')}</dependencies></project>`,
      `<project ${HOLE}><dependencies>${dependency('b', '<version>1</version>')}</dependencies></project>`,
      `<project a="${HOLE}"><dependencies>${dependency('b', '<version>1</version>')}</dependencies></project>`,
      `${PROJECT}<!-- ${HOLE} --><dependencies>${dependency('b', '<version>1</version>')}</dependencies></project>`,
      `${PROJECT}<parent><relativePath>${HOLE}</relativePath><groupId>g</groupId><artifactId>p</artifactId><version>1</version></parent></project>`,
    ],
    lists: [
      { head: `${PROJECT}<dependencies>\n`, entry: i => dependency(`a${i}`, `<version>1.${i}</version>`) },
      { head: `${PROJECT}<dependencies>\n`, entry: () => dependency('a', '<version>1</version>') },
      {
        head: `${PROJECT}<properties>\n`,
        entry: i => `<p${i}>1.${i}</p${i}>\n`,
        behind: {
          head: '</properties><dependencies>\n',
          entry: i => dependency(`a${i}`, `<version>\${p${i}}</version>`),
        },
      },
      {
        head: `${PROJECT}<packaging>pom</packaging><properties>\n`,
        entry: i => `<p${i}>\${p${i + 1}}</p${i}>\n`,
        behind: { head: '</properties><dependencies>\n', entry: i => dependency('a', `<version>\${p${i}}</version>`) },
      },
      {
        head: `${PROJECT}<dependencyManagement><dependencies>\n`,
        entry: i => dependency(`a${i}`, '<version>1</version>'),
        behind: {
          head: '</dependencies></dependencyManagement><dependencies>\n',
          entry: i => dependency(`a${i}`, ''),
        },
      },
      {
        head: `${PROJECT}<profiles>\n`,
        entry: i =>
          `<profile><properties><p${i}>1</p${i}></properties><dependencies>${dependency('a', `<version>\${p${i}}</version>`)}</dependencies></profile>\n`,
      },
      {
        head: `${PROJECT}<repositories>\n`,
        entry: i => `<repository><id>r${i}</id><url>https://a.example/${i}</url></repository>\n`,
        tail: `</repositories><dependencies>${dependency('a', '<version>1</version>')}</dependencies></project>`,
      },
      { head: PROJECT, entry: () => '<x>', tail: `<dependencies>${dependency('a', '<version>1</version>')}` },
      { head: PROJECT, entry: () => '<dependency>', tail: dependency('a', '<version>1</version>') },
      { head: `${PROJECT}<dependencies>`, entry: () => '<dependencies><x>', tail: dependency('a', '') },
      { head: PROJECT, entry: () => '<x></y>' },
      { head: PROJECT, entry: () => '<!-- ' },
      { head: PROJECT, entry: () => '<![CDATA[' },
      { head: PROJECT, entry: () => '<a b="' },
      { head: PROJECT, entry: () => '<!DOCTYPE [' },
      {
        head: `${PROJECT}<dependencies>\n`,
        entry: () => '<!-- registry-lens: ignore -->\n',
        tail: dependency('a', ''),
      },
      {
        head: `${PROJECT}<dependencies>${dependency('a', '<version>[1,2)</version>').replace('[1,2)</version></dependency>\n', '')}`,
        entry: () => '[1,2),',
        tail: '[1,2)</version></dependency>',
      },
    ],
  },
};
