import { expect, test } from 'vitest';
import type { Finding, Severity } from '../../server/src/model/finding.ts';
import type { FileReport, FoundCulprit, Report, UnknownName } from '../../server/src/model/report.ts';
import { spanOf } from '../../server/src/model/span.ts';
import { checkAsJson } from '../../server/src/views/json.ts';
import { checkForTerminal } from '../../server/src/views/terminal.ts';

const STATS = { files: 2, references: 5, questions: 4, cacheHits: 1, requests: 3, bytes: 99, milliseconds: 1234 };

function finding(rule: string, severity: Severity, at: number, message: string, safe = false): Finding {
  const fixes = safe ? [{ title: 'Pin to digest', safety: 'safe', edits: [] } as const] : [];
  return { rule, severity, at: spanOf(at, at + 1), message, fixes };
}

function report(files: readonly Partial<FileReport>[], unknown: readonly UnknownName[] = []): Report {
  const whole = { file: 'Dockerfile', root: '/r', shown: 'Dockerfile', text: '', findings: [] };
  return { files: files.map(file => ({ ...whole, ...file })), unknown, stats: STATS };
}

const name = (registry: 'oci' | 'npm', of: string, want: string | null, why: UnknownName['why']): UnknownName => ({
  file: 'Dockerfile',
  root: '/r',
  registry,
  name: of,
  want,
  why,
});

test('groups findings by file, aligned, and sums them up', () => {
  const printed = checkForTerminal(
    report([
      {
        shown: 'web/Dockerfile',
        text: `FROM node\n${'\n'.repeat(9)}FROM alpine:3\n`,
        findings: [
          finding('latest-tag', 'warning', 5, '`node` has no tag.', true),
          finding('unpinned-image', 'information', 24, '`alpine:3` has no digest.', true),
        ],
      },
      { shown: 'web/quiet.Dockerfile' },
      { shown: 'package.json', text: '{}', findings: [finding('missing-package', 'error', 0, 'There is no `x`.')] },
    ]),
    { colours: false },
  );
  expect(printed).toBe(
    `web/Dockerfile
   1:6  warning      \`node\` has no tag.  latest-tag
  11:6  information  \`alpine:3\` has no digest.  unpinned-image

package.json
   1:1  error        There is no \`x\`.  missing-package

3 problems: 1 error, 1 warning, 1 information (5 references in 2 files, 3 requests, 1.2 s)
2 problems can be fixed without changing what is selected: add --fix safe.
`,
  );
});

test('tells apart what could not be checked, in plain words', () => {
  const printed = checkForTerminal(
    report(
      [{}],
      [
        name('oci', 'docker.io/library/node', '20', 'refused'),
        name('oci', 'docker.io/acme/api', null, 'refused'),
        name('oci', 'docker.io/library/node', '20', 'refused'),
        name('npm', '@acme/http', '^1.0.0', 'unreachable'),
      ],
    ),
    { colours: false },
  );
  expect(printed).toBe(
    `No problems in what could be checked (5 references in 2 files, 3 requests, 1.2 s)

Could not check 3 names against the registry:
  docker.io refused access; it may want a login, or another one:
    node:20, acme/api
  The npm registry could not be reached:
    @acme/http ^1.0.0
`,
  );
});

test('names only some of many', () => {
  const many = Array.from({ length: 20 }, (_, i) => name('npm', `p${i}`, '1', 'offline'));
  expect(checkForTerminal(report([{}], many), { colours: false })).toMatch(/p7 1 and 12 more\n$/);
});

test('praises where nothing was found, and not where nothing was read', () => {
  expect(checkForTerminal(report([{}]), { colours: false })).toMatch(/^No problems \(/);
  expect(checkForTerminal({ ...report([]), stats: { ...STATS, files: 0 } }, { colours: false })).toMatch(
    /^Found no file/,
  );
});

test('hides what a terminal would obey', () => {
  const bad = '\u001b[31mred\u001b]0;title\u0007\u009b2J\u202Eevil\r\nnext';
  const printed = checkForTerminal(
    report(
      [{ shown: bad, text: 'x', findings: [finding('r', 'hint', 0, bad)] }],
      [name('npm', bad, bad, 'offline'), name('oci', `${bad}/x`, null, 'garbled')],
    ),
    { colours: false },
  );
  expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test('colours severities and what stands in backticks', () => {
  const printed = checkForTerminal(
    report([{ text: 'x', findings: [finding('latest-tag', 'warning', 0, 'Name `node`.')] }]),
    { colours: true },
  );
  expect(printed).toContain('\u001b[33mwarning\u001b[39m  Name \u001b[36mnode\u001b[39m.');
});

test('wraps long messages beside their indentation', () => {
  const message = `${'word '.repeat(20)}end.`;
  const printed = checkForTerminal(report([{ text: 'x', findings: [finding('some-rule', 'hint', 0, message)] }]), {
    colours: false,
    width: 60,
  });
  const [, ...lines] = printed.split('\n\n')[0]?.split('\n') ?? [];
  expect(lines.length).toBe(3);
  expect(lines.every(line => line.length <= 60)).toBe(true);
  expect(lines.slice(1).every(line => /^ {13}\S/.test(line))).toBe(true);
  expect(lines.map(line => line.trim()).join(' ')).toBe(`1:1  hint  ${message}  some-rule`);
});

test('sums up what lockfiles hold that is not as it should be, each once', () => {
  const culprit = { registry: 'npm', version: '1.3.0', what: 'was unpublished', severity: 'error' } as const;
  const gone = (of: string, ways: number): FoundCulprit => ({ ...culprit, name: of, ways });
  const files = [
    {
      file: 'a/package-lock.json',
      shown: 'a/package-lock.json',
      culprits: [gone('left-pad', 12), gone('left-pad', 1)],
    },
    { file: 'b/package-lock.json', shown: 'b/package-lock.json', culprits: [gone('left-pad', 1), gone('x', 1000)] },
    {
      ...{ file: 'yarn.lock', shown: 'yarn.lock' },
      culprits: [
        { ...gone('old', 1), what: 'is deprecated', severity: 'hint' } as const,
        { ...gone('\u001b[2Jy', 0), what: 'was yanked by its author', severity: 'information' } as const,
      ],
    },
  ];
  const printed = checkForTerminal(report(files), { colours: false });
  expect(printed.slice(printed.indexOf('What lockfiles'))).toBe(
    `What lockfiles hold:
  \`left-pad\` 1.3.0 was unpublished: in 2 lockfiles, by 14 ways
  \`x\` 1.3.0 was unpublished: in \`b/package-lock.json\`, by 1000 or more ways
  \`y\` 1.3.0 was yanked by its author: in \`yarn.lock\`
`,
  );
  expect(checkAsJson(report(files))).toMatchObject({
    culprits: [
      {
        ...{ registry: 'npm', name: 'left-pad', version: '1.3.0', what: 'was unpublished' },
        lockfiles: [
          { file: 'a/package-lock.json', ways: 13 },
          { file: 'b/package-lock.json', ways: 1 },
        ],
      },
      { name: 'x' },
      { what: 'was yanked by its author' },
      { name: 'old' },
    ],
  });
});
