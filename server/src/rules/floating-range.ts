import { anyVersionText, PACKAGES } from '../ecosystems/index.ts';
import type { Fix } from '../model/finding.ts';
import { code } from '../model/plain-text.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { textUnder } from '../model/span.ts';
import type { Rule, Sight } from './rule.ts';

/**
 * Any version will do, so the next fresh install may take a new major version. A peer's version is chosen elsewhere,
 * and what is locked is judged where it is locked. Where even so nothing is to be had, or nothing good, another rule
 * says that alone.
 */
export const floatingRange: Rule<'release'> = {
  id: 'floating-range',
  judges: 'release',
  family: 'release',
  severity: 'information',
  summary: `A dependency takes any version: ${anyVersionText()}.`,
  judge(sight) {
    const { subject } = sight;
    if (subject.peer === true || subject.restricted === true || subject.held !== undefined) return [];
    if (!PACKAGES[subject.registry].versions.isFloating(subject)) return [];
    const written = subject.want.text.trim();
    const how = written === '' ? 'without a version' : `as ${code(written)}`;
    return [
      {
        message: `${code(subject.name)} is wanted ${how}: a fresh install takes whatever is newest, the next major version too. Name the versions that fit.`,
        fixes: nameVersions(sight),
      },
    ];
  },
};

/** A range from the release on that would be installed today. */
function nameVersions({ subject, text, glance, derive }: Sight<ReleaseSubject>): Fix[] {
  const { edit } = subject;
  if (edit === undefined) return [];
  const { standing, versions } = PACKAGES[subject.registry];
  const state = standing(subject, glance, derive);
  if (state.is !== 'live') return [];
  const put = versions.rangeFrom(state.version);
  const edits = [{ span: edit, expects: textUnder(text, edit), put }];
  return [{ title: `Require ${code(put)}`, safety: 'review', edits }];
}
