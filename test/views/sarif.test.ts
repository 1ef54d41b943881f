import { expect, test } from 'vitest';
import type { Report } from '../../server/src/model/report.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { checkAsJson } from '../../server/src/views/json.ts';
import { checkAsSarif } from '../../server/src/views/sarif.ts';

const TOOL = {
  version: '1.2.3',
  rules: [
    { id: 'latest-tag', severity: 'warning', summary: 'No tag.' },
    { id: 'unpinned-image', severity: 'hint', summary: 'No digest.' },
  ],
} as const;

const REPORT: Report = {
  files: [
    {
      file: 'a b/Döckerfile#1',
      root: '/r',
      shown: 'a b/Döckerfile#1',
      text: '# \u{1F433}\nFROM node',
      findings: [
        {
          rule: 'unpinned-image',
          severity: 'information',
          at: spanOf(10, 14),
          message: 'Pin `node`.',
          fixes: [
            {
              title: 'Pin to digest',
              safety: 'safe',
              edits: [{ span: spanOf(14, 14), expects: '', put: '@sha256:0' }],
            },
            { title: 'Ignore here', safety: 'silence', edits: [{ span: spanOf(5, 5), expects: '', put: '# x\n' }] },
          ],
        },
      ],
    },
  ],
  unknown: [
    { file: 'a b/Döckerfile#1', root: '/r', registry: 'oci', name: 'ghcr.io/acme/api', want: '1', why: 'throttled' },
  ],
  stats: { files: 1, references: 1, questions: 0, cacheHits: 0, requests: 0, bytes: 0, milliseconds: 0 },
};

test('a repair of another file is a change of that file', () => {
  const [file] = REPORT.files;
  const [finding] = file?.findings ?? [];
  if (file === undefined || finding === undefined) throw new Error('there is no finding');
  const range = { start: { line: 2, character: 0 }, end: { line: 2, character: 0 } };
  const elsewhere = { file: 'b/c.yaml', length: 9, edits: [{ span: spanOf(9, 9), expects: '', put: 'x', range }] };
  const fixes = [{ title: 'Write it there', safety: 'review' as const, edits: [], elsewhere }];
  const report = { ...REPORT, files: [{ ...file, findings: [{ ...finding, fixes }] }] };
  const [result] = checkAsSarif(report, TOOL, new Map([['/r', 'file:///r/']])).runs[0]?.results ?? [];
  expect(result?.fixes?.[0]?.artifactChanges).toEqual([
    {
      artifactLocation: { uri: 'b/c.yaml', uriBaseId: '%SRCROOT%' },
      replacements: [
        { deletedRegion: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 1 }, insertedContent: { text: 'x' } },
      ],
    },
  ]);
  const [printed] = (checkAsJson(report) as { findings: { fixes: unknown[] }[] }).findings;
  expect(printed?.fixes).toEqual([
    { title: 'Write it there', safety: 'review', proof: null, edits: [{ file: 'b/c.yaml', range, newText: 'x' }] },
  ]);
});

