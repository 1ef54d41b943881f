import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileNameReader } from '../../../server/src/registries/pypi/file-names.ts';
import { isHtmlRoot, readHtmlPage } from '../../../server/src/registries/pypi/html-page.ts';
import { readJsonPage } from '../../../server/src/registries/pypi/json-page.ts';
import { packageFactOf } from '../../../server/src/registries/pypi/project.ts';

/** Bits of what indexes send, in any order and cut anywhere. */
const bits = [
  ...[
    '<a href="',
    '../demo-1.0-py3-none-any.whl',
    '">',
    '</a>',
    '<A HREF=demo-2.0.zip',
    ' data-yanked',
    '="',
    "='",
    '>',
  ],
  ...[
    '<meta name="pypi:repository-version" content="1.0">',
    '<base href="/x/">',
    '<!--',
    '-->',
    '&gt;',
    '&#0;',
    '%2',
    '%00',
  ],
  ...[
    '<script>',
    '</script>',
    ' data-requires-python="&gt;=3"',
    '#sha256=',
    '?',
    '/',
    '\u0000',
    '\ud800',
    'demo-',
    '.tar.gz',
  ],
];
const html = fc.array(fc.constantFrom(...bits), { maxLength: 30 }).map(parts => parts.join(''));
const member = fc.oneof(
  fc.constantFrom('demo', '1.0', '', 'demo-1.0.zip', 'demo-1!2.0rc1+a-py3-none-any.whl', '>=3', null, true, 7),
  fc.jsonValue(),
);
const file = fc.dictionary(fc.constantFrom('filename', 'yanked', 'requires-python', 'upload-time', 'url'), member);
const document = fc.record(
  {
    meta: fc.oneof(fc.constant({ 'api-version': '1.4' }), member),
    name: fc.oneof(fc.constant('demo'), member),
    files: fc.oneof(fc.array(file), member),
    versions: fc.oneof(fc.array(member), member),
    'project-status': fc.oneof(fc.constant({ status: 'quarantined', reason: 'x' }), member),
  },
  { requiredKeys: [] },
);

test('whatever a page of HTML holds, it is read or it is not', () => {
  fc.assert(
    fc.property(html, text => {
      const page = readHtmlPage(text, 'demo');
      if (page !== undefined) packageFactOf([page], 'demo');
      expect(typeof isHtmlRoot(text)).toBe('boolean');
    }),
    { numRuns: 2000 },
  );
});

test('whatever a document of JSON holds, nothing but texts of its own kind comes of it', () => {
  fc.assert(
    fc.property(document, fc.boolean(), (json, twice) => {
      const page = readJsonPage(json, 'demo');
      if (page === undefined) return;
      const { releases } = packageFactOf(twice ? [page, page] : [page], 'demo');
      for (const { version, needs = '' } of releases)
        expect([typeof version, typeof needs]).toEqual(['string', 'string']);
      expect(new Set(releases.map(({ version }) => version)).size).toBe(releases.length);
    }),
    { numRuns: 2000 },
  );
});

test('a long name costs no more than its length', () => {
  const read = fileNameReader('demo');
  for (const part of ['-', '-py3', '.win', '1.', 'demo-', '_', '-py3-']) {
    for (const ending of ['.whl', '.exe', '.zip', ''])
      expect(read(`demo-${part.repeat(20_000)}${ending}`)).toBeUndefined();
  }
  for (const part of ['-py3.win', '.win.win']) {
    for (let i = 0; i < 20_000; i += 1) read(`demo-${part.repeat(60)}-${i}.exe`);
  }
});
