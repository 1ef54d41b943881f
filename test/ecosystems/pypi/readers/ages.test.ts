import { expect, test } from 'vitest';
import { pypi } from '../../../../server/src/ecosystems/pypi/index.ts';
import { pyproject } from '../../../../server/src/ecosystems/pypi/readers/pyproject.ts';
import { linesOf } from '../../../../server/src/model/positions.ts';
import { NOTHING_AROUND } from '../../../../server/src/model/reader.ts';
import { createStatements } from '../../../../server/src/workspace/statements.ts';

/** The limit for `a`, which a project in `/w/p` requires, by what it says itself and by files around it. */
function limitOf(own: string, files: Readonly<Record<string, string>> = {}): string {
  const statements = createStatements(() => undefined);
  const all = { ...files, '/w/p/pyproject.toml': `[project]\nname = "p"\ndependencies = ["a>=1"]\n${own}` };
  const around = { ...NOTHING_AROUND, folder: '/w/p', told: statements.toldIn(['/w/p', '/w']) };
  for (const [file, text] of Object.entries(all)) {
    const [folder, name] = [file.slice(0, file.lastIndexOf('/')), file.slice(file.lastIndexOf('/') + 1)];
    const reader = pypi.readers.find(each => each.files.includes(name));
    const said = reader?.mayState?.(text) === false ? [] : (reader?.read(text, name).statements ?? []);
    statements.put({ id: file, folder, file, rangeOf: linesOf(text).rangeOf }, 'disk', said);
  }
  const { references } = pyproject.read(all['/w/p/pyproject.toml'], 'pyproject.toml', around);
  const subject = references.find(each => each.subject.kind === 'release' && each.subject.name === 'a')?.subject;
  const limit = subject?.kind === 'release' ? subject.ageLimit : undefined;
  if (limit === undefined) return 'any';
  const { tool, least, by } = limit;
  const length = least.is === 'age' ? `${least.milliseconds / 3_600_000}h` : new Date(least.moment).toISOString();
  return `${tool} ${length} by ${by}`;
}

const uv = (text: string) => `[tool.uv]\n${text}\n`;
const OWN = 'by /w/p/pyproject.toml';

test.each([
  ['a duration in words', uv('exclude-newer = "3 days"'), `uv 72h ${OWN}`],
  ['several words', uv('exclude-newer = "1 week, 2 days 3 hours"'), `uv 219h ${OWN}`],
  ['short words', uv('exclude-newer = "1w 2d"'), `uv 216h ${OWN}`],
  ['by ISO 8601', uv('exclude-newer = "P1DT12H"'), `uv 36h ${OWN}`],
  ['months are no length', uv('exclude-newer = "1 month"'), 'any'],
  ['no time', uv('exclude-newer = "P"'), 'any'],
  ['a moment', uv('exclude-newer = "2026-01-02T03:04:05Z"'), `uv 2026-01-02T03:04:05.000Z ${OWN}`],
  ['a day, until it ended everywhere', uv('exclude-newer = "2026-01-02"'), `uv 2026-01-03T12:00:00.000Z ${OWN}`],
  ['no such day', uv('exclude-newer = "soon"'), 'any'],
  ['another package', uv('exclude-newer = "3 days"\nexclude-newer-package = { b = false }'), `uv 72h ${OWN}`],
  ['the package let through', uv('exclude-newer = "3 days"\nexclude-newer-package = { A = false }'), 'any'],
  ['the package alone', uv('exclude-newer-package = { a = "1 day" }'), `uv 24h ${OWN}`],
  ['an index of its own', uv('exclude-newer = "3 days"\n[[tool.uv.index]]\nexclude-newer = false\n'), 'any'],
  ['of no project of uv', '[tool.poetry]\n', 'any'],
])('uv: %s', (_what, own, expected) => {
  expect(limitOf(own)).toBe(expected);
});

test.each([
  [
    'uv’s own file goes first',
    uv('exclude-newer = "3 days"'),
    { '/w/p/uv.toml': 'exclude-newer = "1 day"' },
    'uv 24h by /w/p/uv.toml',
  ],
  ['uv’s own file alone', '', { '/w/p/uv.toml': 'exclude-newer = "1 day"' }, 'uv 24h by /w/p/uv.toml'],
  ['above, where no workspace is', uv(''), { '/w/pyproject.toml': uv('exclude-newer = "1 day"') }, 'any'],
  [
    'the root of a workspace',
    uv(''),
    { '/w/pyproject.toml': `${uv('exclude-newer = "1 day"')}[tool.uv.workspace]\nmembers = ["p"]\n` },
    'uv 24h by /w/pyproject.toml',
  ],
  [
    'Poetry’s days',
    '[tool.poetry]\n',
    { '/w/p/poetry.toml': '[solver]\nmin-release-age = 7' },
    'Poetry 168h by /w/p/poetry.toml',
  ],
  [
    'let through by Poetry',
    '[tool.poetry]\n',
    { '/w/p/poetry.toml': '[solver]\nmin-release-age = 7\nmin-release-age-exclude = "b, A"' },
    'any',
  ],
  [
    'sources let through by Poetry',
    '[tool.poetry]\n',
    { '/w/p/poetry.toml': '[solver]\nmin-release-age = 7\nmin-release-age-exclude-source = "ours"' },
    'any',
  ],
])('%s', (_what, own, files, expected) => {
  expect(limitOf(own, files)).toBe(expected);
});
