import { type Handler, Parser } from 'htmlparser2';
import { canonicalName, fileNameReader } from './file-names.ts';
import { isReadableVersion, MOST_FILES, readHash, type SimpleFile, type SimplePage, type Yank } from './simple-page.ts';

/**
 * Reads the page of a project in HTML (PEP 503), as it may have been typed by hand. `undefined` for a page that shows
 * by nothing that it is one, such as a login page, and for one of another major version.
 *
 * @param project in canonical form
 */
export function readHtmlPage(html: string, project: string): SimplePage | undefined {
  const { metas, anchors } = readTags(html);
  const version = metas.get('pypi:repository-version');
  if (version !== undefined && !isReadableVersion(version)) return undefined;
  const files = anchors.map(fileOf);
  const read = fileNameReader(project);
  const isOne = version !== undefined || files.some(({ name }) => read(name) !== undefined);
  if (!isOne || files.length > MOST_FILES) return undefined;
  const [status, reason] = [metas.get('pypi:project-status'), metas.get('pypi:project-status-reason')];
  return {
    ...{ files, versions: [] },
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/**
 * Whether a page is the list of all projects: it says so, or each of its links has the name of a project for a text.
 */
export function isHtmlRoot(html: string): boolean {
  const { metas, anchors } = readTags(html);
  if (metas.has('pypi:repository-version')) return true;
  const named = anchors.filter(({ href }) => !/^\.{1,2}\/?$/.test(href));
  return named.length > 0 && named.every(isProjectLink);
}

/** What is of use of a link. */
interface Anchor {
  readonly href: string;
  /** What it shows. */
  text: string;
  readonly yank: Yank;
  readonly requiresPython?: string;
}

interface Tags {
  /** What the page says of itself, by lower-case names; of several the first counts. */
  readonly metas: ReadonlyMap<string, string>;
  readonly anchors: readonly Anchor[];
}

function readTags(html: string): Tags {
  const metas = new Map<string, string>();
  const anchors: Anchor[] = [];
  let open: Anchor | undefined;
  let isBare = false;
  let depth = 0;
  const parser = new LinkParser(() => depth, {
    onopentagname: tag => {
      isBare = false;
      if (tag === 'a') depth += 1;
    },
    onattribute: (name, _, quote) => {
      if (name === 'data-yanked' && quote === undefined) isBare = true;
    },
    onopentag: (tag, attributes) => {
      const { name = '', content, href, 'data-requires-python': requiresPython, 'data-yanked': reason } = attributes;
      if (tag === 'meta' && content !== undefined && !metas.has(name.toLowerCase())) {
        metas.set(name.toLowerCase(), content);
      }
      if (tag !== 'a' || href === undefined) return;
      open = {
        ...{ href, text: '', yank: yankOf(reason, isBare) },
        ...(requiresPython === undefined ? {} : { requiresPython }),
      };
      anchors.push(open);
    },
    ontext: text => {
      if (open !== undefined) open.text += text;
    },
    onclosetag: (tag, isImplied) => {
      if (tag !== 'a' || isImplied) return;
      open = undefined;
      depth -= 1;
    },
  });
  parser.end(html);
  return { metas, anchors };
}

/** So many links lie in each other on no page that people made. */
const DEEPEST = 1000;

/**
 * Keeps links alone, and no more than some: all else is of no use here, and the library puts each element that is open
 * in front of all others, which is the square of a page that opens millions.
 */
class LinkParser extends Parser {
  readonly #depth: () => number;

  constructor(depth: () => number, handler: Partial<Handler>) {
    super(handler);
    this.#depth = depth;
  }

  protected override isVoidElement(name: string): boolean {
    return name !== 'a' || this.#depth() > DEEPEST;
  }
}

/** Any value is a yank, the empty one too; without a value it is one for the specification and uv, and not for pip. */
function yankOf(reason: string | undefined, isBare: boolean): Yank {
  if (reason === undefined) return { is: 'none' };
  if (isBare) return { is: 'disputed' };
  return reason === '' ? { is: 'yanked' } : { is: 'yanked', reason };
}

/** The name is the end of the address, whatever the link shows (pip, models/link.py, `Link.filename`). */
function fileOf({ href, yank, requiresPython }: Anchor): SimpleFile {
  return {
    name: lastSegment(href),
    yank,
    ...hashIn(href),
    ...(requiresPython === undefined ? {} : { requiresPython }),
  };
}

/** `#sha256=…`, behind the address (PEP 503); pip looks for it among several words (models/link.py, `LinkHash`). */
function hashIn(href: string): Pick<SimpleFile, 'hashes'> {
  const [, algorithm = '', digest] = /[#&](sha512|sha384|sha256|sha1|md5)=([\da-f]{1,200})/i.exec(href) ?? [];
  const hash = readHash(algorithm, digest);
  return hash === undefined ? {} : { hashes: Object.fromEntries([hash]) };
}

function isProjectLink({ href, text }: Anchor): boolean {
  const name = canonicalName(text.trim().replace(/\/$/, ''));
  return /^[a-z0-9]/.test(name) && canonicalName(lastSegment(href.replace(/\/$/, ''))) === name;
}

function lastSegment(href: string): string {
  const path = href.trim().replace(/[?#].*$/s, '');
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
