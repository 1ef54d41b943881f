import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAddress } from '../../../server/src/projects/maven/address.ts';
import { readOptions } from '../../../server/src/projects/maven/options.ts';
import { readSettingsFile } from '../../../server/src/projects/maven/settings-file.ts';
import { readMavenSource } from '../../../server/src/projects/maven/source.ts';
import { readMetadata } from '../../../server/src/registries/maven/metadata.ts';
import { readPom } from '../../../server/src/registries/maven/pom.ts';

const words = [
  ...[
    '<settings>',
    '</settings>',
    '<mirrors><mirror>',
    '<id>',
    '</id>',
    '<url/>',
    '<servers>',
    '<!--',
    '-->',
    '<![CDATA[',
  ],
  ...[
    ']]>',
    '<?xml',
    '?>',
    '&amp;',
    '&#x0;',
    '&#xd800;',
    '<',
    '>',
    '/',
    '${',
    '}',
    '${a}',
    '\n',
    ' ',
    'maven',
    'gradle',
  ],
  ...['repository=', '|', 'https://', 'a:b@', '%', '%20', 'plugins=1', '-s', '--settings=', '-P', ','],
  ...['<project>', '</project>', '<distributionManagement><relocation>', '<properties><a>', '</a></properties>'],
  ...['<metadata><versioning><versions><version>', '</version></versions></versioning></metadata>'],
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.constantFrom(...words), { maxLength: 20 }).map(all => all.join('')),
);

test('no text makes a reader throw', () => {
  const world = { environment: { a: '${a}' }, home: '/home/u' };
  const at = { group: 'g', artifact: 'a', version: '1' };
  fc.assert(
    fc.property(text, any => {
      for (const read of [readOptions, readSettingsFile, readMavenSource]) read(any);
      for (const owner of ['user', 'folder'] as const) readAddress(any, owner, world);
      const bytes = new TextEncoder().encode(any);
      readMetadata(bytes);
      readPom(bytes, at);
      readPom(bytes.subarray(1), at);
    }),
    { numRuns: 5000 },
  );
});

test('a login that is written in an address is in no base', () => {
  const part = fc.stringMatching(/^[a-z0-9%:!$&'()*+,;=._~-]{1,8}$/);
  fc.assert(
    fc.property(part, written => {
      const read = readAddress(`https://secret${written}@h.example/m2`, 'user', { environment: {} });
      expect(read.is === 'address' ? read.base : 'https://h.example/m2').toBe('https://h.example/m2');
    }),
  );
});

test('properties that name each other cost no more than a long text', () => {
  const many = '${b}'.repeat(400);
  const pom = `<project><properties><a>${many}</a><b>${many}</b></properties><distributionManagement><relocation>
    <version>${'${a}'.repeat(400)}</version></relocation></distributionManagement></project>`;
  const read = readPom(new TextEncoder().encode(pom), { group: 'g', artifact: 'a', version: '1' });
  expect(read?.relocation).toEqual({ is: 'unclear' });
});

test.each<[string, object]>([
  ['', { client: 'maven', repositories: [], plugins: false }],
  ['gradle plugins=1', { client: 'gradle', repositories: [], plugins: true }],
  ['maven repository=a%20b|https://h/%25x', { repositories: [{ id: 'a b', url: 'https://h/%x' }] }],
  ['maven repository=a| repository=|https://h', { repositories: [{ id: '', url: 'https://h' }] }],
  ['maven repository=x', { repositories: [] }],
])('what a file says is read from `%s`', (source, expected) => {
  expect(readMavenSource(source)).toMatchObject(expected);
});

test.each<[string, object]>([
  ['-s ci.xml -B', { settings: 'ci.xml', offline: false, profiles: [] }],
  ['--settings=ci.xml\n--offline', { settings: 'ci.xml', offline: true }],
  ['-gs\nglobal.xml\n-s\nown.xml', { settings: 'own.xml', globalSettings: 'global.xml' }],
  ['-Pa,!b --activate-profiles +c', { profiles: ['a', '!b', 'c'] }],
  ['# -s ci.xml\n-T4', { profiles: [], offline: false }],
])('options are read from `%s`', (options, expected) => {
  expect(readOptions(options)).toMatchObject(expected);
});
