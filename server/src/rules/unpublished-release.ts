import { code } from '../model/plain-text.ts';
import { releaseState } from './release-state.ts';
import type { ReleaseRule } from './rule.ts';
import { advice, fixesOf, wayOut } from './upgrading.ts';
import { dayOf } from './wording.ts';

/** It was published once and has been taken back: whoever has no copy cannot install it. */
export const unpublishedRelease: ReleaseRule = {
  id: 'unpublished-release',
  judges: 'release',
  family: 'release',
  severity: 'error',
  summary: 'The version, or the whole package, was published once and has since been removed.',
  judge(sight) {
    const { subject } = sight;
    const state = releaseState(sight);
    if (state.is === 'package-removed') {
      const day = dayOf(state.on);
      return {
        message: `${code(subject.name)} was unpublished${day === undefined ? '' : ` on ${day}`}, all of its versions: it cannot be installed any more. Remove it or choose another package.`,
        fixes: [],
      };
    }
    if (state.is !== 'removed') return undefined;
    // The registry's date for a removed version is that of its publishing in some documents and of its removal in
    // others.
    const day = dayOf(state.lastSeen);
    const which =
      subject.want.is === 'exact'
        ? code(state.version)
        : `${code(state.version)}, which ${code(subject.want.text)} asks for,`;
    const way = wayOut(sight);
    return {
      message: `${code(subject.name)} ${which} was unpublished${day === undefined ? '' : ` (its last date is ${day})`}: it cannot be installed any more.${advice(way)}`,
      fixes: fixesOf(way),
    };
  },
};
