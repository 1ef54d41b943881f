/** Logins by host, without a port. Secrets. */
export type Netrc = ReadonlyMap<string, { readonly user: string; readonly password: string }>;

/**
 * Reads a netrc file as Python's `netrc` does (Lib/netrc.py). Its `default` is left out: it would go to whatever host a
 * folder names. `undefined` where Python refuses the file. Never throws.
 */
export function readNetrc(text: string): Netrc | undefined {
  const logins = new Map<string, { user: string; password: string }>();
  const words = wordsOf(text);
  for (let i = 0; i < words.length; ) {
    const { word } = words[i++] ?? { word: '' };
    if (word === 'macdef') {
      // A macro goes on to the next empty line.
      while (i < words.length && words[i]?.isAfterBlank !== true) i++;
      continue;
    }
    if (word !== 'machine' && word !== 'default') return undefined;
    const host = word === 'machine' ? words[i++]?.word : undefined;
    if (word === 'machine' && host === undefined) return undefined;
    const login = { user: '', password: '' };
    for (; i < words.length; i += 2) {
      const key = words[i]?.word;
      if (key === 'machine' || key === 'default' || key === 'macdef') break;
      const value = words[i + 1]?.word;
      if (value === undefined) return undefined;
      if (key === 'login' || key === 'user') login.user = value;
      else if (key === 'password') login.password = value;
      else if (key !== 'account') return undefined;
    }
    if (host !== undefined) logins.set(host.toLowerCase(), login);
  }
  return logins;
}

interface Word {
  readonly word: string;
  /** An empty line stands before it. */
  readonly isAfterBlank: boolean;
}

/** A word may stand in quotes, and a backslash takes what follows as it is. A `#` begins a comment before a word. */
function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  let isAfterBlank = false;
  for (const line of text.split(/\r\n|[\r\n]/)) {
    if (line.trim() === '') isAfterBlank = true;
    for (const [written] of line.matchAll(WORD)) {
      const isValue = /^(?:login|user|password|account|machine)$/.test(words.at(-1)?.word ?? '');
      if (written.startsWith('#') && !isValue) break;
      words.push({ word: meant(written), isAfterBlank });
      isAfterBlank = false;
    }
  }
  return words;
}

const WORD = /"(?:\\.|[^"\\])*"|(?:\\.|[^\s\\])+/g;

function meant(written: string): string {
  const bare = /^".*"$/.test(written) ? written.slice(1, -1) : written;
  return bare.replace(/\\(.)/g, '$1');
}
