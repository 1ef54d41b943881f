import { describe, expect, test } from 'vitest';
import { readMetadata } from '../../../server/src/registries/maven/metadata.ts';
import { readPom } from '../../../server/src/registries/maven/pom.ts';
import { readXml } from '../../../server/src/registries/maven/xml.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

function listed(text: string): string {
  const fact = readMetadata(bytes(text));
  if (fact === undefined) return 'none';
  return `${fact.releases.map(({ version }) => version).join(' ')} ${JSON.stringify(fact.tags)}`;
}

const versions = (inner: string) => `<metadata><versioning><versions>${inner}</versions></versioning></metadata>`;

describe('metadata', () => {
  test.each<[string, string, string]>([
    ['blanks', versions('<version> 1.0\n</version>'), '1.0 {}'],
    ['what stands twice', versions('<version>1.0</version><version>1.0</version>'), '1.0 {}'],
    ['comments and CDATA', versions('<!-- 0.9 --><version><![CDATA[1.0]]></version>'), '1.0 {}'],
    ['entities', versions('<version>1.0&#45;b</version>'), '1.0-b {}'],
    ['a prefix', '<m:metadata><m:versioning><m:release>1</m:release></m:versioning></m:metadata>', ' {"release":"1"}'],
    ['an empty list', '<metadata><versioning><versions/></versioning></metadata>', ' {}'],
    ['nothing', '<metadata/>', ' {}'],
    ['what is no version', versions('<version>../x</version><version>1.0</version><version/>'), '1.0 {}'],
    ['what is not plain', versions('<version>1.0&#x202e;</version>'), ' {}'],
    ['another document', '<project/>', 'none'],
    ['a page', '<!DOCTYPE html><html><body><p>Hello</body></html>', 'none'],
    ['what is cut short', '<metadata><versioning><versions><version>1.0</version><version>1.', 'none'],
    ['what is cut short behind a tag', '<metadata><versioning>', 'none'],
    ['no text at all', '', 'none'],
    ['two roots', '<metadata/><metadata/>', 'none'],
    ['what is too deep', '<metadata>'.repeat(1_000_000), 'none'],
  ])('with %s', (_, text, says) => {
    expect(listed(text)).toBe(says);
  });

  test('in another encoding', () => {
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00e4</a>', 'latin1');
    expect(readXml(latin)?.text).toBe('\u00e4');
    const wide = Buffer.from('\ufeff<a>\u00e4</a>', 'utf16le');
    expect(readXml(wide)?.text).toBe('\u00e4');
    expect(readXml(bytes('<?xml version="1.0" encoding="no-such"?><a>x</a>'))?.text).toBe('x');
  });
});

test('a POM says of itself what is not left to properties', () => {
  const at = { group: 'g', artifact: 'a', version: '1' };
  const text = `<project><description>Does
    things</description><url>\${base}/x</url><licenses><license><name>A</name></license><license><name>B</name></license></licenses>
    <scm><url>git@git.example:x.git</url></scm></project>`;
  expect(readPom(bytes(text), at)).toMatchObject({
    about: { description: 'Does things', licence: 'A, B' },
    relocation: { is: 'none' },
  });
  expect(readPom(bytes('<metadata/>'), at)).toBeUndefined();
});