test('draws a whole log', () => {
  const place = { uri: 'a%20b/D%C3%B6ckerfile%231', uriBaseId: '%SRCROOT%' };
  expect(checkAsSarif(REPORT, TOOL, new Map([['/r', 'file:///r/']]))).toEqual({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Registry Lens',
            semanticVersion: '1.2.3',
            rules: [
              {
                id: 'latest-tag',
                shortDescription: { text: 'No tag.' },
                defaultConfiguration: { level: 'warning' },
                helpUri: expect.stringMatching(/^https:.*\/latest-tag\.md$/),
                help: { text: expect.stringContaining('registry-lens: ignore latest-tag') },
              },
              {
                id: 'unpinned-image',
                shortDescription: { text: 'No digest.' },
                defaultConfiguration: { level: 'note' },
                helpUri: expect.stringMatching(/^https:.*\/unpinned-image\.md$/),
                help: { text: expect.stringContaining('registry-lens: ignore unpinned-image') },
              },
            ],
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { uri: 'file:///r/' } },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [
              {
                descriptor: { id: 'could-not-check/throttled' },
                level: 'note',
                message: {
                  text: expect.stringMatching(/^Could not check `ghcr\.io\/acme\/api:1`: ghcr\.io asked for a pause/),
                },
                locations: [{ physicalLocation: { artifactLocation: place } }],
              },
            ],
          },
        ],
        results: [
          {
            ruleId: 'unpinned-image',
            ruleIndex: 1,
            level: 'note',
            message: { text: 'Pin `node`.' },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: place,
                  region: { startLine: 2, startColumn: 6, endLine: 2, endColumn: 10 },
                },
              },
            ],
            partialFingerprints: { 'reference/v1': 'unpinned-image:node' },
            fixes: [
              {
                description: { text: 'Pin to digest' },
                artifactChanges: [
                  {
                    artifactLocation: place,
                    replacements: [
                      {
                        deletedRegion: { startLine: 2, startColumn: 10, endLine: 2, endColumn: 10 },
                        insertedContent: { text: '@sha256:0' },
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
});

test('names several roots apart', () => {
  const [file] = REPORT.files;
  if (file === undefined) throw new Error('no file');
  const two = {
    ...REPORT,
    files: [file, { ...file, root: '/s', file: 'x' }],
    unknown: REPORT.unknown.map(name => ({ ...name, root: '/s' })),
  };
  const [run] = checkAsSarif(
    two,
    TOOL,
    new Map([
      ['/r', 'file:///r/'],
      ['/s', 'file:///s/'],
    ]),
  ).runs;
  expect(run?.originalUriBaseIds).toEqual({ PATH1: { uri: 'file:///r/' }, PATH2: { uri: 'file:///s/' } });
  expect(run?.results?.map(result => result.locations?.[0]?.physicalLocation?.artifactLocation?.uriBaseId)).toEqual([
    'PATH1',
    'PATH2',
  ]);
  const [said] = run?.invocations?.[0]?.toolExecutionNotifications ?? [];
  expect(said?.locations?.[0]?.physicalLocation?.artifactLocation?.uriBaseId).toBe('PATH2');
});

test.each([
  ['a link', 'See [a](https://evil.example).', 'See \\[a\\](https://evil.example).'],
  ['a backslash before it', '\\[a](1)', '\\\\\\[a\\](1)'],
  ['a placeholder', '`{0}` {', '`{{0}}` {{'],
  ['line breaks and controls', 'a\r\nb\u001b[31mc\u202e', 'a bc'],
])('makes %s a text in messages, titles and notifications', (_, given, told) => {
  const [file] = REPORT.files;
  const [unknown] = REPORT.unknown;
  const [finding] = file?.findings ?? [];
  if (file === undefined || finding === undefined || unknown === undefined) throw new Error('no finding');
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
  const related = [{ file: 'b', range, message: given }];
  const fixes = finding.fixes.map(fix => ({ ...fix, title: given }));
  const hostile: Report = {
    ...REPORT,
    files: [{ ...file, findings: [{ ...finding, message: given, fixes, related }] }],
    unknown: [{ ...unknown, want: given }],
  };
  const [run] = checkAsSarif(hostile, TOOL, new Map()).runs;
  const [result] = run?.results ?? [];
  expect(result?.message.text).toBe(told);
  expect(result?.relatedLocations?.[0]?.message?.text).toBe(told);
  expect(result?.fixes?.[0]?.description?.text).toBe(told);
  const notification = run?.invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text;
  expect(notification).toContain(`\`ghcr.io/acme/api:${told.replaceAll('`', "'")}\``);
});

test('gives a file an address whose name holds half a character', () => {
  const [file] = REPORT.files;
  if (file === undefined) throw new Error('no file');
  const [run] = checkAsSarif({ ...REPORT, files: [{ ...file, file: 'a\ud83d/b' }] }, TOOL, new Map()).runs;
  expect(run?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('a%EF%BF%BD/b');
});
