import { parseRequirement } from './requirement.ts';
import { requirementsLines } from './requirements-lines.ts';
import { splitLine } from './requirements-options.ts';

/**
 * Whether a text of any name is a requirements file that says something of indexes, or includes another: each of its
 * lines is a requirement or an option, and one of them is such an option. Its names may be private ones, or those of
 * what it includes.
 */
export function saysWhereToAsk(text: string): boolean {
  if (text.length > LONGEST || !OPTION.test(text)) return false;
  let says = false;
  for (const { text: line } of requirementsLines(text).lines) {
    const { argument, options } = splitLine(line);
    if (argument === '' ? options.length === 0 : parseRequirement(argument) === undefined) return false;
    says ||= argument === '' && options.some(({ name, value }) => WHERE.has(name) && value !== '');
  }
  return says;
}

const OPTION = /^[ \t]*-/m;
const WHERE: ReadonlySet<string> = new Set(['requirement', 'constraint', 'index-url', 'extra-index-url']);
// Longer than people write one; in characters.
const LONGEST = 100_000;
