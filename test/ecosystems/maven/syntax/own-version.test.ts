import { expect, test } from 'vitest';
import { pomXml } from '../../../../server/src/ecosystems/maven/readers/pom-xml.ts';
import { textUnder } from '../../../../server/src/model/span.ts';

/** The name and version, where it is asked, and in brackets the only text that a fix may replace; `-` for nothing. */
function read(text: string): string {
  const { references } = pomXml.read(text, 'pom.xml');
  const [reference, ...more] = references.filter(({ role }) => role === 'own');
  if (reference === undefined) return '-';
  const { subject, role } = reference;
  if (subject.kind !== 'publication' || role !== 'own' || more.length > 0)
    throw new Error('not one version of its own');
  const { name, version, source = 'Central', edit } = subject;
  return `${name} ${version} ${source}${edit === undefined ? '' : ` [${textUnder(text, edit)}]`}`;
}

const pom = (...lines: string[]) => `<project>\n${lines.join('\n')}\n</project>\n`;
const GROUP = '<groupId>com.acme</groupId>';
const ARTIFACT = '<artifactId>lib</artifactId>';
const VERSION = '<version>1.2.3</version>';
const OWN = [GROUP, ARTIFACT, VERSION];
const PLUGIN =
  '<build><plugins><plugin><artifactId>central-publishing-maven-plugin</artifactId></plugin></plugins></build>';

const deployedTo = (url: string, id = 'releases') =>
  `<distributionManagement><repository><id>${id}</id><url>${url}</url></repository></distributionManagement>`;
const CENTRAL = 'com.acme:lib 1.2.3 Central [1.2.3]';

test.each<[what: string, text: string, found: string]>([
  ['what goes to Central', pom(...OWN, PLUGIN), CENTRAL],
  ['what goes there by a profile', pom(...OWN, `<profiles><profile>${PLUGIN}</profile></profiles>`), CENTRAL],
  [
    'what went there',
    pom(...OWN, deployedTo('https://oss.sonatype.org/service/local/staging/deploy/maven2/')),
    CENTRAL,
  ],
  [
    'what goes there by way of its older interface',
    pom(...OWN, deployedTo('https://ossrh-staging-api.central.sonatype.com/service/local/staging/deploy/maven2/')),
    CENTRAL,
  ],
  [
    'what goes elsewhere, and is asked nowhere else',
    pom(...OWN, deployedTo('https://maven.example/releases')),
    'com.acme:lib 1.2.3 maven repository=releases|https://maven.example/releases repository=central|https://maven.example/releases [1.2.3]',
  ],
  ['what goes nowhere that is told', pom(...OWN), '-'],
  ['what goes where a property says', pom(...OWN, deployedTo('${where}')), '-'],
  ['what goes there with a login', pom(...OWN, deployedTo('https://u:p@maven.example/')), '-'],
  ['what goes into a folder', pom(...OWN, deployedTo('file:///srv/maven')), '-'],
  [
    'what only leads on',
    pom(...OWN, '<distributionManagement><relocation><groupId>a</groupId></relocation></distributionManagement>'),
    '-',
  ],
  [
    'the parent’s group',
    pom(`<parent>${GROUP}<artifactId>p</artifactId>${VERSION}</parent>`, ARTIFACT, '<version>2.0</version>', PLUGIN),
    'com.acme:lib 2.0 Central [2.0]',
  ],
  [
    'the parent’s version, which the parent tells of',
    pom(`<parent>${GROUP}<artifactId>p</artifactId>${VERSION}</parent>`, ARTIFACT, PLUGIN),
    '-',
  ],
  ['a snapshot', pom(GROUP, ARTIFACT, '<version>1.2.3-SNAPSHOT</version>', PLUGIN), '-'],
  ['a property', pom(GROUP, ARTIFACT, '<version>${revision}</version>', PLUGIN), '-'],
  ['a placeholder', pom(GROUP, ARTIFACT, '<version>0.0.0</version>', PLUGIN), '-'],
  ['a group of documentation’s', pom('<groupId>com.example</groupId>', ARTIFACT, VERSION, PLUGIN), '-'],
  ['a group that is no domain', pom('<groupId>lib</groupId>', ARTIFACT, VERSION, PLUGIN), '-'],
  [
    'what is not deployed',
    pom(...OWN, PLUGIN, '<properties><maven.deploy.skip>true</maven.deploy.skip></properties>'),
    '-',
  ],
  ['what is being typed', `<project>${GROUP}${ARTIFACT}<version>1.2${PLUGIN}`, '-'],
])('%s', (_, text, found) => {
  expect(read(text)).toBe(found);
});
