/** One challenge of a `www-authenticate` header: how a registry wants to be asked. */
export interface Challenge {
  /** Lower-case, as in `bearer` or `basic`. */
  readonly scheme: string;
  /** By lower-case name, unquoted. */
  readonly parameters: Readonly<Record<string, string>>;
}

const TOKEN = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const TOKEN68 = /[A-Za-z0-9._~+/-]+=*(?=\s*(?:,|$))/y;
const BLANKS_AND_COMMAS = /[\s,]*/y;
const EQUALS = /\s*=\s*/y;

/**
 * Reads all challenges of a header (RFC 9110, sections 11.2 and 11.6.1; several headers are joined by commas before).
 * Commas inside quotes, as in `scope="repository:a:pull,push"`, separate nothing. What follows a fault is left out.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Record<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    if (match) at = pattern.lastIndex;
    return match;
  };
  for (;;) {
    take(BLANKS_AND_COMMAS);
    const word = take(TOKEN)?.[0];
    if (word === undefined) return challenges;
    const current = challenges.at(-1);
    if (!take(EQUALS)) {
      challenges.push({ scheme: word.toLowerCase(), parameters: {} });
      // A scheme may be followed by one opaque text instead of parameters, as in `Negotiate abc==`.
      take(/[ \t]+/y);
      take(TOKEN68);
      continue;
    }
    const quoted = take(QUOTED)?.[1];
    const value = quoted === undefined ? take(TOKEN)?.[0] : quoted.replace(/\\(.)/g, '$1');
    if (value === undefined || current === undefined) return challenges;
    const name = word.toLowerCase();
    if (!Object.hasOwn(current.parameters, name)) current.parameters[name] = value;
  }
}
