import type { OpaqueReason } from '../../../model/reference.ts';
import { isTemplate } from './requirement.ts';

/** One thing that a requirements file says about where names are asked, in pip's order. */
export type IndexOption =
  | { readonly is: 'no-index' | 'find-links' | 'pre' }
  | { readonly is: 'index' | 'extra'; readonly url: string }
  /** Another file takes its place here. */
  | { readonly is: 'include'; readonly path: string; readonly isConstraint?: true };

/** Where the names of a file are asked, as far as requirements files say it. */
export interface Indexes {
  /** See `ReleaseSubject.source`. */
  readonly source: string;
  readonly prereleases: boolean;
  /** Why nobody is to be asked; absent where somebody is. */
  readonly withheld?: OpaqueReason;
}

/**
 * What pip makes of options one after the other (pip, `_internal/req/req_file.py`: `handle_option_line`): an index
 * replaces all that were named before it, and nothing is added once none is to be asked.
 */
export function indexesBy(options: Iterable<IndexOption>): Indexes {
  let index: string | undefined;
  let extras: string[] = [];
  let isWithout = false;
  let hasLinks = false;
  let prereleases = false;
  for (const option of options) {
    switch (option.is) {
      case 'no-index':
        isWithout = true;
        break;
      case 'index':
        index = option.url;
        extras = [];
        break;
      case 'extra':
        if (extras.length < MOST_EXTRAS) extras.push(option.url);
        break;
      case 'find-links':
        hasLinks = true;
        break;
      case 'pre':
        prereleases = true;
        break;
      case 'include':
        break;
    }
  }
  const words = ['pip'];
  let withheld: OpaqueReason | undefined;
  let hasLogin = false;
  const add = (key: string, url: string) => {
    const address = addressOf(url);
    if (address === undefined) return false;
    words.push(`${key}=${address.text}`);
    hasLogin ||= address.hasLogin;
    return true;
  };
  if (isWithout) words.push('no-index=1');
  else {
    if (index !== undefined && !add('index-url', index)) withheld = whyWithheld(index);
    // What cannot be asked may have the name.
    if (extras.filter(url => !add('extra-index-url', url)).length > 0) words.push('other-index=1');
  }
  if (hasLinks) words.push('find-links=1');
  if (hasLogin) words.push('login=withheld');
  return { source: words.join(' '), prereleases, ...(withheld === undefined ? {} : { withheld }) };
}

/** An index's address as it may be passed on: without the name and password in it. `undefined` for what is none. */
function addressOf(url: string): { readonly text: string; readonly hasLogin: boolean } | undefined {
  const [, scheme = '', authority = '', rest = ''] = /^(https?):\/\/([^/?#]*)(.*)$/is.exec(url) ?? [];
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host === '' || /[$\p{Surrogate}]/u.test(host + rest) || isTemplate(host + rest)) return undefined;
  return { text: `${scheme.toLowerCase()}://${encoded(host + rest)}`, hasLogin: host !== authority };
}

function whyWithheld(url: string): OpaqueReason {
  if (isTemplate(url)) return 'template';
  return url.includes('$') ? 'variable' : 'path';
}

function encoded(text: string): string {
  return text.replace(/[%\s]/g, character => encodeURIComponent(character));
}

// More than anybody's, and few enough to be asked.
const MOST_EXTRAS = 8;
