import type { Edit } from '../../../../model/finding.ts';
import type { ActionStep } from '../../../../model/pipeline.ts';
import type { PolicyCover, RetentionPolicy } from '../../../../model/retention.ts';
import { type Span, spanOf, textUnder } from '../../../../model/span.ts';
import { covers } from '../../../../model/statement.ts';
import { withoutHost } from '../per-repository.ts';

/** An action that deletes versions of packages, and what a step has it do: a row of the table in `index.ts`. */
export interface CleanUpAction {
  /** As `ActionStep.action`. */
  readonly action: string;
  /** `undefined` where it deletes no images. */
  policyOf(use: CleanUpUse): CleanUpPolicy | undefined;
}

/** What an action knows of its policy; the rest is the step's. */
export type CleanUpPolicy = Omit<RetentionPolicy, 'isIdle' | 'name' | 'provider'> & { readonly isIdle?: boolean };

/** A step that uses such an action. */
export interface CleanUpUse {
  readonly version: ActionVersion;
  /** Where the action is named. */
  readonly at: Span;
  /** What an input is given, without blanks around it; empty where it is given nothing. */
  input(name: string): string;
  /** Where that stands; absent where it is given nothing. */
  place(name: string): Span | undefined;
  /** The change that names another version, where one is named and no commit or branch is. */
  named(version: string): Edit | undefined;
  /** The change that gives an input something; `undefined` where it cannot be written in a line of its own. */
  give(name: string, value: string): Edit | undefined;
}

/** The version of an action as far as its reference tells, as `v3` does not tell the second number. */
export interface ActionVersion {
  readonly major?: number;
  readonly minor?: number;
}

/** Whether a text holds what is only known when the workflow runs. */
export function isComputed(text: string): boolean {
  return text.includes('${{');
}

/** Of tags in one input: each tag of an image is held against each of them. What more would mean is not known. */
export const MOST_PATTERNS = 200;

/** How a step uses an action, in the text of its document. */
export function cleanUpUse(step: ActionStep, text: string): CleanUpUse {
  const { inputs, uses } = step;
  return {
    version: versionOf(step, text),
    at: uses,
    input: name => inputs.get(name)?.text.trim() ?? '',
    place: name => inputs.get(name)?.at,
    named(other) {
      const written = textUnder(text, uses);
      const start = written.lastIndexOf('@') + 1;
      const own = written.slice(start);
      if (start === 0 || !/^v\d+\.\d+\.\d+$/.test(own)) return undefined;
      return { span: spanOf(uses.start + start, uses.end), expects: own, put: other };
    },
    give(name, value) {
      const own = inputs.get(name);
      if (own !== undefined) {
        const written = textUnder(text, own.at);
        return written.includes('\n') ? undefined : { span: own.at, expects: written, put: value };
      }
      for (const { at } of inputs.values()) {
        const start = text.lastIndexOf('\n', at.start - 1) + 1;
        const [indent] = /^ *(?=[\w-]+:[ \t]+["']?$)/.exec(text.slice(start, at.start)) ?? [];
        const [behind = ''] =
          /^["']?[ \t]*(?:#.*)?(?=\r?\n|$)/.exec(text.slice(at.end, at.end + LONGEST_COMMENT)) ?? [];
        if (indent === undefined || textUnder(text, at).includes('\n')) continue;
        const end = at.end + behind.length;
        if (end < text.length && !/[\r\n]/.test(text[end] ?? '')) continue;
        const newline = text.includes('\r\n') ? '\r\n' : '\n';
        return { span: spanOf(end, end), expects: '', put: `${newline}${indent}${name}: ${value}` };
      }
      return undefined;
    },
  };
}

const LONGEST_COMMENT = 1000;

/** Who pins a commit writes its version behind it, as programs that update such pins do. */
function versionOf({ version, uses }: ActionStep, text: string): ActionVersion {
  const [, commented] = /^["']?[ \t]+#[ \t]*(\S+)/.exec(text.slice(uses.end, uses.end + 200)) ?? [];
  const told = /^[0-9a-f]{40}$/.test(version) ? (commented ?? '') : version;
  const [, major, minor] = /^v?(\d{1,4})(?:\.(\d{1,4}))?(?:\.|$)/.exec(told) ?? [];
  return {
    ...(major === undefined ? {} : { major: Number(major) }),
    ...(minor === undefined ? {} : { minor: Number(minor) }),
  };
}

/**
 * Which images are meant by the packages of an owner.
 *
 * @param owner empty, or computed: whose workflow it is
 * @param packages patterns in which stars stand for any text; those with an exclamation mark are not meant. `undefined`
 *   where the text does not tell
 */
export function packagesCover(owner: string, packages: readonly string[] | undefined): PolicyCover {
  const known = isComputed(owner) || !/^[\w.-]+$/.test(owner) ? '*' : owner.toLowerCase();
  const isTold = packages !== undefined && !packages.some(each => isComputed(each) || /\s/.test(each));
  if (!isTold) return { hosts: HOST, ...(known === '*' ? {} : { repositories: [`${known}/*`] }) };
  const meant = packages.filter(each => !each.startsWith('!'));
  const excepted = packages.flatMap(each => (each.startsWith('!') ? [each.slice(1)] : []));
  const some = meant.length === 0 && excepted.length > 0 ? ['*'] : meant;
  return {
    hosts: HOST,
    repositories: some.map(each => `${known}/${each.replaceAll('?', '*')}`),
    covers(repository) {
      const slash = repository.indexOf('/');
      const name = repository.slice(slash + 1);
      return (
        (slash <= 0 || known === '*' || known === repository.slice(0, slash)) &&
        some.some(each => matchesStars(each, name)) &&
        !excepted.some(each => matchesStars(each, name))
      );
    },
  };
}

const HOST = 'ghcr.io';

/** Whether a repository, with its host or without, is one of those that are meant. */
export function isFor({ covers: tells }: PolicyCover): (repository: string) => boolean {
  return repository => tells?.(withoutHost(repository)) !== false;
}

/** Whether a pattern with stars, and question marks for one character, stands for a text as a whole. */
export function matchesStars(pattern: string, text: string): boolean {
  if (!pattern.includes('?')) return covers(pattern, text);
  return starMatch([...pattern], [...text]);
}

function starMatch(pattern: readonly string[], text: readonly string[]): boolean {
  let [at, from, star, mark] = [0, 0, -1, 0];
  while (at < text.length) {
    if (from < pattern.length && pattern[from] === '*') {
      star = from;
      mark = at;
      from += 1;
    } else if (from < pattern.length && (pattern[from] === '?' || pattern[from] === text[at])) {
      from += 1;
      at += 1;
    } else if (star >= 0) {
      mark += 1;
      at = mark;
      from = star + 1;
    } else return false;
  }
  return pattern.slice(from).every(each => each === '*');
}
