import { readBracket } from './bracket.ts';
import { type NamePart, namePattern } from './name-pattern.ts';
import type { PathStep } from './path-tree.ts';

/** A line of a .gitignore file. */
export interface GitPattern {
  readonly steps: readonly PathStep[];
  /** `!`: what it matches is not hidden. */
  readonly isException: boolean;
  readonly ends: 'anywhere' | 'at-folders';
  /** Whether it is tried on names, and not only looked up. */
  readonly isWild: boolean;
}

/**
 * Reads a line of a .gitignore file, without its end: gitignore(5), "PATTERN FORMAT"; git's dir.c, `parse_path_pattern`
 * and wildmatch.c. `undefined` for what matches nothing: comments, empty lines, and patterns that are broken. Never
 * throws.
 *
 * As in the manual, `**` beside other characters is one star; git before 2.53 took it for more behind a name without
 * wildcards.
 */
export function readGitPattern(line: string): GitPattern | undefined {
  if (line.startsWith('#')) return undefined;
  let text = withoutSpaces(line);
  const isException = text.startsWith('!');
  if (isException) text = text.slice(1);
  const isForFolders = text.endsWith('/');
  if (isForFolders) text = text.slice(0, -1);
  const isAnchored = text.includes('/');
  const own = stepsIn(text.startsWith('/') ? text.slice(1) : text);
  // Git compares an empty name with none.
  if (own === undefined || own.includes('')) return undefined;

  const steps = isAnchored ? own : ['**' as const, ...own];
  // All that lies below, yet not the folder itself.
  const isOfAllBelow = steps.at(-1) === '**';
  return {
    steps: isOfAllBelow ? [...steps, ANY_NAME] : steps,
    isException,
    ends: isForFolders ? 'at-folders' : 'anywhere',
    isWild: own.some((step, i) => typeof step !== 'string' || (i > 0 && step === '**')),
  };
}

/** What stands between two slashes. */
interface Name {
  readonly written: string;
  readonly parts: readonly NamePart[];
}

function stepOf({ written, parts }: Name): PathStep {
  if (parts.length > 1 && parts.every(part => part === '*')) return '**';
  const texts = parts.flatMap(part => (part !== '*' && part.is === 'itself' ? [part.character] : []));
  return texts.length === parts.length ? texts.join('') : { written, pattern: namePattern(parts) };
}

/** `undefined` where a class or an escape does not end: no path is like that. */
function stepsIn(text: string): readonly PathStep[] | undefined {
  // Most patterns are names, and files of them may be long.
  return SIGNS.test(text) ? namesIn(text)?.map(stepOf) : text.split('/');
}

function namesIn(text: string): readonly Name[] | undefined {
  const names: Name[] = [];
  let parts: NamePart[] = [];
  let from = 0;
  const end = (at: number, next: number) => {
    names.push({ written: text.slice(from, at), parts });
    parts = [];
    from = next;
  };
  for (let i = 0; i < text.length; ) {
    const character = text.charAt(i);
    if (character === '/') {
      end(i, ++i);
    } else if (character === '\\') {
      if (i + 1 === text.length) return undefined;
      if (text[i + 1] === '/') end(i, i + 2);
      else parts.push({ is: 'itself', character: text.charAt(i + 1) });
      i += 2;
    } else if (character === '[') {
      const bracket = readBracket(text, i);
      if (bracket === undefined) return undefined;
      parts.push(bracket.unit);
      i = bracket.end;
    } else {
      parts.push(character === '*' ? '*' : character === '?' ? { is: 'any' } : { is: 'itself', character });
      i++;
    }
  }
  end(text.length, text.length);
  return names;
}

/** Spaces at the end do not count, unless the last of them is escaped. */
function withoutSpaces(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end--;
  if (end === line.length) return line;
  let slashes = 0;
  while (line[end - 1 - slashes] === '\\') slashes++;
  return line.slice(0, slashes % 2 === 1 ? end + 1 : end);
}

const SIGNS = /[*?[\\]/;
const ANY_NAME: PathStep = { written: '*', pattern: namePattern(['*']) };
