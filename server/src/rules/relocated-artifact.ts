import { PACKAGES } from '../ecosystems/index.ts';
import type { Relocation } from '../model/answer.ts';
import type { Fix } from '../model/finding.ts';
import { code, plainText } from '../model/plain-text.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { textUnder } from '../model/span.ts';
import type { Rule, Sight } from './rule.ts';

/**
 * What is wanted is to be had under another name, where clients are led on to: what is built is not what is written. A
 * name that was moved on for later releases alone still is what it was.
 */
export const relocatedArtifact: Rule<'release'> = {
  id: 'relocated-artifact',
  judges: 'release',
  family: 'release',
  severity: 'warning',
  summary: 'The artifact was relocated by its author: it is to be had under another name or version.',
  judge(sight) {
    const { subject, reference } = sight;
    const { words } = PACKAGES[subject.registry];
    const state = sight.standing();
    if (state.is !== 'relocated') return [];
    const { to, version, later } = state;
    const where = `${code(to.name)} ${code(to.version)}`;
    const prose = plainText(to.message ?? '');
    const what =
      later === true
        ? `${code(subject.name)} gets its later releases under another name: its newest was relocated to ${where}`
        : `${code(subject.name)} ${code(version)} was relocated to ${where}`;
    const meaning = later === true || words.relocated === undefined ? '' : ` ${words.relocated}.`;
    const renamed = later === true ? 'Take the new name with the next upgrade.' : 'Write the new name.';
    const isLocked = reference.role === 'lock';
    const written = to.name === subject.name ? 'Write the new version.' : renamed;
    const todo = isLocked ? 'Take the new one where it is wanted.' : written;
    return [
      {
        ...(later === true || isLocked ? { severity: 'hint' as const } : {}),
        message: `${what}${prose === '' ? '.' : `: “${prose}”${/[.!?…]$/.test(prose) ? '' : '.'}`}${meaning} ${todo}`,
        fixes: later === true ? [] : renameTo(to, sight),
        culprit: `was relocated to ${where}`,
        transitively: 'hint',
      },
    ];
  },
};

/** Name and version together: half of it is a name that nobody has, or somebody else. */
function renameTo(to: Relocation, { subject, text }: Sight<ReleaseSubject>): Fix[] {
  const { edit, nameAt = [], registry, want, name } = subject;
  const { nameParts = (whole: string) => [whole], versions } = PACKAGES[registry];
  const parts = nameParts(to.name);
  if (nameAt.length === 0 || parts.length !== nameAt.length) return [];
  const version = want.is === 'exact' && want.version === to.version ? want.text : versions.rewrite(want, to.version);
  if (version === undefined || (edit === undefined && version !== want.text)) return [];
  const pieces = [
    ...nameAt.map((span, i) => ({ span, put: parts[i] ?? '' })),
    ...(edit === undefined ? [] : [{ span: edit, put: version }]),
  ];
  const edits = pieces
    .map(({ span, put }) => ({ span, expects: textUnder(text, span), put }))
    .filter(({ expects, put }) => expects !== put);
  const title =
    to.name === name ? `Change to ${code(to.version)}` : `Change to ${code(`${to.name}`)} ${code(to.version)}`;
  return edits.length === 0 ? [] : [{ title, safety: 'review', edits }];
}
