import { expect, it } from 'vitest';
import type { Finding } from '../../server/src/model/finding.ts';
import { linesOf } from '../../server/src/model/positions.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { diagnosticsOf } from '../../server/src/views/diagnostics.ts';

const TEXT = '{\r\n  "x": "1"\r\n}';
const FINDING: Finding = {
  rule: 'deprecated-release',
  severity: 'warning',
  at: spanOf(5, 13),
  message: '`x` is deprecated.',
  deprecated: true,
  fixes: [],
};

it('says a finding as the protocol says it', () => {
  expect(diagnosticsOf([FINDING], linesOf(TEXT), { codeDescription: true, tags: true, related: true })).toEqual([
    {
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 10 } },
      severity: 2,
      source: 'Registry Lens',
      code: 'deprecated-release',
      codeDescription: {
        href: 'https://github.com/registry-lens/registry-lens/blob/main/docs/rules/deprecated-release.md',
      },
      message: '`x` is deprecated.',
      tags: [2],
    },
  ]);
});

it('leaves out what the client does not know', () => {
  const [plain] = diagnosticsOf([{ ...FINDING, severity: 'hint' }], linesOf(TEXT), {
    codeDescription: false,
    tags: false,
    related: false,
  });
  expect(Object.keys(plain ?? {})).toEqual(['range', 'severity', 'source', 'code', 'message']);
  expect(plain?.severity).toBe(4);
});

it('points to other documents where the client can open them', () => {
  const range = { start: { line: 4, character: 5 }, end: { line: 4, character: 9 } };
  const related = [
    { file: 'b/Dockerfile', uri: 'file:///w/b/Dockerfile', range, message: 'Pinned here.' },
    { file: 'c/Dockerfile', range, message: 'No address.' },
  ];
  const abilities = { codeDescription: false, tags: false, related: true };
  const [diagnostic] = diagnosticsOf([{ ...FINDING, related }], linesOf(TEXT), abilities);
  expect(diagnostic?.relatedInformation).toEqual([
    { location: { uri: 'file:///w/b/Dockerfile', range }, message: 'Pinned here.' },
  ]);
});
