import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the notices are shipped. */
export const NOTICES_FILE = 'dist/THIRD-PARTY-NOTICES.txt';

/**
 * The licences of all that is bundled, as one text; or a sentence for each package that cannot be shipped like this.
 */
export type Notices =
  | { readonly is: 'complete'; readonly text: string }
  | { readonly is: 'incomplete'; readonly problems: readonly string[] };

/**
 * Gathers name, version, licence and its text of each package that files of a bundle come from, and the notices that
 * the package itself passes on.
 *
 * @param root the folder that the paths start from, absolute
 * @param inputs the files of the bundles, as in `inputs` of esbuild's metafile: relative, with slashes
 */
export function noticesOf(root: string, inputs: readonly string[]): Notices {
  const packages = [...filesByPackage(inputs)].map(([folder, files]) => packageAt(root, folder, files));
  const notices = [
    ...packages.flatMap(found => [...found.notices, ...copiesIn(root, found)]),
    ...inputs.flatMap(file => dataIn(root, file)),
  ];
  const problems = packages.flatMap(found => found.problems);
  return problems.length > 0 ? { is: 'incomplete', problems } : { is: 'complete', text: written(notices) };
}

interface Notice {
  /** As in `ini 6.0.0 (ISC)`. */
  readonly title: string;
  readonly texts: readonly string[];
}

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly notices: readonly Notice[];
  readonly problems: readonly string[];
}

/** What packages hold copies of, whose licences they do not pass on; each text is `licences/NAME.txt`. */
const COPIES: Readonly<Record<string, readonly { readonly name: string; readonly licence: string }[]>> = {
  undici: [
    // `lib/llhttp/`: the parser, compiled to WebAssembly.
    { name: 'llhttp', licence: 'MIT' },
    // `lib/web/websocket/receiver.js` names it in a comment, which a small bundle loses.
    { name: 'ws', licence: 'MIT' },
  ],
};

/** Packages that leave out the text of their licence, by one of the same repository that has it. */
const TEXT_IS_IN: Readonly<Record<string, string>> = { '@sigstore/verify': 'node_modules/@sigstore/bundle' };

/** Files of ours that hold what others publish, with the package that has the same licence's text. */
const DATA: Readonly<Record<string, { readonly title: string; readonly licenceIn: string }>> = {
  'server/src/attestations/trusted-root.ts': {
    title: 'trusted_root.json of sigstore/root-signing (Apache-2.0)',
    licenceIn: 'node_modules/@sigstore/bundle',
  },
};

const LICENCE = /^(?:licen[cs]e|copying)(?:[-.].*)?$/i;
const NOTICE = /^(?:notices?|third-?party-?notices?)(?:[-.].*)?$/i;
const IN_PACKAGE = /^(?<folder>(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//;

function filesByPackage(inputs: readonly string[]): Map<string, readonly string[]> {
  const packages = new Map<string, readonly string[]>();
  for (const file of [...inputs].sort()) {
    const folder = IN_PACKAGE.exec(file)?.groups?.folder;
    if (folder !== undefined) packages.set(folder, [...(packages.get(folder) ?? []), file]);
  }
  return packages;
}

function packageAt(root: string, folder: string, files: readonly string[]): BundledPackage {
  const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
  const { name, version, license } = manifest as Readonly<Record<'name' | 'version' | 'license', unknown>>;
  const other = TEXT_IS_IN[String(name)];
  // Parts of a package may have a licence of their own beside them.
  const folders = new Set(files.flatMap(file => foldersUpTo(folder, path.posix.dirname(file))));
  const found = [...folders].sort().flatMap(at =>
    readdirSync(path.join(root, at))
      .filter(file => LICENCE.test(file) || NOTICE.test(file))
      .sort()
      .map(file => path.posix.join(at, file)),
  );
  if (other !== undefined && !found.some(file => LICENCE.test(path.posix.basename(file)))) {
    found.push(path.posix.join(other, 'LICENSE'));
  }
  const hasLicence =
    other !== undefined ||
    found.some(file => path.posix.dirname(file) === folder && LICENCE.test(path.posix.basename(file)));
  const title = `${name} ${version} (${license})`;
  const problems = [
    ...(hasLicence ? [] : [`\`${name}\` ${version} is bundled, and no text of its licence is in \`${folder}\`.`]),
    ...(typeof license === 'string'
      ? []
      : [`\`${name}\` ${version} is bundled, and its package.json names no licence.`]),
  ];
  const texts = found.map(file => readText(path.join(root, file)));
  return { name: String(name), version: String(version), notices: [{ title, texts }], problems };
}

/** A folder of a package and those above it, up to the package's own. */
function foldersUpTo(top: string, folder: string): readonly string[] {
  return folder === top ? [top] : [folder, ...foldersUpTo(top, path.posix.dirname(folder))];
}

function copiesIn(root: string, { name, version }: BundledPackage): readonly Notice[] {
  return (COPIES[name] ?? []).map(copy => ({
    title: `${copy.name}, in ${name} ${version} (${copy.licence})`,
    texts: [readText(path.join(root, 'licences', `${copy.name}.txt`))],
  }));
}

function dataIn(root: string, file: string): readonly Notice[] {
  const data = DATA[file];
  if (data === undefined) return [];
  return [{ title: data.title, texts: [readText(path.join(root, data.licenceIn, 'LICENSE'))] }];
}

function readText(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .trim();
}

/** Packages with the same texts share them. */
function written(notices: readonly Notice[]): string {
  const titles = new Map<string, Set<string>>();
  for (const { title, texts } of notices) {
    const text = texts.join(`\n\n${'-'.repeat(80)}\n\n`);
    titles.set(text, (titles.get(text) ?? new Set()).add(title));
  }
  const sections = [...titles].map(([text, sharing]) => [...[...sharing].sort(), '', text].join('\n'));
  const line = `\n\n${'='.repeat(80)}\n\n`;
  return `${['Registry Lens contains the packages below, each under the licence that follows its name.', ...sections.sort()].join(line)}\n`;
}
