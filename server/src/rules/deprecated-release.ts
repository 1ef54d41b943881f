import type { PackageFact } from '../model/answer.ts';
import { code, plainText } from '../model/plain-text.ts';
import type { ReleaseSubject } from '../model/reference.ts';
import { releaseState } from './release-state.ts';
import type { ReleaseRule, Sight } from './rule.ts';
import { advice, fixesOf, wayOut } from './upgrading.ts';

/**
 * The author advises against the release that would be installed. A range is judged by what the client would choose,
 * and it chooses a deprecated release only where nothing else fits (npm-pick-manifest), so one good release keeps this
 * quiet.
 */
export const deprecatedRelease: ReleaseRule = {
  id: 'deprecated-release',
  judges: 'release',
  family: 'release',
  severity: 'warning',
  summary: 'The release that would be installed is deprecated by its author.',
  judge(sight) {
    const state = releaseState(sight);
    if (state.is !== 'found' || state.standing.is !== 'deprecated') return undefined;
    const prose = plainText(state.standing.message);
    const way = wayOut(sight);
    return {
      deprecated: true,
      message: `${what(sight, state.version)}${prose === '' ? '.' : `: “${prose}”${/[.!?…]$/.test(prose) ? '' : '.'}`}${advice(way)}`,
      fixes: fixesOf(way),
    };
  },
};

function what({ subject, glance, derive }: Sight<ReleaseSubject>, version: string): string {
  const { registry, name, want } = subject;
  const answer = glance({ ask: 'package', registry, name });
  if (answer.state === 'known' && derive(answer.fact, isDeprecated)) {
    return `${code(name)} is deprecated, all of its versions`;
  }
  switch (want.is) {
    case 'exact':
      return `${code(name)} ${code(version)} is deprecated`;
    case 'tag':
      return `${code(name)} ${code(version)}, the version tagged ${code(want.text)}, is deprecated`;
    case 'range':
      return `Every version of ${code(name)} that ${code(want.text)} allows is deprecated`;
  }
}

/** Whether all releases are. A derivation: see `Derive`. */
function isDeprecated({ releases }: PackageFact): boolean {
  return releases.every(release => release.standing.is === 'deprecated');
}
