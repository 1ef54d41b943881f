import type { Severity } from './model/finding.ts';
import type { PolicyFor } from './model/policy.ts';
import type { Subject } from './model/reference.ts';
import { namePatterns } from './name-patterns.ts';
import { DEFAULT_OVERRIDES, type Override } from './overrides.ts';
import { readGlobs, rememberFolders } from './patterns/globs.ts';
import type { Settings } from './settings.ts';

/** What one party says. */
export interface Level extends Pick<Settings, 'rules' | 'overrides' | 'ignore'> {
  /** The names that lead from where its globs begin down to the folder from which files are named. */
  readonly above: readonly string[];
}

/**
 * Who is heard about a rule: the user, then the repository, then the defaults. Of what one party says, the last
 * override that fits comes before what it says of the rule everywhere, as it is the more exact. What one of them
 * ignores is ignored. The default overrides stand where nobody sets others.
 *
 * @param user what the user says, and from where on files are named for the defaults too
 * @param repository what the repository's own file says, if it may say something
 */
export function policyOf(user: Level, repository?: Level): PolicyFor {
  const levels = repository === undefined ? [user] : [user, repository];
  const isReplaced = levels.some(({ overrides }) => overrides !== undefined);
  const defaults: Level = { ...user, rules: {}, ignore: [], overrides: isReplaced ? [] : DEFAULT_OVERRIDES };
  const heard = [...levels, defaults].map(severitiesOf);
  const ignores = namePatterns(levels.flatMap(({ ignore }) => ignore));
  return names => {
    const here = heard.flatMap(level => level(names) ?? []);
    return {
      ignores,
      severityOf(ruleId, subject) {
        for (const severityFor of here) {
          const severity = severityFor(ruleId, subject);
          if (severity !== undefined) return severity;
        }
        return undefined;
      },
    };
  };
}

type SeverityFor = (ruleId: string, subject: Subject) => Severity | 'off' | undefined;

/** What one party says of a file, told by its names; `undefined` where it says nothing of any rule there. */
function severitiesOf({ rules, overrides = [], above }: Level): (names: readonly string[]) => SeverityFor | undefined {
  const saysNothing = Object.keys(rules).length === 0;
  const lastFirst = overrides.map(fitting).reverse();
  return names => {
    const whole = [...above, ...names];
    const here = lastFirst.filter(({ isFor }) => isFor(whole));
    // Mostly so, and every rule asks at every reference.
    if (here.length === 0) return saysNothing ? undefined : ruleId => rules[ruleId];
    // All rules ask about one subject after the other.
    let last: { readonly subject: Subject; readonly fits: readonly Fitting[] } | undefined;
    return (ruleId, subject) => {
      if (last?.subject !== subject) last = { subject, fits: here.filter(({ isAbout }) => isAbout(subject)) };
      const other = last.fits.find(override => override.rules[ruleId] !== undefined);
      return (other?.rules ?? rules)[ruleId];
    };
  };
}

/** An override, and where it fits. */
interface Fitting extends Pick<Override, 'rules'> {
  readonly isFor: (names: readonly string[]) => boolean;
  readonly isAbout: (subject: Subject) => boolean;
}

function fitting({ files, names, rules }: Override): Fitting {
  return {
    rules,
    isFor: files === undefined ? () => true : rememberFolders(readGlobs(files)),
    isAbout: names === undefined ? () => true : namePatterns(names),
  };
}
