import { compareGradleVersions, type GradleVersion, parseGradleVersion } from './gradle-version.ts';

/**
 * What a version in a Gradle script asks for (Gradle, DefaultVersionSelectorScheme; "Declaring Versions and Ranges").
 *
 * - `exact`: that very version, also as `[1.0]`.
 * - `prefix`: `1.+`, all that begin with the text before the plus sign.
 * - `latest`: `latest.release`, the highest that has at least that status.
 * - `range`: between bounds, of which either may be missing.
 */
export type GradleSelector =
  | { readonly is: 'exact'; readonly version: string }
  | { readonly is: 'prefix'; readonly prefix: string }
  | { readonly is: 'latest'; readonly status: string }
  | { readonly is: 'range'; readonly lower?: Bound; readonly upper?: Bound };

interface Bound {
  readonly version: GradleVersion;
  readonly isInclusive: boolean;
}

/** A version as written, without the mark that makes it a strict one. */
export interface WrittenGradleVersion {
  readonly selector: GradleSelector;
  /** Set for `1.0!!`: nothing else may be chosen for whoever else wants it. */
  readonly isStrict: boolean;
  /** Behind the mark, as in `[1.0,2.0)!!1.5`: what is taken as long as nobody wants anything else. */
  readonly preferred?: string;
}

/** Reads a version as people write it; `undefined` for none. Never throws, and anything that is no range is exact. */
export function parseGradleSelector(text: string): WrittenGradleVersion | undefined {
  if (text.length > LONGEST) return undefined;
  const mark = text.indexOf('!!');
  const written = mark < 0 ? text : text.slice(0, mark);
  if (written.trim() === '') return undefined;
  const behind = mark < 0 ? '' : text.slice(mark + 2).trim();
  const selector = selectorOf(written);
  return { selector, isStrict: mark >= 0, ...(behind === '' ? {} : { preferred: behind }) };
}

/**
 * Whether a release falls under it. An upper bound that is left out leaves out all that begins with its text and is
 * lower: `[1.0,2.0)` has no `2.0-beta1` (VersionRangeSelector).
 */
export function selects(selector: GradleSelector, version: GradleVersion): boolean {
  switch (selector.is) {
    case 'exact':
      return version.text === selector.version;
    case 'prefix':
      return version.text.startsWith(selector.prefix);
    case 'latest':
      // What Maven's repositories have is a release, or a snapshot (MavenMetadata of Gradle).
      return selector.status === 'integration' || !isGradleSnapshot(version.text);
    case 'range':
      return isAbove(selector.lower, version) && isBelow(selector.upper, version);
  }
}

/** Whether it takes whatever is newest: `+`, `latest.…`, a range without an upper end. */
export function isOpenSelector(selector: GradleSelector): boolean {
  switch (selector.is) {
    case 'exact':
      return false;
    case 'prefix':
      return selector.prefix === '';
    case 'latest':
      return true;
    case 'range':
      return selector.upper === undefined;
  }
}

/** Whether new bytes may be published under a version. */
export function isGradleSnapshot(version: string): boolean {
  return version.endsWith('-SNAPSHOT');
}

/** In characters; people write some tens. */
const LONGEST = 300;
const BOUND = '[^\\s,\\[\\]()]+';
const FINITE = new RegExp(`^[\\[\\](]\\s*(?<lower>${BOUND})\\s*,\\s*(?<upper>${BOUND})\\s*[\\[\\])]$`);
const BELOW = new RegExp(`^\\(\\s*,\\s*(?<upper>${BOUND})\\s*[\\[\\])]$`);
const ABOVE = new RegExp(`^[\\[\\](]\\s*(?<lower>${BOUND})\\s*,\\s*\\)$`);
const SINGLE = new RegExp(`^\\[\\s*(?<lower>${BOUND})\\]$`);

function selectorOf(text: string): GradleSelector {
  const single = SINGLE.exec(text)?.groups;
  if (single?.lower !== undefined) return { is: 'exact', version: single.lower };
  const groups = (FINITE.exec(text) ?? BELOW.exec(text) ?? ABOVE.exec(text))?.groups;
  if (groups !== undefined) {
    const lower = groups.lower === undefined ? undefined : boundOf(groups.lower, text.startsWith('['));
    const upper = groups.upper === undefined ? undefined : boundOf(groups.upper, text.endsWith(']'));
    if (groups.lower === groups.upper && lower?.isInclusive === true && upper?.isInclusive === true) {
      return { is: 'exact', version: lower.version.text };
    }
    return { is: 'range', ...(lower === undefined ? {} : { lower }), ...(upper === undefined ? {} : { upper }) };
  }
  if (text.endsWith('+')) return { is: 'prefix', prefix: text.slice(0, -1) };
  if (text.startsWith('latest.')) return { is: 'latest', status: text.slice('latest.'.length) };
  return { is: 'exact', version: text };
}

function boundOf(text: string, isInclusive: boolean): Bound {
  return { version: parseGradleVersion(text), isInclusive };
}

function isAbove(bound: Bound | undefined, version: GradleVersion): boolean {
  if (bound === undefined) return true;
  const difference = compareGradleVersions(version, bound.version);
  return difference > 0 || (difference === 0 && bound.isInclusive);
}

function isBelow(bound: Bound | undefined, version: GradleVersion): boolean {
  if (bound === undefined) return true;
  const difference = compareGradleVersions(version, bound.version);
  if (bound.isInclusive) return difference <= 0;
  return difference < 0 && !version.text.startsWith(bound.version.text);
}
